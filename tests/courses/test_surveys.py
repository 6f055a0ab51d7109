"""The survey: who gets it and when, one answer a link, nothing that leads back, nothing shown below five answers."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from courses.messages import letters
from courses.models import SurveyAnswer, SurveyLetter, SurveyTicket
from courses.results import results
from courses.services import attendance, surveys
from courses.services.registrations import sign_up
from pio.core.public import form_token
from pio.messaging.kinds import Drop
from pio.messaging.models import OutboxMessage
from tests.conftest import NOW
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def course():
    """Two came, one did not; it ended on 24 November."""
    made = offering(NOW, days_ahead=0, capacity=10)
    rows = [sign_up(made.pk, person(n), now=NOW - 2 * DAY)[1] for n in (1, 2, 3)]
    attendance.mark(made.evenings.get(), rows[2], person=1, attendance="absent", now=NOW)
    return made


def links(now):
    rows = OutboxMessage.objects.filter(kind="course_survey").order_by("send_after")
    return [re.search(r"/kurs/evaluering/([\w-]+)/", letters.compose_survey(row, now).body)[1] for row in rows]


def send(client, token, **data):
    path = reverse("courses_survey", args=[token])
    return client.post(path, {"form_token": form_token(path), **data}, headers={"Origin": "http://testserver"})


def test_it_goes_out_the_day_after_the_last_evening_and_once(course):
    assert surveys.send_all_due(now=NOW + timedelta(hours=10)) == 0
    assert surveys.send_all_due(now=NOW + DAY) == 1
    assert surveys.send_all_due(now=NOW + DAY) == 0
    assert SurveyTicket.objects.count() == 2
    assert OutboxMessage.objects.filter(kind="course_survey", part="first").count() == 2
    assert OutboxMessage.objects.filter(kind="course_survey", part="reminder").count() == 2


def test_link_gives_one_answer(course, client, at):
    at(NOW + DAY)
    surveys.send(course.pk, now=NOW + DAY)
    token = links(NOW + DAY)[0]
    assert client.get(reverse("courses_survey", args=[token])).status_code == 200
    assert "Takk for svaret" in send(client, token, score="6", comment="Fint").content.decode()
    send(client, token, score="1")
    assert list(SurveyAnswer.objects.values_list("score", flat=True)) == [6]


def test_answer_without_a_grade_is_refused(course, client, at):
    at(NOW + DAY)
    surveys.send(course.pk, now=NOW + DAY)
    assert send(client, links(NOW + DAY)[0], comment="Fint").status_code == 422
    assert SurveyAnswer.objects.count() == 0


def test_reminder_is_for_those_who_have_not_answered(course):
    surveys.send(course.pk, now=NOW + DAY)
    reminder = OutboxMessage.objects.filter(kind="course_survey", part="reminder").first()
    assert reminder.send_after == NOW + 8 * DAY
    token = SurveyLetter.objects.get(pk=reminder.target).content["token"]
    surveys.answer(SurveyTicket.objects.get(token_hash=surveys.token_hash(token)), score=5, now=NOW + DAY)
    assert letters.compose_survey(reminder, NOW + 8 * DAY) == Drop("answered")


def test_nothing_joins_an_answer_to_a_ticket_or_a_person():
    assert {field.name for field in SurveyAnswer._meta.get_fields()} == {
        "id", "offering", "score", "comment", "own_answers", "own_texts",
    }  # fmt: skip
    assert {field.name for field in SurveyTicket._meta.get_fields()} == {
        "id", "offering", "token_hash", "is_used", "expires_date",
    }  # fmt: skip


def test_letter_is_deleted_when_it_is_sent(course):
    surveys.send(course.pk, now=NOW + DAY)
    row = OutboxMessage.objects.filter(kind="course_survey", part="first").first()
    letters.survey_done(row)
    assert not SurveyLetter.objects.filter(pk=row.target).exists()
    assert letters.compose_survey(row, NOW + DAY) == Drop("content_gone")


def test_nothing_is_shown_below_five_answers(course):
    for score in (6, 6, 5, 4):
        SurveyAnswer.objects.create(offering=course, score=score, comment="Hei")
    assert results(course).is_shown is False
    assert (results(course).mean, results(course).comments) == (None, [])
    SurveyAnswer.objects.create(offering=course, score=4)
    assert (results(course).mean, len(results(course).comments)) == (5.0, 4)


def test_distribution_of_the_grand_seminar(course):
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(offering=course, score=score) for score, n in {6: 30, 5: 7, 4: 1}.items() for _ in range(n)
    )
    found = results(course)
    assert (found.mean, [bar.count for bar in found.bars]) == (5.76, [30, 7, 1, 0, 0, 0])


def test_own_questions_are_asked_and_counted(course, client, at, login):
    at(NOW)
    host = login("course_host")
    page = reverse("courses_survey_results", args=[course.pk])
    host.post(page, {"text": "Kom du alene?", "kind": "choice", "options": "Ja\nNei"})
    host.post(page, {"text": "Hva savnet du?", "kind": "text"})
    assert host.post(page, {"text": "Hva?", "kind": "choice", "options": "Ja"}).status_code == 422
    at(NOW + DAY)
    surveys.send(course.pk, now=NOW + DAY)
    send(client, links(NOW + DAY)[0], **{"score": "6", "sporsmal-1": "Ja", "sporsmal-2": "Mer tid"})
    answer = SurveyAnswer.objects.get()
    assert (list(answer.own_answers.values()), list(answer.own_texts.values())) == (["Ja"], ["Mer tid"])
    assert login("course_host").post(page, {"text": "Ny", "kind": "text"}).status_code == 422
