"""The feedback survey: sent by itself the day after the last evening, answered once a link, by nobody we can name.

The ticket keeps the hash of its token. Address and link lie together only in a sealed letter that is deleted when it is
sent (the reminder's after a week at most). An answer is never joined to a ticket.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from courses.enums import PRESENT, OfferingStatus, QuestionKind
from courses.models import Offering, Presence, Registration, SurveyAnswer, SurveyLetter, SurveyQuestion, SurveyTicket
from courses.services.notices import channel_of
from courses.services.registrations import token_hash
from pio.core.errors import Refusal
from pio.messaging import services as outbox
from pio.messaging.enums import Channel

KIND = "course_survey"
SENT_WITHIN = timedelta(days=14)
"""An offering that ended longer ago than this gets no survey any more."""

REMINDED_AFTER = timedelta(days=7)
OPEN_FOR = timedelta(days=30)


class AlreadyAnswered(Refusal):
    """The link has been used; each link gives one answer."""


def due(*, now: datetime) -> list[UUID]:
    """Offerings whose last evening was yesterday or in the two weeks before, and whose survey has not gone out."""
    today = localdate(now)
    found = Offering.objects.filter(
        status=OfferingStatus.PUBLISHED, takes_registrations=True, survey_sent_date__isnull=True
    ).with_times(now=now)
    ended = found.filter(last_ends_at__lt=now, last_ends_at__gte=now - SENT_WITHIN)
    return [row.pk for row in ended.order_by("pk") if localdate(row.last_ends_at) < today]


def send_all_due(*, now: datetime) -> int:
    """Send every survey that is due; answers how many offerings."""
    return sum(send(pk, now=now) for pk in due(now=now))


@transaction.atomic
def send(offering_id: UUID, *, now: datetime) -> bool:
    """One ticket and two letters (now, and a reminder in a week) to each who came; a second call sends nothing."""
    offering = Offering.objects.select_for_update(no_key=True).get(pk=offering_id)
    if offering.survey_sent_date is not None:
        return False
    offering.survey_sent_date = localdate(now)
    offering.survey_reminded_date = localdate(now + REMINDED_AFTER)
    offering.save(update_fields=["survey_sent_date", "survey_reminded_date"])
    for registration in receivers(offering):
        _invite(registration, now=now)
    return True


def receivers(offering: Offering) -> list[Registration]:
    """Those who came at least once; where nobody marked who came, all who had a place. They can be reached."""
    rows = Registration.objects.filter(offering=offering, token_hash__isnull=False).confirmed().order_by("pk")
    came = Presence.objects.filter(evening__offering=offering, attendance__in=PRESENT)
    is_marked = Presence.objects.filter(evening__offering=offering).exists()
    found = rows.filter(pk__in=came.values("registration")) if is_marked else rows
    return [row for row in found if row.email or (row.phone and row.may_leave_message)]


def _invite(registration: Registration, *, now: datetime) -> None:
    token, today = secrets.token_urlsafe(24), localdate(now)
    SurveyTicket.objects.create(
        offering_id=registration.offering_id, token_hash=token_hash(token), expires_date=today + OPEN_FOR
    )
    channel = channel_of(registration)
    to = registration.email if channel == Channel.EMAIL else registration.phone
    content = {"to": to, "token": token, "language": registration.language}
    for part, wait in (("first", timedelta()), ("reminder", REMINDED_AFTER)):
        letter = SurveyLetter.objects.create(content=content, created_date=today)
        outbox.enqueue(
            kind=KIND, target=letter.pk, version=1, channel=channel, part=part, language=registration.language,
            send_after=now + wait, not_after=now + OPEN_FOR, now=now,
        )  # fmt: skip


@transaction.atomic
def answer(
    ticket: SurveyTicket, *, score: int, comment: str = "", own: Mapping[str, str | int] | None = None, now: datetime
) -> None:
    """Keep one anonymous answer and use up the link.

    Args:
        own: answers to own questions by the question's id.

    Raises:
        AlreadyAnswered: the link was used, or is too old.
    """
    locked = SurveyTicket.objects.select_for_update().get(pk=ticket.pk)
    if locked.is_used or locked.expires_date < localdate(now):
        raise AlreadyAnswered(_("Lenken er brukt, eller fristen er ute. Takk for at du ville svare."))
    locked.is_used = True
    locked.save(update_fields=["is_used"])
    questions = {str(each.pk): each for each in SurveyQuestion.objects.filter(offering=locked.offering_id)}
    given = {key: value for key, value in (own or {}).items() if key in questions and value not in ("", None)}
    texts = {key: value for key, value in given.items() if questions[key].kind == QuestionKind.TEXT}
    SurveyAnswer.objects.create(
        offering_id=locked.offering_id, score=score, comment=comment or None, own_texts=texts or None,
        own_answers={key: value for key, value in given.items() if key not in texts},
    )  # fmt: skip


def add_question(offering: Offering, *, kind: str, text: str, options: str) -> SurveyQuestion:
    """Ask something more; only before the survey has gone out.

    Raises:
        AlreadyAnswered: it has been sent.
    """
    if offering.survey_sent_date is not None:
        raise AlreadyAnswered(_("Evalueringen er sendt. Spørsmålene kan ikke endres."))
    position = (offering.questions.aggregate(last=Max("position"))["last"] or 0) + 1
    return SurveyQuestion.objects.create(offering=offering, kind=kind, text=text, options=options, position=position)


def remove_question(offering: Offering, question_id: UUID) -> None:
    """Take an own question away; only before the survey has gone out.

    Raises:
        AlreadyAnswered: it has been sent.
    """
    if offering.survey_sent_date is not None:
        raise AlreadyAnswered(_("Evalueringen er sendt. Spørsmålene kan ikke endres."))
    SurveyQuestion.objects.filter(offering=offering, pk=question_id).delete()
