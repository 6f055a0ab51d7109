"""What cannot be done with a case any more, and to whom it cannot be given."""

import io
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.http import Http404
from PIL import Image

from ombud.models import Assignment, CalendarFeed, Case, Consent, Deadline, IntakeStop, NetworkPerson
from ombud.permissions import access_feed, access_office, digest, one_of
from ombud.services import (
    assignments,
    cases,
    contacts,
    deadlines,
    documents,
    enquiries,
    hand_overs,
    permits,
    printing,
    service,
)  # fmt: skip
from tests.conftest import NOW
from tests.ombud.factories import CaseFactory, NetworkPersonFactory, OmbudUserFactory, RuleFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def closed():
    case = CaseFactory()
    return cases.change_status(case, to="closed", reason="goal_reached", by=case.ombud, now=NOW)


def test_a_case_is_closed_once_with_a_reason_and_loses_its_deputy() -> None:
    case = CaseFactory(deputy=OmbudUserFactory(), deputy_until=TODAY)
    with pytest.raises(cases.NotThatStep):
        cases.change_status(case, to="closed", by=case.ombud, now=NOW)
    done = cases.change_status(case, to="closed", reason="goal_reached", by=case.ombud, now=NOW)
    assert (done.status, done.closed_date, done.deputy, done.deputy_until) == ("closed", TODAY, None, None)
    with pytest.raises(cases.NotThatStep):
        cases.change_status(case, to="active", by=case.ombud, now=NOW)


def test_an_enquiry_waits_and_is_given_to_one_ombud() -> None:
    case, first, second = (
        CaseFactory(status="enquiry", ombud=None, opened_date=None),
        OmbudUserFactory(),
        OmbudUserFactory(),
    )
    assert cases.keep_waiting(case, by=first, now=NOW).status == "waiting"
    assert cases.assign_case(case, to=first, by=first, now=NOW).ombud == first
    with pytest.raises(cases.NotThatStep):
        cases.assign_case(case, to=second, by=first, now=NOW)


@pytest.mark.parametrize("person", [{"roles": ["manager"]}, {"is_active": False}, None])
def test_only_ombuds_at_work_are_given_a_case(person) -> None:
    case = CaseFactory(status="enquiry", ombud=None, opened_date=None)
    with pytest.raises(cases.NotThatPerson):
        cases.assign_case(case, to=person and OmbudUserFactory(**person), by=None, now=NOW)


def test_who_is_kept_out_loses_the_case_and_is_not_given_it_again() -> None:
    deputy = OmbudUserFactory()
    case = CaseFactory(deputy=deputy, deputy_until=TODAY)
    blocks = {cases.keep_out(case, user=deputy, reason="Nabo", by=case.ombud, now=NOW).pk for _time in range(2)}
    case.refresh_from_db()
    assert (len(blocks), case.deputy) == (1, None)
    with pytest.raises(cases.NotThatPerson):
        cases.set_deputy(case, deputy=deputy, until=TODAY, by=case.ombud, now=NOW)


def test_the_ombud_is_neither_kept_out_nor_their_own_deputy() -> None:
    case = CaseFactory()
    for user in (case.ombud, None):
        with pytest.raises(cases.NotThatPerson):
            cases.keep_out(case, user=user, reason="Nabo", by=case.ombud, now=NOW)
    with pytest.raises(cases.NotThatPerson):
        cases.set_deputy(case, deputy=case.ombud, until=TODAY, by=case.ombud, now=NOW)


def test_a_closed_case_takes_no_contact_deadline_permit_or_ombud(closed) -> None:
    person = NetworkPersonFactory(case=closed)
    contact = contacts.Contact(occurred_at=NOW, minutes=5, mode="phone")
    plan = deadlines.Plan(rule=RuleFactory(), trigger_date=TODAY)
    agreed, span = permits.Agreed("Ja"), permits.Span(TODAY)
    for refusal, act in (
        (contacts.CaseClosed, lambda: contacts.log_contact(closed, contact=contact, by=closed.ombud, now=NOW)),
        (contacts.CaseClosed, lambda: deadlines.set_deadline(closed, plan=plan, by=closed.ombud, now=NOW)),
        (contacts.CaseClosed, lambda: permits.give_consent(
            closed, person=person, agreed=agreed, span=span, by=closed.ombud, now=NOW)),
        (hand_overs.CannotHandOver, lambda: hand_overs.hand_over(
            closed, to=OmbudUserFactory(), choice="all", note="", by=closed.ombud, now=NOW)),
    ):  # fmt: skip
        with pytest.raises(refusal):
            act()
    assert (closed.entries.count(), Deadline.objects.count(), Consent.objects.count()) == (0, 0, 0)


def test_an_assignment_needs_words_a_live_case_and_one_that_has_not_ended(closed) -> None:
    case, wish = CaseFactory(), assignments.Wish(words="Jeg vil ha en bolig.", category="housing")
    for refusal, where, what in (
        (assignments.WordsMissing, case, replace(wish, words=" \n")),
        (assignments.CaseClosed, closed, wish),
    ):
        with pytest.raises(refusal):
            assignments.open_assignment(where, wish=what, by=case.ombud, now=NOW)
    row = assignments.open_assignment(case, wish=wish, by=case.ombud, now=NOW)
    awaited = assignments.Awaited("client", since=TODAY + DAY)
    with pytest.raises(assignments.NobodyAwaited):
        assignments.move_assignment(row, progress=assignments.Progress("waiting", awaited=awaited), by=None, now=NOW)
    done = assignments.Progress("done", result="achieved")
    assignments.move_assignment(row, progress=done, by=case.ombud, now=NOW)
    with pytest.raises(assignments.AssignmentEnded):
        assignments.move_assignment(row, progress=done, by=case.ombud, now=NOW)
    stored = Assignment.objects.get()
    assert (stored.words, stored.status, stored.version) == (wish.words, "done", 1)


def test_a_consent_holds_until_it_is_withdrawn_once() -> None:
    case = CaseFactory()
    person = permits.add_person(case, relation="mother", name="Mor Eksempel", phone="", by=case.ombud, now=NOW)
    agreed = permits.Agreed("Dere kan avtale møter.", "Møter")
    given = permits.give_consent(
        case, person=person, agreed=agreed, span=permits.Span(TODAY), by=case.ombud, now=NOW
    )  # fmt: skip
    assert (NetworkPerson.objects.get().name, given.purpose, given.valid_to) == ("Mor Eksempel", "Møter", None)
    permits.withdraw(given, how="told_us", by=case.ombud, now=NOW)
    with pytest.raises(permits.AlreadyWithdrawn):
        permits.withdraw(given, how="told_us", by=case.ombud, now=NOW)


def test_an_exception_an_amendment_and_a_move_need_their_reason() -> None:
    case = CaseFactory()
    plain = contacts.Contact(occurred_at=NOW, minutes=5, mode="phone")
    hurried = contacts.Contact(occurred_at=NOW, minutes=5, mode="phone", exception="danger", exception_reason=" ")
    entry = contacts.log_contact(case, contact=plain, by=case.ombud, now=NOW)
    with pytest.raises(contacts.ReasonMissing):
        contacts.log_contact(case, contact=hurried, by=case.ombud, now=NOW)
    with pytest.raises(contacts.ReasonMissing):
        contacts.amend_contact(entry, text="  ", by=case.ombud, now=NOW)
    row = deadlines.set_deadline(
        case, plan=deadlines.Plan(rule=RuleFactory(), trigger_date=TODAY), by=case.ombud, now=NOW
    )
    with pytest.raises(deadlines.ProofMissing):
        deadlines.move_deadline(row, due_date=TODAY + DAY, reason=" ", by=case.ombud, now=NOW)


def test_an_intake_stop_ends_today_or_never_began() -> None:
    by = OmbudUserFactory()
    held = service.stop_intake(starts=TODAY - 9 * DAY, ends=None, text="Fullt", by=by, now=NOW)
    with pytest.raises(service.StopsOverlap):
        service.stop_intake(starts=TODAY, ends=None, text="Fullt", by=by, now=NOW)
    service.end_stop(held, by=by, now=NOW)
    coming = service.stop_intake(starts=TODAY + DAY, ends=None, text="Ferie", by=by, now=NOW)
    service.end_stop(coming, by=by, now=NOW)
    assert list(IntakeStop.objects.values_list("public_text", "ends_date")) == [("Fullt", TODAY - DAY)]


def test_nobody_is_put_in_the_queue_while_the_intake_is_stopped() -> None:
    service.stop_intake(starts=TODAY, ends=None, text="Vi tar inn igjen i januar.", by=OmbudUserFactory(), now=NOW)
    with pytest.raises(enquiries.IntakeStopped) as refusal:
        enquiries.receive_enquiry(enquiries.Enquiry(source="client", name="Marit", phone="+4799999999"), now=NOW)
    assert (refusal.value.message, Case.objects.count()) == ("Vi tar inn igjen i januar.", 0)


def test_a_picture_of_very_many_points_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (8_000, 5_001)).save(out, "PNG")
    with pytest.raises(documents.FileRefused):
        documents.clean_file(out.getvalue())


def test_what_is_not_there_is_not_found() -> None:
    for act in (
        lambda: access_office("ingen"),
        lambda: access_feed("ingen"),
        lambda: one_of(Deadline.objects.all(), "no key"),
        lambda: printing.with_watermark(SimpleNamespace(content_type="text/plain"), "Kopi"),
    ):
        with pytest.raises(Http404):
            act()


def test_the_calendar_of_somebody_who_is_no_ombud_any_more_is_gone() -> None:
    user = OmbudUserFactory()
    CalendarFeed.objects.create(user=user, token_digest=digest("hemmelig"))
    assert access_feed("hemmelig") == user
    user.roles = ["manager"]
    user.save()
    with pytest.raises(Http404):
        access_feed("hemmelig")
