"""The form that corrects an entry, and its fields."""
