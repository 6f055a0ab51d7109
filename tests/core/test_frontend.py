"""What is cut from others' style and faces: nothing that a page uses, and light enough for any letters."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from pio import frontend

ROOT = Path(settings.BASE_DIR)
VENDOR = ROOT / "build" / "vendor" / "vendor"
PARTS = ("templates", "static", "pio", "advising", "courses", "groups", "ombud", "platform_stories", "stats")
CLASS = re.compile(r"(?<![\w-])ds-[a-z]+(?:-[a-z]+)*(?![\w-])")
TOKENS = ("ds-color", "ds-size", "ds-border", "ds-font", "ds-shadow", "ds-letter", "ds-line", "ds-opacity")
BUDGET, OF_THE_PAGE = 180_000, 30_000
STAFF = {"call_form.css", "staff.css"}


def sources(*endings: str) -> list[Path]:
    return [path for part in PARTS for ending in endings for path in (ROOT / part).rglob(f"*{ending}")]


def test_style_has_every_class_that_a_page_names() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sources(".html", ".js", ".css", ".py"))
    named = {name for name in CLASS.findall(text.replace("--ds-", "--")) if not name.startswith(TOKENS)}
    assert len(named) > 20
    assert named - frontend.USED == set()


def test_style_leaves_out_what_no_page_names() -> None:
    style = (VENDOR / "designsystemet.css").read_text(encoding="utf-8")
    begun = set(re.findall(r"@layer ds\.components\{\.(ds-[a-z-]+)\{", style))
    whole = set(
        re.findall(r"@layer ds\.components\{\.(ds-[a-z-]+)\{", (ROOT / frontend.DESIGNSYSTEMET).read_text("utf-8"))
    )
    assert {"ds-badge", "ds-dropdown", "ds-search", "ds-spinner", "ds-textfield"} <= whole - begun
    assert {"ds-button", "ds-field", "ds-table"} <= begun


def test_a_style_is_parted_at_its_outermost_level() -> None:
    style = """@layer a, b;@layer a{.ds-x{content:"}";color:red}}/* } */@layer b{.ds-y{}}"""
    assert list(frontend.parts(style)) == [
        "@layer a, b;",
        """@layer a{.ds-x{content:"}";color:red}}""",
        "/* } */@layer b{.ds-y{}}",
    ]


def test_our_own_texts_are_written_with_the_first_face() -> None:
    texts = "".join(path.read_text(encoding="utf-8") for path in [*sources(".html"), *ROOT.glob("locale/*/*/*/*.po")])
    assert {letter for letter in texts if ord(letter) >= 0x20} - {chr(code) for code in frontend.LATIN} == set()


@pytest.mark.parametrize("name", frontend.FACES)
def test_face_has_its_letters_and_weights(name: str) -> None:
    face = TTFont(VENDOR / f"{name}.woff2")
    (weight,) = (axis for axis in face["fvar"].axes if axis.axisTag == "wght")
    assert (weight.minValue, weight.maxValue) == frontend.WEIGHTS
    assert {axis.axisTag for axis in face["fvar"].axes} == {"opsz", "wght"}
    whole = set(TTFont(ROOT / frontend.INTER).getBestCmap())
    assert set(face.getBestCmap()) & frontend.FACES[name] == whole & frontend.FACES[name]


def test_no_letter_stands_in_two_faces() -> None:
    assert sum(len(letters) for letters in frontend.FACES.values()) == len(frozenset().union(*frontend.FACES.values()))


def test_letters_as_css_writes_them() -> None:
    assert frontend.spans(frozenset({0x20, 0x21, 0x22, 0xA0})) == "U+20-22,U+A0"


def test_whatever_letters_a_page_has_its_style_and_faces_leave_room_for_it() -> None:
    """All styles of public pages and all faces are more than any page asks for beside itself."""
    ours = [path for path in (ROOT / "static" / "css").glob("*.css") if path.name not in STAFF]
    styles = [VENDOR / "designsystemet.css", VENDOR / "theme.css", *ours]
    faces = [VENDOR / f"{name}.woff2" for name in frontend.FACES]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in styles) + sum(path.stat().st_size for path in faces)
    assert weight <= BUDGET - OF_THE_PAGE
