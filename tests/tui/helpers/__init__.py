"""What the tests of this floor share."""
