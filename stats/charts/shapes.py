"""Charts that are shapes of their own: pairs of years, and Norway as tiles. Only the worker imports it."""

from typing import Any

import altair as alt

from stats.charts.chart import Chart
from stats.charts.colours import CARD, HEATS, INK, LIGHT_INK_FROM, LINE, MAIN, QUIET
from stats.charts.counties import TILES

LONGEST_NAME = 11


def pairs(chart: Chart, *, wide: bool) -> Any:
    """Two bars for each row: the year before in light, the year in dark."""
    rows = [
        {"n": label, "s": series, "v": value or 0, "l": chart.format(value), "c": colour}
        for label, values in chart.rows
        for series, value, colour in zip(chart.series, values, (QUIET, MAIN), strict=True)
    ]
    axis = alt.Axis(labelPadding=14, labelLimit=400, labelFontSize=16, minExtent=190 if wide else 120)
    top = max((row["v"] for row in rows), default=0) or 1
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("n:N", sort=None, title=None, axis=axis, scale=alt.Scale(paddingInner=0.35)),
        yOffset=alt.YOffset("s:N", sort=list(chart.series)),
        x=alt.X("v:Q", axis=None, scale=alt.Scale(domain=[0, top])),
    )
    bars = base.mark_bar(cornerRadiusEnd=4).encode(color=alt.Color("c:N", scale=None))
    text = base.mark_text(align="left", dx=8, fontSize=15, fontWeight=600, color=INK).encode(text="l:N")
    return (bars + text).properties(width=280 if wide else 130, height=alt.Step(26))


def tiles(chart: Chart, *, wide: bool) -> Any:
    """One tile a county; six steps by the square root, since one county has most. A hidden count is an empty tile."""
    counts = [values[0] for _, values in chart.rows[: len(TILES)]]
    known = [value for value in counts if value is not None]
    least, most = min(known, default=0), max(known, default=0)
    rows = []
    for (column, row), (label, values) in zip(TILES.values(), chart.rows, strict=False):
        step = 0 if values[0] is None else min(5, int(((values[0] - least) / (most - least + 0.01)) ** 0.5 * 6))
        short = label if len(label) <= LONGEST_NAME or wide else f"{label[: LONGEST_NAME - 1]}."
        rows.append({
            "x": column, "y": row, "n": short, "v": chart.format(values[0]),
            "c": CARD if values[0] is None else HEATS[step], "t": CARD if step >= LIGHT_INK_FROM else INK,
        })  # fmt: skip
    base = alt.Chart(alt.Data(values=rows)).encode(x=alt.X("x:O", axis=None), y=alt.Y("y:O", axis=None))
    cells = base.mark_rect(cornerRadius=6, stroke=LINE, strokeWidth=1).encode(color=alt.Color("c:N", scale=None))
    text = base.mark_text(fontSize=13 if wide else 10, dy=-11).encode(
        text="n:N", color=alt.Color("t:N", scale=None)
    )  # fmt: skip
    number = base.mark_text(fontSize=19 if wide else 14, fontWeight=600, dy=11).encode(
        text="v:N", color=alt.Color("t:N", scale=None)
    )
    step_of = 122 if wide else 62
    return (cells + text + number).properties(
        width=alt.Step(step_of), height=alt.Step(66 if wide else 52)
    )  # fmt: skip
