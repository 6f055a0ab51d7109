"""What can no longer be done with calls, sessions and uploads, and what a second press changes: nothing."""

import zipfile
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.http import Http404
from kombu.exceptions import OperationalError

from advising.models import Call, SessionContact, SickDay
from advising.permissions.call_followups import access_follow_up
from advising.permissions.calls import access_call
from advising.permissions.sick_days import access_sick_day
from advising.services import call_uploads, calls, session_pauses, session_threads, sessions, sick_days
from advising.services.import_calls.columns import Unusable, read_call_id
from advising.services.import_calls.reading import open_lines
from advising.services.import_calls.report import FileUnreadable
from advising.services.session_orders import ContactMissing, SafeContact, contact_index
from advising.services.session_reach import Reach
from pio.accounts.models import User
from pio.scheduling import services as scheduling
from tests.advising.booked import booked, wish
from tests.advising.call_files import row, write
from tests.advising.factories.calls import CallFactory, answers
from tests.advising.factories.sessions import (
    THURSDAY,
    AdviceSessionFactory,
    AdviserUserFactory,
    an_order,
    open_adviser,
)
from tests.advising.test_sick_days import booked_at, plan_for, send, today
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(login) -> User:
    return login("adviser").user


@pytest.mark.parametrize("access", [access_follow_up, access_call, access_sick_day])
def test_what_is_not_there_is_not_found(adviser, access) -> None:
    with pytest.raises(Http404):
        access(adviser, uuid4())


def test_the_helpline_is_not_for_everybody(login) -> None:
    somebody = AdviserUserFactory()
    call, plan = CallFactory(), SickDay.objects.create(adviser=somebody, planned_by=somebody, day=NOW.date())
    stranger = login("editor").user
    for access, pk in ((access_call, call.pk), (access_sick_day, plan.pk)):
        with pytest.raises(Http404):
            access(stranger, pk)


def test_a_call_is_taken_back_once_and_only_by_who_logged_it(adviser, login) -> None:
    call = CallFactory()
    with pytest.raises(calls.CallLocked):
        calls.undo_call(call.pk, logged_at=NOW, by=login("adviser").user, now=NOW)
    calls.undo_call(uuid4(), logged_at=NOW, by=adviser, now=NOW)
    call.refresh_from_db()


def test_a_call_that_the_database_refuses_is_not_taken_for_one_that_was_sent_before(adviser) -> None:
    draft = uuid4()
    for draft_id in (draft, None):
        with pytest.raises(IntegrityError):
            calls.log_call(answers(duration_minutes=-1), by=adviser, now=NOW, draft_id=draft_id)
    assert Call.objects.count() == 0
    sent = [calls.log_call(answers(), by=adviser, now=NOW, draft_id=draft).pk for _time in range(2)]
    assert [sent[0]] * 2 == sent


def test_a_call_without_a_note_has_nothing_to_black_out(adviser) -> None:
    call = CallFactory(note=None)
    assert calls.redact_note(call, by=adviser).note is None


def test_a_file_of_more_than_25_mb_is_not_kept() -> None:
    with pytest.raises(call_uploads.UploadTooLarge):
        call_uploads.keep_upload(b"x" * (call_uploads.MAX_BYTES + 1), now=NOW)


def test_an_upload_that_no_worker_can_be_asked_to_read_is_forgotten(
    tmp_path, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    def away(*_words: object, **_more: object) -> None:
        raise OperationalError

    content = write(tmp_path / "calls.csv", row()).read_bytes()
    upload = call_uploads.keep_upload(content, now=NOW)
    monkeypatch.setattr(call_uploads.app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        call_uploads.begin(upload, act=call_uploads.PREVIEW, now=NOW)
    assert call_uploads.job_of(upload) is None


def test_an_id_of_more_than_200_characters_is_none() -> None:
    assert read_call_id("7" * 200) == "7" * 200
    with pytest.raises(Unusable):
        read_call_id("7" * 201)


def test_a_zip_without_a_workbook_is_no_spreadsheet(tmp_path) -> None:
    path = tmp_path / "calls.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "neither <this> nor that")
    with pytest.raises(FileUnreadable), open_lines(path) as lines:
        next(lines)


def test_a_session_without_time_has_no_pause() -> None:
    assert session_pauses.set_pause(AdviceSessionFactory(adviser_time=None), now=NOW) is None


def test_a_pause_after_time_that_was_given_back_is_none() -> None:
    open_adviser()
    session = booked()
    scheduling.release([session.adviser_time_id], now=NOW)
    assert session_pauses.set_pause(session, now=NOW) is None


def test_the_relative_gives_the_address_that_e_mail_needs_and_it_is_found_by_it() -> None:
    adviser = open_adviser()
    session = booked(contact=SafeContact(phone="+4790000123"))
    change = {"channel": "email", "wish": wish(channel="email"), "now": NOW}
    with pytest.raises(ContactMissing) as refusal:
        sessions.change_channel(session, by=None, **change)
    assert refusal.value.message == "Skriv e-postadressen vi skal svare til."
    session.refresh_from_db()
    assert (session.channel, session.adviser_time.status) == ("video", "booked")
    sessions.change_channel(session, by=None, reach=Reach(email="kari@example.org"), **change)
    contact = SessionContact.objects.get(email_index=contact_index("kari@example.org"))
    assert (contact.session, contact.email, contact.phone) == (session, "kari@example.org", "+4790000123")
    other = booked(start=THURSDAY + timedelta(days=1), key="k2", contact=SafeContact(phone="+4790000123"))
    assert sessions.change_channel(other, by=adviser.user, **change).channel == "email"  # staff knows another way


def test_a_session_whose_contact_is_erased_can_still_change() -> None:
    open_adviser()
    session = booked()
    SessionContact.objects.all().delete()
    changed = sessions.change_channel(
        session,
        channel="phone",
        wish=wish(channel="phone"),
        by=AdviserUserFactory(),
        now=NOW,
        reach=Reach(phone="+471"),
    )
    assert (changed.channel, SessionContact.objects.count()) == ("phone", 0)


def test_what_is_cancelled_is_neither_cancelled_again_nor_moved() -> None:
    open_adviser()
    session = booked()
    sessions.cancel_by_us(session, by=AdviserUserFactory(), now=NOW)
    with pytest.raises(sessions.SessionClosed):
        sessions.cancel_by_us(session, by=AdviserUserFactory(), now=NOW)


def test_nothing_is_written_in_a_session_that_is_no_thread() -> None:
    open_adviser()
    with pytest.raises(session_threads.SessionClosed):
        session_threads.write_to_adviser(booked(), text="Hei", now=NOW)


def test_a_plan_that_was_carried_out_is_not_undone_or_done_again() -> None:
    anne = open_adviser("Anne Holm")
    open_adviser("Per Lie")
    booked_at(anne, today(13))
    plan = send(plan_for(anne))
    later = NOW + timedelta(minutes=11)
    assert [sick_days.carry_out_due(now=later) for _time in range(2)] == [1, 0]
    with pytest.raises(sick_days.PlanClosed):
        sick_days.undo_plan(plan, by=plan.planned_by, now=later)


def test_nothing_but_spaces_is_no_message() -> None:
    session = session_threads.start_thread(
        an_order(channel="email"), text="Hva gjør jeg?", key=uuid4(), now=NOW
    ).session
    with pytest.raises(session_threads.NothingWritten):
        session_threads.write_to_adviser(session, text="  ", now=NOW)
    assert session.messages.count() == 1


def test_a_session_that_the_client_cancelled_meanwhile_is_left_alone() -> None:
    anne = open_adviser("Anne Holm")
    open_adviser("Per Lie")
    session = booked_at(anne, today(13))
    plan = send(plan_for(anne))
    sessions.cancel_for_relative(session, by=plan.planned_by, now=NOW)
    assert sick_days.carry_out_due(now=NOW + timedelta(minutes=11)) == 1
    session.refresh_from_db()
    assert (plan.moves.get().result, session.status) == ("changed", "cancelled_late")
