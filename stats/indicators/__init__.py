"""Every figure of the portal, one function each, by chapter. Importing this package registers them all."""

from stats.indicators import courses, courses_more, groups, groups_more, inquiries, ombud, ombud_work, stories, surveys

__all__ = ["courses", "courses_more", "groups", "groups_more", "inquiries", "ombud", "ombud_work", "stories", "surveys"]
