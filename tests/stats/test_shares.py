"""The rounding rules of the published report."""

from stats.annual_report import gender_percent, relation_percent

ORDER = ["mother", "father", "daughter", "sister", "spouse", "friend", "self", "professional"]


def test_gender_percent_leaves_out_those_not_registered_as_one_of_the_two():
    counts = {"female": 78, "male": 22, "other": 40, "unknown": 60, "": 5}
    assert gender_percent(counts) == {"female": 78, "male": 22}


def test_gender_percent_rounds_half_up():
    assert gender_percent({"female": 5, "male": 195}) == {"female": 3, "male": 98}


def test_gender_percent_is_empty_without_anybody():
    assert gender_percent({"unknown": 3}) == {}


def test_relation_percent_is_of_known_relatives_only():
    counts = {"mother": 3, "father": 1, "self": 50, "professional": 50, "unknown": 9, "not_asked": 9, "": 9}
    assert relation_percent(counts, ORDER) == {"mother": 75.0, "father": 25.0}


def test_relation_percent_rounds_half_up_to_one_decimal():
    assert relation_percent({"mother": 1999, "father": 1}, ORDER) == {"mother": 100.0, "father": 0.1}
    assert relation_percent({"mother": 9995, "father": 5}, ORDER) == {"mother": 100.0, "father": 0.1}


def test_relation_percent_prints_five_and_breaks_ties_by_the_list():
    counts = {"friend": 1, "spouse": 1, "sister": 1, "daughter": 1, "father": 1, "mother": 1}
    assert list(relation_percent(counts, ORDER)) == ["mother", "father", "daughter", "sister", "spouse"]


def test_relation_percent_is_empty_without_anybody():
    assert relation_percent({}, ORDER) == {}
