"""What the walk has found, kept for the accessibility statement: a role's part is written anew when it is walked."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pio.portal import accessibility


@dataclass(frozen=True)
class Fault:
    """Something wrong: on which page, by which check (a code of `pio.portal.accessibility.CHECKS`), in words."""

    page: str
    check: str
    what: str

    def __str__(self) -> str:
        return f"{self.page} {self.check}: {self.what}"


def keep(role: str, addresses: Mapping[str, str], faults: Iterable[Fault]) -> None:
    """Write the role's part of the result, when `make accessibility` asks for it."""
    if not os.environ.get("PIO_WRITE_ACCESSIBILITY"):
        return
    known = json.loads(accessibility.FILE.read_text(encoding="utf-8")) if accessibility.FILE.exists() else {}
    known[role or "visitor"] = {
        "date": datetime.now(tz=UTC).date().isoformat(),
        "checks": list(accessibility.CHECKS),
        "addresses": sorted(addresses),
        "findings": [{"page": each.page, "check": each.check, "what": each.what} for each in faults],
    }
    text = json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True)
    accessibility.FILE.write_text(f"{text}\n", encoding="utf-8")
