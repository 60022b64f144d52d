"""Screens of the whole ward: board, handover, staff."""
