"""Forms of visitors and of editors."""
