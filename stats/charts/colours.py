"""The charts' colours: stand-ins that the drawing is made with, and the theme's variables that take their place."""

COLOURS = {
    "#000001": "var(--c-ink)", "#000002": "var(--c-soft)", "#000003": "var(--c-line)", "#000010": "var(--c-0)",
    "#000011": "var(--c-1)", "#000012": "var(--c-2)", "#000013": "var(--c-3)", "#000031": "var(--card)",
    "#000020": "var(--h0)", "#000021": "var(--h1)", "#000022": "var(--h2)", "#000023": "var(--h3)",
    "#000024": "var(--h4)", "#000025": "var(--h5)",
}  # fmt: skip
INK, SOFT, LINE, QUIET, MAIN, CARD = "#000001", "#000002", "#000003", "#000010", "#000011", "#000031"
COPPER = "#000013"
HEATS = ("#000020", "#000021", "#000022", "#000023", "#000024", "#000025")
LIGHT_INK_FROM = 4
