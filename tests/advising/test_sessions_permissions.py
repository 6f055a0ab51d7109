"""Who may what with a session; strangers get 404."""

from datetime import timedelta

import pytest
from django.http import Http404

from advising.permissions import sessions as permissions
from pio.accounts.enums import Role
from pio.audit.services import open_break_glass
from tests.advising.factories.sessions import (
    THURSDAY,
    TOKEN,
    AdviceSessionFactory,
    AdviserUserFactory,
    ContactFactory,
    LinkFactory,
)  # fmt: skip

pytestmark = pytest.mark.django_db
STAFF = {Role.ADVISER, Role.MANAGER}


@pytest.fixture
def session():
    return ContactFactory().session


def user(*roles):
    return AdviserUserFactory(roles=[role.value for role in roles])


@pytest.mark.parametrize("role", list(Role))
def test_seeing_and_changing_by_role(role, session):
    person = user(role)
    assert permissions.can_see_session(person, session) is (role in STAFF)
    assert permissions.can_change_session(person, session) is (role in STAFF)
    assert permissions.can_record_outcome(person, session, now=THURSDAY) is (role == Role.MANAGER)
    assert permissions.can_write_note(person, session) is False
    assert permissions.can_read_notes(person, session, now=THURSDAY) is False
    if role in STAFF:
        assert permissions.access_session(person, session.pk) == session
        assert permissions.access_session(person, session.pk, lock=True) == session
    else:
        with pytest.raises(Http404):
            permissions.access_session(person, session.pk)


def test_own_adviser(session):
    assert permissions.can_record_outcome(session.adviser, session, now=THURSDAY - timedelta(minutes=15)) is True
    assert permissions.can_record_outcome(session.adviser, session, now=THURSDAY - timedelta(minutes=16)) is False
    assert permissions.can_write_note(session.adviser, session) is True
    assert permissions.can_read_notes(session.adviser, session, now=THURSDAY) is True


def test_adviser_who_lost_the_role_reads_nothing(session):
    session.adviser.roles = ["editor"]
    assert permissions.can_read_notes(session.adviser, session, now=THURSDAY) is False
    assert permissions.can_write_note(session.adviser, session) is False


@pytest.mark.parametrize("status", ["cancelled_in_time", "cancelled_late", "cancelled_by_us"])
def test_cancelled_session_is_closed(status):
    session = AdviceSessionFactory(status=status)
    assert permissions.can_change_session(session.adviser, session) is False
    assert permissions.can_record_outcome(session.adviser, session, now=THURSDAY) is False


def test_threads():
    waiting = AdviceSessionFactory(channel="email", starts_at=None, session_date=THURSDAY.date(), adviser=None)
    anne, manager = user(Role.ADVISER), user(Role.MANAGER)
    assert permissions.can_take_thread(anne, waiting) is True
    assert permissions.can_take_thread(manager, waiting) is False
    assert permissions.can_answer_thread(anne, waiting) is False
    assert permissions.can_record_outcome(manager, waiting, now=THURSDAY) is False
    waiting.adviser = anne
    assert permissions.can_take_thread(anne, waiting) is False
    assert permissions.can_answer_thread(anne, waiting) is True
    assert permissions.can_answer_thread(user(Role.ADVISER), waiting) is False


def test_break_glass_is_for_one_session_and_one_hour(session):
    manager, other = user(Role.MANAGER), AdviceSessionFactory()
    open_break_glass(
        session, by=manager, right="advising.break_glass", reason="Klage fra den pårørende i dag.",
        reauthenticated=True, now=THURSDAY,
    )  # fmt: skip
    assert permissions.can_read_notes(manager, session, now=THURSDAY + timedelta(minutes=59)) is True
    assert permissions.can_read_notes(manager, session, now=THURSDAY + timedelta(minutes=60)) is False
    assert permissions.can_read_notes(manager, other, now=THURSDAY) is False
    manager.roles = ["adviser"]
    assert permissions.can_read_notes(manager, session, now=THURSDAY) is False


def test_own_session_of_a_relative(session):
    person, stranger = user(Role.RELATIVE), user(Role.RELATIVE)
    session.account = person
    session.save()
    assert permissions.access_own_session(person, session.pk) == session
    with pytest.raises(Http404):
        permissions.access_own_session(stranger, session.pk)


def test_access_by_token():
    link = LinkFactory()
    assert permissions.access_by_token(TOKEN) == link.session
    for token in (TOKEN[:-1], TOKEN.upper(), ""):
        with pytest.raises(Http404):
            permissions.access_by_token(token)
