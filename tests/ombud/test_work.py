"""A day's work through the pages: words, permits, contacts, amendments, letters, files, hand-over, merge, own side."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter

from ombud.models import Deadline, Document, HandOver
from ombud.services import cases, contacts, documents, hand_overs, permits
from ombud.services.hand_overs import TooLateToUndo, shown_from
from tests.conftest import NOW
from tests.meanwhile import meanwhile
from tests.ombud.factories import (
    CaseFactory,
    ClientFactory,
    ConsentFactory,
    MandateFactory,
    NetworkPersonFactory,
    OfficeFactory,
    OmbudUserFactory,
    RuleFactory,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]
ENTRY = {
    "entry": "7f3f9e0e-6d6b-4c55-9c11-5b9a0f8f0001", "mode": "phone", "on_day": "2026-11-24", "at_time": "09:30",
    "minutes": "20", "facts": "Vi snakket om møtet.",
}  # fmt: skip


def test_an_assignment_begins_in_the_clients_words(send, case):
    data = {"category": "housing", "opened_by": "client", "words": ""}
    answer = send("ombud_assignment_new", data)
    assert (answer.status_code, case.assignments.count()) == (422, 0)
    assert send("ombud_assignment_new", data | {"words": "Jeg vil ha et sted å bo."}).status_code == 302
    assert [each.words for each in case.assignments.all()] == ["Jeg vil ha et sted å bo."]


def test_a_contact_with_the_client_and_the_deadline_it_gave_is_one_form(send, case):
    rule = RuleFactory()
    answer = send("ombud_contact_new", ENTRY | {"with_whom": "client", "rule": str(rule.pk)})
    assert answer.status_code == 302
    assert Deadline.objects.get().due_date == date(2026, 12, 15)
    send("ombud_contact_new", ENTRY | {"with_whom": "client", "rule": str(rule.pk)})  # pressed twice
    assert (case.entries.count(), Deadline.objects.count()) == (1, 1)


def test_the_mother_cannot_be_rung_without_consent_and_nothing_typed_is_lost(send, case):
    mother = NetworkPersonFactory(case=case)
    data = ENTRY | {"with_whom": f"person:{mother.pk}"}
    answer = send("ombud_contact_new", data)
    text = answer.content.decode()
    assert (answer.status_code, case.entries.count()) == (422, 0)
    assert ("Klienten har ikke sagt ja til kontakt med denne personen." in text, ENTRY["facts"] in text) == (True, True)
    ConsentFactory(person=mother)
    assert send("ombud_contact_new", data).status_code == 302
    assert [each.consent_id is not None for each in case.entries.all()] == [True]


def test_withdrawing_in_the_middle_of_a_call_refuses_the_next(send, case):
    mandate = MandateFactory(case=case)
    permits.withdraw(mandate, how="phone", by=case.ombud, now=NOW - timedelta(minutes=10))
    data = ENTRY | {"with_whom": f"office:{mandate.office.slug}"}
    assert send("ombud_contact_new", data).status_code == 302  # began at 09.30, before the withdrawal at 09.50
    late = data | {"entry": "7f3f9e0e-6d6b-4c55-9c11-5b9a0f8f0002", "at_time": "09:55"}
    assert send("ombud_contact_new", late).status_code == 422
    danger = late | {"exception": "acute_danger"}
    assert send("ombud_contact_new", danger).status_code == 422
    assert send("ombud_contact_new", danger | {"exception_reason": "Ringte 113 og NAV"}).status_code == 302
    assert case.entries.count() == 2


def test_a_permit_that_is_withdrawn_while_the_contact_is_written_is_refused_by_the_database(case):
    mandate, consent = MandateFactory(case=case), ConsentFactory(person=NetworkPersonFactory(case=case))
    for permit, whom, refusal in (
        (mandate, {"office": mandate.office}, contacts.NoValidMandate),
        (consent, {"person": consent.person}, contacts.NoValidConsent),
    ):

        def withdraw(permit=permit):
            permits.withdraw(permit, how="own_page", by="client", now=NOW)

        contact = contacts.Contact(NOW, 10, "phone", facts="x", **whom)
        with meanwhile(withdraw, before='INSERT INTO "ombud_contactentry"'), pytest.raises(refusal):
            contacts.log_contact(case, contact=contact, by=case.ombud, now=NOW)
    assert case.entries.count() == 0


def test_what_else_the_database_refuses_is_not_called_a_missing_permit(case):
    with pytest.raises(IntegrityError):
        contacts.log_contact(case, contact=contacts.Contact(NOW, -1, "phone"), by=case.ombud, now=NOW)
    assert case.entries.count() == 0


def test_a_form_of_one_case_that_is_sent_to_another_is_another_entry(case, login):
    other = ClientFactory(case=CaseFactory(ombud=case.ombud)).case
    client, data = login(user=case.ombud), ENTRY | {"with_whom": "client", "rule": str(RuleFactory().pk)}
    for each in (case, other, other):
        assert client.post(reverse("ombud_contact_new", args=[each.pk]), data).status_code == 302
    assert [(each.entries.count(), each.deadlines.count()) for each in (case, other)] == [(1, 1), (1, 1)]


def test_a_contact_does_not_lie_ahead(case):
    contact = contacts.Contact(NOW + timedelta(hours=1), 10, "phone", facts="x")
    with pytest.raises(contacts.NotYet):
        contacts.log_contact(case, contact=contact, by=case.ombud, now=NOW)


def test_an_amendment_stands_beside_the_entry(send, case):
    send("ombud_contact_new", ENTRY | {"with_whom": "client"})
    entry = case.entries.get()
    send("ombud_amend", {"text": "Det var onsdag."}, f"?kontakt={entry.pk}")
    entry.refresh_from_db()
    assert (entry.facts, [each.facts for each in entry.amendments.all()]) == (ENTRY["facts"], ["Det var onsdag."])


def test_two_who_save_one_case_get_both_versions_and_nothing_is_lost(login, send, case):
    form = {"version": "0", "name": "Marit Eksempel", "gender": "female", "phone": "99999999"}
    assert send("ombud_client", form | {"address": "Gata 1"}).status_code == 302
    answer = send("ombud_client", form | {"address": "Gata 2"})
    text = answer.content.decode()
    case.client.refresh_from_db()
    assert (answer.status_code, case.client.address) == (409, "Gata 1")
    assert ("<td>Gata 1</td>" in text, "<td>Gata 2</td>" in text) == (True, True)
    send("ombud_client", form | {"version": "1", "address": "Gata 2"})
    case.client.refresh_from_db()
    assert case.client.address == "Gata 2"


def test_a_letter_needs_a_mandate_and_becomes_word_pdf_and_a_line_in_the_log(send, login, case):
    office = MandateFactory(case=case).office
    query = f"?type=complaint&kontor={office.slug}"
    answer = send("ombud_letter", {"title": "Klage på vedtak", "text": "Vi klager.\n\n#panic(1) *Hei*"}, query)
    assert answer.status_code == 302
    pdf = Document.objects.get(content_type="application/pdf")
    text = PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert ("#panic(1) *Hei*" in text, Document.objects.count(), case.entries.get().mode) == (True, 2, "letter")
    other = OfficeFactory()
    send("ombud_letter", {"title": "Klage", "text": "Vi klager."}, f"?type=complaint&kontor={other.slug}")
    assert Document.objects.count() == 2


def _pdf():
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": "Hemmelig Person"})
    writer.add_attachment("skjult.txt", b"app.alert(1)")
    writer.write(out)
    return out.getvalue()


def test_p15_an_uploaded_file_is_made_anew_and_served_under_a_random_name(send, login, case):
    file = SimpleUploadedFile("Marit.pdf", _pdf(), content_type="text/html")
    assert send("ombud_upload", {"kind": "decision", "title": "Vedtak", "file": file}).status_code == 302
    row = case.documents.get()
    assert (row.content_type, b"Hemmelig" in row.content, b"alert" in row.content) == ("application/pdf", False, False)
    answer = login(user=case.ombud).get(reverse("ombud_document", args=[case.pk]) + f"?dokument={row.pk}")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "Marit" not in answer["Content-Disposition"]


def test_an_image_keeps_its_pixels_only():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Hemmelig sted"
    Image.new("RGB", (8, 8), "red").save(out, "JPEG", exif=exif)
    clean = documents.clean_file(out.getvalue())
    assert (clean.content_type, b"Hemmelig" in clean.content) == ("image/jpeg", False)


@pytest.mark.parametrize(
    "raw", [b"<html>", b"%PDF-1.7 broken", b"\xff\xd8\xff broken", b"%PDF-" + bytes(10 * 1024 * 1024)]
)
def test_other_files_are_refused(raw):
    with pytest.raises(documents.FileRefused):
        documents.clean_file(raw)


def test_a_document_of_another_case_is_not_there(send, login, case):
    other = ClientFactory().case
    clean = documents.Clean(b"x", "application/pdf")
    row = documents.add_document(other, kind="other", title="x", file=clean, by=other.ombud, now=NOW)
    answer = login(user=case.ombud).get(reverse("ombud_document", args=[case.pk]) + f"?dokument={row.pk}")
    assert answer.status_code == 404


def test_hand_over_shows_what_the_client_chose_and_is_undone_within_a_day(login, send, case):
    send("ombud_contact_new", ENTRY | {"with_whom": "client", "on_day": "2026-11-02"})
    old, new = case.ombud, OmbudUserFactory()
    data = {"ombud": str(new.pk), "choice": "summary", "note": "Møte på torsdag"}
    look = send("ombud_hand_over", data)
    assert (look.status_code, "Skjult: 1 i loggen" in look.content.decode(), HandOver.objects.count()) == (200, True, 0)
    assert "Møte på torsdag" in send("ombud_hand_over", data | {"change": "1"}).content.decode()
    assert send("ombud_hand_over", data | {"seen": "1"}).status_code == 302
    assert login(user=old).get(case.get_absolute_url()).status_code == 404
    text = login(user=new).get(reverse("ombud_log", args=[case.pk])).content.decode()
    assert ENTRY["facts"] not in text
    assert "Møte på torsdag" in login(user=new).get(case.get_absolute_url()).content.decode()
    row = HandOver.objects.get()
    assert login(user=old).post("/intern/ombud/overfort/", {"hand_over": str(row.pk)}).status_code == 302
    assert login(user=old).get(case.get_absolute_url()).status_code == 200


def test_hand_over_is_not_undone_after_a_day(case):
    row = hand_overs.hand_over(case, to=OmbudUserFactory(), choice="all", note="x", by=case.ombud, now=NOW)
    with pytest.raises(TooLateToUndo):
        hand_overs.undo(row, by=case.ombud, now=NOW + timedelta(hours=24, minutes=1))


def test_a_whole_caseload_moves_at_once_or_not_at_all(login, case):
    other = ClientFactory(case=CaseFactory(ombud=case.ombud)).case
    new = OmbudUserFactory()
    cases.keep_out(other, user=new, reason="Nabo", by=case.ombud, now=NOW)
    data = {"ombud": str(new.pk), "note": "x", f"case-{case.reference}": "all", f"case-{other.reference}": "all"}
    assert login(user=case.ombud).post("/intern/ombud/overfor/", data).status_code == 200
    data |= {"seen": "1"}
    assert login(user=case.ombud).post("/intern/ombud/overfor/", data).status_code == 422
    assert HandOver.objects.count() == 0


def test_a_hand_over_never_shows_more_than_the_one_before():
    day = date(2026, 11, 1)
    assert shown_from("all", day, today=NOW.date()) == day
    assert shown_from("three_months", None, today=NOW.date()) == date(2026, 8, 25)


def test_the_calendar_feed_has_no_names_and_ends_with_a_new_address(login, client, case):
    Deadline.objects.create(case=case, title="Klage for Marit", trigger_date=NOW.date(), due_date=NOW.date())
    staff = login(user=case.ombud)
    staff.post("/intern/ombud/kalender/")
    pages = [staff.post("/intern/ombud/kalender/").content.decode() for _n in range(2)]
    first, second = (text.split("/kalender/")[-1].split(".ics")[0] for text in pages)
    answer = client.get(f"/kalender/{second}.ics")
    body = answer.content.decode()
    assert (answer.status_code, case.reference in body, "Marit" in body) == (200, True, False)
    assert client.get(f"/kalender/{first}.ics").status_code == 404
