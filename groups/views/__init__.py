"""Views of groups: the public pages, the page by link, and those of staff."""
