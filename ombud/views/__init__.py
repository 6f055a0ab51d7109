"""Pages of the personal ombud, by noun."""
