"""What a person sees and presses: screens, widgets, keys, the command line."""
