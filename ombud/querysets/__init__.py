"""Chainable reads of the ombud's rows."""
