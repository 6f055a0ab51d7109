"""Changed keys are counted one by one, each by its index: PostgreSQL guessed how many they are, and read whole tables.

`OFFSET 0` keeps it from joining what stands inside with what stands outside (docs/decisions/0296-asked-once.md).
"""

from importlib import import_module

from django.db import migrations

base = import_module("stats.migrations.0005_kept_values")
previous = import_module("stats.migrations.0006_evening_presence")
CHANGED = """SELECT {key}, {others} FROM (SELECT DISTINCT key FROM stats_changedkey WHERE what = '{what}') AS c
CROSS JOIN LATERAL ({of_key}) AS of_key"""
OF_KEY = {  # what the rows of one key say: its column, and the others
    "people": (
        "c.key::date AS month",
        """SELECT p.relation, p.gender, count(*)::integer AS people
        FROM advising_advicesession s CROSS JOIN LATERAL (
            SELECT relation, gender FROM advising_sessionparticipant WHERE session_id = s.id AND present OFFSET 0
        ) AS p
        WHERE s.session_date >= c.key::date AND s.session_date < (c.key::date + interval '1 month')::date
        AND s.status = 'held' GROUP BY 1, 2""",
    ),
    "first": (
        "c.key::uuid AS entry_id",
        """SELECT meeting_id FROM (
            SELECT a.meeting_id, rank() OVER (ORDER BY m.starts_at) AS place
            FROM groups_groupattendance a JOIN groups_groupmeeting m ON m.id = a.meeting_id
            WHERE a.entry_id = c.key::uuid AND a.attendance IN ('online', 'present', 'trial')
        ) AS ranked WHERE place = 1""",
    ),
    "evening": (
        "c.key::uuid AS evening_id",
        """SELECT count(*) FILTER (WHERE p.attendance IN ('online', 'present', 'trial'))::integer AS came,
        count(*)::integer AS expected
        FROM courses_presence p WHERE p.evening_id = c.key::uuid AND NOT p.is_make_up HAVING count(*) > 0""",
    ),
}


def one_by_one(what: str, table: str, key: str, others: str, everything: str, _changed: str) -> tuple[str, ...]:
    """What is kept, with the statement that counts its changed keys."""
    column, of_key = OF_KEY[what]
    return what, table, key, others, everything, CHANGED.format(key=column, others=others, what=what, of_key=of_key)


def made(kept: tuple[tuple[str, ...], ...]) -> str:
    """The views, and the nightly count."""
    return f"""{"".join(base.view(*each) for each in kept)}
CREATE OR REPLACE FUNCTION stats_keep() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
{previous.ONE_AT_A_TIME} {"".join(base.keep(*each) for each in kept)} END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("stats", "0007_month_releases")]

    operations = [
        migrations.RunSQL(made(tuple(one_by_one(*each) for each in previous.KEPT)), made(previous.KEPT)),
    ]
