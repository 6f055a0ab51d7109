"""Course certificates for professionals: one page as PDF, made when it is asked for and kept nowhere."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import formats, translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from courses.enums import PRESENT
from courses.models import Evening, Presence, Registration
from pio.core.errors import Refusal

PAGE = """
#set document(title: data.heading)
#set page(paper: "a4", margin: (x: 3cm, y: 4cm), fill: rgb("#fbf8f0"))
#set text(lang: data.language, size: 12pt, fill: rgb("#21313a"))
#text(fill: rgb("#1f5d6b"), weight: "bold", size: 14pt, data.centre)
#v(3cm)
#text(size: 32pt, weight: "bold", data.heading)
#v(1cm)
#text(size: 20pt, data.name)
#v(0.3cm)
#data.sentence
#v(0.6cm)
#text(size: 18pt, weight: "bold", data.title)
#v(0.3cm)
#for line in data.days [- #line]
#v(0.3cm)
#data.hours
#v(1fr)
#line(length: 7cm, stroke: 0.6pt)
#data.place_and_day
"""
"""The text of the page. Everything that people wrote comes in as data, so nothing of it is read as markup."""


class DidNotCome(Refusal):
    """There is nothing to certify, or no name to write."""


def certificate(registration: Registration, *, now: datetime) -> bytes:
    """The certificate of one registration as PDF, in the language the participant signed up in.

    Raises:
        DidNotCome: no presence is marked, or the registration has no name.
    """
    cells = Presence.objects.filter(registration=registration, person_number=1, attendance__in=PRESENT)
    evenings = [cell.evening for cell in cells.select_related("evening").order_by("evening__starts_at")]
    if not evenings or not registration.name:
        raise DidNotCome(_("Kursbevis trenger et navn og minst ett ført oppmøte."))
    with translation.override(registration.language):
        data = _words(registration, evenings, now=now)
    return _pdf(data)


def _pdf(data: dict[str, object]) -> bytes:
    import typst

    source = '#let data = json(bytes(sys.inputs.at("data")))\n' + PAGE
    made: bytes = typst.compile(source.encode(), sys_inputs={"data": json.dumps(data)})
    return made


def _words(registration: Registration, evenings: Sequence[Evening], *, now: datetime) -> dict[str, object]:
    """What stands on the page, in the language that is active; the title in Norwegian where it has no other."""
    total = sum((evening.ends_at - evening.starts_at for evening in evenings), timedelta())
    hours = formats.number_format(total / timedelta(hours=1), 1)
    days = [_day(localdate(evening.starts_at)) for evening in evenings]
    return {
        "language": registration.language, "centre": "PIO-senteret", "heading": _("Kursbevis"),
        "name": registration.name, "sentence": _("har deltatt på"), "title": registration.offering.text("title"),
        "days": days, "hours": _("%(hours)s timer i alt") % {"hours": hours},
        "place_and_day": _("Oslo, %(day)s") % {"day": _day(localdate(now))},
    }  # fmt: skip


def _day(day: date) -> str:
    return formats.date_format(day, _("j. F Y"))
