"""Verbs of the figures: publish a year, enter manual figures, write the chapters' texts."""
