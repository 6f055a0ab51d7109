"""Faults of a real mail server, before and after the content (booking.md, test 13)."""

from datetime import timedelta

import pytest

from pio.messaging import dispatch, ical
from pio.messaging.enums import Channel
from pio.messaging.kinds import CalendarPart, Message
from tests.conftest import NOW
from tests.messaging.factories import OutboxMessageFactory

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def state_of(row):
    row.refresh_from_db()
    return row.state, row.reason, row.ambiguous_resends


@pytest.fixture
def row(probe):
    return OutboxMessageFactory()


def test_mail_arrives_whole(smtp, row, probe):
    probe.answer = Message(Channel.EMAIL, "kari@example.org", "Timen din på ærlig vis", "Hei, blåbær!\n.\n", "nb")
    dispatch.send_due(now=NOW)
    (mail,) = smtp.mails
    assert mail["Subject"] == "Timen din på ærlig vis"
    assert (mail["To"], mail["From"]) == ("kari@example.org", "ikke-svar@example.org")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().replace("\r\n", "\n") == "Hei, blåbær!\n.\n"
    assert state_of(row) == ("sent", "", 0)


def test_calendar_part_says_its_method_twice(smtp, row, probe):
    event = ical.event(uid="a", sequence=1, start=NOW, end=NOW + timedelta(hours=1), summary="Avtale")
    file = ical.calendar([event], method="REQUEST")
    probe.answer = Message(
        Channel.EMAIL, "kari@example.org", "Timen din", "Hei", calendar=CalendarPart("REQUEST", file)
    )
    dispatch.send_due(now=NOW)
    (mail,) = smtp.mails
    part = list(mail.iter_parts())[1]
    assert (mail.get_content_type(), part.get_content_type()) == ("multipart/alternative", "text/calendar")
    assert part["Content-Type"].params["method"] == "REQUEST"
    assert part.get_content().replace("\r\n", "\n").encode() == file.replace(b"\r\n", b"\n")


@pytest.mark.parametrize("step", ["connect", "mail", "rcpt", "data", "content"])
@pytest.mark.parametrize("code", [421, 451])
def test_passing_refusal_is_retried(smtp, row, step, code):
    smtp.plan[step] = [f"{code} later"]
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("pending", f"smtp_{code}", 0)
    assert row.next_attempt_at == NOW + MINUTE
    dispatch.send_due(now=NOW + MINUTE)
    assert state_of(row) == ("sent", "", 0)
    assert len(smtp.mails) == 1


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "content"])
def test_final_refusal_fails_at_once(smtp, row, step):
    smtp.plan[step] = ["550 no such person"]
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("failed", "smtp_550", 0)
    assert dispatch.send_due(now=NOW + timedelta(days=1)) == 0
    assert smtp.mails == []


@pytest.mark.parametrize("step", ["mail", "rcpt"])
@pytest.mark.parametrize("fault", ["hang_up", 1.0])
def test_silence_before_the_content_is_retried_and_costs_no_resend(smtp, row, step, fault):
    smtp.plan[step] = [fault]
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("pending", "no_answer", 0)
    dispatch.send_due(now=NOW + MINUTE)
    assert state_of(row) == ("sent", "", 0)
    assert len(smtp.mails) == 1


@pytest.mark.parametrize("fault", ["hang_up_after", "silent_after"])
def test_silence_after_the_content_is_resent_once(smtp, row, fault):
    smtp.plan["content"] = [fault]
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("pending", "line_broke_after_data", 1)
    dispatch.send_due(now=NOW + MINUTE)
    assert state_of(row) == ("sent", "", 1)
    assert list(smtp.deliveries().values()) == [2]


def test_silence_after_the_content_twice_waits_for_a_person(smtp, row):
    smtp.plan["content"] = ["silent_after", "hang_up_after"]
    dispatch.send_due(now=NOW)
    dispatch.send_due(now=NOW + MINUTE)
    assert state_of(row) == ("uncertain", "line_broke_after_data", 1)
    assert dispatch.send_due(now=NOW + timedelta(days=1)) == 0
    assert list(smtp.deliveries().values()) == [2]


def test_silence_after_the_content_on_the_last_try_is_uncertain_and_not_failed(smtp, probe):
    row = OutboxMessageFactory(not_after=NOW)
    smtp.plan["content"] = ["hang_up_after"]
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("uncertain", "line_broke_after_data", 0)


def test_no_server_is_retried(smtp, row):
    smtp.shutdown()
    smtp.server_close()
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("pending", "no_connection", 0)


def test_one_connection_carries_many_mails(smtp, probe):
    OutboxMessageFactory.create_batch(3)
    smtp.plan["connect"] = ["220 test", "421 only one connection"]
    assert dispatch.send_due(now=NOW) == 3
    assert len(smtp.mails) == 3


def test_connection_that_died_in_between_is_opened_again(smtp, probe):
    rows = OutboxMessageFactory.create_batch(2)
    smtp.plan["mail"] = ["250 ok", "hang_up"]
    dispatch.send_due(now=NOW)
    assert sorted(state_of(row) for row in rows) == [("sent", "", 0), ("sent", "", 0)]
    assert len(smtp.mails) == 2


def test_refused_recipient_does_not_harm_the_next(smtp, probe):
    rows = OutboxMessageFactory.create_batch(2)
    smtp.plan["rcpt"] = ["550 no such person"]
    dispatch.send_due(now=NOW)
    assert sorted(state_of(row) for row in rows) == [("failed", "smtp_550", 0), ("sent", "", 0)]


@pytest.mark.parametrize(
    ("address", "written"),
    [("kari@blåbær.no", "kari@xn--blbr-roah.no"), ("a+b@example.org", "a+b@example.org")],
)
def test_address_is_written_in_ascii(smtp, row, probe, address, written):
    probe.answer = Message(Channel.EMAIL, address, "Timen din", "Hei")
    dispatch.send_due(now=NOW)
    assert [mail["To"] for mail in smtp.mails] == [written]


@pytest.mark.parametrize("address", ["kåre@example.org", "kari", "kari@", "kari@example.org, ola@example.org", ""])
def test_address_that_cannot_be_used_fails_before_anybody_is_called(smtp, row, probe, address):
    probe.answer = Message(Channel.EMAIL, address, "Timen din", "Hei")
    dispatch.send_due(now=NOW)
    assert state_of(row) == ("failed", "bad_address", 0)


def test_other_backend_sends_too(row, settings, mailoutbox):
    settings.PIO_MESSAGES_VIA, settings.EMAIL_BACKEND = "live", "django.core.mail.backends.locmem.EmailBackend"
    dispatch.send_due(now=NOW)
    assert [(mail.to, mail.subject, "Message-ID" in mail.extra_headers) for mail in mailoutbox] == [
        (["kari@example.org"], "Timen din", True)
    ]


def test_message_id_is_the_keys_own_and_tells_nothing(smtp, probe):
    first = OutboxMessageFactory(dedup_key="probe:one")
    OutboxMessageFactory(dedup_key="probe:two")
    dispatch.send_due(now=NOW)
    ids = set(smtp.deliveries())
    assert len(ids) == 2
    assert not any("probe" in each or str(first.target) in each for each in ids)
