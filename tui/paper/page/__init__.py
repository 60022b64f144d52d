"""The page that documents are drawn on."""
