"""Role × case × view (P10): what is not yours is not there, and a reading leaves a trace (P09)."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from ombud.models import Block
from ombud.services import cases as services
from pio.audit.models import BreakGlass, ReadEntry
from pio.audit.selectors import who_opened
from tests.conftest import NOW
from tests.ombud.factories import AssignmentFactory, CaseFactory, ClientFactory, OmbudUserFactory

pytestmark = pytest.mark.django_db
PAGES = (
    "ombud_case", "ombud_client", "ombud_status", "ombud_deputy", "ombud_block", "ombud_opened", "ombud_assignments",
    "ombud_assignment_new", "ombud_permits", "ombud_mandate_new", "ombud_consent_new", "ombud_log",
    "ombud_contact_new", "ombud_deadlines", "ombud_deadline_new", "ombud_documents", "ombud_upload", "ombud_letter",
    "ombud_hand_over", "ombud_code",
)  # fmt: skip
STRANGERS = ("ombud", "manager", "adviser", "group_leader", "course_host", "editor", "technician", "relative", "board")


@pytest.fixture
def case():
    found = ClientFactory().case
    AssignmentFactory(case=found)
    return found


@pytest.fixture(autouse=True)
def _stand_still(at):
    at(NOW)


@pytest.mark.parametrize("page", PAGES)
def test_p09_the_assigned_ombud_opens_every_page_and_each_reading_is_logged(login, case, page):
    client = login(user=case.ombud)
    assert client.get(reverse(page, args=[case.pk])).status_code == 200
    assert len(who_opened(case)) == 1


@pytest.mark.parametrize("role", STRANGERS)
def test_p10_a_case_of_others_is_the_same_404_as_one_that_never_was(login, case, role):
    client = login(role)
    answers = {}
    for page in PAGES:
        answers[page] = (
            client.get(reverse(page, args=[case.pk])).status_code,
            client.get(reverse(page, args=[uuid.uuid4()])).status_code,
            client.post(reverse(page, args=[case.pk])).status_code,
        )
    assert set(answers.values()) == {(404, 404, 404)}
    assert ReadEntry.objects.count() == 0


@pytest.mark.parametrize("role", STRANGERS)
def test_p10_nobody_elses_start_page_or_list_names_the_client(login, case, role):
    client = login(role)
    texts = [client.get(path).content.decode() for path in ("/intern/", "/intern/ombud/", "/intern/ombud/?q=Marit")]
    assert [text for text in texts if "Eksempel" in text] == []


def test_search_finds_ones_own_client(login, case):
    page = login(user=case.ombud).get("/intern/ombud/?q=marit").content.decode()
    assert "Marit Eksempel" in page


def test_p10_unassigning_takes_effect_at_the_next_request(login, case):
    client = login(user=case.ombud)
    address = case.get_absolute_url()
    assert client.get(address).status_code == 200
    case.ombud = OmbudUserFactory()
    case.save()
    assert (client.get(address).status_code, client.post(f"{address}logg/ny/").status_code) == (404, 404)


def test_a_deputy_reads_until_the_day(login, case, at):
    deputy = OmbudUserFactory()
    services.set_deputy(case, deputy=deputy, until=NOW.date(), by=case.ombud, now=NOW)
    client = login(user=deputy)
    assert client.get(case.get_absolute_url()).status_code == 200
    at(NOW + timedelta(days=1))
    client = login(user=deputy)
    assert client.get(case.get_absolute_url()).status_code == 404


def test_p10_the_deny_list_beats_deputy_and_broken_glass(login, case):
    manager = OmbudUserFactory(roles=["manager", "ombud"])
    services.set_deputy(case, deputy=manager, until=NOW.date() + timedelta(days=9), by=case.ombud, now=NOW)
    BreakGlass.objects.create(
        user=manager, subject_type="ombud.Case", subject=case.pk, opened_at=NOW, ends_at=NOW + timedelta(minutes=60)
    )
    client = login(user=manager)
    assert client.get(case.get_absolute_url()).status_code == 200
    Block.objects.create(case=case, user=manager, reason="Nabo")
    assert client.get(case.get_absolute_url()).status_code == 404


def test_p10_broken_glass_closes_with_the_role_that_broke_it(login, case):
    client = login("manager")
    BreakGlass.objects.create(
        user=client.user, subject_type="ombud.Case", subject=case.pk, opened_at=NOW, ends_at=NOW + timedelta(minutes=60)
    )
    assert client.get(case.get_absolute_url()).status_code == 200
    client.user.roles = ["ombud"]
    client.user.save()
    assert client.get(case.get_absolute_url()).status_code == 404


def test_staff_who_are_clients_themselves_do_not_reach_their_case_as_staff(login, case):
    case.account = case.ombud
    case.save()
    assert login(user=case.ombud).get(case.get_absolute_url()).status_code == 404


def test_the_manager_counts_and_assigns_without_reading(login, case):
    enquiry = ClientFactory(case=CaseFactory(status="enquiry", opened_date=None, ombud=None), name="Ny Oppdiktet").case
    client = login("manager")
    page = client.get("/intern/ombud/").content.decode()
    assert [each for each in ("Marit", "Ny Oppdiktet", "bolig.") if each in page] == []
    assert (case.reference in page, enquiry.reference in page) == (True, True)
    answer = client.post(reverse("ombud_assign", args=[enquiry.pk]), {"ombud": str(case.ombud_id)})
    enquiry.refresh_from_db()
    assert (answer.status_code, enquiry.ombud_id, enquiry.status) == (302, case.ombud_id, "first_talks")


def test_broken_glass_opens_for_reading_only_and_the_client_sees_why(login, case):
    client = login("manager")
    BreakGlass.objects.create(
        user=client.user, subject_type="ombud.Case", subject=case.pk, opened_at=NOW, ends_at=NOW + timedelta(minutes=60)
    )
    assert client.get(case.get_absolute_url()).status_code == 200
    assert client.post(f"{case.get_absolute_url()}oppdrag/nytt/", {"words": "x"}).status_code == 404
    assert [each.name for each in who_opened(case)] == [client.user.name]


def test_visitors_go_to_the_login(client, case):
    assert client.get(case.get_absolute_url()).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_same_questions_however_many_cases(login, case, count, django_assert_num_queries):
    for _ in range(count - 1):
        AssignmentFactory(case=ClientFactory(case=CaseFactory(ombud=case.ombud)).case)
    client = login(user=case.ombud)
    client.get("/intern/ombud/")
    with django_assert_num_queries(8):
        client.get("/intern/ombud/")
