"""The client's own side: with an account, and by a printed code without one (no cookie, no oracle, revocable)."""

import json
import re
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from ombud.models import Assignment, Case
from ombud.services import codes, contacts, permits
from pio.accounts.models import User
from pio.audit.services import log_read
from pio.core import floods
from tests.conftest import NOW
from tests.ombud.factories import (
    AssignmentFactory,
    ClientFactory,
    ConsentFactory,
    MandateFactory,
    NetworkPersonFactory,
)  # fmt: skip

pytestmark = pytest.mark.django_db
BY_CODE, ACCOUNT = "/personlig-ombud/min-sak/", "/min-side/ombud/"
FACTS, SECRET = "Vi snakket om møtet.", "Hemmelig for klienten"


@pytest.fixture(autouse=True)
def _stand_still(at):
    at(NOW)
    codes.TRIES.refill()


@pytest.fixture
def case():
    found = ClientFactory().case
    for facts, reason in ((FACTS, ""), (SECRET, "Om en annen person")):
        contact = contacts.Contact(NOW - timedelta(hours=1), 20, "phone", facts=facts, not_shared_reason=reason)
        contacts.log_contact(found, contact=contact, by=found.ombud, now=NOW)
    return found


@pytest.fixture
def code(case):
    return codes.make_code(case, by=case.ombud, now=NOW)


def test_a_code_that_is_used_again_the_same_day_writes_the_day_once(case, code, django_assert_num_queries):
    codes.open_by_code(code, now=NOW)
    case.refresh_from_db()
    assert case.code_used_date == NOW.date()
    with django_assert_num_queries(4):  # begin, find and lock, let go, read: nothing is written
        assert codes.open_by_code(code, now=NOW) == case
    codes.open_by_code(code, now=NOW + timedelta(days=1))
    case.refresh_from_db()
    assert case.code_used_date == NOW.date() + timedelta(days=1)


@pytest.fixture
def by_code(client):
    """Post to the page of the code: the first time with the code, later with the pass of the page that came back."""
    page = {"text": ""}

    def post(**data):
        token = re.search(r'name="form_token" value="([^"]+)"', client.get(BY_CODE).content.decode())[1]
        sealed = re.search(r'name="pass" value="([^"]+)"', page["text"])
        carried = {"pass": sealed[1]} if sealed and "code" not in data else {}
        answer = client.post(BY_CODE, {"form_token": token} | carried | data)
        if answer.status_code in {200, 422} and data.get("act") != "export":
            page["text"] = answer.content.decode()
        return answer

    return post


@pytest.fixture
def account(login, code):
    """Post as the client who has joined the case to an account."""
    client = login("relative")
    assert client.post(ACCOUNT, {"code": code}).status_code == 302
    return client


@pytest.fixture(params=["account", "code"])
def send(request):
    """One act of the client's page, by either way in."""
    if request.param == "account":
        client = request.getfixturevalue("account")
        return lambda **data: client.post(ACCOUNT, data, follow=True)
    by_code = request.getfixturevalue("by_code")
    by_code(code=request.getfixturevalue("code"))
    return by_code


def test_both_ways_show_the_same_and_leave_out_what_is_not_shared(account, case, client):
    AssignmentFactory(case=case, goal="Et sted å bo før jul")
    log_read(by=case.ombud, subject=case, verb="ombud.case", now=NOW)
    mine = _bare(account.get(ACCOUNT).content.decode())
    code = codes.make_code(case, by=case.ombud, now=NOW)
    token = re.search(r'name="form_token" value="([^"]+)"', client.get(BY_CODE).content.decode())[1]
    answer = client.post(BY_CODE, {"form_token": token, "code": code})
    assert _bare(answer.content.decode()) == mine
    shown = [each for each in (FACTS, "Et sted å bo før jul", case.ombud.name, SECRET) if each in mine]
    assert shown == [FACTS, "Et sted å bo før jul", case.ombud.name]
    assert (dict(answer.cookies), answer["Cache-Control"], answer.has_header("Vary")) == ({}, "no-store", False)


def _bare(text):
    """The client's sections, without what guards their forms."""
    text = re.sub(r"\s+<", "<", text)
    text = text[text.index('<section class="stack" aria-labelledby="op">') :]
    text = text[: text.index("</ol></section>", text.index('aria-labelledby="hv"'))]
    hidden = r'<input type="hidden" name="(?:form_token|pass|csrfmiddlewaretoken)"[^>]*>'
    return re.sub(r'<div class="hp".*?</div>', "", re.sub(hidden, "", text))


def test_confirming_and_withdrawing(send, case):
    mandate, consent = MandateFactory(case=case), ConsentFactory(person=NetworkPersonFactory(case=case))
    wish = AssignmentFactory(case=case)
    send(act="confirm", kind="mandate", permit=str(mandate.pk))
    send(act="confirm", assignment=str(wish.pk))
    answer = send(act="withdraw", kind="consent", permit=str(consent.pk))
    for row in (mandate, consent, wish):
        row.refresh_from_db()
    assert (mandate.confirmed_date, wish.confirmed_date) == (NOW.date(), NOW.date())
    assert (consent.withdrawn_at, consent.withdrawn_how) == (NOW, "client")
    assert "Trukket. Ombudet kan ikke ta kontakt lenger." in answer.content.decode()


def test_a_second_withdrawal_is_refused_with_a_sentence(send, case):
    mandate = MandateFactory(case=case)
    permits.withdraw(mandate, how="oral", by=case.ombud, now=NOW)
    answer = send(act="withdraw", kind="mandate", permit=str(mandate.pk))
    assert (answer.status_code, "Den er allerede trukket." in answer.content.decode()) == (422, True)


def test_the_clients_own_remark_stands_beside_the_note(send, case):
    entry = case.entries.get(not_shared=False)
    assert send(act="remark", entry=str(entry.pk), text=" ").status_code == 422
    answer = send(act="remark", entry=str(entry.pk), text="Jeg husker det annerledes.")
    assert [each.text for each in entry.remarks.all()] == ["Jeg husker det annerledes."]
    assert "Jeg husker det annerledes." in answer.content.decode()
    too_long = "a" * 4001
    answer = send(act="remark", entry=str(entry.pk), text=too_long)
    assert (answer.status_code, too_long in answer.content.decode()) == (422, True)


def test_a_note_that_is_not_shared_takes_no_remark(send, case):
    hidden = case.entries.get(not_shared=True)
    assert send(act="remark", entry=str(hidden.pk), text="x").status_code == 404


def test_the_client_begins_and_ends_what_they_want(send, case):
    answer = send(act="wish", words="Jeg vil ha et sted å bo.", category="")
    text = answer.content.decode()
    assert (answer.status_code, "Jeg vil ha et sted å bo." in text, "<title>Feil:" in text) == (422, True, True)
    assert send(act="wish", words="Jeg vil ha et sted å bo.", goal="Egen dør", category="housing").status_code == 200
    row = Assignment.objects.get()
    assert (row.words, row.goal, row.opened_by, row.confirmed_date) == (
        "Jeg vil ha et sted å bo.", "Egen dør", "client", NOW.date(),
    )  # fmt: skip
    assert send(act="end", assignment=str(row.pk)).status_code == 422
    send(act="end", assignment=str(row.pk), how="done", rating="5")
    row.refresh_from_db()
    assert (row.status, row.closed_by, row.result, row.rating) == ("done", "client", "achieved", 5)


def test_the_export_has_everything_but_what_is_not_shared(by_code, code, case, account):
    MandateFactory(case=case)
    contacts.remark_on(case.entries.get(not_shared=False), text="Mitt syn", by=None, now=NOW)
    mine = account.get(f"{ACCOUNT}last-ned/")
    fresh = codes.make_code(case, by=case.ombud, now=NOW)
    by_code(code=fresh)
    answer = by_code(act="export")
    assert (answer.content, answer["Cache-Control"]) == (mine.content, "no-store")
    data = json.loads(answer.content)
    assert [each["facts"] for each in data["log"]] == [FACTS]
    assert [each["text"] for each in data["log"][0]["my_remarks"]] == ["Mitt syn"]
    assert (len(data["mandates"]), SECRET in answer.content.decode()) == (1, False)


def test_another_clients_rows_are_not_there(send, case):
    other = ClientFactory().case
    mandate, wish = MandateFactory(case=other), AssignmentFactory(case=other)
    assert send(act="withdraw", kind="mandate", permit=str(mandate.pk)).status_code == 404
    assert send(act="end", assignment=str(wish.pk), how="done").status_code == 404
    assert send(act="drop").status_code == 404


def test_a_page_of_an_account_without_a_case_has_no_acts_and_no_file(login):
    client = login("relative")
    assert client.post(ACCOUNT, {"act": "wish", "words": "x", "category": "housing"}).status_code == 422
    assert client.get(f"{ACCOUNT}last-ned/").status_code == 404


def test_a_code_that_is_wrong_ended_or_taken_back_gets_one_answer(by_code, code, case, at):
    answers = [by_code(code="00000-00000-00000-00000").content]
    codes.revoke_code(case, by=case.ombud, now=NOW)
    answers.append(by_code(code=code).content)
    fresh = codes.make_code(case, by=case.ombud, now=NOW)
    at(NOW + codes.HOLDS + timedelta(days=1))
    answers.append(by_code(code=fresh).content)
    typed = [re.sub(r' value="[^"]*"', "", each.decode()) for each in answers]
    assert typed[1:] == typed[:1] * 2


def test_the_last_day_still_opens(by_code, code, at):
    at(NOW + codes.HOLDS)
    assert "Saken min" in by_code(code=code.lower().replace("-", " ")).content.decode()


def test_taking_the_code_back_closes_the_page_that_is_open(by_code, code, case):
    by_code(code=code)
    codes.revoke_code(case, by=case.ombud, now=NOW)
    answer = by_code(act="wish", words="x", category="housing")
    assert (answer.status_code, FACTS in answer.content.decode(), Assignment.objects.count()) == (200, False, 0)


def test_an_open_page_closes_after_half_an_hour(by_code, code, at):
    by_code(code=code)
    at(NOW + timedelta(minutes=31))
    assert FACTS not in by_code(act="wish", words="x", category="housing").content.decode()
    assert Assignment.objects.count() == 0


def test_tries_are_few_for_everybody_together(by_code, code, monkeypatch):
    tries, standing = 0, time.monotonic()  # else there is one more try after two seconds
    monkeypatch.setattr(floods, "time", SimpleNamespace(monotonic=lambda: standing))
    while codes.TRIES.take():
        tries += 1
    right, wrong = by_code(code=code), by_code(code="00000-00000-00000-00000")
    assert (tries, right.status_code, wrong.status_code) == (codes.TRIES.a_minute, 429, 429)


def test_the_code_is_kept_as_a_digest_only(code, case):
    case.refresh_from_db()
    assert code.replace("-", "").encode() not in bytes(case.code_digest)
    assert (len(bytes(case.code_digest)), case.code_until) == (32, NOW.date() + codes.HOLDS)


def test_the_ombud_makes_shows_once_and_takes_back(login, case):
    staff, page = login(user=case.ombud), reverse("ombud_code", args=[case.pk])
    text = staff.post(page).content.decode()
    shown = re.search(r"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}", text)[0]
    assert codes.open_by_code(shown, now=NOW) == case
    later = staff.get(page).content.decode()
    assert (shown in later, "Sist brukt 24. november." in later) == (False, True)
    assert staff.post(page, {"act": "revoke"}).status_code == 302
    with pytest.raises(codes.UnknownCode):
        codes.open_by_code(shown, now=NOW)


def test_a_code_joins_one_account_once_and_never_the_ombuds(case, code):
    with pytest.raises(codes.UnknownCode):
        codes.join_case(case.ombud, code=code, now=NOW)
    person = User.objects.create(email="klient@example.org", roles=["relative"], created_on=NOW.date())
    codes.join_case(person, code=code, now=NOW)
    with pytest.raises(codes.UnknownCode):
        codes.join_case(person, code=code, now=NOW)
    assert Case.objects.get(account=person) == case


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_questions_however_long_the_log(account, case, count, django_assert_num_queries):
    for _n in range(count):
        AssignmentFactory(case=case)
        MandateFactory(case=case)
        contact = contacts.Contact(NOW, 5, "phone", facts="x")
        contacts.log_contact(case, contact=contact, by=case.ombud, now=NOW)
    account.get(ACCOUNT)
    with django_assert_num_queries(11):
        account.get(ACCOUNT)
