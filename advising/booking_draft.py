"""What a visitor has chosen and typed so far in the booking. It travels sealed in the form; nothing is stored here.

`typed` holds the words of the third page as they were sent, right or wrong, so that no step loses any.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from pio.core import public

PURPOSE = "advising.booking"
HIDDEN = "state"
MOST_TYPED = 60
MOST_LETTERS = 4000


@dataclass(frozen=True)
class BookingDraft:
    """One booking under way.

    Args:
        key: made with the form; the same submit again is the same booking.
        step: the page shown, 1 to 4.
        start: the chosen time, ISO; `chosen_adviser` the adviser it was shown with.
        hold: keys of the reservations that hold it, `hold_until` when they run out, ISO.
        account: the account it belongs to, when the booking was begun on `/min-side/`.
        complete: the third page has been right once, so a new time leads back to the fourth.
    """

    key: str = field(default_factory=lambda: uuid4().hex)
    step: int = 1
    channel: str = ""
    theme: str = ""
    adviser: str = ""
    start: str = ""
    chosen_adviser: str = ""
    hold: tuple[str, ...] = ()
    hold_until: str = ""
    people: int = 1
    typed: Mapping[str, list[str]] = field(default_factory=dict)
    complete: bool = False
    account: str = ""

    def seal(self) -> str:
        """The draft for the hidden field."""
        return public.seal_state(asdict(self), PURPOSE)

    def at(self, step: int) -> "BookingDraft":
        """The same on another page."""
        return replace(self, step=step)

    @property
    def starts_at(self) -> datetime | None:
        """The chosen start, if any."""
        return datetime.fromisoformat(self.start) if self.start else None

    @property
    def held_until(self) -> datetime | None:
        """When the hold runs out, if there is one."""
        return datetime.fromisoformat(self.hold_until) if self.hold_until else None

    @property
    def adviser_id(self) -> UUID | None:
        """The adviser asked for; None for any."""
        return UUID(self.adviser) if self.adviser else None

    @property
    def chosen_adviser_id(self) -> UUID | None:
        """The adviser the time was shown with."""
        return UUID(self.chosen_adviser) if self.chosen_adviser else None

    @property
    def hold_ids(self) -> list[UUID]:
        """Keys of the reservations that hold the time."""
        return [UUID(each) for each in self.hold]


def open_draft(text: str) -> BookingDraft:
    """The draft of a hidden field; a new one when there is none.

    Raises:
        StateInvalid: too old or changed.
    """
    if not text:
        return BookingDraft()
    data = public.open_state(text, PURPOSE)
    return BookingDraft(**(data | {"hold": tuple(data["hold"])}))


def typed_words(data: Mapping[str, list[str]], names: set[str]) -> dict[str, list[str]]:
    """What was typed in the fields `names`, cut to a size that a form of ours can need."""
    kept = {name: [value[:MOST_LETTERS] for value in values] for name, values in data.items() if name in names}
    return dict(list(kept.items())[:MOST_TYPED])
