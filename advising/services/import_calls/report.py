"""What an import says about itself: each bad cell, and the counts."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from pio.core.errors import Refusal

SHOWN = 60


class FileUnreadable(Refusal):
    """The file as a whole cannot be read: not CSV or XLSX, a header that does not fit, too large inside."""


@dataclass(frozen=True)
class BadCell:
    """A cell that keeps its row out: line (1 = the header), column, what stands there, what was expected."""

    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        return _("linje %(line)d, kolonne %(column)s: «%(value)s» – %(expected)s") % {
            "line": self.line, "column": self.column, "value": self.value, "expected": self.expected,
        }  # fmt: skip


@dataclass
class ImportReport:
    """The outcome of one import. Counts are of rows; a dry run counts what an import would do.

    `good` counts the rows that can be stored, those known already among them.
    """

    dry_run: bool = False
    good: int = 0
    imported: int = 0
    unchanged: int = 0
    rejected: int = 0
    notes_dropped: int = 0
    findings_replaced: int = 0
    bad_cells: list[BadCell] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    rejected_path: str = ""

    @property
    def bad_lines(self) -> frozenset[int]:
        """Lines that are kept out."""
        return frozenset(cell.line for cell in self.bad_cells)

    @property
    def summary(self) -> str:
        """The last line of the command; English in every language, since programs read it."""
        return f"{self.imported} imported, {self.unchanged} unchanged, {self.rejected} rejected"

    @property
    def notes_summary(self) -> str:
        """The line before the last: what happened to the notes."""
        return f"{self.notes_dropped} notes dropped, {self.findings_replaced} findings replaced"


def shown(value: object) -> str:
    """A cell's value as it may be printed: on one line, without control characters, cut to 60 characters."""
    text = "".join(character if character.isprintable() else "·" for character in str(value))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
