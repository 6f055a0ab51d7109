import pytest

from pio.core.blind_index import SIZE, blind_index, normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kari@Example.org", " kari@example.org "), ("912 34 567", "+4791234567"), ("0047 91 23 45 67", "91234567"),
        ("KÅRE@example.org", "ka\u030are@example.org"),
    ],
)  # fmt: skip
def test_p07_the_same_address_has_the_same_index(one, other):
    assert blind_index(one, "contact") == blind_index(other, "contact")


def test_p07_another_address_or_purpose_has_another_index(settings):
    from pio.core.keys import Keys

    first = blind_index("a@example.org", "contact")
    assert len(first) == SIZE
    assert first != blind_index("b@example.org", "contact")
    assert first != blind_index("a@example.org", "account")
    settings.KEYS = Keys("", settings.KEYS.fields, b"x" * 32, b"")
    assert first != blind_index("a@example.org", "contact")


@pytest.mark.parametrize(
    ("value", "normal"),
    [("912 34 567", "+4791234567"), ("+46 70 123 45 67", "+46701234567"), ("Ikke noe nummer", "ikke noe nummer")],
)
def test_normalise(value, normal):
    assert normalise(value) == normal
