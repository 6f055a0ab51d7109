"""One case with a client, its ombud signed in, and a clock that stands still."""

import pytest
from django.urls import reverse

from tests.conftest import NOW
from tests.ombud.factories import ClientFactory


@pytest.fixture
def still(at):
    """It is NOW."""
    at(NOW)


@pytest.fixture
def case(still):
    """A case with a client and an ombud, at NOW."""
    return ClientFactory().case


@pytest.fixture
def send(login, case):
    """`send("ombud_contact_new", data, "?x=")`: the case's ombud posts to one of its pages."""
    client = login(user=case.ombud)

    def post(name, data, query=""):
        return client.post(reverse(name, args=[case.pk]) + query, data)

    return post
