"""Pages of visitors and of editors."""
