"""Draws a chart as SVG with Altair: twice, wide and narrow, in the theme's own CSS variables.

Heavy (139 MB with vl-convert), so it is imported by the worker and by commands, never by a web process. The picture is
hidden from screen readers: the finding and the table carry the meaning.
"""

import re
from typing import Any

import altair as alt
import vl_convert

from stats.charts import shapes
from stats.charts.chart import Chart, ChartKind
from stats.charts.colours import CARD, COLOURS, COPPER, HEATS, INK, LIGHT_INK_FROM, LINE, MAIN, PRINTED, QUIET, SOFT

ARCH = "M-1,1 V-0.1 A1,1 0 0 1 1,-0.1 V1 Z"
ARCHES_A_ROW = 11
DASHES = [2, 7]
AXIS = {
    "labelColor": INK, "titleColor": SOFT, "domain": False, "ticks": False, "grid": False, "labelFontSize": 15,
    "labelFont": "Inter",
}  # fmt: skip
CONFIG: dict[str, Any] = {
    "background": "transparent", "font": "Inter", "view": {"stroke": None}, "axis": AXIS, "padding": 2,
}  # fmt: skip


def draw(chart: Chart) -> str:
    """Both pictures of a chart, one after the other; the stylesheet shows the one that fits."""
    return "".join(_themed(_picture(chart, wide=wide), wide=wide, mark=chart.digest[:8]) for wide in (True, False))


def draw_for_print(chart: Chart) -> str:
    """One wide picture with colours instead of variables, for the PDF."""
    svg = str(vl_convert.vegalite_to_svg(_picture(chart, wide=True).configure(**CONFIG).to_dict()))
    for sentinel, colour in PRINTED.items():
        svg = svg.replace(sentinel, colour)
    return svg


def _picture(chart: Chart, *, wide: bool) -> Any:
    draws = {
        ChartKind.BARS: _bars, ChartKind.MONTHS: _months, ChartKind.SHARE: _share, ChartKind.HEAT: _heat,
        ChartKind.ARCHES: _arches, ChartKind.PAIRS: shapes.pairs, ChartKind.MAP: shapes.tiles,
    }  # fmt: skip
    return draws[chart.kind](chart, wide=wide)


def _bars(chart: Chart, *, wide: bool) -> Any:
    rows = [
        {"n": label, "v": values[0] or 0, "l": chart.format(values[0]), "c": MAIN if i in chart.highlight else QUIET}
        for i, (label, values) in enumerate(chart.rows)
    ]
    axis = alt.Axis(labelPadding=14, labelLimit=400, labelFontSize=16, minExtent=190 if wide else 120)
    top = max((row["v"] for row in rows), default=0) or 1
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("n:N", sort=None, title=None, axis=axis),
        x=alt.X("v:Q", axis=None, scale=alt.Scale(domain=[0, top])),
    )
    bars = base.mark_bar(height=28, cornerRadiusEnd=4).encode(color=alt.Color("c:N", scale=None))
    text = base.mark_text(align="left", dx=8, fontSize=17, fontWeight=600, color=INK).encode(text="l:N")
    return (bars + text).properties(width=280 if wide else 130, height=alt.Step(46))


def _months(chart: Chart, *, wide: bool) -> Any:
    """A line a series, the second dashed; it is broken where a month has no number, so that none is drawn through."""
    rows = []
    for number, colour in zip(range(len(chart.series)), (MAIN, QUIET), strict=False):
        for i, (_label, values) in enumerate(chart.rows):
            gaps = sum(1 for _month, before in chart.rows[:i] if before[number] is None)
            if values[number] is not None:
                rows.append({"o": i, "s": number, "g": f"{number}-{gaps}", "v": values[number], "c": colour})
    names = [label if wide else label[:1] for label, _ in chart.rows]
    axis = alt.Axis(
        labelExpr=f"{names!r}[datum.value]", values=list(range(len(names))), labelAngle=0, labelPadding=10,
        labelOverlap=False, title=None,
    )  # fmt: skip
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("o:Q", axis=axis, scale=alt.Scale(domain=[0, len(names) - 1], nice=False)),
        y=alt.Y("v:Q", title=None, axis=alt.Axis(grid=True, gridColor=LINE, tickCount=4, labelColor=SOFT)),
        color=alt.Color("c:N", scale=None),
        detail="g:N",
    )
    line: dict[str, Any] = {"strokeWidth": 3, "strokeCap": "round", "interpolate": "monotone"}
    now = base.transform_filter("datum.s == 0").mark_line(**line)
    then = base.transform_filter("datum.s == 1").mark_line(**line, strokeDash=DASHES)
    dots = base.transform_filter("datum.s == 0").mark_point(filled=True, size=60, opacity=1)
    drawn = then + now + dots if len(chart.series) > 1 else now + dots
    return drawn.properties(width=560 if wide else 270, height=240 if wide else 190)


def _share(chart: Chart, *, wide: bool) -> Any:
    rows, start = [], 0.0
    for i, (label, values) in enumerate(chart.rows):
        value = values[0] or 0
        colour = MAIN if i in chart.highlight else QUIET
        rows.append({"s": start, "e": start + value, "c": colour, "l": f"{chart.format(value)} {label.lower()}"})
        start += value
    base = alt.Chart(alt.Data(values=rows)).encode(x=alt.X("s:Q", axis=None, scale=alt.Scale(domain=[0, start or 1])))
    bar = base.mark_bar(height=26, cornerRadius=4, stroke=CARD, strokeWidth=3, yOffset=-13)
    text = base.mark_text(align="left", dy=17, dx=2, fontSize=16, fontWeight=600, color=INK).encode(text="l:N")
    drawn = bar.encode(x2="e:Q", color=alt.Color("c:N", scale=None)) + text
    return drawn.properties(width=480 if wide else 290, height=56)


def _heat(chart: Chart, *, wide: bool) -> Any:
    """Rows are days, series are hours; six steps from the smallest to the largest."""
    values = [value for _, row in chart.rows for value in row if value is not None]
    least, most = min(values, default=0), max(values, default=0)
    rows = []
    for label, row in chart.rows:
        for hour, value in zip(chart.series, row, strict=True):
            step = 0 if value is None else min(5, int((value - least) / (most - least + 0.01) * 6))
            rows.append({
                "d": label if wide else label[:3], "h": hour if wide else hour[:2], "l": chart.format(value),
                "c": CARD if value is None else HEATS[step], "t": CARD if step >= LIGHT_INK_FROM else INK,
            })  # fmt: skip
    axis = alt.Axis(orient="top", labelAngle=0, labelPadding=6, labelColor=SOFT)
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("h:N", sort=None, title=None, axis=axis),
        y=alt.Y("d:N", sort=None, title=None, axis=alt.Axis(labelPadding=12)),
    )
    cells = base.mark_rect(cornerRadius=4, stroke=CARD, strokeWidth=3).encode(color=alt.Color("c:N", scale=None))
    text = base.mark_text(fontSize=16 if wide else 13, fontWeight=500)
    numbers = text.encode(text="l:N", color=alt.Color("t:N", scale=None))
    width = (96 if wide else 41) if len(chart.series) <= 7 else (62 if wide else 27)
    return (cells + numbers).properties(width=alt.Step(width), height=alt.Step(46 if wide else 40))


def _arches(chart: Chart, *, wide: bool) -> Any:
    """One arch for each; those of the second row of the chart come last, in copper."""
    known, new = (int(values[0] or 0) for _, values in chart.rows)
    step = 58 if wide else 39
    rows = [
        {"x": i % ARCHES_A_ROW, "y": i // ARCHES_A_ROW, "c": QUIET if i < known else COPPER} for i in range(known + new)
    ]
    base = alt.Chart(alt.Data(values=rows)).mark_point(shape=ARCH, filled=True, size=(step * 0.66) ** 2, opacity=1)
    drawn = base.encode(x=alt.X("x:O", axis=None), y=alt.Y("y:O", axis=None), color=alt.Color("c:N", scale=None))
    return drawn.properties(width=alt.Step(step), height=alt.Step(step * 1.05))


def _themed(picture: Any, *, wide: bool, mark: str) -> str:
    """The picture with the page's variables for colours, and names that no other picture of the page has."""
    svg = vl_convert.vegalite_to_svg(picture.configure(**CONFIG).to_dict())
    for sentinel, variable in COLOURS.items():
        svg = svg.replace(sentinel, variable)
    svg = re.sub(r' (aria-[a-z]+|role|font-family|class)="[^"]*"', "", svg)
    size = "w" if wide else "s"
    svg = re.sub(r"\bclip(\d+)\b", rf"{size}{mark}-\1", svg)
    svg = re.sub(
        r'<svg [^>]*viewBox="([^"]+)"[^>]*>',
        rf'<svg class="{size}" viewBox="\1" aria-hidden="true" focusable="false">',
        svg,
        count=1,
    )
    return re.sub(r"(\d+\.\d{2})\d+", r"\1", svg)
