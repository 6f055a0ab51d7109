"""P14 messages never tell; P18 header and calendar injection are refused. Over every kind of message there is."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from pio.core import choices
from pio.messaging import channels, kinds, texts
from pio.messaging.channels import email
from pio.messaging.channels.outcomes import Refused
from pio.messaging.enums import Channel
from pio.messaging.kinds import Message

TELLING = (
    "psyk",
    "depres",
    "angst",
    "rus",
    "selvmord",
    "suicid",
    "diagnos",
    "pårørende",
    "syk",
    "next of kin",
    "mental",
    "illness",
    "rådgiv",
    "counsel",
    "advice",
)
LANGUAGES = ("nb", "en")


def every_sample():
    return [
        (kind.key, message)
        for kind in kinds.registered()
        if kind.samples
        for language in LANGUAGES
        for message in kind.samples(language)
    ]


def words_of(text):
    return re.sub(r"https?://\S+", "", text).lower()


def test_p14_there_are_samples_in_both_languages():
    spoken = {message.language for _key, message in every_sample()}
    assert spoken == set(LANGUAGES)


@pytest.mark.django_db
def test_p14_no_message_names_a_theme_an_illness_or_what_the_centre_does():
    themes = {label.lower() for each in ("diagnosis_areas", "topics") for label in labels(each)}
    told = [
        (key, word)
        for key, message in every_sample()
        for word in {*TELLING, *themes}
        if re.search(rf"(?<!\w){re.escape(word)}", words_of(f"{message.subject} {message.body}"))
    ]
    assert told == []


def labels(name):
    try:
        return [str(option.label) for option in choices.options(name) if len(str(option.label)) > 4]
    except LookupError:
        return []


def test_p14_no_link_in_a_message_logs_in():
    links = [link for _key, message in every_sample() for link in re.findall(r"https?://\S+", message.body)]
    assert links
    assert [link for link in links if "/konto/" in link] == []


def test_p14_every_sms_is_one_sms_without_a_subject():
    wrong = [
        (key, message.subject, len(message.body))
        for key, message in every_sample()
        if message.channel == Channel.SMS and (message.subject or not 0 < (texts.gsm_length(message.body) or 0) <= 160)
    ]
    assert wrong == []


def test_p14_calendar_files_are_private_and_name_nobody():
    for _key, message in every_sample():
        if message.calendar:
            for event in Calendar.from_ical(message.calendar.body).walk("VEVENT"):
                assert event["class"] == "PRIVATE"
                assert {"ATTENDEE", "ORGANIZER", "CONTACT"} & set(event) == set()


def test_p14_sender_is_a_bare_address():
    mail = email.build(Message(Channel.EMAIL, "kari@example.org", "Timen din", "Hei"), reference="probe:1")
    assert (mail["From"], mail["Reply-To"], mail["Organization"]) == ("ikke-svar@example.org", None, None)


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x00", "\x0b", "\x0c", "\x1e", "\u2028", "\u2029", "\x85"])
@pytest.mark.parametrize("field", ["to", "subject"])
def test_p18_line_break_in_a_header_is_refused(break_, field):
    values = {"to": "kari@example.org", "subject": "Timen din"} | {field: f"a{break_}Bcc: b@example.org"}
    with pytest.raises(Refused) as raised:
        channels.send(
            Message(Channel.EMAIL, values["to"], values["subject"], "Hei"),
            reference="r",
            handing_over=lambda: pytest.fail("handed over"),
        )
    assert raised.value.code == "unsafe_header"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(subject=st.text(max_size=200), body=st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_p18_no_subject_and_no_body_adds_a_header(subject, body):
    message = Message(Channel.EMAIL, "kari@example.org", subject, body)
    try:
        raw = email.build(message, reference="probe:1").as_bytes()
    except Refused:
        return
    head = raw.split(b"\r\n\r\n")[0]
    names = [line.split(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert sorted(names) == sorted(
        [
            b"From",
            b"To",
            b"Subject",
            b"Date",
            b"Message-ID",
            b"Auto-Submitted",
            b"X-Auto-Response-Suppress",
            b"Content-Language",
            b"Content-Type",
            b"Content-Transfer-Encoding",
            b"MIME-Version",
        ]
    )
    assert raw.isascii()
