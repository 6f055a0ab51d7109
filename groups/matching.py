"""Who fits a group, and who fits whom: hints that make a leader think twice and say why. They never decide.

Each hint is a code; the code is what is kept with an offer that was made in spite of it (`GroupEntry.offered_despite`),
the sentence is made when it is shown. Nothing is hinted from an answer that was not given.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from groups.enums import GroupPlace, SpokenLanguage
from groups.models import GroupEntry, SupportGroup
from pio.core import choices, geography

THEME = "diagnosis_area_group"
FITTING: dict[str, frozenset[str]] = {
    "parents": frozenset({"parents"}),
    "partners": frozenset({"partners"}),
    "adult_children_and_siblings": frozenset({"children", "siblings"}),
}
"""Groups of relations that an audience is for; an audience that is not here is for every relation."""
NEAR = {"03", "32"}  # Oslo and Akershus: an hour by train at most
ADULT, YOUNG = "under_18", frozenset({"under_18", "18_25", "26_35"})


@dataclass(frozen=True)
class Hint:
    """A reason to think twice: its code, and a sentence that says what was compared with what."""

    code: str
    text: str


def hints(entry: GroupEntry, group: SupportGroup, others: Sequence[GroupEntry]) -> list[Hint]:
    """What does not fit between an entry and its group, or the others who are in it or stand before in the queue."""
    rules: tuple[tuple[str, Callable[[], str]], ...] = (
        ("same_contact", lambda: _family(entry, others)),
        ("relation", lambda: _relation(entry, group)),
        ("age", lambda: _age(entry, group)),
        ("language", lambda: _language(entry, group)),
        ("theme", lambda: _theme(entry, group)),
        ("place", lambda: _place(entry, group)),
    )
    return [Hint(code, text) for code, rule in rules if (text := rule())]


def criteria(entry: GroupEntry) -> list[str]:
    """What the person has told, in words: relation, age, place, language, theme."""
    language = SpokenLanguage(entry.spoken_language).label if entry.spoken_language in SpokenLanguage.values else ""
    told = (
        choices.label("relation", entry.relation), choices.label("age_band", entry.age_band),
        geography.name("municipalities", entry.municipality) if entry.municipality else "", str(language),
        choices.label(THEME, entry.theme or ""),
    )  # fmt: skip
    return [each for each in told if each]


def in_words(codes: Iterable[str]) -> list[str]:
    """What hints of these codes were about."""
    about = {
        "same_contact": _("samme e-post eller mobil"), "relation": _("relasjon"), "age": _("alder"),
        "language": _("språk"), "theme": _("tema"), "place": _("sted"),
    }  # fmt: skip
    return [about[code] for code in codes if code in about]


def _indexes(entry: GroupEntry) -> set[bytes]:
    return {bytes(index) for index in (entry.email_index, entry.phone_index) if index}


def _family(entry: GroupEntry, others: Sequence[GroupEntry]) -> str:
    own = _indexes(entry)
    if not any(own & _indexes(each) for each in others if each.pk != entry.pk):
        return ""
    return _("Samme e-post eller mobil som en annen her. Kanskje samme familie.")


def _relation(entry: GroupEntry, group: SupportGroup) -> str:
    fitting = FITTING.get(group.audience)
    if not entry.relation or fitting is None or choices.group_of("relation", entry.relation) in fitting:
        return ""
    values = {
        "own": choices.label("relation", entry.relation),
        "audience": choices.label("group_audience", group.audience),
    }
    return _("Har svart %(own)s. Gruppa er for: %(audience)s.") % values


def _age(entry: GroupEntry, group: SupportGroup) -> str:
    own = choices.label("age_band", entry.age_band)
    if entry.age_band in ("", "unknown"):
        return ""
    if group.audience == "young" and entry.age_band not in YOUNG:
        return _("Er %(own)s. Gruppa er for unge.") % {"own": own}
    if group.audience != "young" and entry.age_band == ADULT:
        return _("Er %(own)s. Gruppa er for voksne.") % {"own": own.lower()}
    return ""


def _language(entry: GroupEntry, group: SupportGroup) -> str:
    if entry.spoken_language in ("", group.spoken_language) or entry.spoken_language not in SpokenLanguage.values:
        return ""
    values = {"own": SpokenLanguage(entry.spoken_language).label, "group": group.get_spoken_language_display()}
    return _("Ønsker å snakke %(own)s. I gruppa snakkes %(group)s.") % {k: str(v).lower() for k, v in values.items()}


def _theme(entry: GroupEntry, group: SupportGroup) -> str:
    if not entry.theme or not group.theme or entry.theme == group.theme:
        return ""
    values = {"own": choices.label(THEME, entry.theme), "group": choices.label(THEME, group.theme)}
    return _("Det gjelder %(own)s. Gruppa gjelder %(group)s.") % {k: v.lower() for k, v in values.items()}


def _place(entry: GroupEntry, group: SupportGroup) -> str:
    if not entry.municipality or group.place == GroupPlace.DIGITAL or entry.municipality == group.municipality:
        return ""
    counties = {geography.county_of(code) for code in (entry.municipality, group.municipality)}
    if len(counties) == 1 or counties == NEAR:
        return ""
    where = [geography.name("municipalities", code) for code in (entry.municipality, group.municipality)]
    return _("Bor i %(own)s. Gruppa møtes i %(group)s.") % {"own": where[0], "group": where[1]}
