"""What a template says in the same words to everybody is written once per language and process.

A page of the portal is some hundred small nodes, and most of them never differ: translated words, addresses of styles,
icons. After a template has been compiled, each stretch of such nodes becomes one node that keeps its text. Nothing else
is touched, so a page reads as before (docs/decisions/0230).

What never differs, given the language: text; `{% translate "words" %}`; `{% blocktranslate %}` without values;
`{% static "file" %}`; `{% url "name" %}` without arguments or namespace; and `{% include "part" … only %}` whose inputs
are written out and whose template uses those inputs and nothing else.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.template import Node, NodeList, TemplateDoesNotExist
from django.template.base import FilterExpression, Template, TextNode, TokenType, Variable, VariableNode
from django.template.context import Context
from django.template.defaulttags import IfNode, LoadNode, TemplateLiteral, URLNode
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_urlconf
from django.utils.safestring import SafeString
from django.utils.translation import get_language

WRITTEN_OUT = frozenset({("True",), ("False",), ("None",)})


class Folded(Node):
    """A stretch of a template that is the same for everybody who reads this language."""

    child_nodelists = ()

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = list(nodes)
        self.texts: dict[tuple[str | None, str | None], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The text; made the first time that a language asks for it."""
        key = get_language(), get_urlconf()
        text = self.texts.get(key)
        if text is None:
            text = self.texts[key] = SafeString("".join(str(node.render_annotated(context)) for node in self.nodes))
        return text

    render_annotated = render


class Loader(cached.Loader):
    """Django's loader that keeps what it has compiled; it folds each template as it comes in."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """The template, folded.

        Raises:
            TemplateDoesNotExist: no folder has it.
        """
        is_new = self.cache_key(template_name, skip) not in self.get_template_cache
        template = super().get_template(template_name, skip)
        if is_new:
            fold(template, self)
        return template


def fold(template: Template, loader: Loader) -> None:
    """Fold a compiled template in place. Outside its blocks a template that extends another is left as it is."""
    _fold_list(template.nodelist, loader)


def _fold_list(nodes: NodeList, loader: Loader) -> None:
    for node in nodes:
        for inner in _lists(node):
            _fold_list(inner, loader)
    if any(isinstance(node, ExtendsNode) for node in nodes):
        return
    folded: list[Node] = []
    for is_same, run in groupby(nodes, lambda node: is_constant(node, loader)):
        stretch = list(run)
        is_text = all(isinstance(node, TextNode) for node in stretch)
        folded += [Folded(stretch)] if is_same and not is_text else stretch
    nodes[:] = folded


def _lists(node: Node) -> list[NodeList]:
    """The lists of nodes inside a node."""
    if isinstance(node, IfNode):
        return [inner for _condition, inner in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [each for each in found if isinstance(each, NodeList)]


def is_constant(node: Node, loader: Loader) -> bool:
    """Whether the node says the same to everybody who reads the language."""
    return _says_the_same(node, loader) or (
        isinstance(node, IncludeNode)
        and node.isolated_context
        and all(_is_written_out(value) for value in node.extra_context.values())
        and _is_closed_part(node, loader, frozenset())
    )


def _says_the_same(node: Node, loader: Loader) -> bool:
    if isinstance(node, TranslateNode):
        return not node.asvar and node.message_context is None and _is_written_out(node.filter_expression)
    if isinstance(node, BlockTranslateNode):
        values = (node.asvar, node.countervar, node.plural, node.message_context, node.extra_context)
        return not any(values) and all(token.token_type == TokenType.TEXT for token in node.singular)
    if isinstance(node, StaticNode):
        return node.varname is None and _is_written_out(node.path)
    if isinstance(node, URLNode):
        is_plain = _is_written_out(node.view_name) and ":" not in str(node.view_name.var)
        return is_plain and not (node.asvar or node.args or node.kwargs)
    if isinstance(node, VariableNode):
        return _is_written_out(node.filter_expression)
    return isinstance(node, TextNode | Folded | LoadNode)


def _is_written_out(value: FilterExpression) -> bool:
    """Whether a value stands in the template itself: a text, a number, True, False, None, or words to translate."""
    if value.filters:
        return False
    return not isinstance(value.var, Variable) or value.var.lookups is None or value.var.lookups in WRITTEN_OUT


def _is_closed_part(node: IncludeNode, loader: Loader, inside: frozenset[str]) -> bool:
    """Whether the part that is included says the same whenever its inputs are the same."""
    name = node.template.var
    if not isinstance(name, str) or node.template.filters or name.startswith(".") or name in inside:
        return False
    try:
        part = loader.get_template(name)
    except TemplateDoesNotExist:
        return False  # said when the page is made, as ever
    return all(_is_closed(each, loader, inside | {name}) for each in part.nodelist)


def _is_closed(node: Node, loader: Loader, inside: frozenset[str]) -> bool:
    """The same for a node of the part. Filters are not looked into: some of ours read what the centre may edit."""
    if isinstance(node, IfNode):
        conditions = [condition for condition, _inner in node.conditions_nodelists if condition is not None]
        return all(_has_no_filter(each) for each in conditions) and all(
            _is_closed(each, loader, inside) for inner in _lists(node) for each in inner
        )
    if isinstance(node, VariableNode):
        return not node.filter_expression.filters
    if isinstance(node, IncludeNode):
        has_filter = any(value.filters for value in node.extra_context.values())
        return not has_filter and _is_closed_part(node, loader, inside)
    return _says_the_same(node, loader)


def _has_no_filter(condition: Any) -> bool:
    if condition is None:
        return True
    if isinstance(condition, TemplateLiteral):
        value: Any = condition.value
        return not value.filters
    return _has_no_filter(condition.first) and _has_no_filter(condition.second)
