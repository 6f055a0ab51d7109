"""Reads for the wall, the editors' queue and the insight page."""
