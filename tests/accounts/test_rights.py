"""The table of rights, its documentation, and the walk over every address as every role."""

import uuid

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.urls.exceptions import NoReverseMatch

from pio.accounts import access, rights, rights_document
from pio.accounts.addresses import every_address
from pio.accounts.enums import STAFF, Role
from pio.accounts.rights import RIGHTS
from tests.accounts.factories import person

SIGNED_IN_AREAS = ("intern/", "min-side/")
SAMPLES = {"uuid": str(uuid.UUID(int=7)), "int": 7, "slug": "prove", "str": "prove", "path": "prove"}
ADDRESSES = [address for address in every_address() if address.route.startswith(SIGNED_IN_AREAS)]


def test_manager_has_everything_but_the_text_of_cases_and_notes():
    lacking = {right for right, holders in RIGHTS.items() if Role.MANAGER not in holders}
    assert lacking == {"advising.notes", "advising.threads", "ombud.work"}


def test_board_sees_figures_and_nothing_else():
    assert {right for right, holders in RIGHTS.items() if Role.BOARD in holders} == {
        "portal.start", "figures.see", "figures.export", "ombud.failures",
    }  # fmt: skip


def test_technician_has_accounts_settings_and_queues():
    areas = {right.split(".")[0] for right, holders in RIGHTS.items() if Role.TECHNICIAN in holders}
    assert areas == {"own", "portal", "messaging", "setup"}


def test_relative_has_only_their_own_pages():
    assert [right for right, holders in RIGHTS.items() if Role.RELATIVE in holders] == ["own.pages"]


def test_every_right_has_a_holder_and_an_area_and_a_verb():
    assert [right for right, holders in RIGHTS.items() if not holders or right.count(".") != 1] == []


def test_unknown_right_is_a_mistake_at_once():
    with pytest.raises(KeyError):
        access.requires("calls.eat")
    with pytest.raises(KeyError):
        rights.allows(["manager"], "calls.eat")


def test_documentation_is_current():
    assert rights_document.path().read_text(encoding="utf-8") == rights_document.document(), (
        "run: python manage.py rights_table"
    )


def test_every_address_for_signed_in_people_asks_for_a_right_and_no_other_does():
    open_door = [address.name for address in ADDRESSES if not address.right]
    assert open_door == []
    elsewhere = [
        address.name for address in every_address() if address.right and not address.route.startswith(SIGNED_IN_AREAS)
    ]
    assert elsewhere == []


OBJECT_IN_THE_QUESTION = {
    "ombud_rule_change", "ombud_own_export",
}  # fmt: skip
"""Nothing but a case's uuid may stand in an ombud path (product.md), so these are 404 until they name an object."""


def _url(address) -> str:
    converters = address.pattern.pattern.converters
    arguments = {name: SAMPLES.get(_kind(converter), "prove") for name, converter in converters.items()}
    try:
        return reverse(address.name, kwargs=arguments)
    except NoReverseMatch:  # a home-made converter: its own example
        examples = {name: getattr(converter, "example", "prove") for name, converter in converters.items()}
        return reverse(address.name, kwargs=arguments | examples)


def _kind(converter) -> str:
    return type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")


def _ask(client: Client, url: str):
    response = client.get(url)
    return client.post(url) if response.status_code == 405 else response


@pytest.fixture
def clients(db) -> dict[str, Client]:
    """One signed-in client per role, and one who is nobody."""
    found = {"nobody": Client(raise_request_exception=False)}
    for role in Role:
        found[role.value] = Client(raise_request_exception=False)
        found[role.value].force_login(person(role))
    return found


def _faults(address, clients) -> list[str]:
    """What an address does otherwise than the table says."""
    url, holders = _url(address), RIGHTS[address.right]
    response = _ask(clients["nobody"], url)
    found = []
    if (response.status_code, response.headers.get("Location")) != (302, f"/konto/login/?next={url}"):
        found.append(f"{url}: nobody gets {response.status_code}")
    found += [
        f"{url}: {role} gets {status} without {address.right}"
        for role in set(Role) - holders
        if (status := _ask(clients[role.value], url).status_code) != 404
    ]
    if not address.pattern.pattern.converters and address.name not in OBJECT_IN_THE_QUESTION:
        found += [
            f"{url}: {role} gets {status} with {address.right}"
            for role in holders
            if (status := clients[role.value].get(url).status_code) in {403, 404}
        ]
    return found


def test_walk_every_address_as_every_role(clients):
    assert [fault for address in ADDRESSES for fault in _faults(address, clients)] == []


def test_staff_is_everybody_who_may_start_at_intern():
    assert RIGHTS["portal.start"] == STAFF


def test_command_writes_the_document(tmp_path, settings, capsys):
    settings.BASE_DIR = tmp_path
    call_command("rights_table")
    assert (tmp_path / "docs" / "rights.md").read_text(encoding="utf-8") == rights_document.document()
    assert capsys.readouterr().out.strip() == str(tmp_path / "docs" / "rights.md")
