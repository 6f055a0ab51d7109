"""The case's steps, its review, what runs out, rules to verify, and two who change an office or a rule."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.urls import reverse

from ombud.enums import CASE_TRANSITIONS, IN_QUEUE, CaseStatus
from ombud.models import Case, Consent, DeadlineRule, Mandate, Office
from ombud.selectors import desk
from ombud.services import cases
from ombud.services import service as services
from tests.conftest import NOW
from tests.ombud.factories import (
    CaseFactory,
    ClientFactory,
    ConsentFactory,
    MandateFactory,
    NetworkPersonFactory,
    OfficeFactory,
    OmbudUserFactory,
    RuleFactory,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]
TODAY = NOW.date()
STEPS = {
    "enquiry": {"waiting", "closed"}, "waiting": {"closed"}, "first_talks": {"active", "paused", "closed"},
    "active": {"paused", "closed"}, "paused": {"active", "closed"}, "closed": set(),
}  # fmt: skip
"""Without the step that an assignment to an ombud makes: to first talks."""


def _case(status):
    opened = None if status in IN_QUEUE else TODAY
    closed = {"closed_date": TODAY, "close_reason": "moved"} if status == "closed" else {}
    return CaseFactory(status=status, opened_date=opened, **closed)


@pytest.mark.parametrize(
    ("start", "end"), [pair for pair in product(CaseStatus.values, repeat=2) if pair[0] != pair[1]]
)
def test_a_case_goes_only_where_the_table_leads(start, end):
    case = _case(start)
    allowed = end in STEPS[start] or (start in IN_QUEUE and end == "first_talks")
    assert (end in CASE_TRANSITIONS[start]) is allowed
    if end == "first_talks" and allowed:
        cases.assign_case(case, to=case.ombud, by=case.ombud, now=NOW)
    elif allowed:
        cases.change_status(case, to=end, reason="moved", by=case.ombud, now=NOW)
    else:
        with pytest.raises(cases.NotThatStep):
            cases.change_status(case, to=end, reason="moved", by=case.ombud, now=NOW)
    case.refresh_from_db()
    assert case.status == (end if allowed else start)


def test_the_review_comes_back_every_half_year(login, send, case):
    asked = cases.assign_case(_case("waiting"), to=OmbudUserFactory(), by=case.ombud, now=NOW)
    assert asked.review_date == TODAY + timedelta(days=182)
    Case.objects.filter(pk=case.pk).update(review_date=TODAY)
    staff = login(user=case.ombud)
    button = "Vi har gått gjennom saken"
    shown = [staff.get(path).content.decode() for path in ("/intern/ombud/", case.get_absolute_url())]
    assert ("Halvårlig gjennomgang" in shown[0], button in shown[1]) == (True, True)
    assert send("ombud_review", {}).status_code == 302
    case.refresh_from_db()
    assert case.review_date == TODAY + timedelta(days=182)
    assert button not in staff.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("days", "is_listed"), [(-31, False), (-30, True), (0, True), (30, True), (31, False)])
def test_mandates_and_consents_that_end_within_thirty_days_stand_on_the_desk(case, days, is_listed):
    end = {"valid_from": TODAY - timedelta(days=90), "valid_to": TODAY + timedelta(days=days)}
    MandateFactory(case=case, **end)
    ConsentFactory(person=NetworkPersonFactory(case=case), **end)
    withdrawn = {"withdrawn_at": NOW, "withdrawn_how": "oral"}
    MandateFactory(case=case, **end, **withdrawn)
    found = {type(each) for each in desk(case.ombud, now=NOW).expiring}
    assert found == ({Mandate, Consent} if is_listed else set())


def test_rules_that_are_not_certain_wait_for_the_manager_until_verified_or_followed(login):
    DeadlineRule.objects.all().delete()
    sure, unsure, old = RuleFactory(), RuleFactory(is_certain=False), RuleFactory(review_date=TODAY - timedelta(days=1))
    manager = login("manager")
    assert set(DeadlineRule.objects.to_verify(today=TODAY)) == {unsure, old}
    page = manager.get(reverse("ombud_rules")).content.decode()
    assert page.count("Må kontrolleres") == 2
    manager.post(reverse("ombud_rules"), {"rule": str(unsure.pk)})
    unsure.refresh_from_db()
    assert (unsure.is_certain, unsure.review_date) == (True, TODAY + timedelta(days=365))
    values = {"valid_from": TODAY, "amount": 4, "unit": "weeks", "source": "Ny lov", "review_date": date(2027, 6, 1)}
    services.follow_rule(old, values=values, by=manager.user, now=NOW)
    assert list(DeadlineRule.objects.to_verify(today=TODAY)) == []
    assert "Må kontrolleres" not in manager.get(reverse("ombud_rules")).content.decode()
    assert set(DeadlineRule.objects.on(TODAY)) == {sure, unsure, DeadlineRule.objects.get(source="Ny lov")}


def test_two_who_change_one_rule_do_not_leave_two_that_hold_at_once(login):
    rule, manager = RuleFactory(), login("manager")
    data = {"amount": "4", "unit": "weeks", "source": "Ny lov", "review_date": "2027-06-01"}
    path = f"{reverse('ombud_rule_change')}?regel={rule.pk}"
    answers = [manager.post(path, data | {"valid_from": day}).status_code for day in ("2026-12-01", "2026-12-15")]
    assert answers == [302, 422]
    rows = DeadlineRule.objects.filter(code=rule.code).order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(rows) == [(date(2017, 1, 1), date(2026, 11, 30)), (date(2026, 12, 1), None)]


def test_a_rule_is_not_followed_from_before_it_holds(login):
    rule, manager = RuleFactory(valid_from=date(2026, 11, 1)), login("manager")
    values = {"amount": 4, "unit": "weeks", "source": "Ny lov", "review_date": date(2027, 6, 1)}
    for day in (date(2026, 10, 31), date(2026, 11, 1)):
        with pytest.raises(services.RuleBeforeTheOld):
            services.follow_rule(rule, values=values | {"valid_from": day}, by=manager.user, now=NOW)
    new = services.follow_rule(rule, values=values | {"valid_from": date(2026, 11, 2)}, by=manager.user, now=NOW)
    rule.refresh_from_db()
    assert (rule.valid_to, new.valid_from, new.code) == (date(2026, 11, 1), date(2026, 11, 2), rule.code)


def test_a_new_office_gets_an_address_of_its_own_from_its_name(login):
    ombud, path = login("ombud"), reverse("ombud_office_new")
    for name in ("NAV Østre Bærum", "NAV Østre Bærum", "Nytt", "中心"):
        assert ombud.post(path, {"name": name, "service": "nav", "is_active": "on"}).status_code == 302
    slugs = ["nav-ostre-baerum", "nav-ostre-baerum-2", "nytt-2", "kontor"]
    assert sorted(Office.objects.values_list("slug", flat=True)) == sorted(slugs)
    pages = [ombud.get(reverse("ombud_office", args=[slug])).status_code for slug in slugs]
    assert (pages, ombud.get(path).context["form"].is_bound) == ([200] * 4, False)


def test_two_who_change_one_office_see_both_versions(login):
    office, ombud = OfficeFactory(name="Kontoret"), login("ombud")
    path = reverse("ombud_office", args=[office.slug])
    data = {"name": "Kontoret", "service": "nav", "is_active": "on", "version": "0"}
    assert ombud.post(path, data | {"address": "Gata 1"}).status_code == 302
    answer = ombud.post(path, data | {"address": "Gata 2"})
    text = answer.content.decode()
    assert (answer.status_code, "<td>Gata 1</td>" in text, "<td>Gata 2</td>" in text) == (409, True, True)
    assert Office.objects.get().address == "Gata 1"
    assert ombud.post(path, data | {"address": "Gata 2", "version": "1"}).status_code == 302
    assert (Office.objects.get().address, Office.objects.get().slug) == ("Gata 2", office.slug)


def test_the_case_says_how_the_client_is_reached_safely(login):
    client = ClientFactory(phone_is_safe=False, may_say_who=False, avoid="Etter klokka 16", address="Gata 1")
    case = client.case
    case.language, case.needs_interpreter = "Somali", True
    case.save()
    text = login(user=case.ombud).get(case.get_absolute_url()).content.decode()
    box = " ".join(text[text.index('aria-labelledby="re"') : text.index('aria-labelledby="fr"')].split())
    said = (
        ">999 99 999<br>", client.email, "Gata 1", "Ikke si hvem du er hvis noen andre svarer.", "Etter klokka 16",
        "<b>Språk:</b> Somali, <b>trenger tolk</b>",
    )  # fmt: skip
    assert [each for each in said if each not in box] == []
    assert (box.count(">Ikke trygt<"), box.count(">Trygt<")) == (2, 1)
    assert "tel:" not in box
    client.phone_is_safe = True
    client.save()
    text = login(user=case.ombud).get(case.get_absolute_url()).content.decode()
    assert '<a class="nb" href="tel:+4799999999">999 99 999</a>' in text


def test_the_case_says_when_no_way_is_known(login):
    client = ClientFactory(phone=None, email=None, address=None)
    text = login(user=client.case.ombud).get(client.case.get_absolute_url()).content.decode()
    assert text.count("Verken telefon, e-post eller adresse er skrevet ned ennå.") == 1


@pytest.mark.parametrize(
    ("days", "on_the_start", "in_the_queue"),
    [(0, ">I dag<", "Kom i dag"), (1, ">1 dag<", "Har ventet 1 dag\n"), (6, ">6 dager<", "Har ventet 6 dager\n")],
)
def test_how_long_somebody_has_asked_is_read_as_it_is_said(login, at, days, on_the_start, in_the_queue):
    at(NOW)
    CaseFactory(status="enquiry", ombud=None, enquired_date=NOW.date() - timedelta(days=days), opened_date=None)
    manager = login("manager")
    assert on_the_start in manager.get("/intern/").content.decode()
    assert in_the_queue in manager.get("/intern/ombud/ko/").content.decode()
