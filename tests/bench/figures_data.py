"""A very large centre, made by `generate_series`: ten years of calls, sessions, registrations and attendances.

Triggers and foreign keys are off while the rows are made; the counts that triggers keep are filled afterwards by the
same statements that a migration fills them with, so that the figures are what writing row by row would have given.
"""

from dataclasses import dataclass

from django.db import connection, models

from advising.models import AdviceSession, Call, SessionParticipant
from courses.models import Evening, Offering, Presence, Registration
from groups.models import GroupAttendance, GroupEntry, GroupMeeting, SupportGroup
from pio.accounts.models import User
from stats.services.counts import count_again

EMPTY = {
    "uuid": "gen_random_uuid()", "boolean": "false", "ARRAY": "'{}'", "jsonb": "'{}'", "date": "current_date",
    "timestamp with time zone": "now()", "time without time zone": "'18:00'",
}  # fmt: skip
NUMBERS = {"smallint", "integer", "bigint", "numeric", "double precision"}
KINDS = "(ARRAY['support','support','support','information','silent','hang_up'])[1 + (n * 7) % 6]"


@dataclass(frozen=True)
class Size:
    """Rows of each kind in one year."""

    calls: int = 200_000
    sessions: int = 20_000
    registrations: int = 50_000
    presences: int = 60_000
    group_attendances: int = 40_000


def build(*, first_year: int, last_year: int, size: Size | None = None) -> None:
    """Make the rows of all years, fill the counts that triggers keep, and let PostgreSQL look at its tables."""
    made = size or Size()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        for year in range(first_year, last_year + 1):
            _calls(year, made)
            _sessions(year, made)
            _courses(year, made)
            _groups(year, made)
        cursor.execute("SET session_replication_role = DEFAULT")
        count_again()
        cursor.execute("ANALYZE")


def fill(model: type[models.Model], rows: str, **columns: str) -> None:
    """Insert one row for each of `rows` (a FROM clause), with an SQL expression for each column named; then ANALYZE.

    Columns that are not named and cannot be null get an empty value of their type.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = %s AND is_nullable = 'NO' AND is_generated = 'NEVER' AND is_identity = 'NO'",
            [table],
        )
        given = {name: "0" if kind in NUMBERS else EMPTY.get(kind, "''") for name, kind in cursor.fetchall()} | columns
        names = ", ".join(f'"{name}"' for name in given)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(given.values())} FROM {rows}")
        cursor.execute(f"ANALYZE {table}")


def _series(count: int) -> str:
    return f"generate_series(0, {count} - 1) AS n"


def _moment(year: int, count: int) -> str:
    """Spread evenly over the days of the year, at office hours."""
    return (
        f"(make_date({year}, 1, 1) + (n::bigint * 365 / {count})::int + make_interval(hours => (9 + n % 9)::int, "
        "mins => 5 * (n % 12)::int)) AT TIME ZONE 'Europe/Oslo'"
    )


def _one_of(name: str, *codes: str, step: int = 1) -> str:
    listed = ",".join(f"'{code}'" for code in codes)
    return f"(ARRAY[{listed}])[1 + (n / {step}) % {len(codes)}] /* {name} */"


def _calls(year: int, size: Size) -> None:
    fill(
        Call, _series(size.calls), started_at=_moment(year, size.calls), duration_minutes="5 + n % 50",
        channel=_one_of("channel", "phone", "phone", "phone", "chat", "email"), kind=KINDS,
        relation=_one_of("relation", "mother", "father", "sister", "spouse", "daughter", "friend", "unknown", step=3),
        caller_gender=_one_of("gender", "female", "female", "female", "male", "unknown", step=5),
        caller_age_band=_one_of("age", "18_29", "30_39", "40_49", "50_59", "60_69", step=7),
        county=_one_of("county", "03", "31", "32", "46", "50", "55", "unknown", step=11), source="'entry'",
        caller_role="'relative'", severity="'none'",
        topics=f"ARRAY[{_one_of('topic', 'own_health', 'rights', 'finances', 'grief')}]",
        referred_to="CASE WHEN n % 3 = 0 THEN ARRAY['gp'] ELSE '{}' END", referred_from="'{}'",
    )  # fmt: skip


def _sessions(year: int, size: Size) -> None:
    adviser = User.objects.create(email=f"bench{year}@example.org", name="Bench", created_on=f"{year}-01-01").pk
    fill(
        AdviceSession, _series(size.sessions), reference=f"'{year % 100}' || lpad(n::text, 6, '0')", origin="'staff'",
        status="CASE WHEN n % 8 = 0 THEN 'no_show' ELSE 'held' END", channel="'phone'", adviser_id=f"'{adviser}'",
        session_date=f"({_moment(year, size.sessions)})::date", starts_at=_moment(year, size.sessions),
        ends_at=f"{_moment(year, size.sessions)} + interval '1 hour'", language="'nb'",
    )  # fmt: skip
    fill(
        SessionParticipant,
        f"advising_advicesession s, generate_series(1, 2) AS n WHERE s.session_date >= '{year}-01-01' "
        f"AND s.session_date <= '{year}-12-31'",
        session_id="s.id", position="n", present="n = 1 OR get_byte(uuid_send(s.id), 0) % 4 = 0",
        relation="(ARRAY['mother','father'])[n]", gender="(ARRAY['female','male'])[n]", age_band="'40_49'",
    )  # fmt: skip


def _courses(year: int, size: Size) -> None:
    offerings = 250
    fill(
        Offering, _series(offerings), slug=f"'kurs-{year}-' || n", title="'Kurs ' || n", status="'published'",
        kind=_one_of("kind", "course", "seminar", "writing_group", "drop_in"), audience="'relatives'",
        picture="'book'", place="'centre'", capacity="400", largest_party="2",
    )  # fmt: skip
    fill(
        Evening,
        f"(SELECT id, row_number() OVER () * 3 AS n FROM courses_offering WHERE slug LIKE 'kurs-{year}-%') o",
        offering_id="o.id", starts_at=_moment(year, 3 * offerings).replace("(9 + n % 9)::int", "18"),
        ends_at=_moment(year, 3 * offerings).replace("(9 + n % 9)::int", "20"),
        marked_date=f"make_date({year}, 12, 31)",
    )  # fmt: skip
    each = size.registrations // offerings
    fill(
        Registration, f"courses_offering o, {_series(each)} WHERE o.slug LIKE 'kurs-{year}-%'", offering_id="o.id",
        state="'confirmed'", queue_number="n + 1", party_size="1", source="'online'", language="'nb'",
    )  # fmt: skip
    share = size.presences / size.registrations
    fill(
        Presence,
        "courses_registration r JOIN courses_offering o ON o.id = r.offering_id JOIN courses_evening e "
        f"ON e.offering_id = o.id, generate_series(1, {2 if share > 1 else 1}) AS n WHERE o.slug LIKE 'kurs-{year}-%' "
        f"AND (n = 1 OR r.queue_number <= {round((share - 1) * each)})",
        evening_id="e.id", registration_id="r.id", person_number="n",
        attendance="CASE WHEN r.queue_number % 5 = 0 THEN 'absent' ELSE 'present' END",
    )  # fmt: skip


def _groups(year: int, size: Size) -> None:
    groups, meetings = 40, 25
    members = size.group_attendances // groups // meetings
    fill(
        SupportGroup, _series(groups), slug=f"'gruppe-{year}-' || n", name="'Gruppe ' || n", kind="'closed'",
        status="'ended'", audience=_one_of("audience", "all", "parents", "partners"), capacity=str(members),
        every_weeks="2", limit_counts="'attended'", end_wall="'20:00'", place="'centre'",
    )  # fmt: skip
    fill(
        GroupMeeting, f"groups_supportgroup g, {_series(meetings)} WHERE g.slug LIKE 'gruppe-{year}-%'",
        group_id="g.id", starts_at=_moment(year, meetings), ends_at=f"{_moment(year, meetings)} + interval '2 hours'",
        marked_date=f"make_date({year}, 12, 31)",
    )  # fmt: skip
    fill(
        GroupEntry, f"groups_supportgroup g, {_series(members)} WHERE g.slug LIKE 'gruppe-{year}-%'", group_id="g.id",
        state="'withdrawn'", left_date=f"make_date({year}, 12, 31)", queue_number="n + 1",
        party_size="1", joined_date=f"make_date({year}, 1, 1) + n % 200",
        placed_date=f"make_date({year}, 1, 1) + n % 200 + 30", language="'nb'",
    )  # fmt: skip
    fill(
        GroupAttendance, f"groups_groupentry e JOIN groups_groupmeeting m USING (group_id) JOIN groups_supportgroup g "
        f"ON g.id = m.group_id WHERE g.slug LIKE 'gruppe-{year}-%'",
        meeting_id="m.id", entry_id="e.id",
        attendance="CASE WHEN e.queue_number % 5 = 0 THEN 'absent' ELSE 'present' END",
    )  # fmt: skip
