"""Commands that tell: list, show, protocols, compare, needs, stats."""
