"""Joined reads for the figures' pages: the running year, published years, texts."""
