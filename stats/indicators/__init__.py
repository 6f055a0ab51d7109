"""Every figure of the portal, one function each, by chapter. Importing this package registers them all."""

from stats.indicators import courses, groups, groups_more, inquiries, ombud, ombud_work, stories, surveys

__all__ = ["courses", "groups", "groups_more", "inquiries", "ombud", "ombud_work", "stories", "surveys"]
