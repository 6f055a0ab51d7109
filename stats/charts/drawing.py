"""Draws a chart as SVG with Altair: twice, wide and narrow, in the theme's own CSS variables.

Heavy (139 MB with vl-convert), so it is imported by the worker and by commands, never by a web process. The picture is
hidden from screen readers: the finding and the table carry the meaning.
"""

import re
from typing import Any

import altair as alt
import vl_convert

from stats.charts.chart import Chart, ChartKind

COLOURS = {
    "#000001": "var(--c-ink)", "#000002": "var(--c-soft)", "#000003": "var(--c-line)", "#000010": "var(--c-0)",
    "#000011": "var(--c-1)", "#000012": "var(--c-2)", "#000013": "var(--c-3)", "#000031": "var(--card)",
}  # fmt: skip
INK, SOFT, LINE, QUIET, MAIN, CARD = "#000001", "#000002", "#000003", "#000010", "#000011", "#000031"
AXIS = {
    "labelColor": INK, "titleColor": SOFT, "domain": False, "ticks": False, "grid": False, "labelFontSize": 15,
    "labelFont": "Inter",
}  # fmt: skip
CONFIG: dict[str, Any] = {
    "background": "transparent", "font": "Inter", "view": {"stroke": None}, "axis": AXIS, "padding": 2,
}  # fmt: skip


def draw(chart: Chart) -> str:
    """Both pictures of a chart, one after the other; the stylesheet shows the one that fits."""
    return "".join(_themed(_picture(chart, wide=wide), wide=wide) for wide in (True, False))


def _picture(chart: Chart, *, wide: bool) -> Any:
    return {ChartKind.BARS: _bars, ChartKind.MONTHS: _months, ChartKind.SHARE: _share}[chart.kind](chart, wide=wide)


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
    rows = [
        {"m": label if wide else label[:1], "o": i, "s": series, "v": value, "c": (MAIN, QUIET)[min(number, 1)]}
        for i, (label, values) in enumerate(chart.rows)
        for number, (series, value) in enumerate(zip(chart.series, values, strict=True))
        if value is not None
    ]
    names = [label if wide else label[:1] for label, _ in chart.rows]
    axis = alt.Axis(
        labelExpr=f"{names!r}[datum.value]",
        values=list(range(len(names))),
        labelAngle=0,
        labelPadding=10,
        labelOverlap=False,
        title=None,
    )
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("o:Q", axis=axis, scale=alt.Scale(domain=[0, len(names) - 1], nice=False)),
        y=alt.Y("v:Q", title=None, axis=alt.Axis(grid=True, gridColor=LINE, tickCount=4, labelColor=SOFT)),
        color=alt.Color("c:N", scale=None),
        detail="s:N",
    )
    lines = base.mark_line(strokeWidth=3, strokeCap="round", interpolate="monotone")
    dots = base.mark_point(filled=True, size=60, opacity=1)
    return (lines + dots).properties(width=560 if wide else 270, height=240 if wide else 190)


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


def _themed(picture: Any, *, wide: bool) -> str:
    svg = vl_convert.vegalite_to_svg(picture.configure(**CONFIG).to_dict())
    for sentinel, variable in COLOURS.items():
        svg = svg.replace(sentinel, variable)
    svg = re.sub(r' (aria-[a-z]+|role|font-family|class)="[^"]*"', "", svg)
    size = "w" if wide else "s"
    svg = re.sub(
        r'<svg [^>]*viewBox="([^"]+)"[^>]*>',
        rf'<svg class="{size}" viewBox="\1" aria-hidden="true" focusable="false">',
        svg,
        count=1,
    )
    return re.sub(r"(\d+\.\d{2})\d+", r"\1", svg)
