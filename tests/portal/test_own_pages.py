"""`/min-side/`: safe contact that fills a booking without any cookie, and a guest's booking joined by a code."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from advising.models import AdviceSession
from courses.services import registrations
from groups.models import GroupEntry
from pio.accounts import idle, limits, selectors
from pio.accounts.models import User
from pio.messaging.enums import Channel
from pio.messaging.kinds import Drop, find
from pio.messaging.models import OutboxMessage
from pio.portal import contact_wishes, joining_codes
from pio.portal.joining_codes import KIND, WrongCode, content_of
from pio.portal.models import ContactWishes, JoinCode
from tests.advising.factories.sessions import TOKEN, AdviceSessionFactory, ContactFactory, LinkFactory, open_adviser
from tests.advising.test_sessions_booking_pages import PERSON, URL, post
from tests.conftest import NOW
from tests.courses import factories as courses
from tests.groups import factories as groups

pytestmark = pytest.mark.django_db
WISHES = {
    "email": "trygg@example.org", "phone": "900 00 123", "may_leave_message": "sms_only",
    "avoid_hours": ["after_16", "weekend"], "hearing": "on", "interpreter_language": "arabisk",
}  # fmt: skip


@pytest.fixture
def relative(login: Callable[..., Client], at: Callable[[datetime], None]) -> Client:
    at(NOW)
    limits.forget()
    return login("relative")


@pytest.fixture
def guest(at: Callable[[datetime], None]) -> AdviceSession:
    """A session that somebody has booked without an account."""
    session = AdviceSessionFactory()
    ContactFactory(session=session)
    LinkFactory(session=session)
    return session


def begun(client: Client) -> dict[str, str]:
    """The hidden fields of the form that begins a booking."""
    page = client.get("/min-side/").content.decode()
    form = page[page.index('action="/radgivning/bestill/"') :]
    return {name: re.search(rf'name="{name}" value="([^"]*)"', form)[1] for name in ("form_token", "state", "begin")}


def test_wishes_are_kept_sealed_and_shown_again(relative: Client) -> None:
    assert relative.post("/min-side/kontakt/", WISHES).status_code == 302
    kept = contact_wishes.wishes_of(relative.user)
    assert kept == {name: value if isinstance(value, list) else [value] for name, value in WISHES.items()} | {
        "phone": ["+4790000123"]
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT wishes::text FROM portal_contactwishes")
        assert "trygg" not in cursor.fetchone()[0]
    page = relative.get("/min-side/kontakt/").content.decode()
    assert 'value="trygg@example.org"' in page
    assert relative.post("/min-side/kontakt/", {}).status_code == 302
    assert ContactWishes.objects.count() == 0


def test_wrong_contact_is_said_and_kept(relative: Client) -> None:
    response = relative.post("/min-side/kontakt/", WISHES | {"email": "trygg@"})
    assert (response.status_code, 'value="trygg@"' in response.content.decode()) == (422, True)
    assert "<title>Feil: " in response.content.decode()


def test_a_booking_from_the_own_page_is_filled_in_and_becomes_mine_without_a_cookie(relative: Client) -> None:
    open_adviser()
    relative.post("/min-side/kontakt/", WISHES)
    visitor = Client()  # has no cookie at all
    page = visitor.post(URL, begun(relative))
    assert page.status_code == 200
    page = post(visitor, page, channel="video")
    page = post(visitor, page, slot=page.context["offer"].days[2].slots[0].value)
    form = page.context["form"]
    assert {name: form[name].value() for name in ("email", "phone", "may_leave_message", "avoid_hours")} == {
        "email": "trygg@example.org", "phone": "+4790000123", "may_leave_message": "sms_only",
        "avoid_hours": ["after_16", "weekend"],
    }  # fmt: skip
    page = post(visitor, page, **PERSON, **WISHES)
    assert post(visitor, page).status_code == 200
    assert AdviceSession.objects.get().account == relative.user
    assert visitor.cookies == {}


def test_without_wishes_the_booking_is_mine_too(relative: Client) -> None:
    open_adviser()
    visitor = Client()
    page = post(visitor, visitor.post(URL, begun(relative)), channel="video")
    page = post(visitor, page, slot=page.context["offer"].days[2].slots[0].value)
    assert relative.user.email not in page.content.decode()
    post(visitor, post(visitor, page, **PERSON, **WISHES))
    assert AdviceSession.objects.get().account == relative.user


def code_of(user: User) -> str:
    return str(content_of(JoinCode.objects.get(user=user))["code"])


@pytest.mark.parametrize(
    "typed", ["{reference}", " {lower} ", "http://testserver/radgivning/time/" + TOKEN + "/", TOKEN]
)
def test_a_guests_session_joins_after_the_code_to_its_own_contact(
    relative: Client, guest: AdviceSession, typed: str
) -> None:
    text = typed.format(reference=guest.reference, lower=guest.reference.lower().replace("-", " "))
    response = relative.post("/min-side/hent/", {"which": text})
    assert (response.status_code, response.headers["Location"]) == (302, "/min-side/hent/kode/")
    row = OutboxMessage.objects.get(kind=KIND)
    message = find(KIND).compose(row, NOW)
    assert (message.to, message.channel) == ("kari@example.org", Channel.EMAIL)
    code = joining_codes.grouped(code_of(relative.user))
    assert code in message.body
    assert relative.post("/min-side/hent/kode/", {"code": code.lower()}).status_code == 302
    guest.refresh_from_db()
    assert (guest.account, JoinCode.objects.count()) == (relative.user, 0)
    assert find(KIND).compose(row, NOW) == Drop("content_gone")


def test_a_registration_and_a_place_in_a_group_join_by_their_links(relative: Client) -> None:
    _answer, registration = registrations.sign_up(courses.offering(NOW).pk, courses.person(1), now=NOW)
    entry = groups.waiting(groups.support_group(NOW), 1, NOW)
    for row in (registration, entry):
        relative.post("/min-side/hent/", {"which": f"http://testserver/x/{row.token}/"})
        joining_codes.confirm(code_of(relative.user), by=relative.user, now=NOW)
        row.refresh_from_db()
        assert row.account == relative.user
    assert GroupEntry.objects.filter(account=relative.user).count() == 1


def test_what_is_not_there_answers_like_what_is(relative: Client, guest: AdviceSession) -> None:
    found = relative.post("/min-side/hent/", {"which": guest.reference}, follow=True)
    lost = relative.post("/min-side/hent/", {"which": "AAAA-2222"}, follow=True)
    assert re.sub(r'value="[^"]*"', "", found.content.decode()) == re.sub(r'value="[^"]*"', "", lost.content.decode())
    assert OutboxMessage.objects.filter(kind=KIND).count() == 1
    assert content_of(JoinCode.objects.get()) == {}
    for code in ("", "AAAA2222"):
        with pytest.raises(WrongCode):
            joining_codes.confirm(code, by=relative.user, now=NOW)


def test_another_accounts_booking_is_never_sent_for(relative: Client, guest: AdviceSession, login: object) -> None:
    AdviceSession.objects.filter(pk=guest.pk).update(account=login("relative").user)
    relative.post("/min-side/hent/", {"which": guest.reference})
    assert OutboxMessage.objects.filter(kind=KIND).count() == 0


def test_a_code_is_for_the_account_that_asked_and_for_15_minutes(
    relative: Client, guest: AdviceSession, login: Callable[..., Client]
) -> None:
    joining_codes.ask(guest.reference, by=relative.user, now=NOW)
    code = code_of(relative.user)
    with pytest.raises(WrongCode):
        joining_codes.confirm(code, by=login("relative").user, now=NOW)
    with pytest.raises(WrongCode):
        joining_codes.confirm(code, by=relative.user, now=NOW + timedelta(minutes=15))
    joining_codes.confirm(code, by=relative.user, now=NOW + timedelta(minutes=14, seconds=59))


def test_five_wrong_tries_end_the_code(relative: Client, guest: AdviceSession) -> None:
    joining_codes.ask(guest.reference, by=relative.user, now=NOW)
    code = code_of(relative.user)
    for _try in range(5):
        assert relative.post("/min-side/hent/kode/", {"code": "AAAA-2222"}).status_code == 422
    assert relative.post("/min-side/hent/kode/", {"code": code}).status_code == 422
    guest.refresh_from_db()
    assert guest.account is None


def test_asking_has_an_end(relative: Client) -> None:
    answers = [relative.post("/min-side/hent/", {"which": "AAAA-2222"}).status_code for _ask in range(6)]
    assert answers == [302] * 5 + [422]


def test_hours_to_avoid_hold_for_the_code(relative: Client, guest: AdviceSession) -> None:
    guest.contact.avoid_hours = ["from_10_to_16"]
    guest.contact.save(update_fields=["avoid_hours"])
    joining_codes.ask(guest.reference, by=relative.user, now=NOW)
    assert find(KIND).compose(OutboxMessage.objects.get(kind=KIND), NOW) == Drop("hours_to_avoid")


def test_a_mobile_that_may_get_no_message_gets_no_code(relative: Client, guest: AdviceSession) -> None:
    guest.contact.email, guest.contact.phone, guest.contact.may_leave_message = None, "+4790000123", "no"
    guest.contact.save()
    joining_codes.ask(guest.reference, by=relative.user, now=NOW)
    assert OutboxMessage.objects.filter(kind=KIND).count() == 0
    guest.contact.may_leave_message = "sms_only"
    guest.contact.save()
    joining_codes.ask(guest.reference, by=relative.user, now=NOW)
    message = find(KIND).compose(OutboxMessage.objects.get(kind=KIND), NOW)
    assert (message.channel, message.to) == (Channel.SMS, "+4790000123")


def test_what_was_sent_is_shown_for_what_is_mine(relative: Client, guest: AdviceSession) -> None:
    joining_codes.ask(guest.reference, by=relative.user, now=NOW)
    joining_codes.confirm(code_of(relative.user), by=relative.user, now=NOW)
    OutboxMessage.objects.create(
        dedup_key="a", kind="session", channel="email", target=guest.pk, target_version=1, part="booked",
        send_after=NOW, next_attempt_at=NOW,
    )  # fmt: skip
    page = relative.get("/min-side/sendt/")
    assert [(row.channel, row.at) for row in page.context["rows"]] == [("E-post", NOW)]


def test_export_and_deletion_cover_the_wishes(relative: Client) -> None:
    relative.post("/min-side/kontakt/", WISHES)
    assert "trygg@example.org" in str(selectors.everything_about(relative.user))
    idle.delete_own_account(relative.user, now=NOW)
    assert ContactWishes.objects.count() == 0
