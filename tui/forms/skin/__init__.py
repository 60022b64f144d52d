"""Forms for the skin: check, findings, red flag, Naranjo, earlier reactions."""
