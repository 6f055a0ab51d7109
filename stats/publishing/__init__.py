"""A year as it goes out: what is published, which small numbers are hidden, and how that is checked."""
