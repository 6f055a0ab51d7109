"""Addresses of calls. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from advising.views import call_followups, call_handoffs, call_import, call_list, calls

public: list[URLPattern | URLResolver] = []
plain: list[URLPattern | URLResolver] = [
    path("intern/telefon/", call_list.call_list, name="calls_list"),
    path("intern/telefon/eksport.<str:kind>", call_list.call_export, name="calls_export"),
    path("intern/telefon/ny/", calls.call_new, name="calls_new"),
    path("intern/telefon/angre/", calls.call_undo, name="calls_undo"),
    path("intern/telefon/notat/", calls.note_check, name="calls_note_check"),
    path("intern/telefon/importer/", call_import.call_import, name="calls_import"),
    path("intern/telefon/importer/<uuid:pk>/", call_import.call_import_job, name="calls_import_job"),
    path("intern/telefon/oppfolging/", call_followups.follow_ups, name="calls_follow_ups"),
    path("intern/telefon/oppfolging/<uuid:pk>/", call_followups.follow_up_act, name="calls_follow_up_act"),
    path("intern/telefon/lenke/", call_handoffs.leaflet, name="calls_leaflet"),
    path("intern/telefon/kodeord/", call_handoffs.code_word, name="calls_code_word"),
    path("intern/telefon/<uuid:pk>/", calls.call_detail, name="calls_detail"),
    path("intern/telefon/<uuid:pk>/endre/", calls.call_edit, name="calls_edit"),
    path("intern/telefon/<uuid:pk>/sladd/", calls.call_redact, name="calls_redact"),
]
