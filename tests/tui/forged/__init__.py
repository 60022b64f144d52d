"""An odd record that came in: every plain command and every screen still works with it."""
