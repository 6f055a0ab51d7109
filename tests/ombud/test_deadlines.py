"""Deadlines: their day, over Easter, 17 May, leap day and the nights the clock changes; reminders; closing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from ombud.messages import compose
from ombud.models import Deadline, SystemFailure
from ombud.services import cases, documents
from ombud.services import deadlines as services
from ombud.services.failures import NothingFailed, report_overrun
from pio.messaging.enums import MessageState
from pio.messaging.kinds import Drop
from pio.messaging.models import OutboxMessage
from tests.conftest import NOW
from tests.ombud.factories import CaseFactory, ClientFactory, OfficeFactory, OmbudUserFactory, RuleFactory

OSLO = ZoneInfo("Europe/Oslo")


@pytest.mark.parametrize(
    ("amount", "unit", "trigger", "due"),
    [
        (3, "weeks", date(2026, 11, 4), date(2026, 11, 25)),
        (6, "weeks", date(2026, 11, 4), date(2026, 12, 16)),
        (3, "weeks", date(2026, 3, 12), date(2026, 4, 7)),  # 2 April is Maundy Thursday; Easter Monday is the 6th
        (3, "weeks", date(2027, 4, 26), date(2027, 5, 18)),  # 17 May 2027 is a Monday, Whit Monday too
        (1, "months", date(2028, 1, 31), date(2028, 2, 29)),  # leap day
        (1, "months", date(2027, 1, 31), date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (1, "months", date(2026, 12, 31), date(2027, 2, 1)),  # 31 January 2027 is a Sunday
        (5, "working_days", date(2026, 3, 30), date(2026, 4, 9)),  # over Easter
        (1, "working_days", date(2026, 5, 15), date(2026, 5, 18)),  # 17 May 2026 is a Sunday
        (10, "days", date(2026, 3, 20), date(2026, 3, 30)),  # the night of 29 March has 23 hours
        (14, "days", date(2026, 10, 12), date(2026, 10, 26)),  # the night of 25 October has 25
    ],
)
def test_due_date_is_a_working_day_by_the_rule(amount, unit, trigger, due):
    rule = RuleFactory.build(amount=amount, unit=unit)
    assert services.due_date_of(rule, trigger) == due


def _set(case, days=7, **plan):
    due = NOW.date() + timedelta(days=days)
    values = {"trigger_date": NOW.date(), "due_date": due, "title": "Møte"} | plan
    return services.set_deadline(case, plan=services.Plan(**values), by=case.ombud, now=NOW)


@pytest.mark.django_db
def test_reminders_come_at_eight_seven_three_one_and_no_days_before():
    row = _set(CaseFactory(), days=8)
    times = [each.send_after.astimezone(OSLO) for each in OutboxMessage.objects.filter(target=row.pk)]
    wanted = [datetime(2026, 11, 25 if n == 7 else 29, 8, tzinfo=OSLO) for n in (7, 3)]
    wanted += [datetime(2026, 12, day, 8, tzinfo=OSLO) for day in (1, 2)]
    assert sorted(times) == wanted


@pytest.mark.django_db
def test_a_reminder_goes_to_the_ombud_and_names_nobody():
    case = CaseFactory()
    ClientFactory(case=case)
    row = _set(case)
    message = compose(OutboxMessage.objects.filter(target=row.pk).first(), NOW)
    assert message.to == case.ombud.email
    assert ("Marit" in message.body + message.subject, "Møte" in message.body + message.subject) == (False, False)
    assert case.reference in message.body


@pytest.mark.django_db
def test_reminders_keep_eight_oclock_over_the_night_the_clock_changes():
    case, due = CaseFactory(), date(2027, 3, 31)  # the clock is put forward on the 28th
    now = datetime(2027, 3, 20, 12, tzinfo=OSLO)
    plan = services.Plan(now.date(), due_date=due, title="Møte")
    row = services.set_deadline(case, plan=plan, by=case.ombud, now=now)
    hours = [each.send_after.astimezone(UTC).strftime("%d %H") for each in _sent_about(row)]
    assert hours == ["24 07", "28 06", "30 06", "31 06"]


def _sent_about(row, part="reminder"):
    return OutboxMessage.objects.filter(target=row.pk, part=part).order_by("send_after")


@pytest.mark.django_db
def test_a_deputy_is_reminded_on_the_days_they_stand_in_and_never_after():
    case, deputy, other = CaseFactory(), OmbudUserFactory(), OmbudUserFactory()
    before = _set(case, days=8)
    name = {"until": NOW.date() + timedelta(days=5), "by": case.ombud, "now": NOW}
    cases.set_deputy(case, deputy=deputy, **name)
    after = _set(case, days=8)
    for row in (before, after):
        days = [each.send_after.astimezone(OSLO).date() for each in _sent_about(row, "deputy")]
        assert days == [date(2026, 11, 25), date(2026, 11, 29)]
        assert _sent_about(row).count() == 4
    first = _sent_about(before, "deputy")[0]
    assert compose(first, NOW).to == deputy.email
    cases.set_deputy(case, deputy=other, **name)
    assert compose(first, NOW).to == other.email
    assert compose(first, NOW + timedelta(days=6)) == Drop("nobody")
    cases.set_deputy(case, deputy=None, **name | {"until": None})
    assert compose(first, NOW) == Drop("nobody")


@pytest.mark.django_db
def test_a_deputys_reminders_move_and_end_with_the_deadline():
    case = CaseFactory(deputy=OmbudUserFactory(), deputy_until=NOW.date() + timedelta(days=60))
    row = _set(case, days=8)
    day = NOW.date() + timedelta(days=20)
    services.move_deadline(row, due_date=day, reason="Lenger tid", by=case.ombud, now=NOW)
    live = _sent_about(row, "deputy").filter(state=MessageState.PENDING)
    assert [each.send_after.astimezone(OSLO).date() for each in live] == [day - timedelta(days=n) for n in (7, 3, 1, 0)]
    services.close_deadline(row, is_kept=True, reason="Sendt", by=case.ombud, now=NOW)
    assert _sent_about(row, "deputy").filter(state=MessageState.PENDING).count() == 0


@pytest.mark.django_db
def test_closing_takes_proof_or_reason_and_ends_the_reminders():
    case = CaseFactory()
    row = _set(case)
    with pytest.raises(services.ProofMissing):
        services.close_deadline(row, is_kept=True, reason=" ", by=case.ombud, now=NOW)
    services.close_deadline(row, is_kept=True, reason="Sendt i posten", by=case.ombud, now=NOW)
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {MessageState.CANCELLED}
    with pytest.raises(services.DeadlineClosed):
        services.close_deadline(row, is_kept=True, reason="Igjen", by=case.ombud, now=NOW)


@pytest.mark.django_db
def test_a_deadline_does_not_end_before_it_begins():
    with pytest.raises(services.DueBeforeStart):
        _set(CaseFactory(), days=-1)
    assert Deadline.objects.count() == 0


@pytest.mark.django_db
def test_an_overrun_becomes_evidence_once_and_without_a_way_back():
    case = CaseFactory()
    row = _set(case, days=3, whose="office", office=OfficeFactory())
    with pytest.raises(NothingFailed):
        report_overrun(row, by=case.ombud, now=NOW)
    later = NOW + timedelta(days=13)
    failure = report_overrun(row, by=case.ombud, now=later)
    assert (failure.days_over, failure.month, failure.municipality) == (10, date(2026, 12, 1), "0301")
    with pytest.raises(NothingFailed):
        report_overrun(row, by=case.ombud, now=later)
    assert not {"case", "deadline"} & {field.name for field in SystemFailure._meta.get_fields()}


@pytest.fixture
def pages(login, at):
    """The pages of one open deadline: its ombud's client, the row, and how to post to one of them."""
    at(NOW)
    row = _set(ClientFactory().case)
    client = login(user=row.case.ombud)

    def post(name, **data):
        return client.post(reverse(f"ombud_deadline_{name}", args=[row.case_id]) + f"?frist={row.pk}", data)

    return client, row, post


@pytest.mark.django_db
def test_a_deadline_moves_from_its_page_with_a_reason_and_the_reminders_follow(pages):
    client, row, post = pages
    day = NOW.date() + timedelta(days=21)
    assert post("move", due_date=day.isoformat(), reason="").status_code == 422
    assert post("move", due_date="2026-11-01", reason="For tidlig").status_code == 422
    assert post("move", due_date=day.isoformat(), reason="NAV ga oss lenger tid", version="0").status_code == 302
    row.refresh_from_db()
    assert (row.due_date, row.moved_reason, row.sequence) == (day, "NAV ga oss lenger tid", 1)
    live = OutboxMessage.objects.filter(target=row.pk, state=MessageState.PENDING)
    assert {each.target_version for each in live} == {1}
    page = client.get(reverse("ombud_deadlines", args=[row.case_id])).content.decode()
    assert "Flyttet: NAV ga oss lenger tid" in page


@pytest.mark.django_db
def test_two_who_move_one_deadline_see_both_days(pages):
    _client, row, post = pages
    post("move", due_date="2026-12-10", reason="NAV ga oss lenger tid", version="0")
    answer = post("move", due_date="2026-12-20", reason="Vi trenger mer", version="0")
    text = answer.content.decode()
    row.refresh_from_db()
    assert (answer.status_code, row.due_date) == (409, date(2026, 12, 10))
    assert ("<td>10.12.2026</td><td>20.12.2026</td>" in text, "Vi trenger mer" in text) == (True, True)
    again = post("move", due_date="2026-12-20", reason="Vi trenger mer", version="1")
    row.refresh_from_db()
    assert (again.status_code, row.due_date) == (302, date(2026, 12, 20))


@pytest.mark.django_db
def test_the_page_closes_by_proof_or_by_reason_and_keeps_both_reasons(pages):
    _client, row, post = pages
    post("move", due_date="2026-12-10", reason="NAV ga oss lenger tid")
    assert post("close", is_kept="yes", reason="", proof="").status_code == 422
    clean = documents.Clean(b"%PDF-", documents.PDF)
    proof = documents.add_document(
        row.case, kind="proof", title="Kvittering fra NAV", file=clean, by=row.case.ombud, now=NOW
    )
    assert post("close", is_kept="yes", reason="", proof=str(proof.pk)).status_code == 302
    row.refresh_from_db()
    assert (row.is_kept, row.proof, row.closed_reason, row.moved_reason) == (True, proof, None, "NAV ga oss lenger tid")
    assert post("close", is_kept="no", reason="Igjen", proof="").status_code == 422
    assert post("move", due_date="2026-12-12", reason="Igjen").status_code == 404
