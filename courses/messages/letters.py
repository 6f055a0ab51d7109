"""Messages that are not about one registration's place: changes by us, the host's own words, and the survey."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone, translation

from courses.messages.registrations import About, address_of, link_address, write
from courses.models import Evening, Notice, Registration, SurveyLetter, SurveyTicket
from courses.services.broadcasts import TEST
from courses.services.registrations import token_hash
from pio.core import words
from pio.messaging import texts
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, Message
from pio.messaging.models import OutboxMessage


def compose_change(row: OutboxMessage, now: datetime) -> Message | Drop:
    """An evening was moved or cancelled, or everything was cancelled."""
    registration = Registration.objects.select_related("offering").filter(pk=row.target).first()
    if registration is None or not registration.token or not (registration.is_live):
        return Drop("content_gone")
    to = address_of(registration, row.channel)
    if not to:
        return Drop("not_wanted")
    what, _mark, evening_id = row.part.partition(":")
    when = ""
    with translation.override(registration.language):
        if evening_id:
            evening = Evening.objects.filter(pk=evening_id, sequence=row.target_version).first()
            if evening is None:
                return Drop("changed")
            when = words.day_and_span(evening.starts_at, evening.ends_at)
        about = About(link_address(registration), when=when)
    return write(f"change_{what}", row.channel, about, to=to, language=registration.language)


def compose_notice(row: OutboxMessage, now: datetime) -> Message | Drop:
    """What the host wrote. An SMS says only that there is something to read on the person's own page."""
    if row.part == TEST:
        return _test(row)
    registration = Registration.objects.select_related("offering").filter(pk=row.target).first()
    notice = Notice.objects.filter(pk=UUID(row.part)).first()
    if registration is None or not registration.token or notice is None or not notice.body or not notice.subject:
        return Drop("content_gone")
    to = address_of(registration, row.channel)
    if not to or not registration.is_live:
        return Drop("not_wanted")
    if row.channel == Channel.SMS:
        return write("notice", row.channel, About(link_address(registration)), to=to, language=registration.language)
    body = f"{notice.body}\n\n{link_address(registration)}"
    return Message(Channel.EMAIL, to, notice.subject, body, registration.language)


def _test(row: OutboxMessage) -> Message | Drop:
    notice = Notice.objects.select_related("sent_by").filter(pk=row.target).first()
    if notice is None or notice.sent_by is None or not notice.body or not notice.subject:
        return Drop("content_gone")
    return Message(Channel.EMAIL, notice.sent_by.email, notice.subject, notice.body, row.language)


def compose_survey(row: OutboxMessage, now: datetime) -> Message | Drop:
    """The link to the survey; the reminder is for those who have not answered."""
    letter = SurveyLetter.objects.filter(pk=row.target).first()
    if letter is None:
        return Drop("content_gone")
    content = letter.content
    ticket = SurveyTicket.objects.filter(token_hash=token_hash(content["token"])).first()
    if ticket is None or ticket.is_used:
        return Drop("answered")
    language = content["language"]
    with translation.override(language):
        about = About(texts.absolute(reverse("courses_survey", args=[content["token"]])))
    part = "survey" if row.part == "first" else "survey_reminder"
    return write(part, row.channel, about, to=content["to"], language=language)


def survey_done(row: OutboxMessage) -> None:
    """Address and link part for good once the letter is sent or dropped."""
    SurveyLetter.objects.filter(pk=row.target).delete()


def change_samples(language: str) -> list[Message]:
    """Made-up messages about changes."""
    return _samples(("change_moved", "change_evening", "change_cancelled"), language)


def survey_samples(language: str) -> list[Message]:
    """Made-up messages about the survey."""
    return _samples(("survey", "survey_reminder"), language)


def notice_samples(language: str) -> list[Message]:
    """A made-up SMS about a message from the host; the e-mail is the host's own words."""
    return [write("notice", Channel.SMS, _about(language), to="eksempel", language=language)]


def _samples(parts: tuple[str, ...], language: str) -> list[Message]:
    about = _about(language)
    return [
        write(part, channel, about, to="eksempel", language=language) for part in parts for channel in Channel.values
    ]


def _about(language: str) -> About:
    with translation.override(language):
        start = timezone.now()
        return About(texts.absolute("/kurs/pamelding/eksempel/"), when=words.day_and_span(start, start))
