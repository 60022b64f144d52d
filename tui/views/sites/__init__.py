"""What is shown of a record that comes from another site."""
