"""The counted year. The report says how many presences there were in all; how they spread is made up."""

from datetime import date, time, timedelta
from random import Random

from courses.demo.rows import evenings, offering, parties, presences, weekly
from courses.enums import Audience, Picture, Place
from courses.models import Evening, SurveyAnswer
from pio.scheduling.working_days import is_working_day

NEAR = ("Å være pårørende", "Å snakke sammen", "Å ta vare på seg selv")
GRAND_ANSWERS = {6: 30, 5: 7, 4: 1}
YOGA_PRESENCES = 84
WRITING_HOUR_PRESENCES = 12


def build(*, year: int, random: Random) -> None:
    """266 presences at courses, 300 at events, 50 at digital writing."""
    _courses(year)
    _writing(year, random)
    _events(year)
    _yoga(year, random)
    _grand_seminar(year)


def _courses(year: int) -> None:
    summary = "For deg som står nær noen med psykisk sykdom eller rusproblemer."
    for slug, start, present in (("var", date(year, 2, 4), (12, 11, 11)), ("host", date(year, 9, 9), (12, 12, 11))):
        run = offering(f"mestringskurset-naer-{slug}-{year}", "course", "Mestringskurset NÆR", summary, capacity=12)
        days = [start + timedelta(weeks=n) for n in range(3)]
        who = parties(run, [1] * 10 + [2], start - timedelta(days=30), first_timers=6)
        presences(evenings(run, days, time(17, 30), time(20), NEAR), who, present)
    dementia = offering(
        f"kommunikasjonskurs-om-demens-{year}", "course", "Kommunikasjonskurs om demens",
        "Tre kvelder om å nå fram til hverandre.", capacity=40, partners=["Oslo Demensforening", "Klokkeklovnene"],
    )  # fmt: skip
    days = [date(year, 4, 24) + timedelta(weeks=n) for n in range(3)]
    who = parties(dementia, [1] * 30 + [2] * 5, date(year, 3, 20), first_timers=22)
    presences(evenings(dementia, days, time(17), time(19, 30)), who, (38, 36, 35))
    last_aid = offering(
        f"sistehjelpskurs-{year}", "course", "Sistehjelpskurs", "Om å være til stede den siste tiden.", capacity=100,
        audience=Audience.PROFESSIONALS, partners=["Verdighetssenteret"],
    )  # fmt: skip
    who = parties(last_aid, [1] * 92, date(year, 5, 2), first_timers=70)
    presences(evenings(last_aid, [date(year, 6, 2)], time(9), time(15)), who, (88,))


def _writing(year: int, random: Random) -> None:
    for slug, start, present in (("var", date(year, 3, 5), (4, 4, 3, 3, 3, 3)), ("host", date(year, 10, 1), (3,) * 6)):
        group = offering(
            f"digital-skrivegruppe-{slug}-{year}", "writing_group", "Digital skrivegruppe",
            "En liten gruppe som skriver sammen på video.", capacity=5, place=Place.DIGITAL, picture=Picture.WRITING,
        )  # fmt: skip
        who = parties(group, [1] * 4, start - timedelta(days=20))
        days = [start + timedelta(weeks=n) for n in range(6)]
        presences(evenings(group, days, time(18), time(19, 30)), who, present, code="online")
    hour = offering(
        f"skrivetimen-{year}", "writing_hour", "Skrivetimen", "Vi skriver hver for oss, sammen.",
        takes_registrations=False, place=Place.DIGITAL, picture=Picture.WRITING,
    )  # fmt: skip
    days = weekly(date(year, 11, 5), date(year, 12, 17), 2)
    _head_counts(evenings(hour, days, time(10), time(11)), WRITING_HOUR_PRESENCES, random)


def _events(year: int) -> None:
    cafes = offering(
        f"parorendekafe-{year}", "cafe", "Pårørendekafé", "Kaffe, vafler og prat. Frivillige er vertskap.",
        takes_registrations=False, picture=Picture.GROUP,
    )  # fmt: skip
    days = [date(year, 2, 6), date(year, 4, 3), date(year, 9, 4), date(year, 10, 23)]
    for evening, count in zip(evenings(cafes, days, time(17), time(19)), (14, 16, 12, 13), strict=True):
        _count(evening, count)
    once = (
        ("sommerfest", "party", "Sommerfest", "Grill og sang i bakgården.", date(year, 6, 3), (16, 20), 38),
        ("parorendekonferansen", "screening", "Visning av Pårørendekonferansen", "Vi ser den sammen.",
         date(year, 9, 18), (9, 15), 17),
        ("yoga-workshop-var", "workshop", "Yoga-workshop", "En rolig lørdag.", date(year, 3, 22), (11, 14), 9),
        ("yoga-workshop-host", "workshop", "Yoga-workshop", "En rolig lørdag.", date(year, 10, 18), (11, 14), 11),
    )  # fmt: skip
    for slug, kind, title, summary, day, (start, end), count in once:
        event = offering(f"{slug}-{year}", kind, title, summary, takes_registrations=False, picture=Picture.GROUP)
        _count(evenings(event, [day], time(start), time(end))[0], count)
    breakfast = offering(
        f"frokostmote-{year}", "professional_meeting", "Frokostmøte om barn som pårørende",
        "For deg som jobber med barn og familier.", capacity=40, audience=Audience.PROFESSIONALS,
    )  # fmt: skip
    who = parties(breakfast, [1] * 27, date(year, 9, 1), first_timers=20)
    presences(evenings(breakfast, [date(year, 9, 26)], time(8, 30), time(10)), who, (24,))


def _yoga(year: int, random: Random) -> None:
    yoga = offering(
        f"drop-in-yoga-{year}", "drop_in", "Drop-in yoga", "Rolig yoga for alle kropper. Vi har matter.",
        takes_registrations=False, picture=Picture.GROUP,
    )  # fmt: skip
    days = [
        day for day in weekly(date(year, 1, 6), date(year, 11, 24), 0)
        if day.month not in {7, 8} and is_working_day(day)
    ]  # fmt: skip
    rows = evenings(yoga, days, time(17), time(18))
    for row in rows:
        if row.starts_at.month in {5, 6}:
            row.place_text = "ute i parken"
    Evening.objects.bulk_update(rows, ["place_text"])
    _head_counts(rows, YOGA_PRESENCES, random)


def _grand_seminar(year: int) -> None:
    seminar = offering(
        f"grand-seminaret-{year}", "seminar", "Grand-seminaret", "Foredrag, musikk og lunsj.", capacity=80,
        picture=Picture.TWO,
    )  # fmt: skip
    day = date(year, 11, 29)
    who = parties(seminar, [1] * 58 + [2] * 4, date(year, 10, 20), first_timers=31)
    presences(evenings(seminar, [day], time(10), time(16)), who, (62,))
    answers = [
        SurveyAnswer(offering=seminar, score=score) for score, count in GRAND_ANSWERS.items() for _ in range(count)
    ]
    answers[0].comment = "Oppdiktet: Jeg gikk hjem lettere enn jeg kom."
    answers[8].comment = "Oppdiktet: Mer tid til å snakke med de andre ved bordet."
    for answer in answers:
        answer.save()
    seminar.survey_sent_date = day + timedelta(days=1)
    seminar.save(update_fields=["survey_sent_date"])


def _head_counts(rows: list[Evening], total: int, random: Random) -> None:
    """Spread `total` heads over the evenings, at least one each while they last."""
    counts = [1] * min(len(rows), total) + [0] * max(len(rows) - total, 0)
    for _ in range(total - sum(counts)):
        counts[random.randrange(len(rows))] += 1
    for row, count in zip(rows, counts, strict=True):
        _count(row, count)


def _count(evening: Evening, heads: int) -> None:
    evening.head_count = heads
    evening.marked_date = evening.starts_at.date()
    evening.save(update_fields=["head_count", "marked_date"])
