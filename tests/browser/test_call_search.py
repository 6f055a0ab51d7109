"""The type-ahead finds what people say on the phone: within four letters for nine words of ten."""

from collections.abc import Callable

from django.test import Client
from playwright.sync_api import BrowserContext, Page

from tests.advising.everyday_words import EVERYDAY_WORDS

LETTERS, SHARE, AMONG_FIRST = 4, 0.9, 3
FOUND = """async ([words, most, first]) => {
  const script = document.querySelector("script[src*=call_form]");
  const {search, entriesOf} = await import(new URL("call_search.js", script.src));
  const entries = entriesOf(document.querySelector("#id_topics_list"));
  const finds = (text, code) => search(entries, text).slice(0, first).some((entry) => entry.code === code);
  return words.map(([word, code]) => [...Array(most).keys()].some((n) => finds(word.slice(0, n + 1), code)));
}"""
TYPOS = (
    ("utbrnet", "burden"),
    ("selvmrod", "suicide_risk"),
    ("innlegelse", "admission"),
    ("skolevering", "school_refusal"),
)


def found(page: Page, words: tuple[tuple[str, str], ...], most: int) -> list[bool]:
    return list(page.evaluate(FOUND, [[list(pair) for pair in words], most, AMONG_FIRST]))


def test_nine_of_ten_everyday_words_are_found_within_four_letters(
    portal: str, context: BrowserContext, page: Page, sign_in: Callable[..., Client]
) -> None:
    sign_in(context, "adviser")
    page.goto("/intern/telefon/ny/")
    hits = found(page, EVERYDAY_WORDS, LETTERS)
    missed = [word for (word, _), hit in zip(EVERYDAY_WORDS, hits, strict=True) if not hit]
    assert (len(hits), len(missed) <= len(hits) * (1 - SHARE)) == (60, True), missed
    assert found(page, TYPOS, 12) == [True] * len(TYPOS)
    assert found(page, (("xylofon", "burden"),), 12) == [False]
