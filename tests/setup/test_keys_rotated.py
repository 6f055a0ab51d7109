"""Keys are rotated under a portal that runs: an ombud goes on reading and writing a case, and never meets an error."""

import base64
import json
import re
import secrets
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

from ombud.selectors import LOG_PAGE
from tests.setup.conftest import ROOT, Portal

OLD = 400
FILL = f"""
import json
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from ombud.models import ContactEntry
from tests.ombud.factories import CaseFactory, ClientFactory
case = ClientFactory(name="Marit Rotasjon", case=CaseFactory(reference="2026-R1")).case
fields = dict(case=case, minutes=5, mode="phone", party="client", author=case.ombud)
now = timezone.now()
ContactEntry.objects.bulk_create(ContactEntry(occurred_at=now, facts=f"Gammelt {{n}}.", **fields) for n in range({OLD}))
client = Client()
client.force_login(case.ombud)
cookie = client.cookies[settings.SESSION_COOKIE_NAME]
print(json.dumps({{"case": reverse("ombud_case", args=[case.pk]), "cookie": f"{{cookie.key}}={{cookie.value}}"}}))
"""


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args: object) -> None:
        return None


class Ombud:
    """Somebody at work: reads the log and writes in it, again and again, and remembers each answer."""

    def __init__(self, portal: Portal, case: str, cookie: str) -> None:
        self.base, self.case, self.cookie = f"http://localhost:{portal.port}", case, cookie
        self.written: list[str] = []
        self.answers: set[tuple[str, int]] = set()
        self.stop = threading.Event()

    def ask(self, path: str, data: dict[str, str] | None = None, cookie: str = "") -> tuple[int, str]:
        body = urlencode(data).encode() if data else None
        headers = {"Cookie": f"{self.cookie}; {cookie}", "Origin": self.base}
        request = Request(self.base + self.case + path, data=body, headers=headers)
        try:
            with build_opener(_Stay).open(request, timeout=60) as answer:
                self.token = answer.headers.get("Set-Cookie", "").split(";")[0]
                return answer.status, answer.read().decode()
        except HTTPError as answer:
            return answer.code, ""

    def write(self) -> None:
        status, form = self.ask("logg/ny/")
        self.answers.add(("form", status))
        fields = dict(re.findall(r'name="(csrfmiddlewaretoken|on_day|at_time)"[^>]*value="([^"]*)"', form))
        text = f"Nytt {len(self.written)}."
        more = {"entry": str(uuid4()), "with_whom": "client", "mode": "phone", "minutes": "5", "facts": text}
        self.answers.add(("post", self.ask("logg/ny/", fields | more, self.token)[0]))
        self.written.append(text)

    def work(self) -> None:
        while not self.stop.is_set():
            status, log = self.ask("logg/")
            self.answers.add(("log", status))
            self.answers.add(("readable", len(re.findall(r"(Gammelt|Nytt) \d+\.", log))))
            self.write()


def _keys(folder: Path, *, add: bool = False, without: str = "") -> None:
    path = folder / "keys.json"
    stored = json.loads(path.read_text())
    if add:
        stored["2"] = base64.b64encode(secrets.token_bytes(32)).decode()
    stored.pop(without, None)
    path.write_text(json.dumps(stored))


def _manage(portal: Portal, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=portal.environment, capture_output=True, text=True, check=False)


def test_keys_are_rotated_while_an_ombud_reads_and_writes(make_portal: Callable[..., Portal]) -> None:
    portal = make_portal()
    made = _manage(portal, "shell", "-v0", "-c", FILL)
    assert made.returncode == 0, made.stderr
    _keys(portal.data_dir, add=True)
    portal.start().wait_until_ready()
    ombud = Ombud(portal, **json.loads(made.stdout.splitlines()[-1]))
    ombud.write()
    worker = threading.Thread(target=ombud.work)
    worker.start()
    first = _manage(portal, "rotate_keys")
    ombud.stop.set()
    worker.join(120)
    assert re.search(rf"ombud.ContactEntry.facts: {OLD} sealed again", first.stdout), first.stdout + first.stderr
    assert len(ombud.written) > 1  # before and during
    assert ombud.answers == {("form", 200), ("post", 302), ("log", 200), ("readable", LOG_PAGE)}
    last = _manage(portal, "rotate_keys")
    assert last.stdout.endswith("Nothing is left under an older key.\n"), last.stdout + last.stderr
    portal.stop()
    _keys(portal.data_dir, without="1")
    again = make_portal().start()
    again.wait_until_ready()
    ombud.base = f"http://localhost:{again.port}"
    pages, path = [], "logg/"
    while path:
        status, log = ombud.ask(path)
        assert status == 200
        pages += re.findall(r"(?:Gammelt|Nytt) \d+\.", log)
        older = re.search(r'href="[^"]*logg/(\?eldre=[^"]+)"', log)
        path = f"logg/{older[1]}" if older and len(pages) < OLD + len(ombud.written) else ""
    assert sorted(pages) == sorted([*(f"Gammelt {n}." for n in range(OLD)), *ombud.written])
