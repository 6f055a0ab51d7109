"""Verbs of groups, by noun: interest and places (`entries`), meetings, attendance, intake stops, self-run groups."""
