"""Keep the counts of `stats.models.rollups` and `stats.models.kept` short, and make them again from the rows.

Writers only add rows. Once a night the rows of a key are put together; a key whose sum is nought leaves no row. And the
keys that writers named are counted anew.
"""

from django.db import connection, models, transaction

from stats.models import CallHour, CallMonth, EveningCount, MeetingCount

KEPT: tuple[type[models.Model], ...] = (CallHour, CallMonth, MeetingCount, EveningCount)


def put_together() -> int:
    """Put the rows of each key together; returns how many rows fewer there are. Nobody who reads sees a difference."""
    return sum(_put_together(model) for model in KEPT)


@transaction.atomic
def _put_together(model: type[models.Model]) -> int:
    """One statement, so that a reader sees the rows before or the row after, and a row added meanwhile stays."""
    columns = {str(field.column): type(field) for field in model._meta.concrete_fields if field.name != "id"}
    count = next(name for name, kind in columns.items() if kind is models.IntegerField)
    listed, table = ", ".join(name for name in columns if name != count), model._meta.db_table
    statement = f"""
        WITH many AS (SELECT {listed} FROM {table} GROUP BY {listed} HAVING count(*) > 1),
        gone AS (DELETE FROM {table} WHERE ({listed}) IN (SELECT * FROM many) RETURNING {listed}, {count}),
        made AS (
            INSERT INTO {table} (id, {listed}, {count})
            SELECT gen_random_uuid(), {listed}, sum({count}) FROM gone GROUP BY {listed} HAVING sum({count}) <> 0
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM gone) - (SELECT count(*) FROM made)
    """  # noqa: S608  names of our own columns
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def keep_changed() -> None:
    """Count the keys anew that changed since the last time. No reader sees a difference, and no writer waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stats_keep()")


def count_again() -> None:
    """Make all counts again from the rows, while nobody writes them: after rows came in with triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stats_count_again(), stats_keep_all()")
