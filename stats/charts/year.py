"""The charts of a year's page: what they show and the finding that stands above each."""

from django.utils import dates
from django.utils.translation import gettext as _

from pio.core import choices
from stats.annual_report import AnnualReport
from stats.charts.chart import Chart, ChartKind
from stats.selectors import FigureRow


def months_chart(row: FigureRow, previous: tuple[int, ...], year: int) -> Chart:
    """The months of a figure, the year before beside it."""
    counted = [(value or 0, month) for month, value in enumerate(row.months, start=1) if value is not None]
    busiest = max(counted, default=(0, 1))
    finding = (
        _("Travlest i %(month)s: %(count)s") % {"month": dates.MONTHS[busiest[1]].lower(), "count": busiest[0]}
        if busiest[0]
        else _("Ingen er talt ennå i %(year)s") % {"year": year}
    )
    return Chart(
        kind=ChartKind.MONTHS, finding=finding, label=_("Måned"), series=(str(year), str(year - 1)),
        rows=tuple(
            (str(dates.MONTHS_3[month]), (row.months[month - 1], previous[month - 1])) for month in range(1, 13)
        ),
    )  # fmt: skip


def relations_chart(report: AnnualReport) -> Chart | None:
    """The five largest relations; None when nobody's relation is known."""
    shares = [(choices.label("relation", code), share) for code, share in report.relation_percent.items()]
    if not shares:
        return None
    finding = _("%(relation)s er den største gruppen: %(share)s prosent") % {
        "relation": shares[0][0], "share": f"{shares[0][1]:.1f}".replace(".", ","),
    }  # fmt: skip
    return Chart(
        kind=ChartKind.BARS, finding=finding, label=_("Relasjon"), series=(_("Andel"),),
        rows=tuple((label, (share,)) for label, share in shares), unit=" %", digits=1,
        note=_("De fem største. Resten er fordelt på mange andre."),
    )  # fmt: skip


def gender_chart(shares: dict[str, int]) -> Chart | None:
    """Women and men; None when nobody's gender is known."""
    if not shares:
        return None
    finding = _("%(women)s prosent er kvinner, %(men)s prosent er menn") % {
        "women": shares["female"], "men": shares["male"],
    }  # fmt: skip
    return Chart(
        kind=ChartKind.SHARE, finding=finding, label=_("Kjønn"), series=(_("Andel"),),
        rows=((_("Kvinner"), (shares["female"],)), (_("Menn"), (shares["male"],))), unit=" %",
    )  # fmt: skip
