"""Reads for the pages of courses and events: one offering, the list and the calendar, figures."""
