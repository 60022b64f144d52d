"""Screens of one patient: chart, history, skin trend, picture, documents."""
