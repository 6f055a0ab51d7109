"""What staff cannot do with courses, and what a second press changes: nothing."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from courses.enums import Receivers
from courses.models import Presence, Registration, SurveyQuestion
from courses.services import attendance, broadcasts, evenings, moves, offerings, surveys
from courses.services.evenings import EveningOver, Plan
from courses.services.offerings import NotPossible
from courses.services.registrations import PartyDoesNotFit, change_party, sign_up
from pio.core.public import form_token
from pio.messaging.models import OutboxMessage
from pio.scheduling.models import Reservation, Resource
from tests.conftest import NOW
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(login, at):
    at(NOW)
    return login("course_host")


@pytest.fixture
def by(host):
    return host.user


def told(part: str) -> int:
    return OutboxMessage.objects.filter(kind="course_change", part__startswith=part).count()


@pytest.mark.parametrize(
    "name", ["courses_staff_offering", "courses_change", "courses_roll", "courses_staff_registration", "courses_merge"]
)
def test_what_is_not_there_is_not_found(host, name):
    address = reverse(name, args=[uuid4()])
    assert (host.get(address).status_code, host.post(address).status_code) in {(404, 404), (405, 404)}


def test_nobody_signs_up_for_a_draft(client, now):
    draft = offering(now, status="draft")
    path = f"/kurs/{draft.slug}/"
    data = {"form_token": form_token(path), "email": "a@example.org"}
    assert client.post(path, data, headers={"Origin": "http://testserver"}).status_code == 404
    assert draft.registrations.count() == 0


def test_change_moves_the_reservations_to_the_new_room(now, by):
    old, new = (Resource.objects.create(kind="room", name=name) for name in ("Storstua", "Lillestua"))
    course = offering(now, evenings=2, room=old)
    evenings.reserve(course, list(course.evenings.all()), now=now)
    changed = offerings.change_offering(course, {"title": "Nytt navn", "room": new}, hosts=[by], by=by, now=now)
    assert (changed.title, changed.sequence, list(changed.hosts.all())) == ("Nytt navn", 1, [by])
    booked = Reservation.objects.filter(status="booked", resource__kind="room")
    assert list(booked.values_list("resource__name", flat=True)) == ["Lillestua", "Lillestua"]


def test_nothing_is_published_without_an_evening_to_come(now, by):
    over = offering(now, status="draft", days_ahead=-3)
    with pytest.raises(NotPossible):
        offerings.publish(over, by=by, now=now)
    over.refresh_from_db()
    assert over.status == "draft"


def test_a_course_is_taken_back_to_a_draft_only_while_nobody_has_signed_up(now, by):
    course = offering(now)
    assert offerings.unpublish(course, by=by).status == "draft"
    offerings.publish(course, by=by, now=now)
    sign_up(course.pk, person(1), now=now)
    with pytest.raises(NotPossible):
        offerings.unpublish(course, by=by)
    course.refresh_from_db()
    assert course.status == "published"


def test_cancelling_twice_is_refused_and_tells_nobody_again(now, by):
    course = offering(now)
    sign_up(course.pk, person(1), now=now)
    offerings.cancel(course, reason="Sykdom", by=by, now=now)
    with pytest.raises(NotPossible):
        offerings.cancel(course, reason="Sykdom", by=by, now=now)
    assert told("cancelled") == 1


def test_a_copy_takes_the_own_questions_along_and_needs_an_evening(now, by):
    course = offering(now)
    surveys.add_question(course, kind="choice", text="Passet tiden?", options="Ja\nNei")
    made = offerings.copy(course, first=date(2027, 6, 1), by=by, now=now)
    assert list(made.questions.values_list("position", "kind", "text", "options")) == [
        (1, "choice", "Passet tiden?", "Ja\nNei")
    ]
    evenings.cancel_evening(course.evenings.get(), by=by, now=now)
    with pytest.raises(NotPossible):
        offerings.copy(course, first=date(2027, 7, 1), by=by, now=now)


def test_an_evening_that_is_held_or_cancelled_stays(now, by):
    course = offering(now, days_ahead=-3)
    held = course.evenings.get()
    later = Plan(now + timedelta(days=3), now + timedelta(days=3, hours=2), "", "", "")
    with pytest.raises(EveningOver):
        evenings.change_evening(held, later, by=by, now=now)
    with pytest.raises(EveningOver):
        evenings.cancel_evening(held, by=by, now=now)


def test_other_words_for_an_evening_tell_nobody(now, by):
    course = offering(now)
    sign_up(course.pk, person(1), now=now)
    evening = course.evenings.get()
    same_time = Plan(evening.starts_at, evening.ends_at, "Nye ord", "", "")
    changed = evenings.change_evening(evening, same_time, by=by, now=now)
    assert (changed.title, changed.sequence, told("moved")) == ("Nye ord", 0, 0)


def test_an_evening_cancelled_twice_is_cancelled_once(now, by):
    course = offering(now, evenings=2)
    sign_up(course.pk, person(1), now=now)
    evening = course.evenings.first()
    for _time in range(2):
        evenings.cancel_evening(evening, by=by, now=now)
    evening.refresh_from_db()
    assert (evening.is_cancelled, evening.sequence, told("evening")) == (True, 1, 1)


def test_who_is_in_the_other_run_already_is_not_moved(now, by):
    first, second = offering(now), offering(now, days_ahead=60)
    row = sign_up(first.pk, person(1), now=now)[1]
    sign_up(second.pk, person(1), now=now)
    with pytest.raises(moves.AlreadyThere):
        moves.move_to(row, second, by=by, now=now)
    assert second.registrations.count() == 1


def test_only_two_living_registrations_of_one_course_become_one(now, by):
    first, second = offering(now), offering(now)
    one, two = (sign_up(course.pk, person(1), now=now)[1] for course in (first, second))
    for other in (one, two):
        with pytest.raises(moves.NotTheSamePerson):
            moves.merge(one, other, by=by, now=now)
    assert list(Registration.objects.values_list("state", flat=True)) == ["confirmed", "confirmed"]


def test_an_evening_is_not_made_up_from_another_course(now):
    evening = offering(now, days_ahead=0).evenings.get()
    other = sign_up(offering(now, title="Et annet kurs").pk, person(1), now=now)[1]
    with pytest.raises(attendance.NotOnTheList):
        attendance.make_up(evening, other, now=now)
    assert Presence.objects.count() == 0


def test_a_message_to_those_who_came_last_goes_to_them_alone(now, by):
    course = offering(now - timedelta(hours=1), days_ahead=0, capacity=3)
    rows = [sign_up(course.pk, person(number), now=now - timedelta(days=3))[1] for number in (1, 2, 3)]
    words = {"subject": "Takk", "body": "Takk for sist.", "by": by, "now": now}
    with pytest.raises(broadcasts.NobodyToTell):
        broadcasts.send_notice(course, receivers=Receivers.PRESENT, **words)
    evening = course.evenings.get()
    attendance.mark(evening, rows[1], person=1, attendance="absent", now=now)
    notice = broadcasts.send_notice(course, receivers=Receivers.PRESENT, **words)
    assert (notice.count, broadcasts.receivers_of(course, Receivers.WAITING)) == (2, [])
    targets = OutboxMessage.objects.filter(kind="course_notice").values_list("target", flat=True)
    assert set(targets) == {rows[0].pk, rows[2].pk}


def test_the_survey_goes_out_once_and_its_questions_then_stand(now):
    course = offering(now - timedelta(days=2), days_ahead=0)
    sign_up(course.pk, person(1), now=now - timedelta(days=9))
    question = surveys.add_question(course, kind="scale", text="Var det nyttig?", options="")
    assert [surveys.send(course.pk, now=now) for _time in range(2)] == [True, False]
    course.refresh_from_db()
    with pytest.raises(surveys.AlreadyAnswered):
        surveys.add_question(course, kind="scale", text="For sent?", options="")
    with pytest.raises(surveys.AlreadyAnswered):
        surveys.remove_question(course, question.pk)
    assert SurveyQuestion.objects.get() == question
    assert OutboxMessage.objects.filter(part="first").count() == 1


def test_a_survey_is_answered_once_and_in_time(now):
    course = offering(now - timedelta(days=2), days_ahead=0)
    ticket = course.tickets.create(token_hash=b"x" * 32, expires_date=localdate(now))
    with pytest.raises(surveys.AlreadyAnswered):
        surveys.answer(ticket, score=5, now=now + timedelta(days=1))
    surveys.answer(ticket, score=5, now=now)
    with pytest.raises(surveys.AlreadyAnswered):
        surveys.answer(ticket, score=1, now=now)
    assert list(course.answers.values_list("score", flat=True)) == [5]


def test_a_question_is_taken_away_before_the_survey_goes(now):
    course = offering(now)
    question = surveys.add_question(course, kind="scale", text="Var det nyttig?", options="")
    surveys.remove_question(course, question.pk)
    assert course.questions.count() == 0


def test_fewer_in_a_party_give_their_places_to_who_waits(now):
    course = offering(now, capacity=2, largest_party=2)
    two = sign_up(course.pk, person(1, party_size=2), now=now)[1]
    following = sign_up(course.pk, person(2), now=now)[1]
    with pytest.raises(PartyDoesNotFit):
        change_party(two, party_size=3, now=now)
    assert change_party(two, party_size=2, now=now).version == two.version
    assert change_party(two, party_size=1, now=now).party_size == 1
    following.refresh_from_db()
    assert following.state == "offered"
