"""Forms of the ombud's pages, by noun."""
