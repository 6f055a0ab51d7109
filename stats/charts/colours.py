"""The charts' colours: stand-ins that the drawing is made with, and what takes their place: variables, or on paper."""

COLOURS = {
    "#000001": "var(--c-ink)", "#000002": "var(--c-soft)", "#000003": "var(--c-line)", "#000010": "var(--c-0)",
    "#000011": "var(--c-1)", "#000012": "var(--c-2)", "#000013": "var(--c-3)", "#000031": "var(--card)",
    "#000020": "var(--h0)", "#000021": "var(--h1)", "#000022": "var(--h2)", "#000023": "var(--h3)",
    "#000024": "var(--h4)", "#000025": "var(--h5)",
}  # fmt: skip
PRINTED = {
    "#000001": "#102f37", "#000002": "#56646a", "#000003": "#d9cfbf", "#000010": "#7a9fa7", "#000011": "#1f5d6b",
    "#000012": "#7a3e65", "#000013": "#a4581a", "#000020": "#f1f4f2", "#000021": "#d3e3e4", "#000022": "#a6c6ca",
    "#000023": "#6b9fa8", "#000024": "#347585", "#000025": "#123f4a", "#000031": "#ffffff",
}  # fmt: skip
"""The light theme's own colours, for paper."""

INK, SOFT, LINE, QUIET, MAIN, CARD = "#000001", "#000002", "#000003", "#000010", "#000011", "#000031"
COPPER = "#000013"
HEATS = ("#000020", "#000021", "#000022", "#000023", "#000024", "#000025")
LIGHT_INK_FROM = 4
