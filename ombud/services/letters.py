"""Letters on the client's behalf: one text, filed as DOCX and PDF, and in the contact log under the mandate."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ombud.enums import ContactMode, DeadlineOf, DocumentKind
from ombud.models import Case, Deadline, Document, Mandate, Office
from ombud.services import documents
from ombud.services.contacts import Contact, log_contact
from pio.accounts.models import User
from pio.core import words

TYPST = b"""
#let data = json(bytes(sys.inputs.letter))
#set document(title: data.title)
#set page(paper: "a4", margin: (x: 2.5cm, y: 2.5cm))
#set text(size: 11pt, lang: "nb")
#set par(justify: false, leading: 0.7em, spacing: 1.2em)
#for line in data.to [#line \\ ]
#v(1.2cm)
#align(right)[#data.day]
#v(0.6cm)
#text(size: 14pt, weight: "bold")[#data.title]
#v(0.4cm)
#for paragraph in data.paragraphs [#paragraph #parbreak()]
#v(1cm)
#for line in data.from [#line \\ ]
#v(0.8cm)
#for line in data.attachments [#line \\ ]
"""


@dataclass(frozen=True)
class Letter:
    """One letter. `text` has its paragraphs apart by an empty line; `attachments` are titles."""

    office: Office
    title: str
    text: str
    attachments: Sequence[str] = ()


@dataclass(frozen=True)
class Ground:
    """What a letter is filled from: the office, the client's mandate towards it, the deadline it is about."""

    office: Office
    mandate: Mandate | None = None
    deadline: Deadline | None = None


def ground_of(case: Case, office: Office, *, kind: str, now: datetime) -> Ground:
    """The mandate that holds now, and the next open deadline there: theirs for a chasing letter, else ours."""
    whose = DeadlineOf.OFFICE if kind == "chase" else DeadlineOf.US
    deadline = case.deadlines.live().filter(office=office, whose=whose).select_related("rule").first()
    return Ground(office, case.mandates.valid_at(now).filter(office=office).order_by("-valid_from").first(), deadline)


def draft_of(kind: str, case: Case, ground: Ground) -> tuple[str, str]:
    """Title and first text of a letter of this kind, filled from case, mandate and deadline; the ombud writes on.

    Letters are in Norwegian, whatever language the ombud reads the portal in.
    """
    with translation.override("nb"):
        return _draft(kind, case, ground)


def _draft(kind: str, case: Case, ground: Ground) -> tuple[str, str]:
    deadline = ground.deadline
    values = {
        "name": case.client.name or "", "office": ground.office.name,
        "since": _date(ground.mandate.valid_from) if ground.mandate else "…",
        "got": _date(deadline.trigger_date) if deadline else "…", "due": _date(deadline.due_date) if deadline else "…",
    }  # fmt: skip
    titles = {
        "application": _("Søknad på vegne av %(name)s"), "complaint": _("Klage på vedtak, %(name)s"),
        "access": _("Begjæring om innsyn, %(name)s"), "chase": _("Purring, %(name)s"),
        "concern": _("Bekymring, %(name)s"),
    }  # fmt: skip
    opening = _("Jeg skriver på vegne av %(name)s, som har gitt meg fullmakt fra %(since)s. Kopi ligger ved.")
    texts = {
        "application": _("%(name)s søker om …"),
        "complaint": _(
            "Vi klager på vedtaket som kom fram %(got)s. Klagefristen er %(due)s.\n\n"
            "Vi mener vedtaket er feil fordi …\n\nVi ber om at vedtaket blir gjort om. Hvis %(office)s ikke gjør det "
            "om, ber vi om at klagen blir sendt videre."
        ),
        "access": _("Jeg ber om innsyn i saken til %(name)s. Send kopi av alt i saken."),
        "chase": _("Vi venter på svar fra dere. Svaret skulle vært her %(due)s. Når kan vi vente det?"),
        "concern": _("%(name)s og jeg er bekymret for …"),
    }  # fmt: skip
    return titles[kind] % values, f"{opening % values}\n\n{texts[kind] % values}"


def _date(day: date) -> str:
    return f"{words.day_and_month(day)} {day.year}"


def write_letter(case: Case, *, letter: Letter, by: User, now: datetime) -> list[Document]:
    """File a letter as DOCX and PDF, and log it. It takes the client's mandate towards the office.

    Raises:
        NoValidMandate, CaseClosed
    """
    with translation.override("nb"):
        content = _content(case, letter, by, now)
    files = (documents.Clean(_docx(content), documents.DOCX), documents.Clean(_pdf(content), documents.PDF))
    with transaction.atomic():
        contact = Contact(
            occurred_at=now, minutes=0, mode=ContactMode.LETTER, office=letter.office,
            facts=_("Brev: %(title)s") % {"title": letter.title},
        )  # fmt: skip
        log_contact(case, contact=contact, by=by, now=now)
        return [
            documents.add_document(case, kind=DocumentKind.LETTER, title=letter.title, file=file, by=by, now=now)
            for file in files
        ]


def _content(case: Case, letter: Letter, by: User, now: datetime) -> dict[str, object]:
    listed = [f"{number}. {title}" for number, title in enumerate(letter.attachments, 1)]
    return {
        "to": [letter.office.name, *(part.strip() for part in letter.office.address.split(",") if part.strip())],
        "day": _date(timezone.localdate(now)),
        "title": letter.title,
        "paragraphs": [part.strip() for part in letter.text.replace("\r\n", "\n").split("\n\n") if part.strip()],
        "from": [_("Vennlig hilsen"), by.name, _("personlig ombud for %(name)s") % {"name": case.client.name}],
        "attachments": [_("Vedlegg:"), *listed] if listed else [],
    }


def _pdf(content: dict[str, object]) -> bytes:
    """Typst gets the words as data, never as markup, so nothing a client said can become a command."""
    import typst

    pdf: bytes = typst.compile(TYPST, format="pdf", sys_inputs={"letter": json.dumps(content)})
    return pdf


def _docx(content: dict[str, object]) -> bytes:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paper, out = _paper(str(content["title"])), io.BytesIO()
    paper.add_paragraph("\n".join(_lines(content["to"])))
    paper.add_paragraph(str(content["day"])).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paper.add_heading(str(content["title"]), level=1)
    for paragraph in _lines(content["paragraphs"]):
        paper.add_paragraph(paragraph)
    paper.add_paragraph("\n".join(_lines(content["from"])))
    if content["attachments"]:
        paper.add_paragraph("\n".join(_lines(content["attachments"])))
    paper.save(out)
    return out.getvalue()


def _paper(title: str) -> Any:
    """An empty A4 sheet with the margins and sizes of the PDF, in Norwegian, and with no author in its facts."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    paper = docx.Document()
    facts, page = paper.core_properties, paper.sections[0]
    facts.author, facts.comments, facts.title, facts.language = "", "", title, "nb-NO"
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2.5)
    for name, size in (("Normal", 11), ("Heading 1", 14)):
        style = paper.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(12)
        for script in ("w:asciiTheme", "w:hAnsiTheme"):  # else the template's own type wins over the name
            style.element.rPr.rFonts.attrib.pop(qn(script), None)
    return paper


def _lines(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
