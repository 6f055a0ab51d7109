"""URLs of groups. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from groups.views import entries
from groups.views import public as pages

public: list[URLPattern | URLResolver] = [
    path("grupper/", pages.group_list, name="groups_list"),
    path("grupper/interesse/<str:token>/", entries.entry_page, name="groups_entry"),
    path("grupper/interesse/<str:token>/meld-av/", entries.entry_leave, name="groups_entry_leave"),
    path("grupper/<slug:slug>/", pages.group_detail, name="groups_detail"),
]
plain: list[URLPattern | URLResolver] = []
