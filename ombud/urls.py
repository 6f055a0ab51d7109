"""URLs of this part. `public` also exists under /en/; `plain` has one address only.

Below `/intern/ombud/` the only key in a path is the case's own; what belongs to a case is named in the query or form.
"""

from django.urls import URLPattern, URLResolver, path

from ombud.views import (
    cases,
    code,
    contacts,
    deadlines,
    desk,
    documents,
    evidence,
    hand_over,
    manager,
    own,
    own_by_code,
    service,
    work,
)  # fmt: skip
from ombud.views import public as pages

CASE = "intern/ombud/<uuid:pk>/"
public: list[URLPattern | URLResolver] = [
    path("personlig-ombud/", pages.about, name="ombud_about"),
    path("personlig-ombud/min-sak/", own_by_code.page, name="ombud_by_code"),
]
plain: list[URLPattern | URLResolver] = [
    path("intern/ombud/", desk.caseload, name="ombud_caseload"),
    path("intern/ombud/venter/", desk.waiting, name="ombud_waiting"),
    path("intern/ombud/oversikt/", desk.overview, name="ombud_overview"),
    path("intern/ombud/ko/", desk.queue, name="ombud_queue"),
    path("intern/ombud/overfor/", hand_over.caseload, name="ombud_hand_over_all"),
    path("intern/ombud/overfort/", hand_over.handed_over, name="ombud_handed_over"),
    path("intern/ombud/kalender/", service.feed_page, name="ombud_feed"),
    path("intern/ombud/kontorer/", service.offices, name="ombud_offices"),
    path("intern/ombud/kontorer/nytt/", service.office_new, name="ombud_office_new"),
    path("intern/ombud/kontorer/<slug:slug>/", service.office, name="ombud_office"),
    path("intern/ombud/fristregler/", service.rules, name="ombud_rules"),
    path("intern/ombud/fristregler/endre/", service.rule_change, name="ombud_rule_change"),
    path("intern/ombud/inntaksstopp/", service.stops, name="ombud_stops"),
    path("intern/ombud/inntaksstopp/nytt/", service.stop_new, name="ombud_stop_new"),
    path("intern/ombud/systemfeil/", evidence.yearly_list, name="ombud_failures"),
    path(CASE, cases.case, name="ombud_case"),
    path(f"{CASE}puls/", cases.pulse, name="ombud_pulse"),
    path(f"{CASE}klient/", cases.client, name="ombud_client"),
    path(f"{CASE}status/", cases.status, name="ombud_status"),
    path(f"{CASE}stedfortreder/", cases.deputy, name="ombud_deputy"),
    path(f"{CASE}utenfor/", cases.block, name="ombud_block"),
    path(f"{CASE}gjennomgang/", cases.review, name="ombud_review"),
    path(f"{CASE}apnet/", cases.opened, name="ombud_opened"),
    path(f"{CASE}oppdrag/", work.assignments, name="ombud_assignments"),
    path(f"{CASE}oppdrag/nytt/", work.assignment_new, name="ombud_assignment_new"),
    path(f"{CASE}oppdrag/endre/", work.assignment_move, name="ombud_assignment_move"),
    path(f"{CASE}oppdrag/meld/", evidence.wait_report, name="ombud_wait_report"),
    path(f"{CASE}tillatelser/", work.permit_list, name="ombud_permits"),
    path(f"{CASE}tillatelser/fullmakt/", work.mandate_new, name="ombud_mandate_new"),
    path(f"{CASE}tillatelser/samtykke/", work.consent_new, name="ombud_consent_new"),
    path(f"{CASE}tillatelser/trekk/", work.permit_withdraw, name="ombud_permit_withdraw"),
    path(f"{CASE}logg/", contacts.log, name="ombud_log"),
    path(f"{CASE}logg/ny/", contacts.contact_new, name="ombud_contact_new"),
    path(f"{CASE}logg/tillegg/", contacts.amend, name="ombud_amend"),
    path(f"{CASE}logg/meld/", evidence.contact_report, name="ombud_contact_report"),
    path(f"{CASE}frister/", deadlines.deadline_list, name="ombud_deadlines"),
    path(f"{CASE}frister/ny/", deadlines.deadline_new, name="ombud_deadline_new"),
    path(f"{CASE}frister/flytt/", deadlines.deadline_move, name="ombud_deadline_move"),
    path(f"{CASE}frister/lukk/", deadlines.deadline_close, name="ombud_deadline_close"),
    path(f"{CASE}frister/meld/", evidence.deadline_report, name="ombud_deadline_report"),
    path(f"{CASE}dokumenter/", documents.document_list, name="ombud_documents"),
    path(f"{CASE}dokumenter/ny/", documents.upload, name="ombud_upload"),
    path(f"{CASE}dokumenter/fil/", documents.download, name="ombud_document"),
    path(f"{CASE}brev/", documents.letter, name="ombud_letter"),
    path(f"{CASE}overfor/", hand_over.hand_over, name="ombud_hand_over"),
    path(f"{CASE}kode/", code.code, name="ombud_code"),
    path(f"{CASE}tildel/", manager.assign, name="ombud_assign"),
    path(f"{CASE}vent/", manager.keep_waiting, name="ombud_keep_waiting"),
    path(f"{CASE}apne/", manager.break_glass, name="ombud_break_glass"),
    path("min-side/ombud/", own.page, name="ombud_own"),
    path("min-side/ombud/last-ned/", own.export, name="ombud_own_export"),
    path("kalender/<str:token>.ics", service.feed, name="ombud_calendar_feed"),
]
