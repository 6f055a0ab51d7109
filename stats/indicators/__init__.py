"""Every figure of the portal, one function each, by chapter. Importing this package registers them all."""

from stats.indicators import inquiries

__all__ = ["inquiries"]
