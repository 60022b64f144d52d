"""A second opinion: a model of the rules written from rules.md and domain.md alone, and random people."""
