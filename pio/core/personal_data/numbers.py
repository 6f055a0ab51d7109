"""Numbers that point at a person: national ids, account numbers, telephone numbers."""

import re
from collections.abc import Iterator

Span = tuple[int, int]
SEPARATOR = r"[ \u00a0\u2009\u202f.\-/]"
NATIONAL_ID = re.compile(
    rf"(?<![\d+])(?P<day>\d\d){SEPARATOR}?(?P<month>\d\d){SEPARATOR}?\d\d"
    rf"(?:{SEPARATOR}| - )?\d{{3}}{SEPARATOR}?\d\d(?!\d)"
)
ACCOUNT = re.compile(r"(?<![\d+])(?:\d{4}[ \u00a0.]\d\d[ \u00a0.]\d{5}|\d{11})(?!\d)")
GAP = r"[ \u00a0\u2009\u202f.\-]"
PHONE = re.compile(
    rf"(?<![\d.,])(?:(?:\+|00)?47{GAP}?)?(?:"
    rf"[2-9]\d(?P<gap>{GAP}?)\d\d(?P=gap)\d\d(?P=gap)\d\d"  # 22 15 20 30, 22.15.20.30, 22152030
    rf"|[2-9]\d\d{GAP}\d\d{GAP}\d{{3}}"  # 912 34 567
    rf"|[2-9]\d{{3}}{GAP}\d{{4}}"  # 9123 4567
    rf"|[2-9](?:{GAP}\d){{7}}"  # 9 1 2 3 4 5 6 7
    r")(?!\d|,\d| ?(?:kr|kroner|prosent|%))"
)
ABROAD = re.compile(rf"(?<!\d)(?:\+|00)[1-9](?:(?:{GAP}|\((?=\d)|(?<=\d)\) ?)?\d){{7,13}}(?!\d)")
TWO_YEARS = re.compile(r"(?:19|20)\d\d\D?(?:19|20)\d\d")
DATE_NUMBER = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
D_NUMBER = 40  # added to the day
SYNTHETIC = (0, 40, 65, 80)  # added to the month by the makers of test people
WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def national_ids(text: str) -> Iterator[Span]:
    """Eleven digits that begin with a date: birth number, D-number, synthetic ones. Control digits are not asked:
    from 2032 they follow another rule, and a mistyped id is an id all the same.
    """
    for match in NATIONAL_ID.finditer(text):
        if _is_date(int(match["day"]), int(match["month"])):
            yield match.span()


def _is_date(day: int, month: int) -> bool:
    day = day - D_NUMBER if day > D_NUMBER else day
    return any(1 <= month - added <= 12 and 1 <= day <= DAYS[month - added - 1] for added in SYNTHETIC)


def accounts(text: str) -> Iterator[Span]:
    """Account numbers: written as 1234.56.78903, or eleven digits whose control digit fits."""
    for match in ACCOUNT.finditer(text):
        if not match.group().isdigit() or _control_fits(match.group()):
            yield match.span()


def _control_fits(digits: str) -> bool:
    rest = -sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False)) % 11
    return rest == int(digits[10])


def phones(text: str) -> Iterator[Span]:
    """Norwegian numbers of eight digits in the ways they are written, and foreign ones with their country code."""
    for pattern in (ABROAD, PHONE):
        for match in pattern.finditer(text):
            if not (TWO_YEARS.fullmatch(match.group()) or DATE_NUMBER.fullmatch(match.group())):
                yield match.span()
