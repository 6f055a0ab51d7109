"""Forms of groups: interest (public), and those of staff."""
