"""The call form by plain POST: what it needs, what it keeps, late entries, edits, amendments, undo, redaction."""

import datetime as dt
import re
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from advising.models import Call, CallAmendment
from advising.services import calls as services
from tests.advising.factories.calls import OSLO, STARTED, CallFactory, answers
from tests.conftest import NOW

NEW = "/intern/telefon/ny/"
FULL = {
    "channel": "phone", "kind": "support", "relation": "mother", "topics": ["boundaries", "burden"],
    "caller_gender": "female", "caller_age_band": "not_asked", "county": "34", "municipality": "Lillehammer",
    "diagnosis_areas": ["psychosis", "drugs"], "help_given": ["listened", "advice"], "severity": "concern",
    "referred_from": ["gp"], "referred_to": ["nav"], "note": "Hun har ikke sovet siden august.",
    "duration_minutes": "12",
}  # fmt: skip


@pytest.fixture
def adviser(login: Callable[..., Client], at: Callable[[dt.datetime], None]) -> Client:
    at(NOW)
    return login("adviser")


def hidden(client: Client, url: str = NEW) -> dict[str, str]:
    page = client.get(url).content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page).group(1) for name in ("draft_id", "opened")}


def only_call() -> Call:
    return Call.objects.get()


def test_a_full_call_is_stored_as_answered(adviser: Client) -> None:
    response = adviser.post(NEW, FULL)
    call = only_call()
    assert response.status_code == 302
    assert response["Location"].split("?")[0] == "/intern/telefon/"
    assert (call.topics, call.municipality, call.county, call.caller_role) == (
        ["boundaries", "burden"],
        "3405",
        "34",
        "relative",
    )
    assert (call.caller_age_band, call.duration_minutes, call.note) == (
        "not_asked",
        12,
        "Hun har ikke sovet siden august.",
    )
    assert call.source == "entry"


@pytest.mark.parametrize(
    ("left_out", "message"),
    [
        ("channel", "Velg kanal."),
        ("kind", "Velg hva slags samtale det var."),
        ("relation", "Velg hvem som ringer. «Ukjent» er et svar."),
        ("topics", "Velg minst ett tema."),
    ],
)
def test_what_a_conversation_needs(adviser: Client, left_out: str, message: str) -> None:
    response = adviser.post(NEW, {name: value for name, value in FULL.items() if name != left_out})
    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Feil: Ny samtale" in page
    assert page.count(message) == 2
    assert "Hun har ikke sovet siden august." in page
    assert Call.objects.count() == 0


@pytest.mark.parametrize("kind", ["silent", "hang_up", "wrong_number", "inappropriate", "test", "missed"])
def test_a_call_without_a_conversation_needs_its_kind_only(adviser: Client, kind: str) -> None:
    response = adviser.post(NEW, {"kind": kind, "channel": "phone"})
    call = only_call()
    assert response.status_code == 302
    assert (call.kind, call.relation, call.topics, call.duration_minutes) == (kind, "", [], 0)


def test_duration_is_counted_by_the_servers_clock(adviser: Client, at: Callable[[dt.datetime], None]) -> None:
    fields = hidden(adviser)
    at(NOW + dt.timedelta(minutes=12, seconds=40))
    adviser.post(NEW, {**FULL, **fields, "duration_minutes": ""})
    call = only_call()
    assert call.duration_minutes == 13
    assert call.started_at == NOW


def test_time_is_kept_to_five_minutes(adviser: Client, at: Callable[[dt.datetime], None]) -> None:
    at(dt.datetime(2026, 12, 31, 23, 59, 59, tzinfo=OSLO))
    adviser.force_login(adviser.user)
    adviser.post(NEW, FULL | {"duration_minutes": "1"})
    assert only_call().started_at == dt.datetime(2026, 12, 31, 23, 55, tzinfo=OSLO)


def test_sent_twice_is_one_call_and_the_last_words_stand(adviser: Client) -> None:
    fields = hidden(adviser)
    adviser.post(NEW, {**FULL, **fields})
    adviser.post(NEW, {**FULL, **fields})
    adviser.post(NEW, {**FULL, **fields, "relation": "father"})
    assert only_call().relation == "father"


def test_two_people_with_one_draft_id_are_two_calls(adviser: Client, login: Callable[..., Client]) -> None:
    fields = {"draft_id": str(uuid.uuid4())}
    adviser.post(NEW, {**FULL, **fields})
    login("adviser").post(NEW, {**FULL, **fields})
    assert Call.objects.count() == 2


def test_a_rare_relation_is_behind_more(adviser: Client) -> None:
    adviser.post(NEW, FULL | {"relation": "more", "relation_more": "bereaved"})
    assert only_call().relation == "bereaved"


def test_more_without_a_choice_is_no_answer(adviser: Client) -> None:
    response = adviser.post(NEW, FULL | {"relation": "more", "relation_more": ""})
    assert response.status_code == 422


def test_five_topics_are_too_many(adviser: Client) -> None:
    topics = ["burden", "boundaries", "waiting", "conflict", "debt"]
    response = adviser.post(NEW, FULL | {"topics": topics})
    assert response.content.decode().count("Velg høyst fire temaer.") == 2


def test_a_made_up_answer_is_refused(adviser: Client) -> None:
    assert adviser.post(NEW, FULL | {"relation": "Kari Nordmann"}).status_code == 422
    assert adviser.post(NEW, FULL | {"municipality": "Andeby"}).status_code == 422
    assert Call.objects.count() == 0


def test_late_entry_asks_for_day_and_time(adviser: Client) -> None:
    response = adviser.post(f"{NEW}?etter=1", FULL | {"started_on": "2026-11-20", "started_time": "14:33"})
    call = only_call()
    assert response.status_code == 302
    assert (call.source, call.started_at) == ("late", dt.datetime(2026, 11, 20, 14, 30, tzinfo=OSLO))


def test_late_entry_is_never_in_the_future(adviser: Client) -> None:
    response = adviser.post(f"{NEW}?etter=1", FULL | {"started_on": "2026-11-24", "started_time": "10:30"})
    assert response.content.decode().count("Samtalen kan ikke ha startet fram i tid.") == 2


def test_late_entry_of_an_old_call_keeps_no_note(adviser: Client) -> None:
    adviser.post(f"{NEW}?etter=1", FULL | {"started_on": "2026-10-01", "started_time": "10:30"})
    assert only_call().note is None


def test_save_and_open_the_next(adviser: Client) -> None:
    assert adviser.post(NEW, FULL | {"neste": "1"})["Location"].startswith(f"{NEW}?lagret=")


def test_personal_data_in_the_note_warns_and_is_stored(adviser: Client) -> None:
    response = adviser.post(NEW, FULL | {"note": "Ring 912 34 567"}, follow=True)
    assert only_call().note == "Ring 912 34 567"
    assert "Notatet ser ut til å ha personopplysninger." in response.content.decode()
    response = adviser.post(f"/intern/telefon/{only_call().pk}/sladd/", follow=True)
    assert only_call().note == "Ring ███ ██ ███"


def test_note_is_checked_while_typing(adviser: Client) -> None:
    response = adviser.post("/intern/telefon/notat/", {"note": "Ring 912 34 567"})
    assert response.json() == {"words": "Ser ut som et telefonnummer: «912 34 567»", "redacted": "Ring ███ ██ ███"}
    assert adviser.post("/intern/telefon/notat/", {"note": "Sliten."}).json() == {"words": "", "redacted": "Sliten."}


def test_author_edits_for_24_hours_then_only_with_a_reason(adviser: Client, at: Callable[[dt.datetime], None]) -> None:
    adviser.post(NEW, FULL)
    url = f"/intern/telefon/{only_call().pk}/endre/"
    late = {"started_on": "2026-11-24", "started_time": "09:00"}
    assert adviser.post(url, FULL | late | {"relation": "father"}).status_code == 302
    assert (only_call().relation, CallAmendment.objects.count()) == ("father", 0)
    at(NOW + dt.timedelta(hours=25))
    adviser.force_login(adviser.user)
    assert adviser.post(url, FULL | late | {"relation": "sister"}).status_code == 422
    assert only_call().relation == "father"
    assert adviser.post(url, FULL | late | {"relation": "sister", "reason": "Hørte feil."}).status_code == 302
    amendment = CallAmendment.objects.get()
    assert (only_call().relation, only_call().amended, amendment.changes) == (
        "sister", True, {"relation": ["father", "sister"]},
    )  # fmt: skip
    assert only_call().note == "Hun har ikke sovet siden august."
    page = adviser.get(f"/intern/telefon/{only_call().pk}/").content.decode()
    assert "Den som ringer, er: Far → Søster" in page
    assert "Hørte feil." in page


def test_a_colleague_cannot_edit_a_fresh_call(adviser: Client, login: Callable[..., Client]) -> None:
    adviser.post(NEW, FULL)
    late = {"started_on": "2026-11-24", "started_time": "09:00", "reason": "Feil."}
    response = login("adviser").post(f"/intern/telefon/{only_call().pk}/endre/", FULL | late | {"relation": "son"})
    assert response.status_code == 422
    assert only_call().relation == "mother"


def test_one_key_call_can_be_taken_back_for_a_minute(adviser: Client, at: Callable[[dt.datetime], None]) -> None:
    for seconds, left in ((8, 0), (61, 1)):
        at(NOW)
        Call.objects.all().delete()
        token = adviser.post(NEW, {"kind": "silent"})["Location"].split("lagret=")[1]
        at(NOW + dt.timedelta(seconds=seconds))
        adviser.post("/intern/telefon/angre/", {"lagret": token})
        assert Call.objects.count() == left


def test_somebody_else_cannot_take_a_call_back(adviser: Client, login: Callable[..., Client]) -> None:
    token = adviser.post(NEW, {"kind": "silent"})["Location"].split("lagret=")[1]
    login("adviser").post("/intern/telefon/angre/", {"lagret": token})
    assert Call.objects.count() == 1


def test_script_gets_the_receipt_alone(adviser: Client) -> None:
    response = adviser.post(NEW, {"kind": "silent"}, headers={"X-In-Place": "1"})
    page = response.content.decode()
    assert (response.status_code, page.count("<main"), page.count("Lagret: Stille.")) == (200, 0, 1)


def test_an_old_call_cannot_be_edited_by_its_former_author(adviser: Client) -> None:
    call = CallFactory()
    with pytest.raises(services.CallLocked):
        services.edit_call(call, answers(), by=adviser.user, now=NOW)


def test_a_call_in_the_future_is_refused(adviser: Client) -> None:
    with pytest.raises(services.CallInFuture):
        services.log_call(answers(started_at=NOW + dt.timedelta(minutes=1)), by=adviser.user, now=NOW)


def test_an_amendment_needs_a_reason_and_a_change(adviser: Client) -> None:
    call = CallFactory()
    with pytest.raises(services.ReasonMissing):
        services.amend_call(call, answers(), reason=" ", by=adviser.user, now=NOW)
    same = answers(topics=("burden",), started_at=STARTED)
    assert services.amend_call(call, same, reason="Prøve", by=adviser.user, now=NOW) is None


def test_saving_takes_at_most_ten_statements(
    adviser: Client, django_assert_max_num_queries: Callable[..., object]
) -> None:
    adviser.get(NEW)
    with django_assert_max_num_queries(10):
        assert adviser.post(NEW, FULL | {"draft_id": str(uuid.uuid4())}).status_code == 302


def test_keys_one_to_nine_are_the_persons_own(adviser: Client, login: Callable[..., Client]) -> None:
    for _ in range(3):
        adviser.post(NEW, FULL | {"topics": ["debt", "forms"], "draft_id": str(uuid.uuid4())})
    adviser.post(NEW, FULL | {"topics": ["forms"], "draft_id": str(uuid.uuid4())})
    shown = [re.findall(r'data-topic="(\w+)"', who.get(NEW).content.decode()) for who in (adviser, login("adviser"))]
    assert [topics[:2] for topics in shown] == [["forms", "debt"], ["burden", "boundaries"]]
    assert [len(topics) for topics in shown] == [9, 9]


def test_unknown_and_not_asked_are_answers_and_blank_is_another(adviser: Client) -> None:
    adviser.post(NEW, FULL | {"relation": "unknown", "caller_gender": "", "county": "not_asked", "municipality": ""})
    call = only_call()
    assert (call.relation, call.caller_gender, call.county, call.municipality, call.caller_role) == (
        "unknown", "", "not_asked", "", "",
    )  # fmt: skip


def test_posts_only_pages_answer_a_get_with_405(adviser: Client) -> None:
    call = CallFactory()
    for url in ("/intern/telefon/angre/", "/intern/telefon/notat/", f"/intern/telefon/{call.pk}/sladd/"):
        assert adviser.get(url).status_code == 405


def test_english_staff_read_english(adviser: Client) -> None:
    adviser.user.language = "en"
    adviser.user.save()
    page = adviser.post(NEW, {}).content.decode()
    assert page.count("Choose what kind of call it was.") == 2
    assert "<title>Error: New call" in page


def test_a_form_left_open_for_hours_asks_for_the_minutes(
    adviser: Client, login: Callable[..., Client], at: Callable[[dt.datetime], None]
) -> None:
    fields = hidden(adviser)
    at(NOW + dt.timedelta(hours=3))
    adviser = login(user=adviser.user)
    response = adviser.post(NEW, {**FULL, **fields, "duration_minutes": ""})
    assert (response.status_code, response.content.decode().count("Skjemaet har vært åpent i over to timer.")) == (
        422,
        2,
    )
    assert adviser.post(NEW, {**FULL, **fields, "duration_minutes": "40"}).status_code == 302
    assert only_call().duration_minutes == 40
