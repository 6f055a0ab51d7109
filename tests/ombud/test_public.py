"""The public page: who asks comes in the queue, for another only with their consent, and not during a stop."""

import re
from datetime import timedelta

import pytest

from ombud.forms.cases import ClientForm
from ombud.models import Case, IntakeStop
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
ASKED = {"source": "client", "name": "Marit Eksempel", "is_adult": "on", "phone": "99999999", "text": "Klage på bolig"}


@pytest.fixture
def ask(client, at):
    at(NOW)

    def send(path="/personlig-ombud/", **data):
        page = client.get(path).content.decode()
        token = re.search(r'name="([^"]+)" value="([^"]+)"', page[page.index('<form class="panel') :])
        return client.post(path, {token[1]: token[2]} | ASKED | data)

    return send


def test_an_enquiry_comes_in_the_queue(ask):
    answer = ask(cares_for_children="on")
    case = Case.objects.get()
    assert (answer.status_code, case.status, case.cares_for_children) == (200, "enquiry", True)
    assert (case.client.name, case.client.enquiry, case.opened_date) == ("Marit Eksempel", "Klage på bolig", None)


def test_who_cares_for_children_goes_first(ask):
    ask()
    ask(cares_for_children="on")
    assert [each.cares_for_children for each in Case.objects.queue()] == [True, False]


def test_for_another_it_takes_their_consent(ask):
    answer = ask(source="relative")
    assert (answer.status_code, Case.objects.count()) == (422, 0)
    assert ask(source="relative", consent="on", asked_by="Søster, 99999998").status_code == 200
    assert [each.source for each in Case.objects.all()] == ["relative"]


def test_it_takes_a_way_to_reach_the_person(ask):
    assert ask(phone="").status_code == 422


def test_a_stop_says_why_and_takes_no_form(client, at):
    at(NOW)
    IntakeStop.objects.create(starts_date=NOW.date() - timedelta(days=1), public_text="Vi har fullt til mars.")
    page = client.get("/personlig-ombud/").content.decode()
    assert ("Vi har fullt til mars." in page, '<form class="panel' in page) == (True, False)


def test_the_page_is_in_english_too(client, at):
    at(NOW)
    assert "<h1>A personal ombud walks with you</h1>" in client.get("/en/personlig-ombud/").content.decode()


def test_the_ombud_reads_the_language_of_the_page_as_a_word(ask):
    ask(path="/en/personlig-ombud/")
    case = Case.objects.get()
    assert (case.language, case.spoken, ClientForm.initial_of(case)["language"]) == ("en", "English", "English")
    case.language = "Somali"
    assert case.spoken == "Somali"
