"""Small numbers (privacy.md P16), and an attacker who has everything that was published."""

import random
from decimal import Decimal
from itertools import product

import pytest

from stats.models.publications import Protection
from stats.publishing.feasibility import Releases
from stats.publishing.protection import POSSIBLE_VALUES, SMALL, bounds, protect, tables, values_left
from stats.publishing.snapshot import Cell, cell


def table(*counts: int, section: str = "by_gender", key: str = "ombud_clients") -> list[Cell]:
    """A breakdown with its published total."""
    return [cell("figures", key, "", sum(counts)), *(cell(section, key, f"c{i}", n) for i, n in enumerate(counts))]


def solutions(cells: list[Cell]) -> dict[tuple[str, str, str], set[int]]:
    """What an attacker finds by trying everything: the values each hidden cell may have, given the exact total."""
    found: dict[tuple[str, str, str], set[int]] = {}
    for rows in tables(cells).values():
        total = int(sum(each.value for each in rows))
        is_known = all(each.shown is not None for each in cells if each.section == "figures")
        ranges = [range(low, min(high, max(total, 7)) + 1) for low, high in map(bounds, rows)]
        for values in product(*ranges):
            if sum(values) == total or not is_known:
                for each, value in zip(rows, values, strict=True):
                    if each.shown is None:
                        found.setdefault(each.place, set()).add(value)
    return found


def test_p16_a_count_of_one_to_seven_is_hidden_and_no_other():
    cells = protect(table(0, 1, 7, 8, 40), before={}, check=values_left)
    hidden = {each.code for each in cells if each.shown is None and each.code}
    assert {"c1", "c2"} <= hidden
    assert "c4" not in hidden
    assert [each.shown for each in cells if each.code == "c0"] == [Decimal(0)]


def test_total_stays_exact():
    cells = protect(table(3, 40, 47), before={}, check=values_left)
    assert cells[0].shown == Decimal(90)


def test_one_hidden_number_beside_exact_ones_would_be_a_subtraction():
    """The control: without rounding the attacker needs one subtraction."""
    cells = table(3, 40, 47)
    cells[1].shown, cells[1].protection = None, Protection.SMALL
    assert solutions(cells) == {("by_gender", "ombud_clients", "c0"): {3}}


def test_a_table_without_small_numbers_is_shown_as_it_is():
    cells = protect(table(20, 30, 40), before={}, check=values_left)
    assert [each.protection for each in cells] == [""] * 4


def test_share_of_a_relation_would_give_away_its_count():
    counts = {"mother": 9, "father": 3, "professional": 40}
    cells = [
        *(cell("by_relation", "people_in_contact", code, n) for code, n in counts.items()),
        cell("relation_percent", "mother", "", 75.0), cell("relation_percent", "father", "", 25.0),
    ]  # fmt: skip
    cells = protect(cells, before={}, check=values_left)
    assert [each.shown for each in cells if each.section == "relation_percent"] == [None, None]
    assert [each.protection for each in cells if each.code == "mother"] == [Protection.ROUNDED]


def test_a_breakdown_of_so_few_that_nothing_helps_is_left_out():
    cells = protect(table(2, 1, key="group_attendances"), before={}, check=values_left)
    assert [(each.section, each.shown) for each in cells] == [("figures", Decimal(3))]


def test_share_of_women_and_men_goes_with_their_counts():
    cells = [
        *(cell("by_gender", "ombud_clients", code, n) for code, n in (("female", 86), ("male", 4))),
        cell("ombud_gender_percent", "female", "", 96), cell("ombud_gender_percent", "male", "", 4),
    ]  # fmt: skip
    protect(cells, before={}, check=values_left)
    assert [each.shown for each in cells if each.section == "ombud_gender_percent"] == [None, None]


@pytest.mark.parametrize("key", ["ombud_clients", "group_attendances"])
def test_p16_attacker_who_tries_everything_finds_at_least_three_values(key: str):
    chance = random.Random(7)
    for _ in range(60):
        counts = [chance.choice((0, 1, 2, 3, 5, 7, 8, 9, 12, 25)) for _ in range(chance.randint(1, 4))]
        cells = protect(table(*counts, key=key), before={}, check=values_left)
        hidden = [each for each in cells if each.shown is None and each.code]
        left = solutions(cells)
        narrow = {each.place: left[each.place] for each in hidden if len(left[each.place]) < POSSIBLE_VALUES}
        assert narrow == {}, counts
        assert all(int(each.value) not in SMALL for each in cells if each.shown is not None and each.code), counts


def test_linear_programme_agrees_with_trying_everything():
    chance = random.Random(11)
    for _ in range(20):
        cells = protect(table(*(chance.randint(0, 15) for _ in range(3))), before={}, check=values_left)
        tried = {place: len(values) for place, values in solutions(cells).items()}
        solved = Releases().values_left(cells)
        assert solved == tried


def test_p16_two_releases_together_recover_nothing():
    """The first release hides 3 beside 40; a correction adds one to the 47 and must not undo the rounding."""
    first = protect(table(3, 40, 47), before={}, check=values_left)
    second = protect(table(3, 40, 48), before={each.place: each for each in first}, check=Releases([first]).values_left)
    left = Releases([first]).values_left(second)
    assert min(left.values()) >= POSSIBLE_VALUES
    rounded = {each.code for each in first if each.protection == Protection.ROUNDED}
    assert {each.code for each in second if each.protection == Protection.ROUNDED} >= rounded


def test_differencing_is_what_the_programme_sees():
    """The control: were the neighbour exact in a second release, the hidden number would have one value left."""
    first = protect(table(3, 40, 47), before={}, check=values_left)
    second = table(3, 40, 47)
    second[1].shown, second[1].protection = None, Protection.SMALL
    assert Releases([first]).values_left(second) == {("by_gender", "ombud_clients", "c0"): 1}


@pytest.mark.parametrize("section", ["by_topic", "by_diagnosis_area"])
def test_values_that_do_not_add_up_need_no_rounding(section: str):
    cells = protect(table(3, 40, 47, section=section), before={}, check=values_left)
    assert [each.protection for each in cells if each.code] == [Protection.SMALL, "", ""]


def months(key: str, *counts: int) -> list[Cell]:
    """A figure by month with its total."""
    return [cell("figures", key, "", sum(counts)), *(cell("by_month", key, f"{n:02}", v) for n, v in enumerate(counts))]


@pytest.mark.parametrize("rest", [1, 3, 7])
def test_p16_what_is_left_of_a_month_is_a_number_too(rest: int):
    """Inquiries less calls less sessions are e-mails: a few of them in one month must not be what remains."""
    calls, sessions = (months("helpline_calls", 40, 51, 62), months("advice_sessions", 20, 21, 22))
    whole = [sum(pair) for pair in zip((40, 51, 62), (20, 21, 22), (30, rest, 30), strict=True)]
    cells = protect([*months("inquiries_total", *whole), *calls, *sessions], before={}, check=values_left)
    inquiries = {each.code: each for each in cells if each.key == "inquiries_total" and each.code}
    assert inquiries["01"].shown is None
    assert [each.protection for each in cells if each.key != "inquiries_total"] == [""] * 8
    total = sum(whole)
    ranges = [bounds(inquiries[code]) for code in ("00", "02")]
    left = {
        total - a - b - 72 for a in range(ranges[0][0], ranges[0][1] + 1) for b in range(ranges[1][0], ranges[1][1] + 1)
    }
    assert len({value for value in left if value >= 0}) >= POSSIBLE_VALUES
    assert Releases().values_left(cells)[inquiries["01"].place] >= POSSIBLE_VALUES


def test_a_month_that_leaves_none_or_many_is_shown():
    for rest in (0, 8):
        cells = [*months("inquiries_total", 60 + rest), *months("helpline_calls", 40), *months("advice_sessions", 20)]
        assert {each.protection for each in protect(cells, before={}, check=values_left)} == {""}
