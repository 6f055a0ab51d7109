"""Views of courses and events: the public pages, the pages by link, and those of staff."""
