"""Addresses of advice sessions. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from advising.views import (
    session_booking,
    session_manage,
    session_moves,
    session_outcomes,
    session_own,
    session_staff,
    session_staff_booking,
    sick_days,
)  # fmt: skip

PUBLIC, STAFF = "radgivning/", "intern/radgivning/"
LINK = f"{PUBLIC}time/<str:token>/"

public: list[URLPattern | URLResolver] = [
    path(PUBLIC, session_booking.about, name="advising_about"),
    path(f"{PUBLIC}bestill/", session_booking.booking, name="advising_booking"),
    path(LINK, session_manage.manage, name="advising_manage"),
    path(f"{LINK}flytt/", session_manage.move, name="advising_manage_move"),
    path(f"{LINK}mate/", session_manage.channel, name="advising_manage_channel"),
    path(f"{LINK}avbestill/", session_manage.cancel, name="advising_manage_cancel"),
    path(f"{LINK}beskjed/", session_manage.message, name="advising_manage_message"),
    path(f"{LINK}avtale.ics", session_manage.calendar, name="advising_calendar_file"),
]
plain: list[URLPattern | URLResolver] = [
    path(STAFF, session_staff.calendar, name="advising_calendar"),
    path(f"{STAFF}ny/", session_staff_booking.book, name="advising_book"),
    path(f"{STAFF}innom/", session_staff_booking.walk_in, name="advising_walk_in"),
    path(f"{STAFF}syk/", sick_days.sick_day_new, name="advising_sick_day_new"),
    path(f"{STAFF}syk/<uuid:pk>/", sick_days.sick_day, name="advising_sick_day"),
    path(f"{STAFF}syk/<uuid:pk>/angre/", sick_days.sick_day_undo, name="advising_sick_day_undo"),
    path(f"{STAFF}sok/", session_staff.search, name="advising_search"),
    path(f"{STAFF}e-post/", session_outcomes.threads, name="advising_threads"),
    path(f"{STAFF}<uuid:pk>/", session_staff.session, name="advising_session"),
    path(f"{STAFF}<uuid:pk>/flytt/", session_moves.move, name="advising_move"),
    path(f"{STAFF}<uuid:pk>/flytt/tider/", session_moves.move_targets, name="advising_move_targets"),
    path(f"{STAFF}<uuid:pk>/mate/", session_staff.channel, name="advising_channel"),
    path(f"{STAFF}<uuid:pk>/krevende/", session_staff.heavy, name="advising_heavy"),
    path(f"{STAFF}<uuid:pk>/avlys/", session_staff.cancel, name="advising_cancel"),
    path(f"{STAFF}<uuid:pk>/video/", session_staff.video, name="advising_video"),
    path(f"{STAFF}<uuid:pk>/utfall/", session_outcomes.outcome, name="advising_outcome"),
    path(f"{STAFF}<uuid:pk>/notater/", session_outcomes.notes, name="advising_notes"),
    path(f"{STAFF}<uuid:pk>/notater/<uuid:participant>/", session_outcomes.notes, name="advising_participant_notes"),
    path(f"{STAFF}<uuid:pk>/ta/", session_outcomes.take, name="advising_take"),
    path(f"{STAFF}<uuid:pk>/meldinger/", session_outcomes.thread, name="advising_thread"),
    path(f"{STAFF}<uuid:pk>/apne/", session_outcomes.break_glass, name="advising_break_glass"),
    path("min-side/radgivning/<uuid:pk>/", session_own.own_session, name="advising_own_session"),
]
