"""Fill the reference lists from the files beside the code, so that every database has them from the start."""

import csv
from datetime import date
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = (
    ("lists", "ChoiceList"),
    ("choices", "Choice"),
    ("counties", "County"),
    ("municipalities", "Municipality"),
    ("districts", "District"),
)
LETTERS = str.maketrans({"æ": "{", "ø": "|", "å": "}", "ä": "{", "ö": "|", "é": "e", "è": "e", "ü": "y", "á": "a"})


def _values(row, columns):
    values = {name: value for name, value in row.items() if name in columns or name == "list"}
    for name in ("valid_from", "valid_to"):
        if name in values:
            values[name] = date.fromisoformat(values[name]) if values[name] else None
    if "name" in values:
        values["sort_key"] = values["name"].casefold().translate(LETTERS)
    if "list" in values:
        values["list_id"] = values.pop("list")
    return values


def fill(apps, schema_editor):
    for file_name, model_name in FILES:
        model = apps.get_model("core", model_name)
        columns = {field.name for field in model._meta.concrete_fields}
        with (DATA / f"{file_name}.csv").open(encoding="utf-8", newline="") as file:
            model.objects.bulk_create([model(**_values(row, columns)) for row in csv.DictReader(file)])


def empty(apps, schema_editor):
    for _, model_name in reversed(FILES):
        apps.get_model("core", model_name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(fill, empty)]
