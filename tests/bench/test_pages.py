"""Public pages: a copy against a constant line, a computed page against plain Django's one query, and their weight."""

import gzip
import http.client
import re
from contextlib import closing

import pytest

from pio.frontend import FACES
from tests.bench.conftest import Measured
from tests.bench.load import press
from tests.bench.prepare import COURSE
from tests.bench.report import spread
from tests.bench.servers import Server
from tests.bench.visitors import BOOKING, SLOT, Visitor, main_form

SECONDS, ROUNDS = 1.5, 5
COPIES = ("/", "/kurs/", "/grupper/", "/telefon/")
WEIGHED = (
    *COPIES, f"/kurs/{COURSE}/", "/radgivning/", "/radgivning/bestill/", "/personlig-ombud/", "/erfaringer/",
    "/erfaringer/del/", "/erfaringer/kvittering/", "/tall/", "/tall/2025/", "/personvern/",
    "/hva-vi-ser/", "/tilgjengelighet/",
)  # fmt: skip
PAGES = ("/kurs/", f"/kurs/{COURSE}/", "/grupper/", "/radgivning/bestill/", "/")
LINKED = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2))"')
INSIDE = re.compile(rb"url\([\"']?([^\"')]+\.woff2)[\"']?\)|(?:import|from)\s*[\"'](\./[^\"']+)[\"']")


def ratios(over: str, under: str, form: dict[str, str] | None = None) -> list[float]:
    """The rate of one address over that of the other, in rounds whose order alternates; both rates are printed.

    Args:
        over: the address that is judged.
        under: the floor.
        form: what is sent to `over` each time, if anything.
    """
    press(over, seconds=0.5, form=form)
    press(under, seconds=0.5)
    found = []
    for number in range(ROUNDS):
        order = (over, under) if number % 2 else (under, over)
        rates = {url: press(url, seconds=SECONDS, form=form if url == over else None).rate for url in order}
        found.append(rates[over] / rates[under])
        print({url.split("/", 3)[3] or "/": round(rate) for url, rate in rates.items()})
    return found


@pytest.mark.parametrize("path", COPIES)
def test_copy_of_a_public_page(path: str, portal: Server, floor: Server, measured: Measured) -> None:
    found = ratios(portal.address + path, floor.address + "/hello")
    measured(f"public page again within a minute, `{path}`", "≥ 0.5 × `hello`", spread(found), sorted(found)[2] >= 0.5)


@pytest.mark.parametrize("path", PAGES)
def test_computed_public_page(path: str, computed: Server, floor: Server, measured: Measured) -> None:
    found = ratios(computed.address + path, floor.address + "/one")
    measured(f"public page, computed, `{path}`", "≥ 0.6 × `one`", spread(found), sorted(found)[2] >= 0.6)


def test_computed_times_of_the_booking(computed: Server, floor: Server, measured: Measured) -> None:
    """The second page of the booking: what the first page of a visitor sends, sent again and again."""
    visitor = Visitor(computed.address)
    form = main_form(visitor.page("GET", BOOKING)[1]) | {"channel": "video"}
    assert SLOT.search(visitor.page("POST", BOOKING, form)[1])
    visitor.close()
    found = ratios(computed.address + BOOKING, floor.address + "/one", form)
    what = f"public page, computed, `{BOOKING}`, free times"
    measured(what, "≥ 0.6 × `one`", spread(found), sorted(found)[2] >= 0.6)


def test_course_drawn_anew(anew: Server, floor: Server, measured: Measured) -> None:
    """Beside the page of an event in pretix, which keeps no drawings (`one` times 0.10 to 0.13)."""
    found = ratios(f"{anew.address}/kurs/{COURSE}/", floor.address + "/one")
    budget = "> 0.13 × `one` (pretix)"
    measured(f"public page, computed and drawn anew, `/kurs/{COURSE}/`", budget, spread(found), sorted(found)[2] > 0.13)


def get(address: str, path: str) -> tuple[bytes, bytes]:
    """A file as it is, and as it travels: (content, bytes on the wire)."""
    with closing(http.client.HTTPConnection(address.removeprefix("http://"))) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        sent = answer.read()
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(sent) if packed else sent), sent


def weigh(address: str, path: str) -> tuple[int, int]:
    """Bytes of a first visit and of its scripts, with what the styles and scripts ask for."""
    page, _sent = get(address, path)
    total, scripts = len(gzip.compress(page, 6)), 0
    seen: set[str] = set()
    waiting = LINKED.findall(page.decode())
    while waiting:
        name = waiting.pop()
        face = name.rsplit("/", 1)[-1].split(".", 1)[0]
        if name in seen or (face in FACES and FACES[face].isdisjoint(ord(letter) for letter in page.decode())):
            continue
        seen.add(name)
        content, sent = get(address, name)
        total += len(sent)
        scripts += len(sent) if name.endswith(".js") else 0
        folder = name.rsplit("/", 1)[0]
        for groups in INSIDE.findall(content) if name.endswith((".css", ".js")) else []:
            inner = next(each for each in groups if each).decode()
            waiting.append(inner if inner.startswith("/") else resolved(folder, inner))
    return total, scripts


def resolved(folder: str, name: str) -> str:
    """An address in a style or script, from its folder."""
    parts = folder.split("/")
    for part in name.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def test_bytes_of_a_first_visit(portal: Server, measured: Measured) -> None:
    pages = [*WEIGHED, *("/en" + path for path in WEIGHED)]
    weighed = {path: weigh(portal.address, path) for path in pages}
    path = max(weighed, key=weighed.__getitem__)
    total, scripts = weighed[path][0], max(scripts for _total, scripts in weighed.values())
    measured(f"bytes of a first visit, heaviest `{path}`", "≤ 180 kB", f"{total / 1000:.0f} kB", total <= 180_000)
    measured("scripts on a public page", "≤ 15 kB", f"{scripts / 1000:.1f} kB", scripts <= 15_000)
