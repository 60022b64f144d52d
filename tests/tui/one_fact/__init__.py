"""One fact, told one way: every screen, paper and file agrees with every other."""
