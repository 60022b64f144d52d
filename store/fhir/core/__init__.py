"""What all resources are made of: data types, codes, versions, context."""
