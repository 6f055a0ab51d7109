"""The charts of a year's page: what they show and the finding that stands above each."""

from collections.abc import Mapping, Sequence

from django.utils import dates
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pio.core import choices
from stats.charts.chart import Chart, ChartKind
from stats.charts.counties import TILES
from stats.dimensions import DIMENSIONS

Months = Sequence[int | None]


def months_chart(
    months: Months, previous: Months, year: int, *, what: str = "", note: str = "", is_about: bool = False
) -> Chart | None:
    """The months of a figure (None = hidden, or not begun), the year before beside it; None without any.

    Args:
        what: the unit in plural, when a page has several of these.
        note: what a reader should know about the numbers.
        is_about: they are to the nearest five.
    """
    counted = [(value, month) for month, value in enumerate(months, start=1) if value]
    if not counted:
        return None
    most, busiest = max(counted)
    words = {
        "what": what, "month": _month_name(busiest),
        "count": (_("ca. %(number)s") if is_about else "%(number)s") % {"number": number_format(most, use_l10n=True)},
    }  # fmt: skip
    finding = _("Flest %(what)s i %(month)s: %(count)s") if what else _("Travlest i %(month)s: %(count)s")
    has_both = any(value is not None for value in previous)
    legend = _("Hel linje: %(now)s. Prikket linje: %(then)s.") % {"now": year, "then": year - 1} if has_both else ""
    return Chart(
        kind=ChartKind.MONTHS, finding=finding % words, label=_("Måned"), note=f"{legend} {note}".strip(),
        series=(str(year), str(year - 1)) if has_both else (str(year),),
        rows=tuple(
            (str(dates.MONTHS_3[n]), (months[n - 1], previous[n - 1]) if has_both else (months[n - 1],))
            for n in range(1, 13)
        ),
    )  # fmt: skip


def _month_name(number: int) -> str:
    name = str(dates.MONTHS[number])
    return name if _is_english() else name.lower()


def relations_chart(relation_percent: Mapping[str, float]) -> Chart | None:
    """The five largest relations; None when nobody's relation is known."""
    shares = [(choices.label("relation", code), share) for code, share in relation_percent.items()]
    if not shares:
        return None
    finding = _("%(relation)s er den største gruppen: %(share)s prosent") % {
        "relation": shares[0][0], "share": number_format(shares[0][1], 1),
    }  # fmt: skip
    return Chart(
        kind=ChartKind.BARS, finding=finding, label=_("Relasjon"), series=(_("Andel"),),
        rows=tuple((label, (share,)) for label, share in shares), unit=" %", digits=1,
        note=_("De fem største. Resten er fordelt på mange andre."),
    )  # fmt: skip


def gender_chart(shares: Mapping[str, int], *, ombud: bool = False) -> Chart | None:
    """Women and men, of all who make contact or of the ombud's clients; None when nobody's gender is known."""
    if not shares:
        return None
    words = {"women": shares["female"], "men": shares["male"]}
    finding = (
        _("Hos ombudene: %(women)s prosent kvinner, %(men)s prosent menn") % words
        if ombud
        else _("%(women)s prosent er kvinner, %(men)s prosent er menn") % words
    )
    return Chart(
        kind=ChartKind.SHARE, finding=finding, label=_("Kjønn"), series=(_("Andel"),),
        rows=((_("Kvinner"), (shares["female"],)), (_("Menn"), (shares["male"],))), unit=" %",
    )  # fmt: skip


def heat_chart(cells: Mapping[str, int | None]) -> Chart | None:
    """Calls by weekday and hour; `cells` maps `weekday-hour` to a count (None = hidden). None without calls."""
    counted = {code: count for code, count in cells.items() if count}
    if not counted:
        return None
    days = sorted({int(code.split("-")[0]) for code in cells})
    first, last = (edge(int(code.split("-")[1]) for code in cells) for edge in (min, max))
    hours = range(first, last + 1)
    busiest = max(counted, key=lambda code: (counted[code], code))
    day, hour = (int(part) for part in busiest.split("-"))
    finding = _("Telefonen ringer mest %(day)s mellom %(from)s og %(to)s") % {
        "day": str(dates.WEEKDAYS[day - 1]).lower() if not _is_english() else dates.WEEKDAYS[day - 1],
        "from": hour, "to": hour + 1,
    }  # fmt: skip
    return Chart(
        kind=ChartKind.HEAT, finding=finding, label=_("Ukedag"), highlight=(),
        series=tuple(f"{each:02}–{each + 1:02}" for each in hours),
        rows=tuple(
            (str(dates.WEEKDAYS[day - 1]).capitalize(), tuple(cells.get(f"{day}-{each:02}", 0) for each in hours))
            for day in days
        ),
        note=_heat_note(cells),
    )  # fmt: skip


def _heat_note(cells: Mapping[str, int | None]) -> str:
    if any(count is None for count in cells.values()):
        return _("Samtaler etter ukedag og klokkeslett. Tall på 1 til 7 er skjult, noen ved siden av er avrundet.")
    return _("Samtaler etter ukedag og klokkeslett, til sammen %(count)s.") % {
        "count": sum(filter(None, cells.values()))
    }


def offers_chart(counts: Mapping[str, int | None]) -> Chart | None:
    """Presences at groups, events, courses and writing, the most first; None without any."""
    names = {
        "group_attendances": _("Samtalegrupper"), "event_attendances": _("Arrangementer"),
        "course_attendances": _("Kurs"), "writing_attendances": _("Digital skriving"),
    }  # fmt: skip
    known = [(names[key], count) for key in names if (count := counts.get(key)) is not None]
    rows = sorted(known, key=lambda row: -row[1])
    if not rows or not rows[0][1]:
        return None
    return Chart(
        kind=ChartKind.BARS, finding=_("%(offer)s samler flest") % {"offer": rows[0][0]}, label=_("Tilbud"),
        series=(_("Oppmøter"),), rows=tuple((name, (count,)) for name, count in rows),
        note=_("Oppmøter: en som kom ti ganger, teller ti."),
    )  # fmt: skip


def years_chart(counts: Mapping[str, int | None], before: Mapping[str, int | None], year: int) -> Chart | None:
    """The year beside the year before, figure by figure; None without figures of both years."""
    names = {
        "helpline_calls": _("Telefonsamtaler"), "advice_sessions": _("Rådgivningstimer"),
        "group_attendances": _("Samtalegrupper"), "course_attendances": _("Kurs"),
        "event_attendances": _("Arrangementer"),
    }  # fmt: skip
    rows = [
        (name, (then, now)) for key, name in names.items()
        if (then := before.get(key)) is not None and (now := counts.get(key)) is not None and then + now
    ]  # fmt: skip
    if not any(then for _name, (then, _now) in rows):
        return None
    now, then = counts.get("inquiries_total"), before.get("inquiries_total")
    return Chart(
        kind=ChartKind.PAIRS, finding=_growth(now, then, year), label=_("Tilbud"), series=(str(year - 1), str(year)),
        rows=tuple(rows), note=_("Øverste søyle: %(then)s. Nederste søyle: %(now)s.") % {"then": year - 1, "now": year},
    )  # fmt: skip


def _growth(now: int | None, then: int | None, year: int) -> str:
    if not now or not then:
        return _("%(year)s ved siden av året før") % {"year": year}
    change = round(100 * (now - then) / then)
    if not change:
        return _("Like mange henvendelser som året før")
    words = {"share": abs(change), "year": year - 1}
    text = _("%(share)s prosent flere henvendelser enn i %(year)s")
    return (text if change > 0 else _("%(share)s prosent færre henvendelser enn i %(year)s")) % words


def counties_chart(counts: Mapping[str, int | None]) -> Chart | None:
    """Calls by county as tiles (None = hidden), counties of earlier years and unknown below them in the table."""
    known = {code: count for code in TILES if (count := counts.get(code))}
    if not known:
        return None
    most = max(known, key=lambda code: (known[code], code))
    others = [code for code in counts if code not in TILES]
    name = DIMENSIONS["county"].label
    return Chart(
        kind=ChartKind.MAP, label=_("Fylke"), series=(_("Samtaler"),),
        finding=_("Flest ringer fra %(county)s: %(count)s samtaler") % {"county": name(most), "count": known[most]},
        rows=tuple((name(code), (counts.get(code, 0),)) for code in (*TILES, *others)),
        note=_("Hvert fylke er en rute. En tom rute er et tall som er for lite til å vises."),
    )  # fmt: skip


def scores_chart(counts: Mapping[str, int | None]) -> Chart | None:
    """How participants scored courses and events, 1-6 (None = hidden); None without answers."""
    known = {code: count for code, count in counts.items() if count}
    if not known:
        return None
    most = max(known, key=lambda code: (known[code], code))
    return Chart(
        kind=ChartKind.BARS, label=_("Karakter"), series=(_("Svar"),),
        finding=_("%(count)s deltakere ga karakteren %(score)s av 6") % {"count": known[most], "score": most},
        rows=tuple((str(score), (counts.get(str(score), 0),)) for score in range(6, 0, -1)),
        note=_("Svar på evalueringene av kurs og arrangementer. En strek er et tall som er for lite til å vises."),
    )  # fmt: skip


def groups_chart(groups: int | None, new: int | None, year: int) -> Chart | None:
    """Self-run groups as arches, the new ones in copper; None without any."""
    if not groups or new is None:
        return None
    return Chart(
        kind=ChartKind.ARCHES, label=_("Grupper"), series=(_("Antall"),),
        finding=_("%(groups)s grupper driver seg selv, %(new)s av dem er nye") % {"groups": groups, "new": new},
        rows=((_("Fra før"), (groups - new,)), (_("Startet i %(year)s") % {"year": year}, (new,))),
        note=_("Hver dør er en gruppe. De kobberfargede startet i %(year)s.") % {"year": year},
    )  # fmt: skip


def _is_english() -> bool:
    return (get_language() or "nb").startswith("en")
