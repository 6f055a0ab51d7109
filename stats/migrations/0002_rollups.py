"""Counts of the helpline log, kept by statement triggers on its table."""

import uuid

from django.db import migrations, models

HOUR = """
INSERT INTO stats_callhour AS kept (id, day, hour, channel, kind, calls)
SELECT gen_random_uuid(), (started_at AT TIME ZONE 'Europe/Oslo')::date,
       extract(hour FROM started_at AT TIME ZONE 'Europe/Oslo')::smallint, channel, kind, {sign} count(*)
FROM {rows} GROUP BY 2, 3, 4, 5 ORDER BY 2, 3, 4, 5
ON CONFLICT (day, hour, channel, kind) DO UPDATE SET calls = kept.calls + excluded.calls;
"""
MONTH = """
INSERT INTO stats_callmonth AS kept (id, month, channel, kind, relation, gender, calls)
SELECT gen_random_uuid(), date_trunc('month', started_at AT TIME ZONE 'Europe/Oslo')::date, channel, kind, relation,
       caller_gender, {sign} count(*)
FROM {rows} GROUP BY 2, 3, 4, 5, 6 ORDER BY 2, 3, 4, 5, 6
ON CONFLICT (month, channel, kind, relation, gender) DO UPDATE SET calls = kept.calls + excluded.calls;
"""


def both(rows: str, sign: str) -> str:
    """Add (or, with the sign `-`, take away) the counts of `rows`."""
    return (HOUR + MONTH).format(rows=rows, sign=sign)


def trigger(verb: str, body: str, tables: str) -> str:
    """A statement trigger after `verb`."""
    return f"""
CREATE FUNCTION stats_calls_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$;
CREATE TRIGGER stats_calls_{verb} AFTER {verb} ON advising_call REFERENCING {tables}
FOR EACH STATEMENT EXECUTE FUNCTION stats_calls_{verb}();
"""


FORWARD = (
    trigger("insert", both("fresh", ""), "NEW TABLE AS fresh")
    + trigger("delete", both("gone", "-"), "OLD TABLE AS gone")
    + trigger("update", both("gone", "-") + both("fresh", ""), "OLD TABLE AS gone NEW TABLE AS fresh")
    + both("advising_call", "")
)
BACK = "".join(
    f"DROP TRIGGER stats_calls_{verb} ON advising_call; DROP FUNCTION stats_calls_{verb}();"
    for verb in ("insert", "delete", "update")
)


class Migration(migrations.Migration):
    dependencies = [("stats", "0001_initial"), ("advising", "0002_calls")]

    operations = [
        migrations.CreateModel(
            name="CallHour",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("hour", models.PositiveSmallIntegerField()),
                ("channel", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=60)),
                ("calls", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("day", "hour", "channel", "kind"), name="call_hour_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CallMonth",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("month", models.DateField()),
                ("channel", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=60)),
                ("relation", models.CharField(blank=True, max_length=60)),
                ("gender", models.CharField(blank=True, max_length=60)),
                ("calls", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "channel", "kind", "relation", "gender"), name="call_month_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
