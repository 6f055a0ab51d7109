"""Values that hang on more than their own row are kept by key; a write names the keys it changed, a view counts those.

People present by month, and each member's first presence in a group (docs/decisions/0235-kept-by-key.md).
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

MONTH = "date_trunc('month', {row}.session_date)::date"
PEOPLE = """
SELECT {month} AS month, p.relation, p.gender, count(*)::integer AS people
FROM {source} JOIN advising_sessionparticipant p ON p.session_id = s.id
WHERE s.status = 'held' AND p.present GROUP BY 1, 2, 3
"""
FIRST = """
SELECT entry_id, meeting_id FROM (
    SELECT a.entry_id, a.meeting_id, rank() OVER (PARTITION BY a.entry_id ORDER BY m.starts_at) AS place
    FROM {source} JOIN groups_groupmeeting m ON m.id = a.meeting_id
    WHERE a.attendance IN ('online', 'present', 'trial')
) AS ranked WHERE place = 1
"""
CHANGED = "(SELECT DISTINCT key FROM stats_changedkey WHERE what = '{what}') AS c"
PEOPLE_OF_CHANGED = CHANGED.format(what="people") + (
    " JOIN advising_advicesession s ON s.session_date >= c.key::date"
    " AND s.session_date < (c.key::date + interval '1 month')::date"
)
FIRST_OF_CHANGED = CHANGED.format(what="first") + " JOIN groups_groupattendance a ON a.entry_id = c.key::uuid"
# what is kept: its name, table, key column, other columns, all of it counted now, the changed keys counted now
KEPT = (
    ("people", "stats_peoplemonth", "month", "relation, gender, people",
     PEOPLE.format(month=MONTH.format(row="s"), source="advising_advicesession s"),
     PEOPLE.format(month=MONTH.format(row="s"), source=PEOPLE_OF_CHANGED)),
    ("first", "stats_firstpresence", "entry_id", "meeting_id",
     FIRST.format(source="groups_groupattendance a"), FIRST.format(source=FIRST_OF_CHANGED)),
)  # fmt: skip
# whose rows name changed keys: what, table, verbs, columns that matter, the key, what is joined to find it
NAMED = (
    ("people", "advising_sessionparticipant", ("insert", "update", "delete"), "session_id, relation, gender, present",
     MONTH.format(row="s"), "JOIN advising_advicesession s ON s.id = changed.session_id"),
    ("people", "advising_advicesession", ("update",), "id, status, session_date", MONTH.format(row="changed"), ""),
    ("first", "groups_groupattendance", ("insert", "update", "delete"), "entry_id, meeting_id, attendance",
     "changed.entry_id", ""),
    ("first", "groups_groupmeeting", ("update",), "id, starts_at",
     "a.entry_id", "JOIN groups_groupattendance a ON a.meeting_id = changed.id"),
)  # fmt: skip
ROWS = {
    "insert": ("NEW TABLE AS fresh", "SELECT {columns} FROM fresh"),
    "delete": ("OLD TABLE AS gone", "SELECT {columns} FROM gone"),
    "update": (
        "OLD TABLE AS gone NEW TABLE AS fresh",
        "(SELECT {columns} FROM gone EXCEPT ALL SELECT {columns} FROM fresh) UNION ALL "
        "(SELECT {columns} FROM fresh EXCEPT ALL SELECT {columns} FROM gone)",
    ),
}


def naming(what: str, table: str, verbs: tuple[str, ...], columns: str, key: str, joined: str) -> str:
    """Statement triggers that name the keys whose rows a statement changed."""
    made = ""
    for verb in verbs:
        tables, rows = ROWS[verb]
        function = f"stats_{what}_{table}_{verb}"
        made += f"""
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO stats_changedkey (id, what, key) SELECT gen_random_uuid(), '{what}', named.key FROM (
    SELECT DISTINCT ({key})::text AS key FROM ({rows.format(columns=columns)}) AS changed {joined}
) AS named;
RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER {function} AFTER {verb} ON {table} REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""  # noqa: S608  names of our own columns
    return made


def view(what: str, table: str, key: str, others: str, _all: str, changed: str) -> str:
    """What is kept, and in place of each changed key what its rows say now: one statement, so one moment."""
    return f"""
CREATE OR REPLACE VIEW {table}now AS
SELECT NULL::uuid AS id, {key}, {others} FROM {table} AS kept WHERE NOT EXISTS (
    SELECT 1 FROM stats_changedkey c WHERE c.what = '{what}' AND c.key = kept.{key}::text)
UNION ALL SELECT NULL::uuid AS id, {key}, {others} FROM ({changed}) AS counted;
"""  # noqa: S608  names of our own columns


def keep(what: str, table: str, key: str, others: str, _all: str, changed: str) -> str:
    """Count the changed keys into the table and forget that they changed, as of one moment."""
    return f"""
WITH forgotten AS (DELETE FROM stats_changedkey WHERE what = '{what}'),
dropped AS (DELETE FROM {table} WHERE {key}::text IN (SELECT key FROM stats_changedkey WHERE what = '{what}'))
INSERT INTO {table} (id, {key}, {others}) SELECT gen_random_uuid(), {key}, {others} FROM ({changed}) AS counted;
"""  # noqa: S608  names of our own columns


def keep_all(what: str, table: str, key: str, others: str, everything: str, _changed: str) -> str:
    """Count everything into the table."""
    return f"""
DELETE FROM {table}; DELETE FROM stats_changedkey WHERE what = '{what}';
INSERT INTO {table} (id, {key}, {others}) SELECT gen_random_uuid(), {key}, {others} FROM ({everything}) AS counted;
"""  # noqa: S608  names of our own columns


ONE_AT_A_TIME = f"LOCK TABLE {', '.join(kept[1] for kept in KEPT)} IN SHARE ROW EXCLUSIVE MODE;"
STILL = f"LOCK TABLE {', '.join(named[1] for named in NAMED)} IN SHARE MODE;"
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION stats_keep() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
{ONE_AT_A_TIME} {"".join(keep(*each) for each in KEPT)} END $$;
CREATE OR REPLACE FUNCTION stats_keep_all() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
{STILL} {ONE_AT_A_TIME} {"".join(keep_all(*each) for each in KEPT)} END $$;
"""
FORWARD = (
    "".join(naming(*each) for each in NAMED)
    + "".join(view(*each) for each in KEPT)
    + FUNCTIONS
    + "SELECT stats_keep_all();"
)
BACK = (
    "".join(f"DROP VIEW {kept[1]}now;" for kept in KEPT)
    + "".join(
        f"DROP TRIGGER stats_{what}_{table}_{verb} ON {table}; DROP FUNCTION stats_{what}_{table}_{verb}();"
        for what, table, verbs, *_rest in NAMED
        for verb in verbs
    )
    + "DROP FUNCTION stats_keep(); DROP FUNCTION stats_keep_all();"
)


def own_id() -> tuple[str, models.Field]:
    """The key of every table."""
    return ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False))


def pointer(to: str) -> models.ForeignKey:
    """A reference that the database does not hold."""
    return models.ForeignKey(
        db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=to
    )


def people() -> list[tuple[str, models.Field]]:
    """People present by month."""
    return [
        own_id(),
        ("month", models.DateField()),
        ("relation", models.CharField(blank=True, max_length=60)),
        ("gender", models.CharField(blank=True, max_length=60)),
        ("people", models.IntegerField()),
    ]


def first() -> list[tuple[str, models.Field]]:
    """The meeting a member came to first."""
    return [own_id(), ("entry", pointer("groups.groupentry")), ("meeting", pointer("groups.groupmeeting"))]


class Migration(migrations.Migration):
    dependencies = [
        ("stats", "0004_saved_reports"),
        ("advising", "0002_calls"),
        ("groups", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangedKey",
            fields=[own_id(), ("what", models.CharField(max_length=20)), ("key", models.CharField(max_length=40))],
            options={"indexes": [models.Index(fields=["what", "key"], name="changed_key_by_what")]},
        ),
        migrations.CreateModel(name="PeopleMonth", fields=people()),
        migrations.CreateModel(name="FirstPresence", fields=first()),
        migrations.CreateModel(
            name="PeopleMonthNow", fields=people(), options={"managed": False, "db_table": "stats_peoplemonthnow"}
        ),
        migrations.CreateModel(
            name="FirstPresenceNow", fields=first(), options={"managed": False, "db_table": "stats_firstpresencenow"}
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
