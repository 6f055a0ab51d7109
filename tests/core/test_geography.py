from datetime import date

import pytest

from pio.core import geography, reference
from pio.core.geography import Place

TODAY = date(2026, 11, 24)


def test_todays_counties_by_the_norwegian_alphabet():
    assert [place.name for place in geography.counties(TODAY)] == [
        "Agder", "Akershus", "Buskerud", "Finnmark", "Innlandet", "Møre og Romsdal", "Nordland", "Oslo", "Rogaland",
        "Telemark", "Troms", "Trøndelag", "Vestfold", "Vestland", "Østfold",
    ]  # fmt: skip


def test_todays_municipalities():
    assert len(geography.municipalities(on=TODAY)) == 357
    assert geography.municipalities("03", TODAY) == [Place("0301", "Oslo", "03")]
    assert [p.name for p in geography.municipalities("39", TODAY)] == [
        "Færder", "Holmestrand", "Horten", "Larvik", "Sandefjord", "Tønsberg",
    ]  # fmt: skip


def test_every_municipality_of_today_lies_in_a_county_of_today():
    counties = {place.code for place in geography.counties(TODAY)}
    assert {place.county for place in geography.municipalities(on=TODAY)} == counties
    assert all(p.code[:2] == p.county for p in geography.municipalities(on=TODAY))


@pytest.mark.parametrize(
    ("day", "number"), [(date(2019, 12, 31), 4 + 15 - 2 + 1), (date(2023, 12, 31), 11), (date(2024, 1, 1), 15)]
)
def test_the_number_of_counties_by_era(day, number):
    assert len(geography.counties(day)) == number


def test_2023_had_the_municipalities_of_viken():
    assert len(geography.municipalities("30", date(2023, 12, 31))) == 51
    assert len(geography.municipalities("38", date(2023, 12, 31))) == 23
    assert len(geography.municipalities("54", date(2023, 12, 31))) == 39
    assert len(geography.municipalities(on=date(2023, 12, 31))) == 356


def test_the_districts_of_oslo():
    places = geography.districts(TODAY)
    assert (len(places), places[0], places[14].name) == (15, Place("030101", "Gamle Oslo"), "Søndre Nordstrand")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("03", "03"), ("oslo", "03"), ("Oslove", "03"), ("Oslo - Oslove", "03"), ("Oslo – Oslove", "03"),
        ("TROMS", "55"), ("Troms og Finnmark", "54"), ("Viken", "30"), ("Østfold", "31"), ("Hordaland", "12"),
        ("Mordor", None), ("", None),
    ],
)  # fmt: skip
def test_find_county(text, code):
    place = geography.find_county(text)
    assert (place and place.code) == code


@pytest.mark.parametrize(
    ("text", "county", "code"),
    [
        ("0301", None, "0301"), ("Drammen", None, "3301"), ("drammen", "30", "3005"), ("3005", None, "3005"),
        ("Herøy", None, None), ("Herøy", "15", "1515"), ("Herøy (Nordland)", None, "1818"), ("Våler", "34", "3419"),
        ("Drammen", "03", None), ("Guovdageaidnu", None, "5612"), ("Guovdageaidnu - Kautokeino", None, "5612"),
        ("Ålesund", None, "1508"), ("Atlantis", None, None), ("", None, None),
    ],
)  # fmt: skip
def test_find_municipality(text, county, code):
    place = geography.find_municipality(text, county)
    assert (place and place.code) == code


def test_names_and_counties_of_codes():
    assert (geography.name("municipalities", "0301"), geography.name("counties", "99")) == ("Oslo", "99")
    assert (geography.county_of("5612"), geography.county_of("9999")) == ("56", "")


def test_form_choices():
    assert geography.form_choices("counties", "Ikke valgt")[:2] == [("", "Ikke valgt"), ("42", "Agder")]
    assert geography.form_choices("municipalities", None, county="03") == [("0301", "Oslo")]
    assert geography.form_choices("districts", None)[0] == ("030101", "Gamle Oslo")


def test_sort_keys_put_the_last_letters_last():
    words = ["Ås", "Ærfugl", "Zoo", "Østre", "aa", "Éa", "Ål"]
    assert sorted(words, key=reference.sort_key) == ["aa", "Éa", "Zoo", "Ærfugl", "Østre", "Ål", "Ås"]


@pytest.mark.django_db
def test_the_database_sorts_the_same_way():
    from pio.core.models import Municipality

    names = list(Municipality.objects.filter(valid_to=None).order_by("sort_key").values_list("name", flat=True))
    assert names == sorted(names, key=reference.sort_key)
    assert (names[0], names[-1]) == ("Agdenes" if "Agdenes" in names else "Alstahaug", "Åsnes")
