"""A fortnight of one patient at a clinic with one laptop and at a hospital with a server, by keys."""
