"""`import_calls` through the page: a preview first, a worker that reads, the same words about bad rows."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from advising.models import Call
from advising.services import call_uploads
from advising.tasks import call_uploads as tasks
from tests.advising.call_files import row, write
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
PAGE = "/intern/telefon/importer/"


@pytest.fixture
def manager(login: Callable[..., Client], at: Callable[[dt.datetime], None]) -> Client:
    at(NOW)
    return login("manager")


def upload(manager: Client, path: Path) -> str:
    """Send a file and let a worker look at it; the address of its job."""
    with path.open("rb") as handle:
        response = manager.post(PAGE, {"file": handle})
    assert response.status_code == 302, response.content.decode()
    work(response.headers["Location"])
    return str(response.headers["Location"])


def work(address: str) -> None:
    """What the worker does."""
    tasks.work_on(address.rstrip("/").rsplit("/", 1)[1])


def test_upload_previews_and_then_imports(manager: Client, file: Path) -> None:
    job = upload(manager, write(file, row(), row(call_id="A2")))
    page = manager.get(job).content.decode()
    assert (page.count("Importer samtalene"), Call.objects.count()) == (1, 0)
    assert (manager.post(job, {}).headers["Location"], Call.objects.count()) == (job, 0)
    work(job)
    assert manager.get(job).headers["Location"] == "/intern/telefon/"
    assert Call.objects.count() == 2
    assert manager.post(job, {}).headers["Location"] == PAGE  # the file is forgotten
    assert "Fila er ikke her lenger." in manager.get(PAGE).content.decode()
    assert Call.objects.count() == 2


def test_upload_shows_the_same_errors_and_imports_the_good_rows(manager: Client, file: Path) -> None:
    job = upload(manager, write(file, row(), row(call_id="A2", relation="moor")))
    assert manager.get(job).content.decode().count("mente du «Mor»?") == 1
    manager.post(job, {})
    work(job)
    assert manager.get(job).content.decode().count("mente du «Mor»?") == 1
    assert Call.objects.count() == 0
    manager.post(job, {"partial": "on"})
    work(job)
    assert Call.objects.count() == 1


def test_upload_follows_the_reading(manager: Client, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with write(file, *(row(call_id=str(number)) for number in range(1200))).open("rb") as handle:
        job = manager.post(PAGE, {"file": handle}).headers["Location"]
    assert "Fila venter på tur." in manager.get(job).content.decode()
    shown = []
    write_down = call_uploads._write

    def look(upload_id: uuid.UUID, state: call_uploads.Job) -> None:
        write_down(upload_id, state)
        if state.state == call_uploads.RUNNING:
            part = manager.get(job, headers={"HX-Request": "true"})
            shown.append((part.context["job"].percent, "<html" in part.content.decode()))

    monkeypatch.setattr(call_uploads, "_write", look)
    work(job)
    assert [whole for _percent, whole in shown] == [False] * 3
    percents = [percent for percent, _whole in shown]
    assert (percents, percents[0]) == (sorted(set(percents)), 0)
    done = manager.get(job, headers={"HX-Request": "true"})
    assert (done.status_code, done.headers["HX-Refresh"]) == (204, "true")


def test_upload_in_english_has_its_errors_in_english(login: Callable[..., Client], file: Path, at: object) -> None:
    at(NOW)
    manager = login("manager", language="en")
    page = manager.get(upload(manager, write(file, row(relation="moor")))).content.decode()
    assert "did you mean" in page.lower()


def test_upload_waits_sealed_and_is_forgotten_after_the_import(manager: Client, file: Path) -> None:
    job = upload(manager, write(file, row(note="Hemmelig ord", relation="moor")))
    upload_id = uuid.UUID(job.rstrip("/").rsplit("/", 1)[1])
    kept = [cache.get(call_uploads._key(label, upload_id)) for label in (call_uploads.FILE, call_uploads.JOB)]
    assert [b"moor" in each or b"Hemmelig" in each for each in kept] == [False, False]
    manager.post(job, {"partial": "on"})
    work(job)
    assert cache.get(call_uploads._key(call_uploads.FILE, upload_id)) is None


def test_upload_pressed_twice_is_one_import(manager: Client, file: Path) -> None:
    job = upload(manager, write(file, row()))
    assert [manager.post(job, {}).headers["Location"] for _press in range(2)] == [job, job]
    work(job)
    work(job)
    assert Call.objects.count() == 1


def test_upload_whose_worker_died_says_so(manager: Client, file: Path, at: Callable[..., None]) -> None:
    job = upload(manager, write(file, row()))
    upload_id = uuid.UUID(job.rstrip("/").rsplit("/", 1)[1])
    begun = call_uploads.begin(upload_id, act=call_uploads.IMPORT, now=NOW)
    call_uploads._write(upload_id, dataclasses.replace(begun, state=call_uploads.RUNNING))
    assert "Leser fila" in manager.get(job).content.decode()
    at(NOW + dt.timedelta(seconds=121))
    assert "Lesingen stoppet, og ingenting er lagret." in manager.get(job).content.decode()


def test_upload_that_breaks_inside_is_a_sentence(manager: Client, file: Path) -> None:
    write(file, row())
    with file.open("a", encoding="utf-8") as handle:
        handle.write(";".join(["x"] * 101) + "\n")
    response = manager.get(upload(manager, file))
    assert (response.status_code, "<title>Feil: " in response.content.decode()) == (422, True)
    assert "Fila har mer enn 100 kolonner." in response.content.decode()


def test_upload_nobody_knows_leads_to_the_page(manager: Client) -> None:
    assert manager.get(f"{PAGE}{uuid.uuid4()}/").headers["Location"] == PAGE


def test_upload_of_nonsense_is_a_sentence(manager: Client, file: Path) -> None:
    file.write_bytes(b"navn;nummer\n")
    with file.open("rb") as handle:
        response = manager.post(PAGE, {"file": handle})
    assert response.status_code == 422
    assert (
        response.content.decode().count("linje 1: kolonnen started_at, duration_minutes, channel, call_kind mangler")
        == 2
    )
    assert manager.post(PAGE, {}).status_code == 422


def test_upload_is_the_managers(login: Callable[..., Client]) -> None:
    assert login("adviser").get(PAGE).status_code == 404
