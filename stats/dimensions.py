"""The breakdowns a figure may have: what each is called and where the names of its values come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import dates
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.enums import Audience, Place
from groups.enums import GroupPlace
from ombud.enums import ContactMode, DeadlineOf, FailureKind, Party, Result
from pio.core import choices, geography

UNANSWERED = frozenset({"", "not_asked", "unknown"})
WEEKDAYS = {str(number + 1): capfirst(name) for number, name in dates.WEEKDAYS.items()}


@dataclass(frozen=True)
class Dimension:
    """A breakdown: its title (lazy) and the choice list of its values; `county` takes the list of counties,
    a `score` and a `title` are their own names.

    Values that stand in no list bring their own names in `words` (code to lazy text).
    """

    title: Any
    values: str
    words: Mapping[str, Any] = field(default_factory=dict)

    def label(self, code: str) -> str:
        """The name of a value in the active language; an unknown code stands as it is."""
        if self.words and code:
            return str(self.words.get(code, code))
        if code in {"", "not_asked"}:
            return _("Ikke spurt")
        if self.values in {"score", "title"}:
            return code
        if self.values == "county":
            return geography.name("counties", code) if code != "unknown" else _("Ukjent")
        return _("Ukjent") if code == "unknown" else choices.label(self.values, code)


DIMENSIONS: dict[str, Dimension] = {
    "weekday": Dimension(gettext_lazy("Ukedag"), "", WEEKDAYS),
    "channel": Dimension(gettext_lazy("Kanal"), "channel"),
    "call_kind": Dimension(gettext_lazy("Type samtale"), "call_kind"),
    "caller_role": Dimension(gettext_lazy("Den som tok kontakt"), "caller_role"),
    "relation": Dimension(gettext_lazy("Relasjon"), "relation"),
    "gender": Dimension(gettext_lazy("Kjønn"), "gender"),
    "age_band": Dimension(gettext_lazy("Alder"), "age_band"),
    "county": Dimension(gettext_lazy("Fylke"), "county"),
    "topic": Dimension(gettext_lazy("Tema"), "topic"),
    "diagnosis_area": Dimension(gettext_lazy("Sykdom eller vanske"), "diagnosis_area"),
    "severity": Dimension(gettext_lazy("Bekymring"), "severity"),
    "help_given": Dimension(gettext_lazy("Hva vi gjorde"), "help_given"),
    "referred_from": Dimension(gettext_lazy("Henvist fra"), "service"),
    "referred_to": Dimension(gettext_lazy("Henvist til"), "service"),
    "offering_kind": Dimension(gettext_lazy("Type arrangement"), "offering_kind"),
    "offering_audience": Dimension(gettext_lazy("For hvem"), "", dict(Audience.choices)),
    "offering_place": Dimension(gettext_lazy("Sted"), "", dict(Place.choices)),
    "offering": Dimension(gettext_lazy("Kurs eller arrangement"), "title"),
    "group_audience": Dimension(gettext_lazy("Målgruppe"), "group_audience"),
    "group_kind": Dimension(gettext_lazy("Type gruppe"), "group_kind"),
    "group_place": Dimension(gettext_lazy("Sted"), "", dict(GroupPlace.choices)),
    "group_theme": Dimension(gettext_lazy("Tema"), "diagnosis_area_group"),
    "assignment_category": Dimension(gettext_lazy("Type oppdrag"), "assignment_category"),
    "assignment_result": Dimension(gettext_lazy("Resultat"), "", dict(Result.choices)),
    "contact_mode": Dimension(gettext_lazy("Type kontakt"), "", dict(ContactMode.choices)),
    "contact_party": Dimension(gettext_lazy("Med hvem"), "", dict(Party.choices)),
    "deadline_of": Dimension(gettext_lazy("Hvem hadde fristen"), "", dict(DeadlineOf.choices)),
    "failure_kind": Dimension(gettext_lazy("Hva som sviktet"), "", dict(FailureKind.choices)),
    "score": Dimension(gettext_lazy("Karakter"), "score"),
    "story_consent": Dimension(gettext_lazy("Samtykke"), "story_consent"),
}
