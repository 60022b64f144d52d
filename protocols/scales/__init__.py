"""Published scales: CTCAE, Naranjo, body surface, red flags."""
