import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pio.core.personal_data import REDACTED, names, redact, scan
from tests.core.corpus import CLEAN, sentences

RECALL = 0.98
FALSE_ALARMS = 1


def kinds(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in scan(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("født 010190 12345", ("national_id", "010190 12345")),
        ("D-nummer 41019012345", ("national_id", "41019012345")),
        ("syntetisk 01819012345", ("national_id", "01819012345")),
        ("syntetisk 01669012345", ("national_id", "01669012345")),
        ("fra 2032: 15063298765", ("national_id", "15063298765")),
        ("01.01.90 12345", ("national_id", "01.01.90 12345")),
        ("konto 1234.56.78903", ("account", "1234.56.78903")),
        ("ring 912 34 567 nå", ("phone", "912 34 567")),
        ("ring 22 15 20 30.", ("phone", "22 15 20 30")),
        ("+47 91 23 45 67", ("phone", "+47 91 23 45 67")),
        ("9 1 2 3 4 5 6 7", ("phone", "9 1 2 3 4 5 6 7")),
        ("kari@example.org", ("email", "kari@example.org")),
        ("kari (at) example.org", ("email", "kari (at) example.org")),
        ("bor i Storgata 12 B", ("address", "Storgata 12 B")),
        ("Karl Johans gate 14", ("address", "Karl Johans gate 14")),
        ("i markveien 56c", ("address", "markveien 56c")),
        ("0560 Oslo", ("address", "0560 Oslo")),
        ("Pilestredet 46", ("address", "Pilestredet 46")),
        ("Hammersborg torg 3", ("address", "Hammersborg torg 3")),
        ("Bygdøy alle 5", ("address", "Bygdøy alle 5")),
        ("øvre Grønlandsleiret 12", ("address", "øvre Grønlandsleiret 12")),
        ("Postboks 123", ("address", "Postboks 123")),
        ("Kari Nordmann sa", ("name", "Kari Nordmann")),
        ("kari nordmann sa", ("name", "kari nordmann")),
        ("KARI NORDMANN", ("name", "KARI NORDMANN")),
        ("Nordmann, Kari", ("name", "Nordmann, Kari")),
        ("Anne-Lise van der Berg", ("name", "Anne-Lise van der Berg")),
        ("Fatima Al-Hassan", ("name", "Fatima Al-Hassan")),
        ("Xylvarius Hansen", ("name", "Xylvarius Hansen")),
        ("Kari N. ringte", ("name", "Kari N.")),
        ("Kari Nordmanns bror", ("name", "Kari Nordmanns")),
    ],
)
def test_finds(text, found):
    assert kinds(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "32.13.2024", "perioden 2023–2024 og 2023 2024", "20240101", "25 000 000 kr", "12 500 000", "kapittel 3.2.1",
        "Personlig Ombud ved NAV Oslo", "i 2019 Oslo", "tre ganger på vei 3", "Per dag", "liv berg", "113 og 116 117",
        "ventelisteplass 14", "la det falle 3", "på arbeidsplassen 2",
        "Anne ringte. Hansen kom.", "på gata 3 ganger", "han er 22 år og 15 dager", "1 1 1 1 1 1 1 1 1 1 1",
    ],
)  # fmt: skip
def test_leaves_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize("digits", ["00019012345", "32019012345", "72019012345", "01139012345", "30029012345"])
def test_eleven_digits_without_a_date_are_no_national_id(digits):
    assert "national_id" not in [kind for kind, _ in kinds(digits)]


def test_recall_on_the_synthetic_corpus_and_false_alarms_on_clean_text(record_property):
    """Every planted item must be covered by a finding; the corpus mixes listed and unlisted names and all formats."""
    missed: dict[str, list[str]] = {}
    planted = 0
    for text, items in sentences(random.Random(2026), 4000):
        spans = [(each.start, each.end) for each in scan(text)]
        for kind, start, end in items:
            planted += 1
            if not any(left <= start and end <= right for left, right in spans):
                missed.setdefault(kind, []).append(text[start:end])
    recall = 1 - sum(map(len, missed.values())) / planted
    alarms = [(text, kinds(text)) for text in CLEAN if kinds(text)]
    record_property("recall", recall)
    record_property("false_alarms", f"{len(alarms)} of {len(CLEAN)}")
    print(f"recall {recall:.4f} of {planted}; false alarms {len(alarms)} of {len(CLEAN)}")
    assert recall >= RECALL, {kind: texts[:10] for kind, texts in missed.items()}
    assert len(alarms) <= FALSE_ALARMS, alarms


@pytest.mark.parametrize(
    "unit",
    [
        "a", "1", "1 ", "12", "Aa ", "Kari ", "a@", "a.", "+1", ".", "Kari-", "Aveien ", "12.34.56", "9 ", "A ", "(at)",
        "vei 1", "a (at) b.", "Å", "'", "a-", "+4", "0047", "Kari Nordmann ", "\u00a01", "kari van ", "Aa.", "1-",
    ],
)  # fmt: skip
def test_8000_hostile_characters_in_under_200_ms(unit):
    text = (unit * 8000)[:8000]
    best = min(_seconds(text) for _ in range(3))
    assert best < 0.2


def _seconds(text: str) -> float:
    began = time.process_time()  # of this process: the machine may be busy with others
    scan(text)
    return time.process_time() - began


def test_redaction_hides_every_character_and_keeps_the_rest():
    text = "Ring Kari Nordmann på 912 34 567 i dag"
    assert redact(text, scan(text)) == "Ring ████ ████████ på ███ ██ ███ i dag"
    assert redact("ingenting", []) == "ingenting"


@given(st.text(max_size=300))
def test_findings_lie_in_the_text_in_order_and_redaction_keeps_its_length(text):
    findings = scan(text)
    assert all(text[each.start : each.end] == each.text for each in findings)
    assert all(one.end <= other.start for one, other in pairwise(findings))
    hidden = redact(text, findings)
    assert len(hidden) == len(text)
    assert all(set(hidden[f.start : f.end]) <= {REDACTED, *(c for c in f.text if c.isspace())} for f in findings)


def test_the_list_of_names_has_hundreds_and_minorities():
    listed = names.listed()
    assert len(listed.given) > 500
    assert len(listed.surnames) > 300
    assert {"fatima", "mohammed", "máret", "agnieszka", "nguyen", "selam"} <= listed.given | listed.surnames
