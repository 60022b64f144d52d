"""What the screens show, ready to draw: pure functions from records to lines, no Textual."""
