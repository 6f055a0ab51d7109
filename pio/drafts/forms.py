"""The shape of what the page's script sends: one save of one form, as JSON."""

import json
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from pio.core.errors import Refusal

MOST_BYTES = 512 * 1024
MOST_CONTROLS = 2_000
PATH = re.compile(r"/intern/[A-Za-z0-9_\-/%]*(?:\?[A-Za-z0-9_\-=&%.+*]*)?")
FORM = re.compile(r"[a-z0-9_.\-]{1,60}")


class DraftUnreadable(Refusal):
    """The request is not a save of a form."""


@dataclass(frozen=True)
class Save:
    """One save.

    `base` is the version the page last loaded or stored, `version` the one it writes; `writer` names the page.
    """

    owner: UUID
    form: str
    writer: UUID
    base: int
    version: int
    is_empty: bool
    path: str
    title: str
    fields: list[list[str]]

    @classmethod
    def read(cls, body: bytes) -> "Save":
        """Read a request's body. Raises DraftUnreadable."""
        try:
            given = json.loads(body)
            save = cls(
                owner=UUID(given["owner"]), form=str(given["form"]), writer=UUID(given["writer"]),
                base=int(given["base"]), version=int(given["version"]), is_empty=given["empty"] is True,
                path=str(given["path"])[:500], title=str(given["title"])[:160], fields=_fields(given["fields"]),
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError):
            raise DraftUnreadable(_("Utkastet kunne ikke leses.")) from None
        if not FORM.fullmatch(save.form) or not PATH.fullmatch(save.path) or not 0 <= save.base < save.version < 2**31:
            raise DraftUnreadable(_("Utkastet kunne ikke leses."))
        return save

    @property
    def content(self) -> dict[str, Any]:
        """What is sealed: nothing of it is needed to find the draft."""
        return {"path": self.path, "title": self.title, "fields": self.fields}


def _fields(given: Any) -> list[list[str]]:
    if not isinstance(given, list) or len(given) > MOST_CONTROLS:
        raise TypeError
    pairs = [[str(name), str(value)] for name, value in given]
    return [[name.replace("\0", ""), value.replace("\0", "")] for name, value in pairs]
