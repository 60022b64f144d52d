"""The model. It imports nothing of the product but the vocabulary: kinds of entry, and what a protocol says."""
