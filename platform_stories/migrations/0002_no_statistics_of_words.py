"""The planner keeps samples of columns in a table of its own, where a withdrawn quote would live on; of these: none."""

from django.db import migrations

COLUMNS = {
    "platform_stories_story": ("text", "redacted", "selector", "verifier"),
    "platform_stories_quote": ("draft", "text", "search"),
    "platform_stories_storymessage": ("text",),
}


def statements(target: int) -> str:
    return "\n".join(
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {target};"
        for table, columns in COLUMNS.items()
        for column in columns
    )


class Migration(migrations.Migration):
    dependencies = [("platform_stories", "0001_initial")]
    operations = [migrations.RunSQL(statements(0), statements(-1))]
