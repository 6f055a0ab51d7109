from datetime import date

import pytest
from django.core.management import call_command
from django.utils import translation

from pio.core import choices, reference, synonyms
from pio.core.choices import Option
from pio.core.models import Choice, ChoiceList


def test_options_are_in_the_order_of_the_list():
    assert choices.options("severity") == [
        Option("none", "Ingen særskilt", ""),
        Option("concern", "Bekymring", ""),
        Option("high", "Høy", ""),
        Option("acute", "Akutt", ""),
    ]


def test_options_follow_the_language():
    assert [o.label for o in choices.options("advice_channel", language="en")] == [
        "In person", "Video", "Telephone", "E-mail",
    ]  # fmt: skip
    with translation.override("en"):
        assert choices.label("relation", "mother") == "Mother"


def test_unknown_and_not_asked_are_added_where_asked_for_and_never_twice():
    assert [o.code for o in choices.options("caller_role", extra=("unknown", "not_asked"))][-2:] == [
        "unknown", "not_asked",
    ]  # fmt: skip
    assert [o.code for o in choices.options("gender", extra=("unknown", "not_asked"))] == [
        "female", "male", "other", "unknown", "not_asked",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mother", "mother"), ("Mor", "mother"), (" MOR ", "mother"), ("Mother", "mother"),
        ("ektefelle  eller samboer", "spouse"), ("ukjent", "unknown"), ("Ikke spurt", "not_asked"), ("onkel", None),
        ("", None),
    ],
)  # fmt: skip
def test_find(text, code):
    assert choices.find("relation", text) == code


def test_labels_of_codes_that_are_empty_or_unheard_of():
    assert (choices.label("relation", ""), choices.label("relation", "xyz")) == ("", "xyz")
    assert choices.label("relation", "not_asked") == "Ikke spurt"


def test_groups_have_labels():
    assert choices.group_of("topic", "coercion") == "health_services"
    assert choices.group_label("topic", "health_services") == "Helsetjenesten"
    assert (choices.group_of("topic", "x"), choices.group_label("topic", "")) == ("", "")


def test_an_unheard_of_list_is_a_mistake_of_the_code():
    with pytest.raises(choices.UnknownChoiceListError):
        choices.options("nonsense")


def test_form_choices_plain_and_grouped():
    assert choices.form_choices("case_source") == [
        ("", "Ikke valgt"), ("client", "Klienten selv"), ("services", "Tjenesteapparatet"), ("relative", "Pårørende"),
    ]  # fmt: skip
    grouped = choices.form_choices("call_kind", blank=None, grouped=True)
    assert [heading for heading, _ in grouped] == ["Samtaler", "Ikke samtale"]
    assert grouped[1][1][0] == ("silent", "Stille")
    assert choices.form_choices("case_source", blank=None, grouped=True)[0] == ("client", "Klienten selv")


def test_codes():
    assert choices.codes("severity") == ["none", "concern", "high", "acute"]
    assert choices.codes("gender", extra=True) == ["female", "male", "other", "unknown", "not_asked"]


@pytest.mark.django_db
class TestValidity:
    @pytest.fixture(autouse=True)
    def from_the_rows(self):
        reference.forget()
        Choice.objects.filter(list="case_source", code="services").update(valid_to=date(2026, 11, 30))
        yield
        reference.forget()

    @pytest.mark.parametrize(
        ("day", "offered"),
        [
            (date(2026, 11, 30), ["client", "services", "relative"]),
            (date(2026, 12, 1), ["client", "relative"]),
        ],
    )
    def test_dates_choose_what_is_offered(self, day, offered):
        assert [o.code for o in choices.options("case_source", on=day)] == offered
        assert choices.codes("case_source", on=day) == offered

    def test_an_expired_answer_is_still_read_and_found(self):
        assert choices.label("case_source", "services") == "Tjenesteapparatet"
        assert choices.find("case_source", "tjenesteapparatet") == "services"
        assert choices.codes("case_source") == ["client", "services", "relative"]


@pytest.mark.django_db
class TestLoading:
    def test_a_fresh_database_has_every_row(self):
        assert Choice.objects.count() == len(reference.read_file("choices"))
        assert ChoiceList.objects.count() == len(reference.read_file("lists"))

    def test_loading_again_changes_nothing_that_was_edited(self, capsys):
        Choice.objects.filter(list="relation", code="mother").update(label_nb="Mamma")
        Choice.objects.filter(list="relation", code="father").delete()
        call_command("load_reference")
        assert capsys.readouterr().out.splitlines()[1] == "choices: 1 new, 275 known"
        reference.forget()
        assert (choices.label("relation", "mother"), choices.label("relation", "father")) == ("Mamma", "Far")
        reference.forget()

    def test_empty_tables_are_answered_from_the_files(self):
        Choice.objects.all().delete()
        reference.forget()
        assert choices.label("relation", "mother") == "Mor"
        reference.forget()

    def test_a_process_reads_the_rows_once_in_the_given_seconds(self, settings, django_assert_num_queries):
        settings.REFERENCE_SECONDS = 60
        reference.forget()
        with django_assert_num_queries(5):
            choices.options("relation")
            choices.options("topic")
        settings.REFERENCE_SECONDS = 0
        with django_assert_num_queries(10):
            choices.options("relation")
            choices.options("topic")
        reference.forget()


def test_every_choice_has_two_labels_a_list_and_a_group_with_a_label():
    lists = {row["code"] for row in reference.read_file("lists")}
    for row in reference.read_file("choices"):
        assert "" not in (row["label_nb"], row["label_en"])
        assert row["list_id"] in lists
        if row["group"]:
            assert choices.group_label(row["list_id"], row["group"]) != row["group"]


@pytest.mark.parametrize(
    ("list_name", "text", "first"),
    [
        ("topic", "aap", "disability_benefit"), ("topic", "tvang", "coercion"), ("topic", "venteliste", "waiting"),
        ("topic", "TVANGSINNL", "coercion"), ("service", "nav", "nav"), ("diagnosis_area", "stemmer", "psychosis"),
        ("topic", "uføretrygd", "disability_benefit"), ("service", "helsesøster", "school_health"),
        ("topic", "rettigheter", "relatives_rights"),
    ],
)  # fmt: skip
def test_everyday_words_find_answers(list_name, text, first):
    assert synonyms.search(list_name, text)[0].code == first


def test_search_of_nothing_and_of_nonsense():
    assert (synonyms.search("topic", " "), synonyms.search("topic", "xqz")) == ([], [])


def test_every_everyday_word_leads_to_an_answer():
    for list_name in synonyms.LISTS:
        assert set(synonyms.words(list_name)) <= set(choices.codes(list_name))
