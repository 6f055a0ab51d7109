"""What stands on the desks now: mandates and consents, a log, deadlines today and soon, a queue, failures."""

from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from ombud.demo.cases import Desks
from ombud.enums import CaseStatus, ContactMode, DeadlineOf, FailureKind, MandateScope, Party, WaitsFor
from ombud.models import (
    Assignment,
    Case,
    Client,
    Consent,
    ContactEntry,
    Deadline,
    DeadlineRule,
    Mandate,
    NetworkPerson,
    Office,
    SystemFailure,
)  # fmt: skip
from ombud.services.enquiries import next_reference
from pio.scheduling.working_days import add_working_days

TALKS = (
    "Gikk gjennom brevet sammen. Vi skrev ned hva som er viktigst.",
    "Snakket om uka som kommer, og hva som haster.",
    "Øvde på det som skal sies i møtet.",
)
ASKED = ("Ba om innsyn i saken.", "Spurte når svaret kommer. De ringer tilbake.", "Sendte papirene de manglet.")
QUEUE = 5
WAITS = dict(enumerate((WaitsFor.CLIENT, WaitsFor.PERSON, WaitsFor.OTHER)))


def build(desks: Desks, *, now: datetime, random: Random) -> None:
    """Mandates, consents, entries and deadlines for every open case; then the queue and the evidence."""
    today = timezone.localdate(now)
    rules = {rule.code: rule for rule in DeadlineRule.objects.all()}
    mandates: list[Mandate] = []
    for case in desks.cases:
        mandates += _mandates(case, desks.offices, today, random)
    Mandate.objects.bulk_create(mandates)
    consents = _consents(desks.cases, now, random)
    _other_waits(desks.cases, consents)
    by_case: dict[object, list[Mandate]] = {}
    for mandate in mandates:
        by_case.setdefault(mandate.case_id, []).append(mandate)
    entries: list[ContactEntry] = []
    for case in desks.cases:
        entries += _entries(case, by_case[case.pk], consents.get(case.pk), now, random)
    ContactEntry.objects.bulk_create(entries)
    _tie_to_assignments(entries, random)
    Deadline.objects.bulk_create(
        [row for number, case in enumerate(desks.cases) for row in _deadlines(case, number, rules, by_case, today)]
    )
    _queue(today, random)
    _failures(desks.offices, today, random)


def _mandates(case: Case, offices: list[Office], today: date, random: Random) -> list[Mandate]:
    """Two offices each: one that holds for long, one that ends soon or has ended."""
    since = case.opened_date or today
    first, second = random.sample(offices, 2)
    scope = [MandateScope.SPEAK, MandateScope.READ]
    long = Mandate(case=case, office=first, scope=[*scope, MandateScope.APPEAL], valid_from=since, is_signed=True,
                   valid_to=today + timedelta(days=random.randrange(40, 400)))  # fmt: skip
    ends = max(since, today + timedelta(days=random.randrange(-20, 60)))
    return [long, Mandate(case=case, office=second, scope=scope, valid_from=since, is_signed=True, valid_to=ends)]


def _consents(cases: list[Case], now: datetime, random: Random) -> dict[object, Consent]:
    """A sister with whom we may agree on meetings; in every third case a father who has been withdrawn."""
    people: list[NetworkPerson] = []
    rows: dict[object, Consent] = {}
    withdrawn: list[Consent] = []
    for number, case in enumerate(cases):
        since = case.opened_date or timezone.localdate(now)
        sister = NetworkPerson(case=case, relation="sister", name="Siv Oppdiktet", phone="+4799999998")
        people.append(sister)
        rows[case.pk] = Consent(
            case=case, person=sister, valid_from=since, words="Dere kan avtale møter. Ikke snakke om helse."
        )
        if number % 3 == 0:
            father = NetworkPerson(case=case, relation="father", name="Finn Oppdiktet")
            people.append(father)
            at = now - timedelta(days=random.randrange(1, 30))
            withdrawn.append(Consent(case=case, person=father, valid_from=since, words="Ingen kontakt mer.",
                                     withdrawn_at=at, withdrawn_how="phone"))  # fmt: skip
    NetworkPerson.objects.bulk_create(people)
    Consent.objects.bulk_create([*rows.values(), *withdrawn])
    return rows


def _other_waits(cases: list[Case], consents: dict[object, Consent]) -> None:
    """In some cases it is the client, the sister or another for whom what waits, waits."""
    number_of = {case.pk: number for number, case in enumerate(cases)}
    for row in Assignment.objects.waiting():
        whom = WAITS.get(number_of[row.case_id] % 6)
        if whom is None:
            continue
        row.waiting_on, row.waiting_for = None, whom
        row.waiting_person = consents[row.case_id].person if whom == WaitsFor.PERSON else None
        row.waiting_words = "Verkstedet som har bilen" if whom == WaitsFor.OTHER else None
        row.save()


def _entries(
    case: Case, mandates: list[Mandate], consent: Consent | None, now: datetime, random: Random
) -> list[ContactEntry]:
    """Six contacts over the last months, with the client, with the office whose mandate holds, with the sister."""
    assert case.ombud is not None  # noqa: S101  every open case of the demo has one
    rows = []
    since = case.opened_date or timezone.localdate(now)
    for number in range(6):
        at = (now - timedelta(days=random.randrange(1 + number * 12, 12 + number * 12))).replace(
            hour=random.randrange(8, 15), minute=random.choice((0, 15, 30, 45)), second=0, microsecond=0
        )
        at -= timedelta(days=max(0, at.weekday() - 4))  # offices are shut at the weekend
        row = ContactEntry(case=case, occurred_at=at, author=case.ombud, minutes=random.choice((15, 20, 30, 60)),
                           mode=ContactMode.PHONE, party=Party.CLIENT, facts=random.choice(TALKS),
                           client_view="Det var godt å få det ned på papir.")  # fmt: skip
        if timezone.localdate(at) >= since and number % 3 == 1:
            row.party, row.office, row.mandate = Party.OFFICE, mandates[0].office, mandates[0]
            row.mode = random.choice((ContactMode.EMAIL, ContactMode.COMPANY, ContactMode.LETTER))
            row.facts, row.next_step = random.choice(ASKED), "Ringe hvis svaret ikke er her om to uker."
        elif consent and timezone.localdate(at) >= since and number == 5:
            row.party, row.person, row.consent = Party.RELATIVE, consent.person, consent
            row.facts = "Avtalte hvem som blir med på møtet."
        rows.append(row)
    return [row for row in rows if timezone.localdate(row.occurred_at) >= since]


def _tie_to_assignments(entries: list[ContactEntry], random: Random) -> None:
    of_case: dict[object, list[Assignment]] = {}
    for assignment in Assignment.objects.live():
        of_case.setdefault(assignment.case_id, []).append(assignment)
    through = ContactEntry.assignments.through
    through.objects.bulk_create(
        [through(contactentry_id=entry.pk, assignment_id=random.choice(of_case[entry.case_id]).pk)
         for entry in entries if entry.case_id in of_case]
    )  # fmt: skip


def _deadlines(
    case: Case, number: int, rules: dict[str, DeadlineRule], mandates: dict[object, list[Mandate]], today: date
) -> list[Deadline]:
    """Every second case has one of ours, soon; every third waits for an answer, some of them too long."""
    office, rows = mandates[case.pk][0].office, []
    if number % 2 == 0:
        rule = rules["nav_appeal" if office.service == "nav" else "default_appeal"]
        due = add_working_days(today, number % 16 // 2)
        rows.append(Deadline(case=case, office=office, rule=rule, trigger_date=due - timedelta(weeks=rule.amount),
                             due_date=due, whose=DeadlineOf.US))  # fmt: skip
    if number % 3 == 0:
        due = today + timedelta(days=number % 30 - 15)
        rows.append(Deadline(case=case, office=office, rule=rules["prelim_reply"], whose=DeadlineOf.OFFICE,
                             trigger_date=due - timedelta(days=30), due_date=due))  # fmt: skip
    return rows


def _queue(today: date, random: Random) -> None:
    """Those who have asked and wait; two care for children."""
    for number in range(QUEUE):
        case = Case.objects.create(
            reference=next_reference(today.year), enquired_date=today - timedelta(days=number * 6),
            status=CaseStatus.ENQUIRY if number < 3 else CaseStatus.WAITING, municipality="0301",
            source=random.choice(("client", "services", "relative")), cares_for_children=number in {2, 4},
        )  # fmt: skip
        Client.objects.create(case=case, name=f"Person {number + 1} Oppdiktet", phone="+4799999997",
                              enquiry="Jeg trenger hjelp til å forstå brevene fra NAV.")  # fmt: skip


def _failures(offices: list[Office], today: date, random: Random) -> None:
    """Some of this year for the ombuds, and a whole year before it, which the board reads."""
    rows = [
        SystemFailure(
            office=random.choice(offices[:5]), kind=random.choice(FailureKind.values), municipality="0301",
            month=(today - timedelta(days=random.randrange(300))).replace(day=1), days_over=random.randrange(5, 90),
        )
        for _ in range(40)
    ]  # fmt: skip
    past = Random(today.year)  # noqa: S311  of its own: nothing that comes after is drawn differently
    rows += [
        SystemFailure(
            office=past.choice(offices[:6]), kind=past.choice(FailureKind.values), municipality="0301",
            month=date(today.year - 1, past.randrange(1, 13), 1), days_over=past.randrange(5, 90),
        )
        for _ in range(110)
    ]  # fmt: skip
    SystemFailure.objects.bulk_create(rows)
