"""The drafts' addresses over HTTP."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advising.models import Call
from pio.drafts.models import Draft
from tests.conftest import NOW
from tests.drafts.factories import DraftFactory

Login = Callable[..., Client]
BASE = "/intern/utkast/"


def post(client: Client, client_id: UUID, **changes: Any) -> Any:
    body = {
        "owner": str(client.user.pk), "form": "call", "writer": str(uuid4()), "base": 0, "version": 1, "empty": False,
        "path": "/intern/telefon/ny/?etter=1", "title": "Ny samtale", "fields": [["note", "sorg"], ["topics", "a"]],
    } | changes  # fmt: skip
    return client.post(f"{BASE}{client_id}/lagre/", json.dumps(body), content_type="application/json")


def test_saved_and_loaded(login: Login) -> None:
    client, client_id = login("adviser"), uuid4()
    assert (post(client, client_id).status_code, client.get(f"{BASE}{client_id}/").json()["fields"]) == (
        200,
        [["note", "sorg"], ["topics", "a"]],
    )


@pytest.mark.parametrize("before", [False, True])
def test_a_save_takes_at_most_ten_statements(login: Login, before: bool) -> None:
    client, client_id, writer = login("adviser"), uuid4(), str(uuid4())
    client.get(BASE)  # the day's first visit is noted with the account
    if before:
        post(client, client_id, writer=writer)
    with CaptureQueriesContext(connection) as queries:
        assert post(client, client_id, writer=writer, version=2).status_code == 200
    assert len(queries) <= 10


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_persons_draft_is_not_there(login: Login, method: str) -> None:
    mine, theirs = login("adviser"), login("manager")
    draft = DraftFactory(owner=mine.user)
    address = f"{BASE}{draft.client_id}/" + ("slett/" if method == "post" else "")
    assert (getattr(theirs, method)(address).status_code, Draft.objects.count()) == (404, 1)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"owner": str(uuid4())}, 403),
        ({"path": "https://example.com/"}, 400),
        ({"path": "/min-side/"}, 400),
        ({"version": 0}, 400),
        ({"fields": "x"}, 400),
        ({"form": "<b>"}, 400),
        ({"fields": [["note", "x" * 600_000]]}, 413),
    ],
)
def test_what_is_no_save_is_refused(login: Login, changes: dict[str, Any], status: int) -> None:
    assert post(login("adviser"), uuid4(), **changes).status_code == status
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("name", ["", "innlogget/", "nokkel/", "5d1f6c0e-6a0b-4a52-9c37-0d1c5b6a7e11/"])
def test_nobody_without_login_and_no_relative_gets_in(login: Login, name: str) -> None:
    assert (Client().get(BASE + name).status_code, login("relative").get(BASE + name).status_code) == (302, 404)


def test_drafts_are_stored_nowhere_on_the_way(login: Login) -> None:
    client = login("adviser")
    draft = DraftFactory(owner=client.user)
    pages = [BASE, f"{BASE}{draft.client_id}/", "/intern/telefon/ny/", "/intern/"]
    assert {client.get(page).headers["Cache-Control"] for page in pages} == {"no-store"}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_many(login: Login, number: int, at: Callable[..., None]) -> None:
    at(NOW)
    client = login("adviser")
    DraftFactory.create_batch(number, owner=client.user)
    client.get(BASE)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(BASE)
    assert (page.content.count(b"/slett/"), len(queries)) == (number, 3)


def test_discarded_by_its_owner(login: Login) -> None:
    client = login("adviser")
    draft = DraftFactory(owner=client.user)
    assert client.post(f"{BASE}{draft.client_id}/slett/").url == BASE
    assert Draft.objects.count() == 0
    assert post(client, draft.client_id).status_code == 410


def test_the_start_page_leads_back_to_the_form(login: Login, at: Callable[..., None]) -> None:
    at(NOW)
    client = login("adviser")
    draft = DraftFactory(owner=client.user)
    page = client.get("/intern/").content.decode()
    assert page.count(f"/intern/telefon/ny/?utkast={draft.client_id}") == 1


def test_a_call_takes_its_draft_with_it(login: Login, at: Callable[..., None]) -> None:
    at(NOW)
    client = login("adviser")
    draft = DraftFactory(owner=client.user)
    data = {"draft_id": draft.client_id, "kind": "silent", "channel": "phone"}
    for _time in range(2):
        assert client.post("/intern/telefon/ny/", data).status_code == 302
    assert (Call.objects.count(), Draft.objects.count()) == (1, 0)
    assert post(client, draft.client_id).status_code == 410
