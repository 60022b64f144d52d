"""The model. Of the product it imports the vocabulary alone: kinds of entry, and what a protocol says."""
