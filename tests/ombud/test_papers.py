"""Papers, two who work in one case, and what goes along when it changes hands."""

import io
from datetime import date, timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter

from ombud.forms.service import LETTERS
from ombud.models import HandOver
from ombud.services import cases, deadlines, documents, hand_overs, letters, printing
from tests.conftest import NOW
from tests.ombud.factories import (
    AssignmentFactory,
    MandateFactory,
    OfficeFactory,
    OmbudUserFactory,
    RuleFactory,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]


def _pdf():
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(400, 500)
    writer.write(out)
    return out.getvalue()


def test_an_appeal_is_filled_from_case_mandate_and_deadline_and_lists_what_is_enclosed(send, login, case):
    mandate = MandateFactory(case=case, valid_from=date(2026, 10, 1))
    office = mandate.office
    plan = deadlines.Plan(date(2026, 11, 4), RuleFactory(), office=office)
    deadlines.set_deadline(case, plan=plan, by=case.ombud, now=NOW)
    decision = documents.add_document(
        case, kind="decision", title="Vedtak fra Kontoret", file=documents.Clean(_pdf(), documents.PDF), by=case.ombud,
        now=NOW,
    )  # fmt: skip
    query = f"?type=complaint&kontor={office.slug}"
    page = login(user=case.ombud).get(reverse("ombud_letter", args=[case.pk]) + query).content.decode()
    filled = ("Marit Eksempel", "1. oktober 2026", "4. november 2026", "25. november 2026", office.address)
    assert [each for each in filled if each not in page] == []
    data = {"title": "Klage på vedtak", "text": "Vi klager.", "attachments": [str(decision.pk)]}
    assert send("ombud_letter", data, query).status_code == 302
    letter = case.documents.get(kind="letter", content_type=documents.PDF)
    text = PdfReader(io.BytesIO(letter.content)).pages[0].extract_text()
    assert [
        each for each in ("Vedlegg:", "1. Vedtak fra Kontoret", "Oppdiktet gate 1", office.name) if each not in text
    ] == []
    word = docx.Document(io.BytesIO(case.documents.get(content_type=documents.DOCX).content))
    assert "1. Vedtak fra Kontoret" in word.paragraphs[-1].text


@pytest.mark.parametrize("kind", [code for code, _label in LETTERS])
def test_every_letter_is_a_norwegian_a4_sheet_in_word_and_pdf_with_the_same_words(case, kind):
    office = MandateFactory(case=case, office=OfficeFactory(address="Gata 1, 0190 Oslo")).office
    title, text = letters.draft_of(kind, case, letters.ground_of(case, office, kind=kind, now=NOW))
    made = letters.write_letter(case, letter=letters.Letter(office, title, text, ["Vedtak"]), by=case.ombud, now=NOW)
    word, pdf = docx.Document(io.BytesIO(made[0].content)), PdfReader(io.BytesIO(made[1].content))
    size = (round(word.sections[0].page_width.cm), round(word.sections[0].page_height.cm, 1))
    assert (size, word.core_properties.language, word.core_properties.author) == ((21, 29.7), "nb-NO", "")
    assert [round(float(side) / 72 * 2.54, 1) for side in pdf.pages[0].mediabox[2:]] == [21.0, 29.7]
    lines = "\n".join(each.text for each in word.paragraphs).split("\n")
    assert lines[:4] == [office.name, "Gata 1", "0190 Oslo", "24. november 2026"]
    assert (lines[4], lines[-2:]) == (title, ["Vedlegg:", "1. Vedtak"])
    plain = "".join(pdf.pages[0].extract_text().split())
    assert [line for line in lines if "".join(line.split()) not in plain] == []


def test_a_signed_mandate_lies_in_the_case_and_is_printed_with_a_watermark(send, login, case):
    office = OfficeFactory()
    file = SimpleUploadedFile("Marit.pdf", _pdf(), content_type="application/pdf")
    data = {"office": office.slug, "scope": ["speak"], "valid_from": "2026-11-01", "file": file}
    assert send("ombud_mandate_new", data).status_code == 302
    mandate = case.mandates.get()
    assert (mandate.is_signed, mandate.document.kind) == (True, "mandate")
    client, page = login(user=case.ombud), reverse("ombud_document", args=[case.pk])
    plain = client.get(f"{page}?dokument={mandate.document_id}").content
    printed = client.get(f"{page}?dokument={mandate.document_id}&utskrift=1")
    texts = [PdfReader(io.BytesIO(each)).pages[0].extract_text() for each in (plain, printed.content)]
    assert [case.reference in each for each in texts] == [False, True]
    assert (case.ombud.name in texts[1], printed["Content-Disposition"][:10]) == (True, "attachment")


def test_a_picture_is_printed_with_a_watermark_too(login, case):
    out = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(out, "PNG")
    row = documents.add_document(
        case, kind="other", title="Brev", file=documents.clean_file(out.getvalue()), by=case.ombud, now=NOW
    )
    query = f"?dokument={row.pk}&utskrift=1"
    answer = login(user=case.ombud).get(reverse("ombud_document", args=[case.pk]) + query)
    assert case.reference in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


def test_every_page_of_every_size_is_marked(login, case):
    out, writer = io.BytesIO(), PdfWriter()
    for size in ((400, 500), (400, 500), (500, 400)):
        writer.add_blank_page(*size)
    writer.write(out)
    file = documents.Clean(out.getvalue(), documents.PDF)
    row = documents.add_document(case, kind="other", title="Brev", file=file, by=case.ombud, now=NOW)
    pages = PdfReader(io.BytesIO(printing.with_watermark(row, "Fortrolig"))).pages
    assert [(page.extract_text().count("Fortrolig"), page.mediabox.width) for page in pages] == [
        (2, 400), (2, 400), (2, 500),
    ]  # fmt: skip


def test_two_who_move_one_assignment_see_both_versions(send, case):
    row = AssignmentFactory(case=case, next_step="Ringe")
    query, data = f"?oppdrag={row.pk}", {"status": "under_way", "version": "0"}
    assert send("ombud_assignment_move", data | {"next_step": "Skrive brev"}, query).status_code == 302
    answer = send("ombud_assignment_move", data | {"next_step": "Møte opp"}, query)
    row.refresh_from_db()
    assert (answer.status_code, row.next_step) == (409, "Skrive brev")
    assert "<td>Skrive brev</td><td>Møte opp</td>" in answer.content.decode()
    send("ombud_assignment_move", data | {"next_step": "Møte opp", "version": "1"}, query)
    row.refresh_from_db()
    assert row.next_step == "Møte opp"


def test_two_who_change_status_or_deputy_see_both_versions(send, case):
    cases.review_case(case, by=case.ombud, now=NOW)
    new = OmbudUserFactory()
    assert send("ombud_status", {"status": "paused", "version": "0"}).status_code == 409
    assert send("ombud_deputy", {"deputy": str(new.pk), "until": "2026-12-24", "version": "0"}).status_code == 409
    case.refresh_from_db()
    assert (case.status, case.deputy) == ("active", None)
    assert send("ombud_status", {"status": "paused", "version": "1"}).status_code == 302


def test_the_choice_hides_older_documents_and_what_ended_but_not_the_signed_mandate(send, login, case):
    old = {"file": documents.Clean(b"%PDF-", documents.PDF), "by": case.ombud, "now": NOW - timedelta(days=40)}
    decision = documents.add_document(case, kind="decision", title="Gammelt vedtak", **old)
    signed = documents.add_document(case, kind="mandate", title="Fullmakt", **old)
    AssignmentFactory(
        case=case, words="Noe som er over", status="done", result="achieved", closed_by="client",
        closed_date=NOW.date() - timedelta(days=30),
    )  # fmt: skip
    new = OmbudUserFactory()
    hand_overs.hand_over(case, to=new, choice="summary", note="x", by=case.ombud, now=NOW)
    client, page = login(user=new), reverse("ombud_document", args=[case.pk])
    answers = [client.get(f"{page}?dokument={each.pk}").status_code for each in (decision, signed)]
    texts = [
        client.get(reverse(name, args=[case.pk])).content.decode() for name in ("ombud_documents", "ombud_assignments")
    ]
    assert (answers, "Gammelt vedtak" in texts[0], "Noe som er over" in texts[1]) == ([404, 200], False, False)


def test_the_manager_moves_an_open_case_without_reading_it_and_can_undo(login, case):
    manager, new = login("manager"), OmbudUserFactory()
    page = reverse("ombud_assign", args=[case.pk])
    data = {"ombud": str(new.pk), "choice": "all", "note": "Ombudet er sykt"}
    text = manager.post(page, data).content.decode()
    assert ("Marit" in text, case.reference in text) == (False, True)
    assert manager.post(page, data | {"seen": "1"}).status_code == 302
    case.refresh_from_db()
    assert case.ombud == new
    row = HandOver.objects.get()
    assert manager.post("/intern/ombud/overfort/", {"hand_over": str(row.pk)}).status_code == 302
    case.refresh_from_db()
    assert case.ombud == row.from_ombud


def test_the_withdrawal_says_how_the_client_did_it(send, case):
    mandate = MandateFactory(case=case)
    send("ombud_permit_withdraw", {"kind": "mandate", "permit": str(mandate.pk), "how": "phone"})
    mandate.refresh_from_db()
    assert (mandate.withdrawn_at, mandate.withdrawn_how) == (NOW, "phone")
