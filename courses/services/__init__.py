"""Verbs of courses and events, by noun: offerings, registrations, attendance, surveys."""
