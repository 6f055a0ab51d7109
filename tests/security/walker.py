"""A visitor that reads every page it can reach: links and forms by address, one sample of each named address."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import httpx
from django.urls import Resolver404, resolve
from django.utils import translation

from pio.accounts.addresses import every_address

ROLES = {
    "manager": "leder", "adviser": "radgiver", "group_leader": "gruppeleder", "course_host": "kursvert",
    "ombud": "ombud", "editor": "redaktor", "board": "styret", "technician": "tekniker", "relative": "parorende",
}  # fmt: skip
PUBLIC_STARTS = ("/", "/en/", "/demo/innboks/", "/sitemap.xml", "/komponenter/", "/robots.txt", "/kurs/", "/tall/")
STARTS = ("/intern/", "/min-side/", "/konto/")


@dataclass
class Form:
    """A form of a page: where it goes, how, and what it holds."""

    action: str
    method: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, type, value."""


@dataclass
class Page:
    """An answer: its address, the name of its route, what it holds."""

    path: str
    name: str
    response: httpx.Response
    links: list[str]
    forms: list[Form]


class _Reader(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base, self.links, self.forms = base, [], []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(urldefrag(urljoin(self.base, found["href"]))[0])
        elif tag == "form":
            action = urljoin(self.base, found.get("action") or self.base)
            self.forms.append(Form(action, (found.get("method") or "get").lower()))
        elif tag in {"input", "select", "textarea", "button"} and self.forms and found.get("name"):
            kind = found.get("type", tag) or tag
            self.forms[-1].fields.append((found["name"], kind, found.get("value") or ""))


def route_name(path: str) -> str:
    """The name of the address that answers, with the language; empty when there is none."""
    is_english = path.startswith("/en/")
    try:
        with translation.override("en" if is_english else "nb"):
            found = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    return f"{'en:' if is_english else ''}{found.url_name or found.route}"


@contextmanager
def enter(base: str, role: str) -> Iterator[httpx.Client]:
    """A client that has logged in as the role's demo account; the empty role is a visitor."""
    with httpx.Client(base_url=base, timeout=60, follow_redirects=False) as client:
        if role:
            log_in(client, role)
        yield client


def log_in(client: httpx.Client, role: str) -> None:
    """Log in with the password of the demo."""
    client.cookies.clear()
    page = read(client, "/konto/login/")
    form = next(form for form in page.forms if any(kind == "password" for _name, kind, _value in form.fields))
    data = {name: value for name, kind, value in form.fields if kind == "hidden"}
    data |= {"login": f"{ROLES[role]}@example.org", "password": "pio-demo"}
    answer = client.post("/konto/login/", data=data, headers={"Origin": str(client.base_url).rstrip("/")})
    assert answer.status_code == 302, (role, answer.status_code)


def read(client: httpx.Client, path: str) -> Page:
    """Get one page."""
    response = client.get(path)
    reader = _Reader(path)
    if response.headers.get("content-type", "").startswith("text/html"):
        reader.feed(response.text)
    return Page(path, route_name(path), response, reader.links, reader.forms)


def fixed_addresses(prefixes: tuple[str, ...]) -> list[str]:
    """The addresses without arguments, also those no page links to; not the machines' own."""
    found = [f"/{address.route}" for address in every_address() if not address.pattern.pattern.converters]
    return [path for path in found if path.startswith(prefixes) and "logout" not in path and "(" not in path]


def walk(client: httpx.Client, starts: tuple[str, ...], *, samples: int = 1) -> list[Page]:
    """Read every page that can be reached by links, at most `samples` of each named address (and of each file kind)."""
    pages, seen, counts = [], set(starts), {}
    waiting = deque(starts)
    while waiting:
        path = waiting.popleft()
        name = route_name(path)
        if counts.get(name, 0) >= samples or "logout" in path:
            continue
        page = read(client, path)
        if page.response.is_redirect:
            target = urljoin(path, page.response.headers["location"])
            page.links.append(target)
        counts[name] = counts.get(name, 0) + 1
        pages.append(page)
        for target in page.links:
            link = target.removeprefix(str(client.base_url).rstrip("/"))  # as it stands in a message
            if link.startswith("/") and not link.startswith("//") and link not in seen and route_name(link):
                seen.add(link)
                waiting.append(link)
    return pages
