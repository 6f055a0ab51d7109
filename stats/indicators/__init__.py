"""Every figure of the portal, one function each, by chapter. Importing this package registers them all."""

from stats.indicators import courses, groups, inquiries, ombud, stories

__all__ = ["courses", "groups", "inquiries", "ombud", "stories"]
