"""The yearly list for the board: no small number, and none that follows from the others."""

from collections import Counter
from datetime import date

import pytest

from ombud.failures import protected
from ombud.models import SystemFailure
from tests.conftest import NOW
from tests.ombud.factories import OfficeFactory

HIDDEN = "færre enn vi viser"


def _shown(**counts):
    return [line.count for line in protected(Counter(counts))]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 20, "b": 8}, ["20", "8"]),
        ({"a": 20, "b": 7}, [HIDDEN, HIDDEN]),  # one alone follows from the total
        ({"a": 30, "b": 20, "c": 7}, ["30", HIDDEN, HIDDEN]),
        ({"a": 30, "b": 4, "c": 4}, ["30", HIDDEN, HIDDEN]),  # 8 = 1+7 … 7+1
        ({"a": 30, "b": 1, "c": 1}, [HIDDEN] * 3),  # 2 can only be 1+1
        ({"a": 30, "b": 7, "c": 7}, [HIDDEN] * 3),  # 14 can only be 7+7
        ({}, []),
    ],
)
def test_p16_no_small_number_can_be_found(counts, shown):
    assert _shown(**counts) == shown


@pytest.mark.django_db
def test_the_list_has_office_kind_and_municipality_and_the_board_may_read_it(login, at):
    at(NOW)
    office = OfficeFactory(name="NAV Oppdiktet")
    for _n in range(9):
        SystemFailure.objects.create(office=office, kind="no_reply", municipality="0301", month=date(2026, 3, 1))
    SystemFailure.objects.create(office=office, kind="no_reply", municipality="0301", month=date(2025, 3, 1))
    text = login("board").get("/intern/ombud/systemfeil/?ar=2026").content.decode()
    wanted = ("NAV Oppdiktet", "Manglende svar", "Oslo</dt>", '<dd class="num">9</dd>')
    assert [text.count(each) for each in wanted] == [1, 1, 1, 3]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["adviser", "technician", "relative", "editor"])
def test_others_do_not_read_it(login, role):
    assert login(role).get("/intern/ombud/systemfeil/").status_code == 404
