"""What a person sees and presses: screens, widgets, keys, the command line."""

__version__ = "0.1.0"
