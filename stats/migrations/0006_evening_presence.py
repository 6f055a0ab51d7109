"""How many of those expected came to each evening is kept by key, as in `0005_kept_values`."""

from importlib import import_module

from django.db import migrations, models

base = import_module("stats.migrations.0005_kept_values")
COUNTED = """
SELECT p.evening_id, count(*) FILTER (WHERE p.attendance IN ('online', 'present', 'trial'))::integer AS came,
       count(*)::integer AS expected
FROM {source} WHERE NOT p.is_make_up GROUP BY 1
"""
OF_CHANGED = base.CHANGED.format(what="evening") + " JOIN courses_presence p ON p.evening_id = c.key::uuid"
EVENINGS = ("evening", "stats_eveningpresence", "evening_id", "came, expected",
            COUNTED.format(source="courses_presence p"), COUNTED.format(source=OF_CHANGED))  # fmt: skip
NAMED = ("evening", "courses_presence", ("insert", "update", "delete"), "evening_id, attendance, is_make_up",
         "changed.evening_id", "")  # fmt: skip
KEPT = (*base.KEPT, EVENINGS)
ONE_AT_A_TIME = f"LOCK TABLE {', '.join(kept[1] for kept in KEPT)} IN SHARE ROW EXCLUSIVE MODE;"
STILL = f"LOCK TABLE {', '.join(named[1] for named in (*base.NAMED, NAMED))} IN SHARE MODE;"
FORWARD = f"""
{base.naming(*NAMED)} {base.view(*EVENINGS)}
CREATE OR REPLACE FUNCTION stats_keep() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
{ONE_AT_A_TIME} {"".join(base.keep(*each) for each in KEPT)} END $$;
CREATE OR REPLACE FUNCTION stats_keep_all() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
{STILL} {ONE_AT_A_TIME} {"".join(base.keep_all(*each) for each in KEPT)} END $$;
{base.keep_all(*EVENINGS)}
"""
BACK = "DROP VIEW stats_eveningpresencenow;" + base.FUNCTIONS + "".join(
    f"DROP TRIGGER stats_evening_courses_presence_{verb} ON courses_presence; "
    f"DROP FUNCTION stats_evening_courses_presence_{verb}();"
    for verb in NAMED[2]
)  # fmt: skip


def evenings() -> list[tuple[str, models.Field]]:
    """Who came to an evening, of those expected."""
    return [
        base.own_id(),
        ("came", models.IntegerField()),
        ("expected", models.IntegerField()),
        ("evening", base.pointer("courses.evening")),
    ]


class Migration(migrations.Migration):
    dependencies = [("stats", "0005_kept_values"), ("courses", "0001_initial")]

    operations = [
        migrations.CreateModel(name="EveningPresence", fields=evenings()),
        migrations.CreateModel(
            name="EveningPresenceNow",
            fields=evenings(),
            options={"managed": False, "db_table": "stats_eveningpresencenow"},
        ),
        migrations.RunSQL(FORWARD, BACK),
    ]
