"""Screens before the ward: first start, sign-on by name or with a PIN."""
