"""What the bench does in the demo's own process: rows that its visitors need, a log that grows, statements counted.

`servers.manage(data_dir, "shell", "-c", prepare.COMMAND)`.
"""

import json
from collections.abc import Iterable

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advising.models import Call
from pio.accounts.models import User
from pio.core import page_cache
from tests.advising.factories.sessions import open_adviser
from tests.courses.factories import offering

COMMAND = "from tests.bench.prepare import main; main()"
COURSE = "benkens-kurs"
PLACES, ADVISERS, OFFERINGS = 30_000, 15, 45  # with the demo's own, more than the 50 of a page
NOT_COPIED = frozenset(
    ["id", "started_at", "note", "external_key", "submission_key", "author_key", "import_digest", "editable_until"]
)


def main() -> None:
    """Make them."""
    now = timezone.now()
    offering(now, capacity=PLACES, slug=COURSE, title="Benkens kurs", evenings=2)
    for number in range(OFFERINGS):
        offering(now, slug=f"benkens-kurs-{number}", title=f"Benkens kurs {number}", evenings=2, days_ahead=20 + number)
    for _number in range(ADVISERS):
        open_adviser()


def enlarge_calls(total: int) -> None:
    """Copy the log's calls, each copy whole weeks earlier and without its note, until there are `total`."""
    names = [field.column for field in Call._meta.concrete_fields if field.column not in NOT_COPIED]
    columns = ", ".join(names)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM advising_call")
        have = cursor.fetchone()[0]
        cursor.execute(
            f"INSERT INTO advising_call (id, started_at, {columns}) "
            f"SELECT gen_random_uuid(), started_at - make_interval(weeks => mod(copy, 500) + 1), {columns} "
            "FROM (SELECT * FROM advising_call LIMIT %s) rows, generate_series(1, %s) copy LIMIT %s",
            [max(have, 1), -(-(total - have) // max(have, 1)), max(total - have, 0)],
        )
        cursor.execute("ANALYZE advising_call")


def count_statements(who: str, paths: Iterable[str]) -> None:
    """Print how many statements each page takes when it is computed anew, as JSON by path.

    Args:
        who: the e-mail of who is signed in; empty for a visitor.
        paths: what they look at.
    """
    settings.ALLOWED_HOSTS = ["*"]
    client, found = Client(), {}
    if who:
        client.force_login(User.objects.get(email=who))
    for path in paths:
        assert client.get(path).status_code == 200, path
        page_cache.empty()
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        found[path] = len(captured)
    print(json.dumps(found))
