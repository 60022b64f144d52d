"""The gate to the next step: preconditions, their words, completion, rash watch, warnings before a dose."""
