"""What all views are made of: lines, grids, scales, status marks."""
