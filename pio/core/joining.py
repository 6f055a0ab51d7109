"""What a part gives to the pages that join the parts (`pio.portal`), without knowing that page.

A part may have a module `front` (facts for the front page), `start` (boxes for `/intern/`), `own` (boxes for
`/min-side/`) and `sitemap` (public pages that come and go), each with one function:

    front.facts(*, now: datetime) -> FrontFacts
    start.boxes(*, user: User, now: datetime) -> list[Box]
    own.boxes(*, user: User, now: datetime) -> list[Box]
    sitemap.paths(*, now: datetime) -> list[str]

A part whose guests' bookings can be joined to an account has a module `joins` with three functions:

    joins.find(text: str, *, now: datetime) -> Joinable | None     a link or reference, as somebody typed it
    joins.join(target: UUID, *, by: User, now: datetime) -> None   after the code to that very contact was right
    joins.targets(*, user: User) -> list[UUID]                     what is its own, for "what we have sent you"

The portal asks those that exist, in the order of its own list. A box without rows is shown only when it has `empty`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Row:
    """One line of a box, which is one link: when, what, a little more, and the next act ("Åpne", "Ring")."""

    title: Words
    url: str
    act: Words = ""
    time: Words = ""
    more: Words = ""
    is_late: bool = False
    span: tuple[datetime, datetime] | None = None  # from when to when, for the strip of the day


@dataclass(frozen=True)
class Box:
    """A panel of a start page. `place` is "left" (what I do today) or "right" (what waits)."""

    title: Words
    rows: list[Row] = field(default_factory=list)
    place: str = "left"
    url: str = ""
    more: Words = ""  # the words of `url`, beside the heading
    empty: Words = ""
    rank: int = 50  # lower stands higher

    @property
    def has_days(self) -> bool:
        """Whether a row says more than a time of day ("12.30") about when, and needs the room for it."""
        return any(len(str(row.time)) > len("12.30") for row in self.rows)


@dataclass(frozen=True)
class Coming:
    """Something that happens soon, for the front page."""

    title: Words
    url: str
    starts_at: datetime
    when: Words
    note: Words = ""
    language: str = ""  # of the title, where it may differ from the page's


@dataclass(frozen=True)
class FrontFacts:
    """What one part knows that is true right now; the portal puts those of all parts together."""

    first_free: datetime | None = None
    groups: Words = ""
    courses: Words = ""
    ombud: Words = ""
    coming: list[Coming] = field(default_factory=list)
    quote: Words = ""
    quote_by: Words = ""


@dataclass(frozen=True)
class Joinable:
    """A guest's booking that no account has yet, and how its own contact is reached; `phone` only if SMS are wanted."""

    target: UUID
    email: str
    phone: str
    avoid_hours: tuple[str, ...]
    language: str


def last_part(text: str) -> str:
    """The token in a link that somebody pasted, or the text itself."""
    return text.strip().rstrip("/").rsplit("/", 1)[-1]
