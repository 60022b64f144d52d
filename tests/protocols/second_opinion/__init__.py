"""A second opinion of the rules: a model written from rules.md and domain.md alone, and random people who try it."""
