"""What the board shows beside its lines: what was kept, and what a round is made of."""
