"""A telephone number as people read it."""

import pytest

from pio.core.words import phone


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("+4790000123", "900 00 123"), ("+4722400040", "22 40 00 40"), ("+46701234567", "+46 70 123 45 67"),
        ("123", "123"), ("", ""), (None, ""),
    ],
)  # fmt: skip
def test_number_as_it_is_read(number, read):
    assert phone(number) == read
