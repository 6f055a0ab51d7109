"""Folded templates read as unfolded ones, in both languages, and fold only what never differs."""

import pytest
from django.template import Context, Engine
from django.template.base import NodeList
from django.utils import translation

from pio.core import template_folding

ICON = '<svg>{% if name == "a" %}<a/>{% elif name == "b" %}<b/>{% endif %}{{ name }}</svg>'
PARTS = {
    "icon.html": ICON,
    "button.html": '<b>{{ text }} {% translate "Tilbake" %}{% include "icon.html" with name=icon only %}</b>',
    "filtered.html": "{{ text|upper }}",
    "asks.html": "{% load portal %}{% public_url '/kurs/' %}",
    "itself.html": '{% if more %}{% include "itself.html" only %}{% endif %}.',
    "base.html": (
        '<h1>{% translate "Meny" %}{% block title %}{% translate "Tilbake" %}{% endblock %}</h1>'
        "{% block main %}{% endblock %}"
    ),
}
LIBRARIES = {"portal": "pio.portal.templatetags.portal"}
BUILTINS = ["django.templatetags.i18n", "django.templatetags.static"]
FOLDED = [
    'a {% translate "Tilbake" %} b',
    "{% blocktranslate %}Tilbake{% endblocktranslate %} b",
    "<a href=\"{% url 'helpline' %}\">",
    "{% static 'css/base.css' %}",
    '{{ _("Tilbake") }}',
    '{% include "icon.html" with name="a" only %}',
    '{% include "icon.html" only %}',
    '{% include "button.html" with text=_("Meny") icon="b" only %}',
]
KEPT = [
    '{% translate "Tilbake" as word %}{{ word }}',
    "{% translate name %}",
    "{% blocktranslate %}Hei {{ name }}{% endblocktranslate %}",
    "{% url 'courses_detail' name %}",
    "{% url 'helpline' as path %}{{ path }}",
    "{{ name }}",
    '{{ _("Tilbake")|upper }}',
    '{% include "icon.html" with name=name only %}',
    '{% include "icon.html" with name="a" %}',
    '{% include "filtered.html" with text="a" only %}',
    "{% include part only %}",
    '{% include "itself.html" only %}',
    '{% include "asks.html" only %}',
]  # fmt: skip


def engine(loader, **sources):
    templates = [("django.template.loaders.locmem.Loader", PARTS | sources)]
    return Engine(loaders=[(loader, templates)], libraries=LIBRARIES, builtins=BUILTINS)


def both(source, values):
    """The template's nodes when it was folded, and what both ways make of it."""
    made, ours = [], None
    for loader in ("pio.core.template_folding.Loader", "django.template.loaders.cached.Loader"):
        template = engine(loader, page=source).get_template("page")
        ours = ours or template
        made.append([template.render(Context(dict(values))) for _twice in range(2)])
    return ours.nodelist, made


def kinds(nodes: NodeList):
    return [type(node) for node in nodes]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("source", FOLDED)
def test_what_never_differs_is_one_node(source, language) -> None:
    with translation.override(language):
        nodes, (folded, plain) = both(source, {"name": "<b>", "more": True})
    assert folded == plain
    assert kinds(nodes) == [template_folding.Folded]


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("source", KEPT)
def test_what_may_differ_is_left_alone(source, language) -> None:
    with translation.override(language):
        nodes, (folded, plain) = both(source, {"name": "Meny", "part": "icon.html"})
    assert folded == plain
    assert template_folding.Folded not in kinds(nodes)


def test_one_template_speaks_both_languages() -> None:
    template = engine("pio.core.template_folding.Loader", page='{% translate "Tilbake" %}').get_template("page")
    words = []
    for language in ("nb", "en", "nb"):
        with translation.override(language):
            words.append(template.render(Context()))
    assert words == ["Tilbake", "Back", "Tilbake"]


@pytest.mark.parametrize("name", ["", "Kari <3"])
def test_blocks_loops_and_conditions_keep_their_places(name) -> None:
    page = (
        '{% extends "base.html" %}{% block main %}{% for each in "ab" %}{% translate "Meny" %}{{ each }}{% endfor %}'
        '{% if name %}{% translate "Tilbake" %} {{ name }}{% else %}<i>{% translate "Meny" %}</i>{% endif %}'
        "{% endblock %}"
        '{% block title %}{% translate "Meny" %}{{ block.super }}{% endblock %}'
    )
    _nodes, (folded, plain) = both(page, {"name": name})
    assert folded == plain


def test_the_portals_templates_are_folded() -> None:
    from django.template.loader import get_template

    nodes = get_template("base_public.html").template.nodelist.get_nodes_by_type(template_folding.Folded)
    assert len(nodes) > 5
