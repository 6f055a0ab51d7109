"""The Nu checker (npm's vnu-jar) finds no error in any page: of a visitor and of each role, and in forms sent empty."""

import json
import subprocess
from pathlib import Path

import pytest

from tests import debian
from tests.security import walker

pytestmark = pytest.mark.walk
ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def keep(folder: Path, path: str, response: object, what: str = "") -> None:
    """Write a page into the folder, under a name that tells its address."""
    kind = response.headers.get("content-type", "")
    if kind.startswith("text/html") and response.content:
        name = f"{what}{path}".strip("/").replace("/", "~").split("?")[0][-150:] or "front"
        (folder / f"{name}.html").write_bytes(response.content)


def errors_in(folder: Path) -> list[str]:
    """What the checker says of the folder's pages, without mere warnings."""
    command = [
        debian.java(),
        "-Xss4m",
        "-jar",
        str(JAR),
        "--errors-only",
        "--exit-zero-always",
        "--format",
        "json",
        "--skip-non-html",
    ]
    done = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True)
    messages = json.loads(done.stderr or done.stdout)["messages"]
    return sorted(
        {
            f"{Path(each['url']).stem}: {each['message']} | {each.get('extract', '').strip()[:160]!r}"
            for each in messages
        }
    )


def send_empty(folder: Path, client: object, page: walker.Page) -> None:
    """Send each form of the page with nothing but its hidden fields: the page with its errors is checked as well."""
    for form in page.forms:
        if form.method != "post" or "logout" in form.action or len(form.fields) < 4:
            continue
        data = {name: value for name, kind, value in form.fields if kind == "hidden"}
        answer = client.post(form.action, data=data, headers={"Origin": str(client.base_url).rstrip("/")})
        if answer.status_code == 422:
            keep(folder, form.action, answer, "422")


@pytest.mark.parametrize("role", ["", *walker.ROLES])
def test_the_nu_checker_finds_no_error(demo_portal: str, tmp_path: Path, role: str) -> None:
    with walker.enter(demo_portal, role) as client:
        pages = walker.walk(client, walker.STARTS if role else walker.PUBLIC_STARTS)
        for page in pages:
            keep(tmp_path, page.path, page.response)
        for page in pages:
            send_empty(tmp_path, client, page)
    assert len(list(tmp_path.glob("*.html"))) > 5
    found = errors_in(tmp_path)
    assert not found, "\n".join(found)


def test_the_checker_would_say_so(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(
        "<!doctype html><html lang=nb><title>x</title><ul><p>a</p></ul>", encoding="utf-8"
    )
    assert len(errors_in(tmp_path)) == 1
