"""URLs of groups. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from groups.views import entries, meetings, people, rooms, self_run, staff, stops, telephone
from groups.views import public as pages

STAFF = "intern/grupper/"
MEETING, PERSON, REGISTER = f"{STAFF}mote/<uuid:pk>/", f"{STAFF}person/<uuid:pk>/", f"{STAFF}selvstyrte/"

public: list[URLPattern | URLResolver] = [
    path("grupper/", pages.group_list, name="groups_list"),
    path("grupper/interesse/<str:token>/", entries.entry_page, name="groups_entry"),
    path("grupper/interesse/<str:token>/meld-av/", entries.entry_leave, name="groups_entry_leave"),
    path("grupper/interesse/<str:token>/fortsette/", entries.entry_go_on, name="groups_entry_go_on"),
    path("grupper/selvstyrt/mote/<str:signed>/", rooms.self_run_meeting, name="groups_self_run_meeting"),
    path("grupper/selvstyrt/mote/<str:signed>/besok/", rooms.self_run_visit, name="groups_self_run_visit"),
    path("grupper/selvstyrt/<str:token>/rom/", rooms.self_run_rooms, name="groups_self_run_rooms"),
    path("grupper/selvstyrt/<str:token>/rom/<uuid:pk>/", rooms.self_run_room_cancel, name="groups_self_run_room"),
    path("grupper/selvstyrt/<str:token>/", self_run.self_run_link, name="groups_self_run_link"),
    path("grupper/selvstyrt/<str:token>/svar/", self_run.self_run_confirm, name="groups_self_run_confirm"),
    path("grupper/<slug:slug>/", pages.group_detail, name="groups_detail"),
]
plain: list[URLPattern | URLResolver] = [
    path(STAFF, staff.group_rows, name="groups_staff_list"),
    path(f"{STAFF}ny/", staff.group_new, name="groups_new"),
    path(f"{STAFF}interesse/", telephone.note_interest, name="groups_note_interest"),
    path(f"{STAFF}eksport/<slug:name>.<str:kind>", staff.list_export, name="groups_export"),
    path(f"{STAFF}inntaksstopp/", stops.stop_list, name="groups_stops"),
    path(f"{STAFF}inntaksstopp/<uuid:pk>/slutt/", stops.stop_end, name="groups_stop_end"),
    path(MEETING, meetings.meeting_page, name="groups_meeting"),
    path(f"{MEETING}en-til/", meetings.meeting_one_more, name="groups_one_more"),
    path(f"{MEETING}flytt/", meetings.meeting_move, name="groups_meeting_move"),
    path(f"{MEETING}stedfortreder/", meetings.meeting_stand_in, name="groups_meeting_stand_in"),
    path(f"{MEETING}avlys/", meetings.meeting_cancel, name="groups_meeting_cancel"),
    path(f"{MEETING}oppmote/<uuid:person>/", meetings.cell_mark, name="groups_cell"),
    path(f"{MEETING}rett/<uuid:person>/", meetings.cell_amend, name="groups_cell_amend"),
    path(PERSON, people.person_page, name="groups_person"),
    path(f"{PERSON}<slug:act>/", people.person_act, name="groups_person_act"),
    path(REGISTER, self_run.self_run_list, name="groups_self_run_list"),
    path(f"{REGISTER}ny/", self_run.self_run_new, name="groups_self_run_new"),
    path(f"{REGISTER}<uuid:pk>/", self_run.self_run_page, name="groups_self_run"),
    path(f"{REGISTER}<uuid:pk>/<slug:act>/", self_run.self_run_act, name="groups_self_run_act"),
    path(f"{STAFF}<slug:slug>/", staff.group_page, name="groups_staff_group"),
    path(f"{STAFF}<slug:slug>/endre/", staff.group_edit, name="groups_edit"),
    path(f"{STAFF}<slug:slug>/plan/", staff.group_replan, name="groups_replan"),
    path(f"{STAFF}<slug:slug>/apne/", staff.group_open, name="groups_open"),
    path(f"{STAFF}<slug:slug>/avslutt/", staff.group_end, name="groups_end"),
    path(f"{STAFF}<slug:slug>/selvstyrt/", staff.group_spin_off, name="groups_spin_off"),
]
