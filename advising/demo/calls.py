"""Demo rows of the helpline log."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from random import Random

from advising.demo.days import pick_days, pick_time
from advising.demo.people import DemoPerson, some_person
from advising.enums.calls import NOTE_DAYS, CallSource
from advising.models import Call
from pio.core import choices, geography

KINDS = {"support": 62, "information": 20, "professional_query": 7, "admin": 9, "feedback": 2}
ATTEMPTS = {"silent": 22, "hang_up": 30, "wrong_number": 26, "inappropriate": 4, "test": 5, "missed": 40}
OTHER_CHANNELS = {"email": 190, "in_person": 95, "chat": 62, "webform": 48, "social": 34, "letter": 28}
"""Conversations of the counted year that were not by phone: 457, which with 1,731 calls and 712 sessions make 2,900."""

TOPICS = {
    "burden": 30, "boundaries": 24, "waiting": 18, "confidentiality": 12, "conflict": 14, "communication": 15,
    "relatives_rights": 13, "guilt_and_shame": 11, "grief_and_loss": 8, "parenting": 9, "child_relative": 7,
    "couple": 7, "suicide_risk": 4, "violence": 4, "refusal": 7, "admission": 6, "coercion": 5, "insight": 9,
    "isolation": 6, "medication": 4, "disability_benefit": 6, "social_assistance": 3, "debt": 2, "forms": 4,
    "municipal_housing": 3, "groups": 6, "courses": 3, "ombud": 3, "advice": 6, "self_care": 8, "loneliness": 5,
}  # fmt: skip
DIAGNOSES = {
    "psychosis": 15, "bipolar": 9, "depression": 14, "anxiety": 10, "personality": 9, "eating": 6, "drugs": 11,
    "alcohol": 10, "dual_diagnosis": 8, "suicidality": 6, "adhd": 6, "autism": 5, "dementia": 5, "stroke": 2,
    "cancer": 2, "als": 1, "multimorbidity": 2, "undiagnosed": 10, "none": 3,
}  # fmt: skip
COUNTIES = {
    "03": 46, "32": 17, "33": 4, "31": 5, "34": 5, "39": 4, "40": 3, "42": 3, "11": 4, "46": 5, "15": 2, "50": 4,
    "18": 2, "55": 2, "56": 1, "": 12,
}  # fmt: skip
HELP = {"listened": 40, "advice": 30, "rights": 14, "info_sent": 10, "referred": 12, "booked": 9, "group_suggested": 8}
SERVICES = {"gp": 10, "dps": 9, "nav": 6, "emergency_gp": 2, "municipal_mental_health": 8, "lpp": 5, "rph": 4}
FOUND_US = {"web_search": 14, "gp": 8, "dps": 7, "word_of_mouth": 9, "previous_contact": 12, "nav": 2, "helsenorge": 3}
SEVERITY = {"none": 58, "concern": 30, "high": 9, "acute": 1, "": 10}
NOTES = (
    "Oppdiktet: snakket om søvn og om å sette grenser om penger. Vi øvde på en setning.",
    "Oppdiktet: lei av å være den som alltid ringer. Skal tenke på gruppe.",
    "Oppdiktet: ville vite hva pårørende har rett til å få vite. Sendte lenke.",
)


def counted_calls(year: int, callers: Iterable[DemoPerson], days: list[date], random: Random) -> list[Call]:
    """A year's phone conversations, one for each caller, and its other conversations and attempts."""
    people = list(callers)
    others = [channel for channel, count in OTHER_CHANNELS.items() for _ in range(count)]
    talks = list(zip(pick_days(days, len(people), random), people, strict=True))
    calls = [_conversation(day, "phone", person, random) for day, person in talks]
    calls += [
        _conversation(day, channel, some_person(random), random)
        for day, channel in zip(pick_days(days, len(others), random), others, strict=True)
    ]
    return calls + list(_attempts(days, len(people) // 11, random))


def some_calls(days: list[date], talks: int, now: datetime, random: Random) -> list[Call]:
    """Calls of other years, before `now`; recent ones have a note."""
    channels = {"phone": sum(OTHER_CHANNELS.values()) * 4} | OTHER_CHANNELS
    calls = [
        _conversation(day, _one(channels, random), some_person(random), random)
        for day in pick_days(days, talks, random)
    ]
    calls += _attempts(days, talks // 12, random)
    calls = [call for call in calls if call.started_at + timedelta(minutes=call.duration_minutes) <= now]
    for call in calls:
        if call.started_at > now - timedelta(days=NOTE_DAYS - 1) and call.kind in KINDS and random.random() < 0.3:
            call.note = random.choice(NOTES)
    return calls


def _conversation(day: date, channel: str, person: DemoPerson, random: Random) -> Call:
    county = _one(COUNTIES, random)
    places = geography.municipalities(county) if county and random.random() < 0.4 else []
    professional = person.relation == "professional"
    return Call(
        started_at=pick_time(day, random), duration_minutes=max(3, min(95, round(random.lognormvariate(3.15, 0.55)))),
        channel=channel, kind="professional_query" if professional else _one(KINDS, random),
        caller_role="professional" if professional else "self" if person.relation == "self" else "relative",
        relation=person.relation, caller_gender=person.gender, caller_age_band=person.age_band, county=county,
        municipality=random.choice(places).code if places else "",
        diagnosis_areas=_some(DIAGNOSES, random, most=2), topics=_some(TOPICS, random, most=4),
        referred_from=_some(FOUND_US, random, most=1), help_given=_some(HELP, random, most=3),
        referred_to=_some(SERVICES, random, most=1) if random.random() < 0.35 else [],
        severity=_one(SEVERITY, random), source=CallSource.ENTRY,
    )  # fmt: skip


def _attempts(days: list[date], count: int, random: Random) -> Iterator[Call]:
    for day in pick_days(days, count, random):
        yield Call(started_at=pick_time(day, random), duration_minutes=1, channel="phone", kind=_one(ATTEMPTS, random))


def _one(weights: dict[str, int], random: Random) -> str:
    return random.choices(list(weights), list(weights.values()))[0]


def _some(weights: dict[str, int], random: Random, *, most: int) -> list[str]:
    return list(dict.fromkeys(_one(weights, random) for _ in range(random.randint(1, most))))


def unknown_codes() -> set[str]:
    """Codes used here that the choice lists lack: none, says a test."""
    used = {
        "topic": TOPICS, "diagnosis_area": DIAGNOSES, "help_given": HELP, "service": SERVICES | FOUND_US,
        "call_kind": KINDS | ATTEMPTS, "channel": OTHER_CHANNELS, "severity": SEVERITY,
    }  # fmt: skip
    return {code for name, weights in used.items() for code in weights if code and code not in choices.codes(name)}
