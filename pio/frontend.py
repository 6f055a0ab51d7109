"""What pages use of others' style and faces, cut down to what they use: `python -m pio.frontend FOLDER`.

A first visit must fit 180 kB, whatever letters stand in the page. So Inter comes in three files, of which a browser
fetches those whose letters it meets: LATIN (Norwegian, English, Sámi; on every page), EXTENDED (the other languages of
Europe that write Latin) and MORE (Vietnamese, and what is rare). All keep the optical sizes, and the weights 400–700:
no style names others. Of Designsystemet, parts with none of the classes in USED are left out; a test reads the
templates and names a class that is missing here. Made when the front end is built; needs no Django.
"""

import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

MODULES = Path("node_modules")
INTER = MODULES / "inter-ui" / "variable" / "InterVariable.woff2"
DESIGNSYSTEMET = MODULES / "@digdir" / "designsystemet-css" / "dist" / "src" / "index.css"

WEIGHTS = (400, 700)
FEATURES = ("calt", "ccmp", "cv05", "kern", "locl", "mark", "mkmk", "rvrn", "ss03", "tnum")
SAMI = "ČčĐđŊŋŠšŦŧŽž"


def _letters(*spans: tuple[int, int]) -> frozenset[int]:
    return frozenset(code for first, last in spans for code in range(first, last + 1))


LATIN = _letters((0x20, 0x7E), (0xA0, 0xFF), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2190, 0x2193)) | {
    ord(each) for each in SAMI + "Œœıʼ…‰′″‹›\u202f\u2044€™−≈≠≤≥✓⇧█"
}
EXTENDED = _letters((0x100, 0x17F), (0x218, 0x21B)) - LATIN
MORE = _letters((0x180, 0x24F), (0x300, 0x323), (0x1E00, 0x1EFF), (0x20AB, 0x20AB)) - EXTENDED
FACES = {"inter-latin": LATIN, "inter-latin-ext": EXTENDED, "inter-latin-more": MORE}

USED = frozenset(
    {
        "ds-alert", "ds-breadcrumbs", "ds-button", "ds-checkbox", "ds-chip", "ds-details",
        "ds-dialog", "ds-error-summary", "ds-field", "ds-fieldset", "ds-heading", "ds-input",
        "ds-label", "ds-link", "ds-list", "ds-pagination", "ds-paragraph", "ds-skip-link",
        "ds-sr-only", "ds-table", "ds-tag", "ds-toggle-group", "ds-validation-message",
    }
)  # fmt: skip
CLASS = re.compile(r"\.(ds-[a-z]+(?:-[a-z]+)*)")
TOKEN = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]""", re.DOTALL)


def main(folder: Path) -> None:
    """Write the style, the three faces that it names, and htmx (from its Python package) to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, letters in FACES.items():
        cut_face(INTER, folder / f"{name}.woff2", letters)
    faces = "".join(face_rule(name) for name in FACES)
    (folder / "designsystemet.css").write_text(faces + used_style(DESIGNSYSTEMET.read_text("utf-8")), encoding="utf-8")
    htmx = files("django_htmx") / "static" / "django_htmx" / "htmx-2.min.js"
    (folder / "htmx.js").write_bytes(htmx.read_bytes())


def cut_face(source: Path, target: Path, letters: frozenset[int]) -> None:
    """A variable face with only these letters, what FEATURES need of them, and the WEIGHTS."""
    font = TTFont(source)
    options = Options()
    options.layout_features = list(FEATURES)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    font.flavor = "woff2"
    font.save(target)


def face_rule(name: str) -> str:
    """The CSS that offers a face, for its own letters alone."""
    weights = " ".join(str(each) for each in WEIGHTS)
    return (
        f'@font-face{{font-family:Inter;src:url("{name}.woff2") format("woff2");font-weight:{weights};'
        f"font-display:swap;unicode-range:{spans(FACES[name])}}}\n"
    )


def spans(letters: frozenset[int]) -> str:
    """Letters as CSS writes them: U+20-7E,U+A0."""
    found: list[list[int]] = []
    for code in sorted(letters):
        if found and code == found[-1][1] + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in found)


def used_style(style: str) -> str:
    """Of a style in layers, the layers that name a class in USED, or no class at all; in their order."""
    return "".join(part for part in parts(style) if not (named := set(CLASS.findall(part))) or named & USED)


def parts(style: str) -> Iterator[str]:
    """A style's statements at the outermost level."""
    start = depth = 0
    for token in TOKEN.finditer(style):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0 and token[0] in "};":
            yield style[start : token.end()]
            start = token.end()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
