"""Counts become rows that are only added, so that no writer waits for another; attendances are counted likewise."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

WALL = "started_at AT TIME ZONE 'Europe/Oslo'"
CALLS = """
INSERT INTO stats_callhour (id, day, hour, channel, kind, calls)
SELECT gen_random_uuid(), ({wall})::date, extract(hour FROM {wall})::smallint, channel, kind, sum(sign)
FROM ({rows}) AS changed GROUP BY 2, 3, 4, 5 HAVING sum(sign) <> 0;
INSERT INTO stats_callmonth (id, month, channel, kind, relation, gender, calls)
SELECT gen_random_uuid(), date_trunc('month', {wall})::date, channel, kind, relation, caller_gender, sum(sign)
FROM ({rows}) AS changed GROUP BY 2, 3, 4, 5, 6 HAVING sum(sign) <> 0;
"""
CELLS = """
INSERT INTO {kept} (id, {parent}, attendance, cells)
SELECT gen_random_uuid(), {parent}, attendance, sum(sign)
FROM ({{rows}}) AS changed GROUP BY 2, 3 HAVING sum(sign) <> 0;
"""
# trigger's name, table, columns that are counted, what is written
COUNTED = (
    ("calls", "advising_call", "started_at, channel, kind, relation, caller_gender", CALLS),
    ("group_cells", "groups_groupattendance", "meeting_id, attendance",
     CELLS.format(kept="stats_meetingcount", parent="meeting_id")),
    ("course_cells", "courses_presence", "evening_id, attendance",
     CELLS.format(kept="stats_eveningcount", parent="evening_id")),
)  # fmt: skip
KEPT = ("stats_callhour", "stats_callmonth", "stats_meetingcount", "stats_eveningcount")
TRANSITIONS = {
    "insert": ("NEW TABLE AS fresh", (("fresh", 1),)),
    "delete": ("OLD TABLE AS gone", (("gone", -1),)),
    "update": ("OLD TABLE AS gone NEW TABLE AS fresh", (("gone", -1), ("fresh", 1))),
}


def rows(columns: str, *sources: tuple[str, int]) -> str:
    """The counted columns of each source with the sign it counts by."""
    return " UNION ALL ".join(f"SELECT {columns}, {sign} AS sign FROM {table}" for table, sign in sources)  # noqa: S608


def triggers(name: str, table: str, columns: str, written: str) -> str:
    """Statement triggers that add what an insert, delete or update changes."""
    made = ""
    for verb, (tables, sources) in TRANSITIONS.items():
        body = written.format(wall=WALL, rows=rows(columns, *sources))
        function = f"stats_{name}_{verb}"
        made += f"""
CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER {function} AFTER {verb} ON {table} REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
    return made


ALL_AGAIN = "".join(
    f"LOCK TABLE {table} IN SHARE MODE;\n" for _, table, _, _ in COUNTED
) + "".join(f"DELETE FROM {kept};\n" for kept in KEPT) + "".join(  # noqa: S608
    written.format(wall=WALL, rows=rows(columns, (table, 1))) for _, table, columns, written in COUNTED
)  # fmt: skip
FORWARD = (
    "".join(triggers(*each) for each in COUNTED)
    + f"CREATE FUNCTION stats_count_again() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {ALL_AGAIN} END $$;"
    + "SELECT stats_count_again();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("stats", "0002_rollups"),
        ("groups", "0001_initial"),
        ("courses", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint("callhour", "call_hour_once"),
        migrations.RemoveConstraint("callmonth", "call_month_once"),
        migrations.AddIndex("callhour", models.Index(fields=["day"], name="call_hour_by_day")),
        migrations.AddIndex("callmonth", models.Index(fields=["month"], name="call_month_by_month")),
        migrations.CreateModel(
            name="MeetingCount",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("attendance", models.CharField(max_length=20)),
                ("cells", models.IntegerField()),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="groups.groupmeeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EveningCount",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("attendance", models.CharField(max_length=20)),
                ("cells", models.IntegerField()),
                (
                    "evening",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="courses.evening",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(FORWARD, migrations.RunSQL.noop),
    ]
