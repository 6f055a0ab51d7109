from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from pio.audit import selectors, services
from pio.audit.models import BreakGlass
from tests.core import factories

pytestmark = pytest.mark.django_db
REASON = "Klientens ombud er syk"
RIGHT = "ombud.break_glass"
announced: list[BreakGlass] = []


def announce(opened: BreakGlass) -> None:
    """Stands where the settings name the announcement."""
    announced.append(opened)


@pytest.fixture(autouse=True)
def announcement(settings):
    settings.BREAK_GLASS_ANNOUNCE = "tests.audit.test_break_glass.announce"
    announced.clear()


@pytest.fixture
def manager():
    return factories.user(roles=["manager"], name="Leder Prøvesen")


@pytest.fixture
def case():
    return factories.client()


def open_it(case, by, now, **changes):
    values = {"right": RIGHT, "reason": REASON, "reauthenticated": True} | changes
    return services.open_break_glass(case, by=by, now=now, **values)


def test_p09_opening_is_logged_announced_and_ends_after_60_minutes(
    case, manager, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        opened = open_it(case, manager, now)
        assert announced == [opened]  # in the transaction: no opening goes unannounced
    for minutes, found in ((0, opened), (59, opened), (60, None)):
        assert selectors.open_break_glass_of(manager, case, now=now + timedelta(minutes=minutes)) == found
    assert selectors.open_break_glass_of(manager, case, now=now - timedelta(seconds=1)) is None
    (reading,) = selectors.who_opened(case)
    assert (reading.name, reading.reason, reading.broke_glass) == ("Leder Prøvesen", REASON, True)


def test_p09_it_opens_one_record_for_one_person(case, manager, now):
    open_it(case, manager, now)
    assert selectors.open_break_glass_of(manager, factories.client(), now=now) is None
    assert selectors.open_break_glass_of(factories.user(roles=["manager"]), case, now=now) is None


@pytest.mark.parametrize(
    ("changes", "refusal", "words"),
    [
        ({"reason": "x" * 19}, services.ReasonTooShort, "Skriv en begrunnelse på minst 20 tegn."),
        ({"reason": " x " * 6 + " " * 30}, services.ReasonTooShort, "Skriv en begrunnelse på minst 20 tegn."),
        ({"reauthenticated": False}, services.ReauthenticationNeeded, "Bekreft at det er deg, før du åpner saken."),
        ({"right": "ombud.read"}, services.NoRightToBreakGlass, "Du har ikke tilgang til å åpne saken."),
    ],
)
def test_p09_refusals(case, manager, now, changes, refusal, words):
    with pytest.raises(refusal) as caught:
        open_it(case, manager, now, **changes)
    assert caught.value.message == words
    assert BreakGlass.objects.count() == 0


def test_p09_a_reason_of_20_characters_is_enough(case, manager, now):
    assert open_it(case, manager, now, reason="x" * 20).reason == "x" * 20


@pytest.mark.parametrize("role", ["ombud", "technician", "board", "adviser"])
def test_p09_other_roles_cannot(case, now, role):
    with pytest.raises(services.NoRightToBreakGlass):
        open_it(case, factories.user(roles=[role]), now)


def test_p09_the_database_refuses_more_than_60_minutes(case, manager, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.create(
            user=manager, subject_type="x", subject=case.pk, reason=REASON, opened_at=now,
            ends_at=now + timedelta(minutes=61),
        )  # fmt: skip


def test_recent_openings_the_latest_first(case, manager, now, django_assert_num_queries):
    first, second = open_it(case, manager, now), open_it(factories.client(), manager, now + timedelta(hours=2))
    with django_assert_num_queries(1):
        recent = [(each, each.user.name) for each in selectors.recent_break_glass(since=now)]
    assert recent == [(second, "Leder Prøvesen"), (first, "Leder Prøvesen")]
    assert list(selectors.recent_break_glass(since=now + timedelta(hours=1))) == [second]


def test_the_announcement_of_the_default_tells_neither_reason_nor_record(case, manager, now):
    from structlog.testing import capture_logs

    from pio.audit.announce import to_the_log

    opened = open_it(case, manager, now)
    with capture_logs() as lines:
        to_the_log(opened)
    assert lines == [{
        "event": "break_glass", "log_level": "warning", "subject_type": "sample.Client", "user": str(manager.pk),
        "ends_at": opened.ends_at,
    }]  # fmt: skip
