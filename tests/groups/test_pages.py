"""The pages over HTTP: interest and link, offers, attendance without JavaScript and as JSON, stops, register, roles."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from advising.models import AdviceSession
from groups.forms.staff import GroupForm
from groups.models import GroupAttendance, GroupEntry, IntakeStop, SelfRunGroup
from groups.services import offers, self_run
from groups.services.stops import Stop, open_stop
from pio.audit.models import ReadEntry
from pio.core import returning
from pio.messaging import dispatch
from tests.advising.factories.sessions import open_adviser
from tests.conftest import NOW
from tests.groups.factories import meeting, member, support_group, waiting

pytestmark = pytest.mark.django_db
GUARD = re.compile(r'name="([a-z_]+)" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture(autouse=True)
def today(at):
    at(NOW)


@pytest.fixture
def leader(login) -> Client:
    return login("group_leader")


def post(path: str, data: dict[str, object], *, client: Client | None = None, action: str = ""):
    """Send the public form of a page as a browser would, with the hidden fields it carries."""
    client = client or Client()
    page = client.get(path).content.decode()
    target = action or path
    part = page.split(f'action="{target}"', 1)[1] if action else page.split("<form", 1)[-1]
    part = part if not action else part.split("</form>", 1)[0]
    hidden = dict(GUARD.findall(part.split("</form>", 1)[0]))
    return client.post(target, hidden | data, headers={"sec-fetch-site": "same-origin"})


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_any_number(count, now, django_assert_num_queries):
    for _number in range(count):
        meeting(support_group(now), now + timedelta(days=1))
    with django_assert_num_queries(2):
        assert Client().get("/grupper/").status_code == 200


def test_interest_gives_a_receipt_and_the_second_is_answered_alike(now):
    group = support_group(now)
    answers = [post(f"/grupper/{group.slug}/", {"email": "a@example.org", "words": "Hei"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert group.entries.count() == 1
    entry = group.entries.get()
    assert (entry.email, entry.words, entry.state) == ("a@example.org", "Hei", "waiting")
    assert "Takk, vi har skrevet deg opp" in answers[1].content.decode()


def test_interest_without_a_contact_is_422_and_keeps_what_was_typed(now):
    answer = post(f"/grupper/{support_group(now).slug}/", {"words": "Noen ord her"})
    assert answer.status_code == 422
    assert "<title>Feil: " in answer.content.decode()
    assert "Noen ord her" in answer.content.decode()


def test_stop_shows_its_text_at_once_and_takes_nobody_in(now):
    group = support_group(now)
    assert "Meld interesse" in Client().get(f"/grupper/{group.slug}/").content.decode()
    open_stop(Stop(localdate(now), "Køen er full til jul.", public_text_en="The queue is full."), now=now)
    for path, text in (("/grupper/", "Køen er full til jul."), ("/en/grupper/", "The queue is full.")):
        assert text in Client().get(path).content.decode()
        assert text in Client().get(f"{path}{group.slug}/").content.decode()


def test_offer_is_taken_by_post_only(now):
    group = support_group(now)
    entry = offers.offer_place(waiting(group, 1, now), now=now)
    path = reverse("groups_entry", args=[entry.token])
    assert Client().get(path).status_code == 200
    assert GroupEntry.objects.get(pk=entry.pk).state == "offered"
    assert post(path, {"svar": "ja"}).status_code == 302
    assert GroupEntry.objects.get(pk=entry.pk).state == "confirmed"


def test_offer_under_a_stop_is_422_with_the_text(now):
    group = support_group(now)
    entry = offers.offer_place(waiting(group, 1, now), now=now)
    IntakeStop.objects.create(starts_date=localdate(now), public_text="Køen er full.")
    answer = post(reverse("groups_entry", args=[entry.token]), {"svar": "ja"})
    assert answer.status_code == 422
    assert "Køen er full." in answer.content.decode()
    assert GroupEntry.objects.get(pk=entry.pk).state == "offered"


def test_unknown_links_are_404():
    assert Client().get("/grupper/interesse/nei/").status_code == 404
    assert Client().get("/grupper/selvstyrt/nei/").status_code == 404
    assert Client().get("/grupper/nei/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_group_page_costs_the_same_for_any_number(count, now, leader, django_assert_num_queries):
    group = support_group(now, leaders=[leader.user], capacity=9)
    for number in range(count):
        member(group, number, now)
        waiting(group, 10 + number, now)
        GroupAttendance.objects.create(
            meeting=meeting(group, now - timedelta(weeks=1 + number)), entry=group.entries.first(), attendance="present"
        )
    with django_assert_num_queries(GROUP_PAGE):
        assert leader.get(f"/intern/grupper/{group.slug}/").status_code == 200


GROUP_PAGE = 25


@pytest.mark.parametrize("count", [1, 3])
def test_attendance_page_costs_the_same_for_any_number(count, now, leader, django_assert_num_queries):
    group = support_group(now, leaders=[leader.user], capacity=9)
    for number in range(count):
        member(group, number, now)
    held = meeting(group, now)
    with django_assert_num_queries(MEETING_PAGE):
        assert leader.get(f"/intern/grupper/mote/{held.pk}/").status_code == 200


MEETING_PAGE = 15


def test_attendance_without_javascript(now, leader):
    group = support_group(now, leaders=[leader.user])
    entry = member(group, 1, now)
    held = meeting(group, now)
    answer = leader.post(f"/intern/grupper/mote/{held.pk}/oppmote/{entry.pk}/", {"oppmote": "absent:0"})
    assert answer.headers["Location"] == f"/intern/grupper/mote/{held.pk}/"
    assert GroupAttendance.objects.get().attendance == "absent"
    assert leader.post(f"/intern/grupper/mote/{held.pk}/", {"heads": 2, "note": ""}).status_code == 302
    held.refresh_from_db()
    assert (held.head_count, held.marked_date) == (2, localdate(now))


def test_attendance_as_json_tells_back_what_stands(now, leader):
    group = support_group(now, leaders=[leader.user])
    entry = member(group, 1, now)
    path = f"/intern/grupper/mote/{meeting(group, now).pk}/oppmote/{entry.pk}/"
    first = leader.post(path, {"oppmote": "absent:0"}, **JSON)
    assert first.json() == {
        "present": 0, "problem": "", "code": "absent", "label": "Ikke møtt", "following": "excused", "version": 1,
        "used": 0, "limit": 10, "remark": "Ny i dag",
    }  # fmt: skip
    late = leader.post(path, {"oppmote": "excused:0"}, **JSON)
    assert (late.status_code, late.json()["code"], late.json()["version"]) == (409, "absent", 1)


def test_only_the_leaders_of_a_group_and_the_manager_see_it(now, login, leader):
    group = support_group(now, leaders=[leader.user])
    entry, held = waiting(group, 1, now), meeting(group, now)
    paths = [
        f"/intern/grupper/{group.slug}/",
        f"/intern/grupper/mote/{held.pk}/",
        f"/intern/grupper/person/{entry.pk}/",
    ]
    who = {"leader": leader, "other": login("group_leader"), "manager": login("manager"), "ombud": login("ombud")}
    seen = {name: [client.get(path).status_code for path in paths] for name, client in who.items()}
    assert seen == {"leader": [200] * 3, "other": [404] * 3, "manager": [200] * 3, "ombud": [404] * 3}
    assert [Client().get(path).status_code for path in paths] == [302] * 3


def test_pre_talk_then_offer_then_taken_back(now, leader):
    group = support_group(now, leaders=[leader.user])
    entry = waiting(group, 1, now, talked=False)
    path = f"/intern/grupper/person/{entry.pk}/"
    assert leader.post(path, {"day": "2026-11-23", "by": leader.user.pk}).status_code == 302
    assert leader.post(path, {"reason": ""}).status_code == 302
    offered = GroupEntry.objects.get(pk=entry.pk)
    assert (offered.state, offered.pre_talk_by, str(offered.pre_talk_date)) == ("offered", leader.user, "2026-11-23")
    assert leader.post(f"{path}trekk/").status_code == 302
    assert GroupEntry.objects.get(pk=entry.pk).state == "waiting"


def test_leader_reads_the_messages_before_they_go(now, leader):
    group = support_group(now, leaders=[leader.user], capacity=3)
    inside, ready = member(group, 1, now), waiting(group, 2, now)
    coming = meeting(group, now + timedelta(days=7))
    words = {
        f"person/{inside.pk}/": ["Vi har savnet deg de siste gangene.", "Send hilsenen"],
        f"person/{ready.pk}/": ["Det er en plass til deg. Vi holder den av til torsdag 26. november kl. 10.00."],
        f"mote/{coming.pk}/flytt/": ["Møtet er flyttet til (tidspunktet du velger).", "1 medlem får den"],
        f"mote/{coming.pk}/avlys/": ["Det teller ikke som et av møtene dine.", "1 medlem får den"],
    }  # fmt: skip
    for path, texts in words.items():
        page = leader.get(f"/intern/grupper/{path}").content.decode()
        assert [text for text in texts if text not in page] == [], path


def test_greeting_is_suggested_after_two_absences_without_a_word(now, leader):
    group = support_group(now, leaders=[leader.user], capacity=3)
    away, excused = member(group, 1, now - timedelta(weeks=9)), member(group, 2, now - timedelta(weeks=9))
    for weeks in (1, 2):
        held = meeting(group, now - timedelta(weeks=weeks), marked_date=localdate(now))
        GroupAttendance.objects.create(meeting=held, entry=away, attendance="absent")
        GroupAttendance.objects.create(meeting=held, entry=excused, attendance="excused")
    pages = [leader.get(f"/intern/grupper/person/{each.pk}/").content.decode() for each in (away, excused)]
    assert ["Ikke møtt to ganger på rad. Skal vi sende en hilsen?" in page for page in pages] == [True, False]


def test_link_of_a_digital_group_is_entered_by_a_leader_and_seen_by_members_only(now, leader):
    group = support_group(now, leaders=[leader.user], capacity=3, place="digital")
    inside, outside = member(group, 1, now), waiting(group, 2, now)
    form = leader.get(f"/intern/grupper/{group.slug}/endre/").content.decode()
    assert 'name="video_link"' in form
    values = {
        "name": group.name, "slug": group.slug, "kind": group.kind, "audience": group.audience, "place": "digital",
        "summary": group.summary, "weekday": 1, "start_wall": "11:00", "end_wall": "13:00", "every_weeks": 2,
        "first_date": group.first_date, "capacity": 3, "least_to_run": 4, "meeting_limit": 10,
        "limit_counts": "attended", "spoken_language": "nb", "municipality": "0301", "leaders": [leader.user.pk],
        "video_link": "https://video.example/rom",
    }  # fmt: skip
    assert leader.post(f"/intern/grupper/{group.slug}/endre/", values).status_code == 302
    paths = [*(reverse("groups_entry", args=[each.token]) for each in (inside, outside)), f"/grupper/{group.slug}/"]
    pages = [Client().get(path).content.decode() for path in paths]
    assert ["https://video.example/rom" in page for page in pages] == [True, False, False]


def test_passing_over_asks_for_the_reason(now, leader):
    group = support_group(now, leaders=[leader.user])
    waiting(group, 1, now)
    path = f"/intern/grupper/person/{waiting(group, 2, now).pk}/"
    assert leader.post(path, {"reason": ""}).status_code == 422
    assert leader.post(path, {"reason": "To i samme familie"}).status_code == 302


def test_reading_the_words_is_logged(now, leader):
    group = support_group(now, leaders=[leader.user])
    quiet, telling = waiting(group, 1, now), waiting(group, 2, now, words="Noe tungt")
    for entry in (quiet, telling):
        assert leader.get(f"/intern/grupper/person/{entry.pk}/").status_code == 200
    assert ReadEntry.objects.count() == 1


def test_stop_is_set_and_ended_by_staff(now, leader):
    group = support_group(now, leaders=[leader.user])
    values = {"starts_date": "2026-11-24", "public_text": "Full kø.", "group": str(group.pk)}
    assert leader.post("/intern/grupper/inntaksstopp/", values).status_code == 302
    assert leader.post("/intern/grupper/inntaksstopp/", values).status_code == 422
    stop = IntakeStop.objects.get()
    assert leader.post(f"/intern/grupper/inntaksstopp/{stop.pk}/slutt/").status_code == 302
    assert IntakeStop.objects.count() == 0  # it had not lasted a day


def test_group_is_made_opened_changed_and_ended(now, leader):
    values = {
        "name": "Ny", "slug": "ny-gruppe", "kind": "slow_open", "audience": "parents", "summary": "For foreldre.",
        "place": "centre", "weekday": 1, "start_wall": "11:00", "end_wall": "13:00", "every_weeks": 2,
        "first_date": "2026-11-24", "capacity": 8, "least_to_run": 4, "meeting_limit": 10, "limit_counts": "attended",
        "spoken_language": "nb", "municipality": "0301",
    }  # fmt: skip
    assert leader.post("/intern/grupper/ny/", values | {"slug": "ny"}).status_code == 422
    assert leader.post("/intern/grupper/ny/", values).headers["Location"] == "/intern/grupper/ny-gruppe/"
    assert Client().get("/grupper/ny-gruppe/").status_code == 404
    leader.post("/intern/grupper/ny-gruppe/apne/")
    assert Client().get("/grupper/ny-gruppe/").status_code == 200
    leader.post("/intern/grupper/ny-gruppe/endre/", values | {"capacity": 9})
    leader.post("/intern/grupper/ny-gruppe/avslutt/")
    assert Client().get("/grupper/ny-gruppe/").status_code == 404


def test_spin_off_needs_two_who_said_yes(now, leader):
    group = support_group(now, leaders=[leader.user], capacity=4)
    people = [member(group, number, now) for number in range(2)]
    values = {"name": "Videre", "audience": "parents", "contact_email": "kontakt@example.org"}
    path = f"/intern/grupper/{group.slug}/selvstyrt/"
    assert leader.post(path, values).status_code == 422
    for entry in people:
        leader.post(f"/intern/grupper/person/{entry.pk}/fortsette/")
    assert leader.post(path, values).status_code == 302
    made = SelfRunGroup.objects.get()
    assert (made.spun_off_from, made.registered_date, made.contact_email) == (
        group,
        localdate(now),
        "kontakt@example.org",
    )


def test_self_run_meeting_is_reported_by_link_and_confirms(now, leader):
    made = self_run.register(self_run.Register("Kafégruppa", "parents", contact_email="k@example.org"), now=now)
    SelfRunGroup.objects.update(confirmed_date=localdate(now) - timedelta(days=400))
    path = reverse("groups_self_run_link", args=[made.token])
    report = {"day": "2026-11-20", "heads": 6, "new": 1, "wants_visit": "on"}
    assert post(path, report).status_code == 302
    assert post(path, report | {"heads": 7}).status_code == 302
    made.refresh_from_db()
    assert (made.wants_visit, made.confirmed_date) == (True, localdate(now))
    assert list(made.reports.values_list("was_held", "head_count", "new_count")) == [(True, 7, 1)]
    assert post(path, {"day": "2026-11-25", "heads": 1, "new": 0}).status_code == 422
    assert leader.get(f"/intern/grupper/selvstyrte/{made.pk}/").status_code == 200
    assert post(path, {"svar": "slutt"}, action=f"{path}svar/").status_code == 200
    assert Client().get(path).status_code == 404


def test_yearly_question_is_asked_once_and_reminded_once(now):
    self_run.register(self_run.Register("Kafégruppa", "parents", contact_email="k@example.org"), now=now)
    asked = {}
    for day in (364, 365, 366, 386, 387, 408, 500):
        asked[day] = self_run.ask(now=now + timedelta(days=day))
        dispatch.send_due(now=now + timedelta(days=day))
    assert asked == {364: 0, 365: 1, 366: 0, 386: 1, 387: 0, 408: 0, 500: 0}


@pytest.mark.parametrize("path", ["", "ny/", "inntaksstopp/", "selvstyrte/", "selvstyrte/ny/"])
def test_staff_pages_open_in_both_languages(path, login, now):
    for language in ("nb", "en"):
        assert login("group_leader", language=language).get(f"/intern/grupper/{path}").status_code == 200


def test_pre_talk_agreed_for_another_day_and_person_is_not_held_yet(now, leader, login):
    group, adviser = support_group(now, leaders=[leader.user]), login("adviser").user
    entry = waiting(group, 1, now, talked=False)
    path = f"/intern/grupper/person/{entry.pk}/"
    assert leader.post(path, {"day": "2026-11-26", "by": adviser.pk}).status_code == 302
    agreed = GroupEntry.objects.get(pk=entry.pk)
    assert (agreed.pre_talk_date, str(agreed.pre_talk_planned_date), agreed.pre_talk_by) == (
        None,
        "2026-11-26",
        adviser,
    )
    assert leader.post(path, {"day": "2026-11-24", "by": adviser.pk}).status_code == 302
    held = GroupEntry.objects.get(pk=entry.pk)
    assert (str(held.pre_talk_date), held.pre_talk_planned_date, held.pre_talk_by) == ("2026-11-24", None, adviser)


def test_pre_talk_is_booked_as_a_session_and_the_leader_comes_back_with_its_day(now, leader):
    """The form of the person's page fills the booking form; nothing but the day and who comes back."""
    adviser = open_adviser()
    group = support_group(now, leaders=[leader.user])
    entry = waiting(group, 1, now, talked=False, phone="+4791234567", relation="mother")
    path = f"/intern/grupper/person/{entry.pk}/"
    part = leader.get(path).content.decode().split('action="/intern/radgivning/ny/"', 1)[1].split("</form>", 1)[0]
    form = leader.post("/intern/radgivning/ny/", dict(HIDDEN.findall(part))).content.decode()
    assert "+4791234567" in form
    slot = re.search(r'name="slot" value="([^"]+)"', form).group(1)
    values = {
        "slot": slot, "channel": "phone", "tilbake": path, "key": "a" * 32, "phone": "+4791234567",
        "may_leave_message": "no", "p1-relation": "mother", "p1-gender": "unknown", "p1-age_band": "unknown",
    }  # fmt: skip
    answer = leader.post("/intern/radgivning/ny/", values)
    assert (answer.status_code, answer.headers.get("Location")) == (302, path)
    page = leader.get(path).content.decode()
    day = AdviceSession.objects.get().session_date
    assert f'value="{day}"' in page
    assert f'<option value="{adviser.user_id}" selected>' in page
    assert "Timen er bestilt." in page
    assert (
        GroupEntry.objects.get(pk=entry.pk).pre_talk_planned_date is None
    )  # the leader notes it, nothing joins the two


@pytest.mark.parametrize(
    "address", ["https://example.org/intern/", "//example.org/intern/", "/min-side/", "/intern/../x"]
)
def test_way_back_is_only_one_of_our_staff_pages(rf, address):
    assert returning.way_back(rf.post("/", {"tilbake": address})) == ""


def test_member_of_a_closed_group_says_themselves_that_they_want_to_go_on(now, leader):
    group = support_group(now, leaders=[leader.user], kind="closed", meeting_limit=None, capacity=4)
    people = [member(group, number, now) for number in range(2)]
    for entry in people:
        path = reverse("groups_entry", args=[entry.token])
        assert Client().get(f"{path}fortsette/").status_code == 302
        assert post(path, {"svar": "ja"}, action=f"{path}fortsette/").status_code == 302
    assert group.entries.filter(wants_to_go_on=True).count() == 2
    leader.post(f"/intern/grupper/{group.slug}/avslutt/")
    page = leader.get(f"/intern/grupper/{group.slug}/").content.decode()
    assert "2 vil fortsette på egen hånd." in page
    values = {"name": "Videre", "audience": "parents", "contact_email": "kontakt@example.org"}
    assert leader.post(f"/intern/grupper/{group.slug}/selvstyrt/", values).status_code == 302
    assert SelfRunGroup.objects.get().spun_off_from == group


def test_wish_to_go_on_is_taken_back_and_waiting_people_have_none(now):
    group = support_group(now, kind="closed", meeting_limit=None, capacity=4)
    inside, outside = member(group, 1, now), waiting(group, 2, now)
    path = reverse("groups_entry", args=[inside.token])
    for answer, expected in (("ja", True), ("nei", False)):
        post(path, {"svar": answer}, action=f"{path}fortsette/")
        assert GroupEntry.objects.get(pk=inside.pk).wants_to_go_on is expected
    assert "fortsette/" not in Client().get(reverse("groups_entry", args=[outside.token])).content.decode()


def test_list_is_by_whom_the_groups_are_for(now):
    for name, audience in (("A", "bereaved"), ("B", "parents"), ("C", "partners"), ("D", "parents")):
        support_group(now, name=f"Gruppe {name}", audience=audience)
    page = Client().get("/grupper/").content.decode()
    found = re.findall(r'<h3 class="kicker">([^<]+)<|>(Gruppe [A-D])<', page)
    assert [a or b for a, b in found] == [
        "Foreldre", "Gruppe B", "Gruppe D", "Partnere", "Gruppe C", "Etterlatte", "Gruppe A"
    ]  # fmt: skip


def test_small_group_says_so(now, leader):
    group = support_group(now, leaders=[leader.user], capacity=9, least_to_run=2)
    member(group, 1, now)
    assert "Færre enn 2, som gruppa trenger." in leader.get(f"/intern/grupper/{group.slug}/").content.decode()
    member(group, 2, now)
    assert "Færre enn 2" not in leader.get(f"/intern/grupper/{group.slug}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_register_costs_the_same_for_any_number(count, now, leader, django_assert_num_queries):
    for number in range(count):
        self_run.register(self_run.Register(f"Gruppe {number}", "parents", contact_email="k@example.org"), now=now)
    with django_assert_num_queries(REGISTER_PAGE):
        assert leader.get("/intern/grupper/selvstyrte/").status_code == 200


REGISTER_PAGE = 8


@pytest.mark.parametrize("page", ["/intern/grupper/ny/", "/intern/grupper/{}/endre/"])
def test_form_of_a_group_shows_every_field_under_norwegian_words(leader, now, page):
    html = leader.get(page.format(support_group(now, leaders=[leader.user]).slug)).content.decode()
    missing = [name for name in GroupForm.base_fields if f'id="id_{name}' not in html]
    assert missing == []
    assert [word for word in ("Room", "---------", ">Ledere</label>") if word in html] == []
    assert '<option value="" selected>Ikke noe rom</option>' in html
