"""A chart as the page knows it: a finding in words, a table, and what the picture is drawn from."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property

from django.utils import translation

DRAWING_VERSION = 5  # raise it when the same chart is to be drawn differently


class ChartKind(StrEnum):
    """The forms a chart can take."""

    BARS = "bars"
    MONTHS = "months"
    SHARE = "share"
    HEAT = "heat"
    ARCHES = "arches"
    PAIRS = "pairs"
    MAP = "map"


def _is_english() -> bool:
    return (translation.get_language() or "nb").startswith("en")


@dataclass(frozen=True)
class Chart:
    """A chart: `series` names the columns of `rows`, each row is a label and a value (or None) for each series.

    `finding` is the heading that says what the chart shows; `highlight` holds the row numbers drawn dark; values are
    printed with `digits` decimals and `unit` behind them.
    """

    kind: ChartKind
    finding: str
    label: str
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float | None, ...]], ...]
    highlight: tuple[int, ...] = (0,)
    unit: str = ""
    digits: int = 0
    note: str = ""
    english: bool = field(default_factory=_is_english)

    @property
    def is_wide(self) -> bool:
        """Whether the chart needs the whole width of the page."""
        return self.kind in {ChartKind.HEAT, ChartKind.MAP}

    @cached_property
    def digest(self) -> str:
        """The hash that the drawing is stored under: equal charts share one picture."""
        drawn = asdict(self) | {"finding": "", "note": "", "version": DRAWING_VERSION}
        return hashlib.sha256(json.dumps(drawn, sort_keys=True).encode()).hexdigest()

    @property
    def table(self) -> list[tuple[str, list[str]]]:
        """The rows as text, for the table beside the picture."""
        return [(label, [self.format(value) for value in values]) for label, values in self.rows]

    def format(self, value: float | None) -> str:
        """A value as its language writes it, in Norwegian with thin spaces in thousands; a dash where there is none."""
        if value is None:
            return "–"
        if self.english:
            return f"{value:,.{self.digits}f}{self.unit}"
        return f"{value:,.{self.digits}f}".replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",") + self.unit

    def as_json(self) -> dict[str, object]:
        """What a task carries."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, object]) -> "Chart":
        """The chart that `as_json` described."""
        values = dict(data)
        values["kind"] = ChartKind(str(values["kind"]))
        values["rows"] = tuple((label, tuple(numbers)) for label, numbers in values["rows"])  # type: ignore[attr-defined]
        values["series"], values["highlight"] = tuple(values["series"]), tuple(values["highlight"])  # type: ignore[arg-type]
        return cls(**values)  # type: ignore[arg-type]
