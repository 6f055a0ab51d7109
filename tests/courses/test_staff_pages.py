"""The staff pages of courses: announce, people, attendance, messages, files – over HTTP, without JavaScript."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from courses import certificates
from courses.models import Evening, Notice, Offering, Presence, Registration
from courses.services import evenings
from courses.services.evenings import Plan
from courses.services.registrations import sign_up
from pio.messaging.models import OutboxMessage
from pio.scheduling import describers
from pio.scheduling.models import Closure, Reservation, Resource
from tests.conftest import NOW
from tests.courses.factories import offering, person

pytestmark = pytest.mark.django_db

FORM = {
    "title": "Å stå støtt", "kind": "course", "summary": "Tre kvelder.", "audience": "relatives", "place": "centre",
    "takes_registrations": "on", "largest_party": "2", "capacity": "12", "picture": "kurs",
    "kveld-0-day": "2027-01-12", "kveld-0-start": "17:30", "kveld-0-end": "20:00", "kveld-0-title": "Første",
    "kveld-1-day": "2027-01-19", "kveld-1-start": "17:30", "kveld-1-end": "20:00",
    "kveld-2-day": "2027-01-26", "kveld-2-start": "17:30", "kveld-2-end": "20:00",
}  # fmt: skip


@pytest.fixture
def host(login, at):
    at(NOW)
    return login("course_host")


def room(name="Storstua"):
    return Resource.objects.create(kind="room", name=name)


def page(client, name, *args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


def post(client, address, *args, **data):
    return client.post(reverse(address, args=args), data)


def test_course_over_three_evenings_is_announced_in_one_form(host):
    storstua = room()
    response = host.post("/intern/kurs/ny/", FORM | {"room": str(storstua.pk), "hosts": [str(host.user.pk)]})
    made = Offering.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/intern/kurs/{made.pk}/"
    assert (made.slug, made.status, made.capacity, made.evenings.count()) == ("a-sta-stott", "draft", 12, 3)
    assert list(made.hosts.all()) == [host.user]
    assert Reservation.objects.filter(resource=storstua, status="booked", purpose="course_evening").count() == 3
    assert host.get("/kurs/a-sta-stott/").status_code == 404
    post(host, "courses_publish", made.pk)
    assert host.get("/kurs/a-sta-stott/").status_code == 200


def test_taken_room_is_refused_with_what_was_typed(host):
    storstua = room()
    host.post("/intern/kurs/ny/", FORM | {"room": str(storstua.pk)})
    response = host.post("/intern/kurs/ny/", FORM | {"room": str(storstua.pk), "title": "Et annet kurs"})
    assert response.status_code == 422
    assert "Et annet kurs" in response.content.decode()
    assert Offering.objects.count() == 1


def test_weekly_rule_skips_holidays(host):
    rule = {"until": "2027-04-12", "kveld-0-day": "2027-03-15"}
    only_first = {name: value for name, value in FORM.items() if not name.startswith(("kveld-1", "kveld-2"))}
    host.post("/intern/kurs/ny/", only_first | rule)
    days = [evening.starts_at.date().isoformat() for evening in Evening.objects.order_by("starts_at")]
    assert days == ["2027-03-15", "2027-03-22", "2027-04-05", "2027-04-12"]


def test_weekly_drop_in_is_outdoors_in_summer_at_the_same_hour(host):
    rule = {"until": "2027-05-03", "kveld-0-day": "2027-04-19", "outdoors": "ute i parken"}
    only_first = {name: value for name, value in FORM.items() if not name.startswith(("kveld-1", "kveld-2"))}
    host.post("/intern/kurs/ny/", only_first | rule)
    rows = Evening.objects.order_by("starts_at")
    assert [(f"{row.starts_at:%d.%m.}", row.place_text) for row in rows] == [
        ("19.04.", ""), ("26.04.", ""), ("03.05.", "ute i parken")
    ]  # fmt: skip
    assert {row.starts_at.time() for row in rows} == {rows[0].starts_at.time()}


def test_weekly_rule_skips_days_when_we_are_closed(host):
    Closure.objects.create(date=date(2027, 1, 18), source="own", name="Flytting")
    rule = {"until": "2027-01-25", "kveld-0-day": "2027-01-11"}
    only_first = {name: value for name, value in FORM.items() if not name.startswith(("kveld-1", "kveld-2"))}
    host.post("/intern/kurs/ny/", only_first | rule)
    days = [evening.starts_at.date().isoformat() for evening in Evening.objects.order_by("starts_at")]
    assert days == ["2027-01-11", "2027-01-25"]


def test_form_with_errors_is_shown_again(host):
    response = host.post("/intern/kurs/ny/", FORM | {"kveld-0-end": "16:00", "title": ""})
    assert response.status_code == 422
    assert "Slutten må komme etter starten." in response.content.decode()
    assert response.content.decode().count("<title>Feil: ") == 1


def test_moving_an_evening_tells_everybody_and_moves_the_reservation(host):
    storstua = room()
    host.post("/intern/kurs/ny/", FORM | {"room": str(storstua.pk)})
    made = Offering.objects.get()
    post(host, "courses_publish", made.pk)
    sign_up(made.pk, person(1), now=NOW)
    evening = made.evenings.first()
    moved = {"day": "2027-01-13", "start": "17:30", "end": "20:00", "title": "Første"}
    assert post(host, "courses_change_evening", evening.pk, **moved).status_code == 302
    evening.refresh_from_db()
    assert (evening.starts_at.day, evening.sequence) == (13, 1)
    assert evening.reservations.get().period.lower == evening.starts_at
    told = OutboxMessage.objects.filter(kind="course_change").values_list("part", flat=True)
    assert list(told) == [f"moved:{evening.pk}"]


def test_cancelling_tells_all_who_have_or_want_a_place_and_frees_the_room(host):
    storstua = room()
    course = offering(NOW, capacity=1, room=storstua)
    for number in (1, 2):
        sign_up(course.pk, person(number), now=NOW)
    assert post(host, "courses_cancel", course.pk, reason="Kurslederen er syk").status_code == 302
    course.refresh_from_db()
    assert (course.status, course.cancelled_text) == ("cancelled", "Kurslederen er syk")
    assert OutboxMessage.objects.filter(kind="course_change", part="cancelled").count() == 2
    assert not OutboxMessage.objects.filter(kind="course_reminder", state="pending").exists()


def test_copy_is_a_draft_with_the_same_wall_times(host):
    course = offering(NOW, evenings=3)
    response = post(host, "courses_copy", course.pk, first="2027-06-01")
    made = Offering.objects.exclude(pk=course.pk).get()
    assert response["Location"] == f"/intern/kurs/{made.pk}/"
    assert made.status == "draft"
    wall = [evening.starts_at.astimezone(NOW.tzinfo).strftime("%d.%m %H:%M") for evening in made.evenings.all()]
    assert wall == ["01.06 10:00", "08.06 10:00", "15.06 10:00"]


def test_phone_registration_on_one_screen(host):
    course = offering(NOW)
    response = post(host, "courses_add_registration", course.pk, party_size=1, name="Kari", phone="91234567")
    assert response.status_code == 302
    row = Registration.objects.get()
    assert (row.name, row.phone, row.source, row.state) == ("Kari", "+4791234567", "staff", "confirmed")


@pytest.mark.parametrize("contact", ["person1@example.org", "PERSON1@example.org ", "912 34 567"])
def test_search_finds_the_exact_contact(host, contact):
    course = offering(NOW)
    _answer, row = sign_up(course.pk, person(1, phone="+4791234567"), now=NOW)
    found = post(host, "courses_search", contact=contact)
    assert reverse("courses_staff_registration", args=[row.pk]) in found.content.decode()
    assert "Ingen påmeldinger" in post(host, "courses_search", contact="person@example.org").content.decode()


def test_person_moves_to_another_run(host):
    first, second = offering(NOW), offering(NOW, days_ahead=60)
    _answer, row = sign_up(first.pk, person(1, name="Kari"), now=NOW)
    response = post(host, "courses_staff_registration", row.pk, target=second.pk)
    made = second.registrations.get()
    assert response["Location"] == reverse("courses_staff_registration", args=[made.pk])
    assert (made.name, made.email, made.state) == ("Kari", "person1@example.org", "confirmed")
    assert first.registrations.get().state == "removed"


def test_full_run_refuses_the_move(host):
    first, second = offering(NOW), offering(NOW, capacity=1)
    sign_up(second.pk, person(9), now=NOW)
    _answer, row = sign_up(first.pk, person(1), now=NOW)
    assert post(host, "courses_staff_registration", row.pk, target=second.pk).status_code == 422
    assert first.registrations.get().state == "confirmed"


def test_duplicates_become_one(host):
    course = offering(NOW)
    one = sign_up(course.pk, person(1, name="Kari"), now=NOW)[1]
    two = sign_up(course.pk, person(2, email="", phone="+4791234567"), now=NOW)[1]
    post(host, "courses_merge", two.pk, registration=one.pk)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.email, one.phone, one.state, two.state) == (
        "person1@example.org",
        "+4791234567",
        "confirmed",
        "removed",
    )


def test_more_places_are_offered_to_those_who_wait(host):
    course = offering(NOW, capacity=1)
    for number in (1, 2):
        sign_up(course.pk, person(number), now=NOW)
    assert post(host, "courses_capacity", course.pk, capacity=2).status_code == 302
    assert list(course.registrations.order_by("queue_number").values_list("state", flat=True)) == [
        "confirmed",
        "offered",
    ]


def test_fewer_places_than_people_are_refused_with_their_names(host):
    course = offering(NOW, capacity=3)
    for number, name in ((1, "Kari"), (2, "Ola"), (3, "")):
        sign_up(course.pk, person(number, name=name), now=NOW)
    refused = post(host, "courses_capacity", course.pk, capacity=2)
    assert refused.status_code == 422
    said = "Flere har plass enn det nye tallet. Meld noen av først. De som har plass: Kari, Ola, Uten navn."
    assert refused.content.decode().count(said) == 1
    assert Offering.objects.get(pk=course.pk).capacity == 3


def held_today(**fields):
    course = offering(NOW + timedelta(hours=-1), days_ahead=0, evenings=2, capacity=5, **fields)
    rows = [sign_up(course.pk, person(n, name=f"Navn {n}"), now=NOW - timedelta(days=3))[1] for n in (1, 2, 3)]
    return course, rows, course.evenings.first()


def test_attendance_is_preset_to_present_and_each_change_is_saved_by_itself(host):
    _course, rows, evening = held_today()
    text = page(host, "courses_roll", evening.pk)
    assert text.count('aria-pressed="true"') == 3
    assert Presence.objects.count() == 0
    cell = {"registration": rows[0].pk, "person": 1, "attendance": "excused"}
    for _time in range(2):
        assert post(host, "courses_mark", evening.pk, **cell).status_code == 302
    marks = dict(Presence.objects.values_list("registration", "attendance"))
    assert marks == {rows[0].pk: "excused", rows[1].pk: "present", rows[2].pk: "present"}
    assert Presence.objects.get(registration=rows[0]).version == 1
    assert page(host, "courses_roll", evening.pk).count('aria-pressed="true"') == 2


def test_script_gets_json(host):
    _course, rows, evening = held_today()
    address = reverse("courses_mark", args=[evening.pk])
    cell = {"registration": str(rows[0].pk), "person": "1", "attendance": "excused"}
    answer = host.post(address, cell, headers={"Accept": "application/json"})
    assert answer.json() == {
        "attendance": "excused", "label": "Meldt avbud", "next": "absent", "present": 2, "is_present": False,
    }  # fmt: skip
    assert host.post(address, cell | {"attendance": "x"}, headers={"Accept": "application/json"}).status_code == 422


def test_walk_ins_are_counted(host):
    _course, _rows, evening = held_today()
    post(host, "courses_roll", evening.pk, heads=4)
    evening.refresh_from_db()
    assert (evening.head_count, evening.marked_date) == (4, NOW.date())
    assert '<span class="timer" data-present>7</span>' in page(host, "courses_roll", evening.pk)


def test_attendance_of_an_evening_to_come_is_refused(host):
    course = offering(NOW)
    evening = course.evenings.get()
    assert post(host, "courses_roll", evening.pk, heads=4).status_code == 422


def test_evening_is_made_up_in_another_run(host):
    _course, _rows, evening = held_today()
    other = offering(NOW, days_ahead=30)
    guest = sign_up(other.pk, person(9, name="Gjest"), now=NOW)[1]
    post(host, "courses_make_up", evening.pk, registration=guest.pk)
    assert Presence.objects.get(registration=guest).is_make_up is True
    assert "Gjest" in page(host, "courses_roll", evening.pk)


def test_message_is_previewed_before_it_is_sent(host):
    course, _rows, _evening = held_today()
    written = {"receivers": "all", "subject": "Ta med penn", "body": "Vi skriver."}
    assert "Slik blir meldingen" in post(host, "courses_notice", course.pk, **written).content.decode()
    assert OutboxMessage.objects.filter(kind="course_notice").count() == 0
    post(host, "courses_notice", course.pk, **written, act="test")
    assert OutboxMessage.objects.filter(kind="course_notice", part="test").count() == 1
    assert post(host, "courses_notice", course.pk, **written, act="send").status_code == 302
    assert OutboxMessage.objects.filter(kind="course_notice").exclude(part="test").count() == 3
    assert Notice.objects.get(count=3).subject == "Ta med penn"


def test_files_and_print_list(host):
    course, _rows, _evening = held_today()
    csv = b"".join(host.get(reverse("courses_export_csv", args=[course.pk]))).decode()
    assert len(csv.strip().split("\r\n")) == 4
    assert b"".join(host.get(reverse("courses_export_xlsx", args=[course.pk])))[:2] == b"PK"
    assert "Navn 3" in page(host, "courses_print_list", course.pk)


def test_certificate_is_a_pdf_for_those_who_came(host):
    _course, rows, evening = held_today(audience="professionals")
    address = reverse("courses_certificate", args=[rows[0].pk])
    assert host.get(address).status_code == 302
    post(host, "courses_roll", evening.pk, heads=0)
    assert host.get(address).content[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", {"language": "nb", "heading": "Kursbevis", "title": "Oppdiktet kurs", "hours": "2,0 timer i alt",
                "days": ["24. november 2026"], "place_and_day": "Oslo, 24. november 2026"}),
        ("en", {"language": "en", "heading": "Course certificate", "title": "Invented course",
                "hours": "2.0 hours in all", "days": ["24 November 2026"],
                "place_and_day": "Oslo, 24 November 2026"}),
    ],
)  # fmt: skip
def test_certificate_speaks_the_language_of_the_participant(host, monkeypatch, language, words):
    _course, rows, evening = held_today(audience="professionals", title_en="Invented course")
    Registration.objects.update(language=language)
    post(host, "courses_roll", evening.pk, heads=0)
    written = []
    monkeypatch.setattr(certificates, "_pdf", lambda data: written.append(data) or b"%PDF-")
    host.get(reverse("courses_certificate", args=[rows[0].pk]))
    assert {name: written[0][name] for name in words} == words


def test_removing_asks_first_and_tells_the_next(host):
    course = offering(NOW, capacity=1)
    row = sign_up(course.pk, person(1, name="Kari"), now=NOW)[1]
    following = sign_up(course.pk, person(2), now=NOW)[1]
    address = reverse("courses_remove", args=[row.pk])
    asked = host.get(address).content.decode()
    assert "<h1>Meld av Kari?</h1>" in asked
    assert Registration.objects.get(pk=row.pk).state == "confirmed"
    assert host.post(address).status_code == 302
    states = Registration.objects.filter(pk__in=[row.pk, following.pk]).order_by("queue_number")
    assert list(states.values_list("state", flat=True)) == ["removed", "offered"]


def test_contacts_are_kept_until_six_months_after_the_last_evening_as_it_stands(host):
    course = offering(NOW, evenings=2)
    row = sign_up(course.pk, person(1), now=NOW)[1]
    first, last = course.evenings.all()

    def kept_after_the_last():
        return (Registration.objects.get(pk=row.pk).forget_date - last.ends_at.date()).days

    assert kept_after_the_last() == 183
    later = Plan(last.starts_at + timedelta(days=10), last.ends_at + timedelta(days=10))
    evenings.change_evening(last, later, by=host.user, now=NOW)
    assert kept_after_the_last() == 193
    evenings.cancel_evening(last, by=host.user, now=NOW)
    assert kept_after_the_last() == 183 - 7
    evenings.add_evenings(
        course, [Plan(last.starts_at + timedelta(days=20), last.ends_at + timedelta(days=20))], by=host.user, now=NOW
    )
    assert kept_after_the_last() == 203
    assert first.ends_at < last.ends_at


def test_calendar_of_the_room_says_which_course(host):
    stua = room()
    course = offering(NOW, room=stua, title="Kurset")
    evenings.reserve(course, list(course.evenings.all()), now=NOW)
    taken = Reservation.objects.get(resource=stua)
    assert describers.describe([taken]) == {taken.pk: "Kurset"}


@pytest.mark.parametrize("count", [1, 3])
def test_list_has_the_same_queries_for_1_and_3(host, count, django_assert_num_queries):
    for _number in range(count):
        course = offering(NOW)
        sign_up(course.pk, person(1), now=NOW)
    host.get("/intern/kurs/")
    with django_assert_num_queries(5):
        host.get("/intern/kurs/")


@pytest.mark.parametrize("count", [1, 3])
def test_page_of_an_offering_has_the_same_queries_for_1_and_3(host, count, django_assert_num_queries):
    course = offering(NOW, capacity=10)
    for number in range(count):
        sign_up(course.pk, person(number), now=NOW)
    host.get("/intern/kurs/")
    with django_assert_num_queries(7):
        host.get(reverse("courses_staff_offering", args=[course.pk]))


@pytest.mark.parametrize("role", ["adviser", "ombud", "board", "relative"])
def test_others_do_not_get_in(login, role):
    course = offering(NOW)
    assert login(role).get(reverse("courses_staff_offering", args=[course.pk])).status_code == 404
