"""Role × object × every way in (P10): list, detail, search, autocomplete, count, calendar, export, print, API, history,
error page. Who may see a case, sees it; for all others the answers are the same, byte by byte, as if it had never been.

Two of the ways in do not exist, and a test says so: no field of these pages completes what is typed, and no address
answers a program. The choices of a form are the ones that its page was sent with.
"""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import URLPattern, reverse

from ombud import urls
from ombud.models import Block, Deadline, HandOver
from ombud.services import cases as services
from ombud.services import documents
from ombud.services.service import new_feed
from pio.audit.models import ReadEntry
from tests.conftest import NOW
from tests.ombud.factories import (
    AssignmentFactory,
    CaseFactory,
    ClientFactory,
    ConsentFactory,
    MandateFactory,
    NetworkPersonFactory,
    OfficeFactory,
    OmbudUserFactory,
)  # fmt: skip

pytestmark = pytest.mark.django_db
NAME, WORDS, FILE = "Marit Hemmelig", "Jeg vil ha et sted å bo på Torshov.", "Vedtak om bolig"
STAFF = ("adviser", "group_leader", "course_host", "ombud", "editor", "manager", "technician")
DETAILS = (
    "ombud_case", "ombud_client", "ombud_log", "ombud_permits", "ombud_deadlines", "ombud_assignments",
    "ombud_documents", "ombud_opened", "ombud_letter", "ombud_pulse",
)  # fmt: skip
EVERY = {each.name for each in urls.plain if isinstance(each, URLPattern) and "uuid:pk" in str(each.pattern)}
DOORS = {"ombud_assign", "ombud_keep_waiting", "ombud_break_glass"}  # the manager's, which show a number and no name
LISTS = (
    "/intern/", "/intern/ombud/", "/intern/ombud/venter/", "/intern/ombud/overfort/", "/intern/ombud/ko/",
    "/intern/utkast/",
)  # fmt: skip
SEARCHES = ("/intern/ombud/?q=Marit", "/intern/ombud/?q=2026-777", "/intern/ombud/?q=Torshov")


@pytest.fixture(autouse=True)
def _stand_still(at):
    at(NOW)


@pytest.fixture
def case():
    """A case with something of everything, due today, so that it would stand on every list."""
    found = CaseFactory(reference="2026-777", review_date=NOW.date())
    ClientFactory(case=found, name=NAME)
    office = OfficeFactory(name="Kontoret hun bruker")
    AssignmentFactory(case=found, words=WORDS, status="waiting", waiting_on=office, waiting_since=NOW.date())
    MandateFactory(case=found, office=office, valid_to=NOW.date() + timedelta(days=3))
    ConsentFactory(person=NetworkPersonFactory(case=found))
    Deadline.objects.create(case=found, title=WORDS, trigger_date=NOW.date(), due_date=NOW.date(), office=office)
    clean = documents.Clean(b"%PDF-", documents.PDF)
    documents.add_document(found, kind="decision", title=FILE, file=clean, by=found.ombud, now=NOW)
    return found


def _bare(answer):
    """The answer without what differs from one request to the next."""
    text = answer.content.decode(errors="replace")
    return answer.status_code, re.sub(r'(csrfmiddlewaretoken|data-\w*csrf\w*)"? value="[^"]*"', "", text)


def _without(text, pk):
    return text[0], text[1].replace(str(pk), "")


@pytest.fixture(params=["ombud", "deputy"])
def worker(request, case):
    if request.param == "ombud":
        return case.ombud
    deputy = OmbudUserFactory()
    services.set_deputy(case, deputy=deputy, until=NOW.date(), by=case.ombud, now=NOW)
    return deputy


def test_who_works_on_it_finds_it_everywhere(login, client, case, worker):
    """The control of all that follows: the same pages do show the case to whom it belongs."""
    staff = login(user=worker)
    assert {name: staff.get(reverse(name, args=[case.pk])).status_code for name in DETAILS} == {
        name: 204 if name == "ombud_pulse" else 200 for name in DETAILS
    }
    paths = ("/intern/", "/intern/ombud/", "/intern/ombud/venter/")
    shown = [NAME in staff.get(path).content.decode() for path in paths]
    assert shown == [True] * 3
    assert NAME in staff.get("/intern/ombud/?q=marit").content.decode()
    assert case.reference in client.get(f"/kalender/{new_feed(worker, now=NOW)}.ics").content.decode()
    row = case.documents.get()
    answer = staff.get(reverse("ombud_document", args=[case.pk]) + f"?dokument={row.pk}")
    assert answer.content == b"%PDF-"


@pytest.mark.parametrize("role", STAFF)
def test_p10_detail_print_history_and_error_page_are_those_of_a_case_that_never_was(login, case, role):
    staff, row = login(role), case.documents.get()
    queries = {
        "ombud_document": f"?dokument={row.pk}&utskrift=1",
        "ombud_deadline_close": f"?frist={case.deadlines.get().pk}",
    }
    for name in sorted(EVERY - (DOORS if role == "manager" else set())):
        for method in ("get", "post"):
            nobody = uuid.uuid4()
            real = getattr(staff, method)(reverse(name, args=[case.pk]) + queries.get(name, ""))
            never = getattr(staff, method)(reverse(name, args=[nobody]) + queries.get(name, ""))
            assert _without(_bare(real), case.pk) == _without(_bare(never), nobody), (name, method)
            assert real.status_code == 404
    assert (len(EVERY) > 30, ReadEntry.objects.count()) == (True, 0)


COMPLETES = re.compile(r'<datalist|\slist="|role="combobox"|aria-autocomplete|\shx-(?:get|post)=')


def test_p10_no_field_completes_what_is_typed_and_no_address_answers_a_program(login, case):
    staff, found = login(user=case.ombud), {}
    paths = [reverse(name, args=[case.pk]) for name in sorted(EVERY)] + [*LISTS, *SEARCHES]
    for path in paths:
        answer = staff.get(path, headers={"accept": "application/json", "hx-request": "true"})
        kind, text = answer["Content-Type"].partition(";")[0], answer.content.decode()
        if kind != "text/html" or COMPLETES.search(text):
            found[path] = kind
    assert (found, len(paths) > len(EVERY)) == ({}, True)
    assert COMPLETES.search('<input name="q" list="names">') is not None  # the control


@pytest.mark.parametrize("method", ["get", "post"])
def test_p10_the_managers_doors_are_not_there_for_whom_the_case_keeps_out(login, case, method):
    manager = login("manager")
    Block.objects.create(case=case, user=manager.user, reason="Nabo")
    for name in sorted(DOORS - {"ombud_break_glass"}):
        nobody = uuid.uuid4()
        real, never = (getattr(manager, method)(reverse(name, args=[pk])) for pk in (case.pk, nobody))
        assert _without(_bare(real), case.pk) == _without(_bare(never), nobody)
        assert real.status_code == 404


@pytest.mark.parametrize("role", [*STAFF, "relative"])
def test_p10_the_export_and_the_clients_page_are_nobody_elses(login, case, role):
    other = login(role)
    assert other.get("/min-side/ombud/last-ned/").status_code == 404
    text = other.get("/min-side/ombud/").content.decode()
    assert [each for each in (NAME, WORDS, case.reference) if each in text] == []


@pytest.mark.parametrize("role", STAFF)
def test_p10_lists_searches_and_counts_tell_nothing(login, case, role):
    staff = login(role)
    for path in (*LISTS, *SEARCHES):
        text = staff.get(path).content.decode()
        found = [each for each in (NAME, WORDS, FILE, "Kontoret hun bruker") if each in text]
        assert found == [], path


@pytest.mark.parametrize("path", [*LISTS[:4], *SEARCHES])
def test_p10_another_ombuds_pages_are_the_same_whether_or_not_the_case_exists(login, case, path):
    other = login(user=OmbudUserFactory())
    with_it = _bare(other.get(path))
    HandOver.objects.all().delete()
    case.documents.all().delete()
    case.deadlines.all().delete()
    case.consents.all().delete()
    case.mandates.all().delete()
    case.delete()
    assert _bare(other.get(path)) == with_it


def test_p10_the_calendar_of_another_has_no_trace(client, login, case):
    feed = client.get(f"/kalender/{new_feed(OmbudUserFactory(), now=NOW)}.ics").content.decode()
    assert (case.reference in feed, "VEVENT" in feed) == (False, False)


def test_p10_the_calendar_ends_with_the_case_and_with_the_role(client, case):
    token, user = new_feed(case.ombud, now=NOW), case.ombud
    Block.objects.create(case=case, user=user, reason="Nabo")
    assert case.reference not in client.get(f"/kalender/{token}.ics").content.decode()
    user.roles = ["adviser"]
    user.save()
    assert client.get(f"/kalender/{token}.ics").status_code == 404


def test_p10_offices_and_failures_do_not_tell_who_uses_them(login, case):
    other = login(user=OmbudUserFactory())
    texts = [other.get(path).content.decode() for path in ("/intern/ombud/kontorer/", "/intern/ombud/systemfeil/")]
    assert [NAME in text or case.reference in text for text in texts] == [False, False]


def test_p10_the_managers_number_of_a_case_is_hidden_from_who_is_its_client(login, case):
    manager = login("manager")
    assert case.reference in manager.get("/intern/ombud/").content.decode()
    case.account = manager.user
    case.save()
    assert case.reference not in manager.get("/intern/ombud/").content.decode()
    case.account, case.ombud, case.status, case.opened_date = manager.user, None, "enquiry", None
    case.save()
    texts = [manager.get(path).content.decode() for path in ("/intern/", "/intern/ombud/", "/intern/ombud/ko/")]
    assert [case.reference in text for text in texts] == [False] * 3


def test_the_pulse_of_an_open_tab_ends_with_the_access_and_is_no_reading(login, case):
    staff, pulse = login(user=case.ombud), reverse("ombud_pulse", args=[case.pk])
    assert (staff.get(pulse).status_code, ReadEntry.objects.count()) == (204, 0)
    case.ombud = OmbudUserFactory()
    case.save()
    assert staff.get(pulse).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_managers_overview_asks_the_same_ten_questions_however_many(login, case, count, django_assert_num_queries):
    for number in range(count):
        ClientFactory(case=CaseFactory())
        CaseFactory(status="enquiry", opened_date=None, ombud=None, reference=f"2026-9{number}")
    manager = login("manager")
    manager.get("/intern/ombud/")
    with django_assert_num_queries(10):
        manager.get("/intern/ombud/")
