"""What is said of one offering: how one gets in, when and where it is, how long one may wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from courses.enums import OfferingStatus, Place
from courses.models import Evening, Offering
from pio.core import choices, words
from pio.core.composed import Raw, Reading, attach
from pio.waitlist.forecast import Forecast, forecast

NUMBERS = ("", "", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti")
WEEKLY_FROM = 4
PublicRead = tuple[Raw, list[Raw]]
_OFFERING = Reading[Offering](lambda *, slug: Offering.objects.public().with_places().filter(slug=slug))
_EVENINGS = Reading[Evening](lambda *, slug, now: Evening.objects.shown_with(slug, now=now))


@dataclass(frozen=True)
class Status:
    """How one gets in: a tag with a tone, and a note under it."""

    text: str
    tone: str = ""
    note: str = ""


def find_public(slug: str, *, now: datetime) -> PublicRead | None:
    """The rows of a published or cancelled offering and its evenings, None when there is none; two queries."""
    found = _OFFERING.rows(slug=slug)
    return (found[0], _EVENINGS.rows(slug=slug, now=now)) if found else None


def public_offering(read: PublicRead) -> Offering:
    """The offering with its evenings and its counts; no query."""
    offering = _OFFERING.objects([read[0]])[0]
    evenings = _EVENINGS.objects(read[1])
    for evening in evenings:
        evening.offering = offering
    attach(offering, "evenings", evenings)
    return offering


def status_of(offering: Any, *, now: datetime) -> Status:
    """How one gets into an offering that carries `taken`, `waiting` and its evenings."""
    if offering.status == OfferingStatus.CANCELLED:
        return Status(_("Avlyst"), "bad", offering.cancelled_text)
    if not offering.takes_registrations:
        return Status(_("Bare kom"), "wait", _rhythm(offering))
    if (shut := _shut(offering, now=now)) is not None:
        return shut
    closes = offering.registration_closes_at
    deadline = _("Frist %(day)s") % {"day": words.day_and_month(closes)} if closes else ""
    if offering.capacity is None:
        return Status(_("Ledige plasser"), "good", deadline)
    free = offering.capacity - offering.taken
    if offering.waiting or free <= 0:
        return Status(
            _("Venteliste"), "now", ngettext("%(n)s venter", "%(n)s venter", offering.waiting) % {"n": offering.waiting}
        )
    return Status(ngettext("%(n)s ledig plass", "%(n)s ledige plasser", free) % {"n": free}, "good", deadline)


def _shut(offering: Any, *, now: datetime) -> Status | None:
    opens, closes = offering.registration_opens_at, offering.registration_closes_at
    if opens and now < opens:
        return Status(_("Ikke åpnet"), "", _("Åpner %(day)s") % {"day": words.day_and_month(opens)})
    if closes and now > closes:
        return Status(_("Påmeldingen er stengt"), "", _("Ring oss hvis du fortsatt vil være med"))
    return None


def may_sign_up(offering: Offering, *, now: datetime) -> bool:
    """Whether the form is shown: published, with registration, open, and not over."""
    opens, closes = offering.registration_opens_at, offering.registration_closes_at
    is_open = (not opens or now >= opens) and (not closes or now <= closes)
    live = [evening for evening in offering.evenings.all() if not evening.is_cancelled]
    to_come = bool(live) and max(evening.starts_at for evening in live) > now
    return offering.status == OfferingStatus.PUBLISHED and offering.takes_registrations and is_open and to_come


def wait_of(offering: Offering, number: int, *, now: datetime) -> Forecast | None:
    """How long number `number` in the queue may wait, from this offering's own history, else that of its kind."""
    own = forecast(offering.registrations.all(), number, now=now)
    if own is not None:
        return own
    model: Any = offering.registrations.model
    return forecast(model.objects.filter(offering__kind=offering.kind), number, now=now)


def kicker(offering: Offering, evenings: Sequence[Evening]) -> str:
    """What it is, in a line above the title: `Kurs over tre kvelder`."""
    kind = choices.label("offering_kind", offering.kind)
    if len(evenings) > 1 and offering.takes_registrations:
        return _("%(kind)s over %(n)s kvelder") % {"kind": kind, "n": number_word(len(evenings))}
    return kind


def number_word(number: int) -> str:
    """Small numbers in words, in Norwegian; digits otherwise."""
    is_norwegian = not (get_language() or "nb").startswith("en")
    return NUMBERS[number] if is_norwegian and 1 < number < len(NUMBERS) else str(number)


def when(offering: Any, evening: Evening, *, now: datetime) -> str:
    """When and where in a line: `Tre ganger, fra tirsdag 12. januar kl. 17.30–20.00, på senteret`.

    The offering carries what `with_times` adds.
    """
    span = words.span(evening.starts_at, evening.ends_at)
    several = offering.takes_registrations and offering.evening_count > 1
    if several and evening.starts_at == offering.first_starts_at:
        text = _("%(n)s ganger, fra %(day)s kl. %(span)s") % {
            "n": number_word(offering.evening_count), "day": words.day(evening.starts_at), "span": span,
        }  # fmt: skip
    elif timezone.localdate(evening.starts_at) == timezone.localdate(now):
        text = _("I dag kl. %(span)s") % {"span": span}
    else:
        text = _("%(day)s kl. %(span)s") % {"day": words.day(evening.starts_at), "span": span}
    return _("%(when)s, %(place)s") % {"when": words.capitalised(text), "place": place_words(offering, evening)}


def place_words(offering: Offering, evening: Evening | None = None) -> str:
    """Where, in the middle of a sentence."""
    if evening is not None and evening.place_text:
        return evening.place_text
    if offering.place_text:
        return offering.place_text
    places: dict[str, str] = {
        Place.CENTRE: _("på senteret"), Place.DIGITAL: _("på video"), Place.BOTH: _("på senteret og på video"),
        Place.ELSEWHERE: _("et annet sted"),
    }  # fmt: skip
    return places[offering.place]


def _rhythm(offering: Any) -> str:
    coming = getattr(offering, "next_evenings", None) or offering.evenings.all()
    days = [timezone.localdate(evening.starts_at) for evening in coming if not evening.is_cancelled]
    if len(days) < WEEKLY_FROM or len({day.weekday() for day in days}) > 1:
        return ""
    return _("Hver %(weekday)s") % {"weekday": formats.date_format(days[0], "l").lower()}
