"""Choice lists edited by the centre: codes stay, figures keep their words, every process hears of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from pio.core import choice_lists, choices, reference
from pio.core.choice_lists import AnswerNeeded, ListIsFixed, Wording, WordsTaken
from pio.core.models import Choice, ChoiceChange
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
LISTS = "/intern/oppsett/lister/"
TODAY = NOW.date()
ROLES = ("manager", "technician", "adviser", "board")


@pytest.fixture
def manager(login: Callable[..., Client], at: Callable[..., None]) -> Client:
    at(NOW)
    return login("manager", name="Marit Leder")


def words(**changed: str) -> dict[str, str]:
    return {"label_nb": "Fadder", "label_en": "Sponsor", "group": "parents", "valid_from": "", "valid_to": ""} | changed


def codes_of(list_name: str) -> list[str]:
    reference.forget()
    return [option.code for option in choices.options(list_name, on=TODAY)]


def test_the_overview_parts_lists_that_grow_from_those_that_cannot(manager: Client) -> None:
    response = manager.get(LISTS)
    assert [line.row.code for _label, line in response.context["open_lists"]] == [
        "help_given", "group_audience", "channel", "assignment_category", "relation", "diagnosis_area", "topic",
        "service", "call_kind", "offering_kind",
    ]  # fmt: skip
    numbers = {line.row.code: (line.offered, line.others) for _label, line in response.context["open_lists"]}
    assert numbers["channel"] == (9, 0)
    assert "attendance" in {line.row.code for _label, line in response.context["fixed_lists"]}


def test_a_new_answer_gets_a_code_and_stands_last_in_its_group(manager: Client) -> None:
    group = choices.group_of("relation", "friend")
    response = manager.post(f"{LISTS}relation/ny/", words(group=group, valid_from="2026-11-24"))
    assert (response.status_code, response.headers["Location"]) == (302, f"{LISTS}relation/")
    row = Choice.objects.get(list="relation", code="sponsor")
    assert (row.label_nb, row.label_en, row.group, row.valid_from, row.valid_to) == (
        "Fadder", "Sponsor", group, date(2026, 11, 24), None,
    )  # fmt: skip
    reference.forget()
    in_group = [each.code for each in choices.options("relation", on=TODAY) if each.group == group]
    assert in_group[-1] == "sponsor"
    assert choices.label("relation", "sponsor", "en") == "Sponsor"


def test_two_answers_with_one_english_word_get_two_codes(manager: Client) -> None:
    row = choice_lists.add("channel", Wording("Faks", "Fax"), by=manager.user.pk, now=NOW)
    choice_lists.change("channel", "fax", Wording("Telefaks", "Facsimile"), by=manager.user.pk, now=NOW)
    again = choice_lists.add("channel", Wording("Faks", "Fax"), by=manager.user.pk, now=NOW)
    assert (row.code, again.code) == ("fax", "fax_2")


def test_other_words_keep_the_code_and_reach_what_was_registered_before(manager: Client) -> None:
    manager.post(f"{LISTS}relation/mother/", words(label_nb="Mamma", label_en="Mum"))
    reference.forget()
    assert (choices.label("relation", "mother"), choices.label("relation", "mother", "en")) == ("Mamma", "Mum")
    assert choices.codes("relation")[0] == "mother"


def test_an_ended_answer_is_offered_no_more_and_keeps_its_name(manager: Client) -> None:
    row = Choice.objects.get(list="channel", code="letter")
    fields = words(label_nb=row.label_nb, label_en=row.label_en, valid_to="2026-11-23")
    assert manager.post(f"{LISTS}channel/letter/", fields).status_code == 302
    assert "letter" not in codes_of("channel")
    assert (choices.label("channel", "letter"), choices.find("channel", "brev")) == ("Brev", "letter")
    page = manager.get(f"{LISTS}channel/")
    assert [a.row.code for a in page.context["page"].answers if a.state == "ended"] == ["letter"]


@pytest.mark.parametrize(
    ("address", "changed", "sentence", "times"),
    [
        ("relation/ny/", {"label_nb": " MOR "}, "Et annet svar i lista heter det samme. Velg andre ord.", 2),
        ("relation/ny/", {"label_en": "Mor"}, "Et annet svar i lista heter det samme. Velg andre ord.", 2),
        ("relation/ny/", {"label_en": "not asked"}, "Et annet svar i lista heter det samme. Velg andre ord.", 2),
        ("relation/ny/", {"group": ""}, "Gruppe", 2),
        ("relation/ny/", {"valid_from": "2026-12-02", "valid_to": "2026-12-01"},
         "Siste dag kan ikke være før første dag.", 2),
        ("relation/self/", {"valid_to": "2026-12-01"},
         "Portalen velger dette svaret selv i noen skjemaer, så det kan ikke avsluttes.", 2),
        ("gender/ny/", {}, "Reglene i portalen bygger på svarene i denne lista, så du kan bare endre ordene.", 1),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_and_kept(
    manager: Client, address: str, changed: dict[str, str], sentence: str, times: int
) -> None:
    response = manager.post(LISTS + address, words(**changed))
    page = response.content.decode()
    assert (response.status_code, "<title>Feil: " in page) == (422, True)
    assert page.count(sentence) >= times
    assert f'value="{words(**changed)["label_nb"]}"' in page
    assert ChoiceChange.objects.count() == 0


def test_the_last_answer_cannot_end(manager: Client) -> None:
    by = manager.user.pk
    Choice.objects.filter(list="channel").exclude(code="letter").update(valid_to=date(2026, 11, 1))
    with pytest.raises(AnswerNeeded):
        choice_lists.change("channel", "letter", Wording("Brev", "Letter", None, TODAY), by=by, now=NOW)


def test_a_fixed_list_takes_other_words_and_no_days(manager: Client) -> None:
    by = manager.user.pk
    assert choice_lists.change("gender", "female", Wording("Kvinner", "Women"), by=by, now=NOW).label_nb == "Kvinner"
    with pytest.raises(ListIsFixed):
        choice_lists.change("gender", "female", Wording("Kvinner", "Women", None, TODAY), by=by, now=NOW)
    with pytest.raises(WordsTaken):
        choice_lists.change("gender", "female", Wording("Mann", "Women"), by=by, now=NOW)
    page = manager.get(f"{LISTS}gender/female/").content.decode()
    assert ("valid_to" in page, "label_nb" in page) == (False, True)


def test_the_history_says_who_when_and_what(manager: Client) -> None:
    by = manager.user.pk
    choice_lists.add("channel", Wording("Faks", "Fax"), by=by, now=NOW)
    later = NOW + timedelta(minutes=1)
    for _again in range(2):
        choice_lists.change("channel", "fax", Wording("Faks", "Fax", None, date(2026, 12, 31)), by=by, now=later)
    page = manager.get(f"{LISTS}channel/").context["page"]
    assert [(entry.who, entry.answer, entry.is_new) for entry in page.history] == [
        ("Marit Leder", "Faks", False), ("Marit Leder", "Faks", True),
    ]  # fmt: skip
    assert [(change.before, change.after) for change in page.history[0].changes] == [(None, date(2026, 12, 31))]


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_whatever_its_history(
    manager: Client, django_assert_num_queries: Callable[..., object], number: int
) -> None:
    for each in range(number):
        choice_lists.add("channel", Wording(f"Faks {each}", f"Fax {each}"), by=manager.user.pk, now=NOW)
    with django_assert_num_queries(11):
        assert len(manager.get(f"{LISTS}channel/").context["page"].history) == number


@pytest.mark.parametrize("address", ["", "relation/", "relation/ny/", "relation/mother/"])
def test_only_who_sets_up_comes_here(login: Callable[..., Client], address: str) -> None:
    seen = {role: login(role).get(LISTS + address).status_code for role in ROLES}
    assert seen == {"manager": 200, "technician": 200, "adviser": 404, "board": 404}


@pytest.mark.parametrize("address", ["nonsense/", "nonsense/ny/", "relation/nonsense/", "nonsense/mother/"])
def test_what_does_not_exist_is_not_found(manager: Client, address: str) -> None:
    assert manager.get(LISTS + address).status_code == 404


def test_another_process_hears_of_an_edit_within_a_second(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REFERENCE_SECONDS = 60
    reference.forget()
    assert choices.label("relation", "mother") == "Mor"
    held = list(reference._held)
    Choice.objects.filter(list="relation", code="mother").update(label_nb="Mamma")
    reference.forget_everywhere()
    reference._held[:] = held  # as the other process still has it
    reference._looked[:] = [reference.time.monotonic()]
    assert choices.label("relation", "mother") == "Mor"
    monkeypatch.setattr(reference, "LOOK_EVERY", 0)
    assert choices.label("relation", "mother") == "Mamma"
    reference.forget()


def test_a_page_that_is_copied_looks_first(settings: object) -> None:
    settings.REFERENCE_SECONDS = 60
    reference.forget()
    choices.label("relation", "mother")
    held = list(reference._held)
    Choice.objects.filter(list="relation", code="mother").update(label_nb="Mamma")
    reference.forget_everywhere()
    reference._held[:] = held
    reference._looked[:] = [reference.time.monotonic()]
    reference.look_again()
    assert choices.label("relation", "mother") == "Mamma"
    reference.forget()
