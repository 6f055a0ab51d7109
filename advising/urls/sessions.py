"""Addresses of advice sessions. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from advising.views import session_booking, session_manage

public: list[URLPattern | URLResolver] = [
    path("radgivning/", session_booking.about, name="advising_about"),
    path("radgivning/bestill/", session_booking.booking, name="advising_booking"),
    path("radgivning/time/<str:token>/", session_manage.manage, name="advising_manage"),
    path("radgivning/time/<str:token>/flytt/", session_manage.move, name="advising_manage_move"),
    path("radgivning/time/<str:token>/mate/", session_manage.channel, name="advising_manage_channel"),
    path("radgivning/time/<str:token>/avbestill/", session_manage.cancel, name="advising_manage_cancel"),
    path("radgivning/time/<str:token>/beskjed/", session_manage.message, name="advising_manage_message"),
    path("radgivning/time/<str:token>/avtale.ics", session_manage.calendar, name="advising_calendar_file"),
]
plain: list[URLPattern | URLResolver] = []
