"""Templates hold no script, no style and no loose ends: the CSP forbids them, and so does this."""

import re

from tests.architecture import source

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/(?:json|ld\+json)|speculationrules)\")[^>]*>"
    r"|<style\b|\sstyle=|\son[a-z]+=|javascript:|hx-on|hx-vals=['\"]js:",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}", re.DOTALL)
INCLUDE = re.compile(r"\{%-?\s*include\s+(?P<what>\S+)(?P<rest>[^%]*)%\}")
OTHER_HOST = re.compile(r"(?:src|action|href)=[\"'](?:https?:)?//(?!www\.w3\.org)[^\"']*[\"']")
LINKED_HOSTS_BY_SETTING = "{{"
NORWEGIAN = re.compile(r">[^<{]*\b(?:og|eller|ikke|du|deg|for|når|med|til|fra|er|på|en|et|å)\b[^<{]*<", re.IGNORECASE)


def _plain(text: str) -> str:
    return COMMENT.sub("", text)


def test_no_inline_script_or_style() -> None:
    """Messages may carry style (mail readers know no other), pages may not."""
    found = {
        name: sorted(set(hits))
        for name, text in source.templates().items()
        if name.endswith(".html") and (hits := [hit.group() for hit in INLINE.finditer(_plain(text))])
    }
    assert found == {}


def test_components_are_included_with_nothing_but_their_inputs() -> None:
    found = [
        f"{name}: {include.group('what')}"
        for name, text in source.templates().items()
        for include in INCLUDE.finditer(_plain(text))
        if include.group("what").strip("'\"").startswith("components/")
        and include.group("rest").split()[-1:] != ["only"]
    ]
    assert found == []


def test_components_say_their_inputs() -> None:
    bare = [
        name
        for name, text in source.templates().items()
        if "/components/" in f"/{name}" and not text.lstrip().startswith(("{#", "{% comment", "{% load"))
    ]
    assert bare == []


def test_pages_load_nothing_from_other_hosts() -> None:
    loading = re.compile(
        r"<(?:script|link|img|iframe|source|video|audio)\b[^>]*(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE
    )
    assert [name for name, text in source.templates().items() if loading.search(_plain(text))] == []


def test_texts_are_translatable() -> None:
    """A sentence of Norwegian straight in the markup would stay Norwegian under /en/."""
    found = {
        name: hits[:3]
        for name, text in source.templates().items()
        if name.endswith(".html")
        and (hits := [hit.group()[:80] for hit in NORWEGIAN.finditer(_without_translated(_plain(text)))])
    }
    assert found == {}


def _without_translated(text: str) -> str:
    text = re.sub(r"\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}", "", text, flags=re.DOTALL)
    return re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
