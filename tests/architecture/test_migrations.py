"""Migrations are safe for the version before: a lint, and its control on migrations that are not."""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from pio.core.logs import OURS
from tests.architecture.migration_rules import breaches

TAKEN_AWAY_LATER = {
    "courses.0002_notices_and_rooms: RemoveField Remove field room_time from evening": (
        "before the first version that is installed anywhere: nothing that reads it has ever run"
    ),
    "ombud.0005_waits_for_somebody: a new rule for rows that old code writes: ombud_assignment_waits_for_somebody": (
        "it takes the place of a narrower one: every row that the version before writes keeps it"
    ),
}
"""A breach that is meant, and since when no running code uses what it takes away."""


def test_no_migration_breaks_the_version_before() -> None:
    loader = MigrationLoader(None)
    found = [
        breach
        for key, migration in sorted(loader.disk_migrations.items())
        if migration.__module__.split(".")[0] in OURS and migration.name[:4] != "0001"
        for breach in breaches(migration, loader.project_state([key], at_end=False))
    ]
    assert sorted(set(found) - set(TAKEN_AWAY_LATER)) == []
    assert sorted(set(TAKEN_AWAY_LATER) - set(found)) == []


def migration_of(*operations: object) -> migrations.Migration:
    made = migrations.Migration("0002_change", "shop")
    made.operations = list(operations)
    return made


@pytest.fixture
def before() -> ProjectState:
    state = ProjectState()
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=50, null=True))]
    state.add_model(ModelState("shop", "Thing", fields))
    return state


BAD = [
    migrations.RemoveField("thing", "name"),
    migrations.RenameField("thing", "name", "title"),
    migrations.DeleteModel("Thing"),
    migrations.RenameModel("Thing", "Item"),
    migrations.AddField("thing", "size", models.IntegerField(default=1)),
    migrations.AlterField("thing", "name", models.CharField(max_length=50)),
    migrations.AlterField("thing", "name", models.CharField(max_length=20, null=True)),
    migrations.AlterField("thing", "name", models.IntegerField(null=True)),
    migrations.AlterField("thing", "name", models.CharField(max_length=50, null=True, unique=True)),
    migrations.AddConstraint("thing", models.CheckConstraint(condition=models.Q(name="x"), name="only_x")),
    migrations.RunSQL("ALTER TABLE shop_thing DROP COLUMN name"),
    migrations.RunSQL("ALTER TABLE shop_thing ALTER COLUMN name SET NOT NULL"),
]
GOOD = [
    migrations.AddField("thing", "size", models.IntegerField(null=True)),
    migrations.AddField("thing", "size", models.IntegerField(db_default=1)),
    migrations.AlterField("thing", "name", models.CharField(max_length=80, null=True)),
    migrations.AlterField("thing", "name", models.CharField(max_length=50, null=True, help_text="x")),
    migrations.AddIndex("thing", models.Index(fields=["name"], name="thing_name")),
    migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
    migrations.RunSQL("CREATE INDEX thing_lower ON shop_thing (lower(name))"),
]


@pytest.mark.parametrize("operation", BAD, ids=lambda each: each.describe())
def test_control_what_would_break_it_is_named(before, operation) -> None:
    (found,) = breaches(migration_of(operation), before)
    assert found.startswith("shop.0002_change: ")


@pytest.mark.parametrize("operation", GOOD, ids=lambda each: each.describe())
def test_what_only_adds_is_free(before, operation) -> None:
    assert list(breaches(migration_of(operation), before)) == []


def test_a_new_table_may_have_any_rules(before) -> None:
    made = migration_of(
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("other", "size", models.IntegerField()),
        migrations.AddConstraint("other", models.CheckConstraint(condition=models.Q(size__gt=0), name="some")),
    )
    assert list(breaches(made, before)) == []
