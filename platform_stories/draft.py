"""What a visitor has written so far. It travels sealed in the form; nothing is stored before they send it.

The draft is born with the key and the receipt its experience will have. So a press that is repeated on a bad line is
the same experience and shows the same receipt, and still the portal keeps neither before the first press.
"""

import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from pio.core import personal_data, public
from pio.core.personal_data import Finding
from platform_stories import highlights, receipts

PURPOSE = "stories.draft"
HIDDEN = "state"
MAX_AGE = 30 * 24 * 60 * 60  # seconds; a page left open for weeks still holds its words


@dataclass(frozen=True)
class StoryDraft:
    """One experience under way. `kept` holds texts that the writer has said may stay."""

    text: str = ""
    themes: Sequence[str] = ()
    relation: str = ""
    age_band: str = ""
    county: str = ""
    consent: str = ""
    kept: Sequence[str] = ()
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    receipt: str = field(default_factory=receipts.new_code)

    def seal(self) -> str:
        """The draft for the hidden field."""
        return public.seal_state(asdict(self), PURPOSE)

    @property
    def findings(self) -> list[Finding]:
        """What may identify somebody, without what the writer keeps."""
        return [each for each in personal_data.scan(self.text) if each.text not in self.kept]

    def without(self, number: str) -> "StoryDraft":
        """With one finding (counted from 1), or `alle`, replaced by a neutral word."""
        found = self.findings
        chosen = found if number == "alle" else found[int(number) - 1 : int(number)] if number.isdecimal() else []
        return replace(self, text=highlights.replaced(self.text, chosen))

    def keeping(self, number: str) -> "StoryDraft":
        """With one finding left as it stands, and no longer pointed out."""
        found = self.findings[int(number) - 1 : int(number)] if number.isdecimal() else []
        return replace(self, kept=(*self.kept, *(each.text for each in found)))


def open_draft(sealed: str) -> StoryDraft:
    """The draft in the hidden field. Raises StateInvalid."""
    return StoryDraft(**public.open_state(sealed, PURPOSE, MAX_AGE))
