"""One chart as a file: its numbers as CSV, its picture as SVG that stands alone, in the light theme's colours."""

import csv
import io
import re
from html import escape

from stats.charts.chart import Chart
from stats.charts.colours import COLOURS, PRINTED

WIDE = re.compile(r'<svg class="w" viewBox="([^"]+)"[^>]*>(.*?)</svg>(?=<svg|$)', re.DOTALL)
FONT = "Inter, Arial, sans-serif"


def chart_csv(chart: Chart) -> str:
    """One line a row of the chart's table, plain numbers; a hidden one is an empty cell. Excel reads it as UTF-8."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([chart.label, *chart.series])
    writer.writerows([label, *("" if value is None else value for value in values)] for label, values in chart.rows)
    return "\N{BYTE ORDER MARK}" + stream.getvalue()


def chart_svg(chart: Chart, drawing: str) -> str | None:
    """The wide picture of a stored drawing with the finding as its title; None when the drawing has none."""
    found = WIDE.search(drawing)
    if found is None:
        return None
    box, content = found.groups()
    for sentinel, variable in COLOURS.items():
        content = content.replace(variable, PRINTED[sentinel])
    x, y, width, height = box.split(",") if "," in box else box.split()
    paper = f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{PRINTED["#000031"]}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{box}" '
        f'role="img" font-family="{FONT}"><title>{escape(chart.finding)}</title>{paper}{content}</svg>\n'
    )
