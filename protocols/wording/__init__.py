"""One sentence for each kind of entry."""
