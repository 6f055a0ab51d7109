"""Why a figure does not go by one of the things that figures are drilled by: what nobody asks, nobody can count.

Every figure has each of `DRILLS` as a breakdown, or a reason here; `tests/stats/test_drilling.py` has the whole table.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from stats.counting import WEEKDAY
from stats.registry import Chapter, Indicator

DRILLS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "weekday": (_("Ukedag"), (WEEKDAY,)),
    "channel": (_("Kanal"), ("channel", "contact_mode")),
    "relation": (_("Relasjon"), ("relation",)),
    "county": (_("Fylke"), ("county",)),
    "theme": (_("Tema"), ("topic", "group_theme", "assignment_category", "failure_kind", "offering_kind")),
    "audience": (_("Målgruppe"), ("group_audience", "offering_audience", "caller_role")),
}
"""What it is called, and the breakdowns that are it in one part of the portal or another. All go by month."""

FOR_ALL = _("Tilbudet er for alle.")
OF_PEOPLE = _("En time kan ha flere deltakere. Se «Deltakere i rådgivningstimer».")
NO_CHANNEL = _("Alt skjer på et møtested eller på nett: se «Sted».")
NO_NEED = _("Det spørres ikke om, for tilbudet gis uten.")
SILENT = _("En som ikke sier noe, kan ikke spørres.")
NO_NAMES = _("De selvstyrte gruppene melder bare hvor mange som kom.")
AT_HOME = _("Bosted spørres det ikke om når noen bestiller en time.")
MEETINGS = _("Et møte har ingen relasjon. Se «Brukte plasser på gruppemøtene».")
CLIENTS = _("En klient er ikke ført som pårørende til noen bestemt.")
OF_WHOLE_CASES = _("En sak har mange kontakter og oppdrag. Se «Kontakter» og «Nye oppdrag».")
NAMELESS = _("Systemfeil meldes uten navn og uten sak.")
WITH_TEXT = _("Det er frivillig å svare, og svaret slettes sammen med teksten.")
WRITTEN = _("Alle erfaringer sendes inn på nettsiden.")

BY_CHAPTER: dict[Chapter, dict[str, Any]] = {
    Chapter.INQUIRIES: {"relation": OF_PEOPLE, "audience": FOR_ALL},
    Chapter.HELPLINE: {"relation": SILENT, "county": SILENT, "theme": SILENT, "audience": SILENT},
    Chapter.ADVICE: {"relation": OF_PEOPLE, "county": AT_HOME, "audience": FOR_ALL},
    Chapter.GROUPS: {"channel": NO_CHANNEL, "relation": MEETINGS},
    Chapter.COURSES: {"channel": NO_CHANNEL, "relation": NO_NEED, "county": NO_NEED},
    Chapter.OMBUD: {"channel": OF_WHOLE_CASES, "relation": CLIENTS, "theme": OF_WHOLE_CASES, "audience": FOR_ALL},
    Chapter.STORIES: {"channel": WRITTEN, "relation": WITH_TEXT, "county": WITH_TEXT, "audience": FOR_ALL},
}
SELF_RUN = {"relation": NO_NAMES, "county": NO_NAMES, "theme": NO_NAMES}
FAILURES = {"channel": NAMELESS, "relation": NAMELESS}
BY_FIGURE: dict[str, dict[str, Any]] = {
    "self_run_groups": SELF_RUN, "self_run_groups_new": SELF_RUN, "self_run_meetings": SELF_RUN,
    "self_run_heads": SELF_RUN, "ombud_system_failures": FAILURES, "ombud_days_over": FAILURES,
}  # fmt: skip


def drills_of(item: Indicator) -> set[str]:
    """Which of the things that figures are drilled by this one goes by."""
    return {name for name, (_title, names) in DRILLS.items() if set(names) & set(item.dimensions)}


def gaps_of(item: Indicator) -> list[tuple[Any, Any]]:
    """Title and reason of each that it does not go by, in words to translate."""
    reasons = BY_CHAPTER[item.chapter] | BY_FIGURE.get(item.key, {}) | {WEEKDAY: item.why_no_weekday}
    known = drills_of(item)
    return [(title, reasons[name]) for name, (title, _names) in DRILLS.items() if name not in known]
