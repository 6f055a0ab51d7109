"""What is coming: made through the services that people use, so that queues, links and reminders are real."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils.timezone import localdate

from courses.demo.rows import at, evenings, offering, parties, presences, weekly
from courses.enums import Audience, Picture, Place, RegistrationSource
from courses.models import Evening, Offering, SurveyAnswer
from courses.services.attendance import mark
from courses.services.registrations import SignUp, sign_up
from pio.messaging.models import OutboxMessage
from pio.scheduling.working_days import is_working_day

NEAR = ("Å være pårørende", "Å snakke sammen", "Å ta vare på seg selv")
NEAR_WAITING = 5


def build(*, now: datetime, random: Random) -> None:
    """Drop-ins every week, courses, a seminar, a café and a breakfast meeting. No message is left due."""
    today = localdate(now)
    _drop_ins(today, now, random)
    _grand_seminar(today, now)
    _courses(today, now)
    _under_way(today, now)
    _held(today, now)
    _meetings(today, now)
    OutboxMessage.objects.filter(kind="course_registration", send_after__lte=now).delete()


def _drop_ins(today: date, now: datetime, random: Random) -> None:
    start, end = today - timedelta(weeks=6), today + timedelta(weeks=12)
    yoga = offering(
        "drop-in-yoga", "drop_in", "Drop-in yoga", "Rolig yoga for alle kropper. Vi har matter.",
        title_en="Drop-in yoga", summary_en="Gentle yoga for every body. We have mats.",
        takes_registrations=False, picture=Picture.GROUP,
    )  # fmt: skip
    rows = evenings(yoga, [day for day in weekly(start, end, 0) if is_working_day(day)], time(17), time(18))
    hour = offering(
        "skrivetimen", "writing_hour", "Skrivetimen", "Vi skriver hver for oss, sammen. Ingen må lese høyt.",
        title_en="The writing hour", summary_en="We write side by side. Nobody has to read aloud.",
        takes_registrations=False, place=Place.DIGITAL, picture=Picture.WRITING,
        video_link="https://video.example/skrivetimen",
    )  # fmt: skip
    rows += evenings(hour, [day for day in weekly(start, end, 2) if is_working_day(day)], time(10), time(11))
    for row in rows:
        if row.ends_at < now - timedelta(days=4):
            row.head_count, row.marked_date = random.randint(4, 9), localdate(row.starts_at)
    Evening.objects.bulk_update(rows, ["head_count", "marked_date"])


def _grand_seminar(today: date, now: datetime) -> None:
    day = weekly(today + timedelta(days=5), today + timedelta(days=12), 5)[0]
    seminar = offering(
        "grand-seminaret", "seminar", "Grand-seminaret", "Foredrag, musikk og lunsj. Årets tema: å holde ut sammen.",
        description="En hel dag for deg.\n\nVi serverer lunsj. Gi beskjed om allergier når du melder deg på.",
        title_en="The Grand seminar", summary_en="Talks, music and lunch. This year: holding out together.",
        capacity=60, largest_party=4, picture=Picture.TWO, registration_closes_at=at(day - timedelta(days=2), time(12)),
    )  # fmt: skip
    evenings(seminar, [day], time(10), time(16))
    _fill(seminar, 42, now)


def _courses(today: date, now: datetime) -> None:
    tuesday = weekly(today + timedelta(weeks=7), today + timedelta(weeks=9), 1)[0]
    near = offering(
        "mestringskurset-naer", "course", "Mestringskurset NÆR",
        "For deg som står nær noen med psykisk sykdom eller rusproblemer. Kunnskap, øvelser og andre å snakke med.",
        title_en="The coping course NÆR",
        summary_en="For you who are close to someone who is ill or uses drugs. Knowledge and exercises.",
        capacity=12, host_names="Anne Oppdiktet og Yusuf Prøve", price_text="Gratis, med enkel mat",
    )  # fmt: skip
    evenings(near, [tuesday + timedelta(weeks=n) for n in range(3)], time(17, 30), time(20), NEAR)
    _fill(near, 12 + NEAR_WAITING, now)
    thursday = weekly(today + timedelta(weeks=7), today + timedelta(weeks=9), 3)[0]
    dementia = offering(
        "kommunikasjonskurs-om-demens", "course", "Kommunikasjonskurs om demens",
        "Sammen med Oslo Demensforening og Klokkeklovnene.", capacity=20,
        partners=["Oslo Demensforening", "Klokkeklovnene"],
        registration_closes_at=at(thursday - timedelta(days=7), time(12)),
    )  # fmt: skip
    evenings(dementia, [thursday + timedelta(weeks=n) for n in range(3)], time(17), time(19, 30))
    _fill(dementia, 17, now)


def _under_way(today: date, now: datetime) -> None:
    """A writing group that met last week, meets today and next week: attendance can be marked."""
    group = offering(
        "digital-skrivegruppe", "writing_group", "Digital skrivegruppe", "En liten gruppe som skriver sammen på video.",
        title_en="Digital writing group", summary_en="A small group that writes together on video.",
        capacity=6, place=Place.DIGITAL, picture=Picture.WRITING, registration_closes_at=now - timedelta(days=9),
        video_link="https://video.example/skrivegruppe",
    )  # fmt: skip
    rows = evenings(group, [today + timedelta(days=7 * n) for n in (-1, 0, 1)], time(18), time(19, 30))
    for number, name in enumerate(("Astrid Prøve", "Bjørn Prøve", "Fatima Prøve", "Grete Prøve", "Odd Prøve"), start=1):
        email = f"skrivegruppe{number}@eksempel.example"
        data = SignUp(email=email, name=name, source=RegistrationSource.STAFF)
        _answer, registration = sign_up(group.pk, data, now=now)
        mark(rows[0], registration, person=1, attendance="excused" if name.startswith("Bjørn") else "online", now=now)


def _held(today: date, now: datetime) -> None:
    """A run that is over: the places that came up in it are what the waiting time of the next one is told from."""
    summary = "For deg som står nær noen med psykisk sykdom eller rusproblemer."
    run = offering("mestringskurset-naer-forrige", "course", "Mestringskurset NÆR", summary, capacity=12)
    start = weekly(today - timedelta(weeks=11), today - timedelta(weeks=10), 1)[0]
    days = [start + timedelta(weeks=n) for n in range(3)]
    who = parties(run, [1] * 12, start - timedelta(days=40), first_timers=7)
    presences(evenings(run, days, time(17, 30), time(20), NEAR), who, (11, 11, 10))
    for weeks, registration in zip((15, 14, 13, 12), who, strict=False):
        registration.offered_at = now - timedelta(weeks=weeks)
        registration.save(update_fields=["offered_at"])
    run.survey_sent_date = days[-1] + timedelta(days=1)
    run.save(update_fields=["survey_sent_date"])
    SurveyAnswer.objects.bulk_create(SurveyAnswer(offering=run, score=score) for score in (6, 6, 5, 5, 6, 4, 5))


def _meetings(today: date, now: datetime) -> None:
    thursday = weekly(today + timedelta(weeks=9), today + timedelta(weeks=11), 3)[0]
    cafe = offering(
        "parorendekafe", "cafe", "Pårørendekafé", "Kaffe, vafler og prat. Frivillige er vertskap.",
        title_en="Relatives’ café", summary_en="Coffee, waffles and a talk. Volunteers are your hosts.",
        takes_registrations=False, picture=Picture.GROUP,
    )  # fmt: skip
    evenings(cafe, [thursday], time(17), time(19))
    breakfast = offering(
        "frokostmote-barn-som-parorende", "professional_meeting", "Frokostmøte om barn som pårørende",
        "For deg som jobber med barn og familier.", capacity=40, audience=Audience.PROFESSIONALS, place=Place.BOTH,
    )  # fmt: skip
    evenings(breakfast, [thursday + timedelta(days=1)], time(8, 30), time(10))


def _fill(of: Offering, count: int, now: datetime) -> None:
    for number in range(1, count + 1):
        email = f"{of.slug[:12].rstrip('-')}{number}@eksempel.example"
        sign_up(of.pk, SignUp(email=email, name=f"Prøve {number}"), now=now)
