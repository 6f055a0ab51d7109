"""Commands of the time engine."""
