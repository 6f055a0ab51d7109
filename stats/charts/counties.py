"""Norway as tiles: where each county of today stands, in columns and rows, so that the country can be recognised.

No free geometry is needed: every county gets the same room, and Oslo can be read as well as Finnmark.
"""

TILES: dict[str, tuple[int, int]] = {
    "55": (3, 0), "56": (4, 0), "18": (2, 1), "15": (1, 2), "50": (2, 2), "46": (0, 3), "34": (2, 3),
    "11": (0, 4), "40": (1, 4), "33": (2, 4), "32": (3, 4), "42": (1, 5), "39": (2, 5), "03": (3, 5), "31": (4, 5),
}  # fmt: skip
"""County number to column and row; the order is that of the chart's rows."""
