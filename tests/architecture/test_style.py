"""What the code promises to look like (style.md): typed, explained, with rules where a stranger looks for them."""

import ast
import re

import pytest

from tests.architecture import source

LEFT_BEHIND = re.compile(r"\b(TODO|FIXME|XXX)\b|pragma: no cover")
NAMELESS = {"utils", "helpers", "common", "misc"}
WRITES = {
    "save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create",
    "aupdate", "adelete", "acreate", "asave",
}  # fmt: skip
MANAGERS = {"objects", "_default_manager", "_base_manager"}
NOT_ROWS = {
    "session",
    "context",
    "data",
    "params",
    "query",
    "headers",
    "initial",
    "cookies",
}  # dictionaries with update()
SAFE_PLACES: dict[str, str] = {
    "stats/charts": "SVG that our own worker drew, with texts escaped by Altair",
    "stats/templatetags/figures.py": "puts those SVGs into the page",
    "pio/core/select_drawing.py": "inputs whose every value is escaped; compared with what Django draws",
    "pio/core/public_forms.py": "a part that a template has drawn, with a signed token put into it",
    "pio/core/template_folding.py": "what a template's own nodes have drawn, escaped by them",
    "courses/templatetags/courses.py": "paragraphs escaped by linebreaks(), JSON-LD with its < > & escaped",
}


def _explained(module: source.Module) -> bool:
    return bool(ast.get_docstring(module.tree)) or not module.tree.body


def test_every_file_says_what_lives_there() -> None:
    bare = [
        module.name for module in source.modules() if not _explained(module) and not module.name.endswith("apps.py")
    ]
    assert bare == []


def test_no_file_is_named_for_nothing() -> None:
    names = [module.name for module in source.modules()]
    assert [name for name in names if set(name.removesuffix(".py").split("/")) & NAMELESS] == []


def test_every_function_says_what_it_returns() -> None:
    untyped = [
        f"{module.name}:{function.lineno} {function.name}"
        for module in source.modules()
        for function in module.functions()
        if function.returns is None
    ]
    assert untyped == []


def test_nothing_is_left_behind() -> None:
    found = [
        f"{module.name}:{number} {line.strip()}"
        for module in source.modules()
        for number, line in enumerate(module.text.splitlines(), 1)
        if LEFT_BEHIND.search(line)
    ]
    assert found == []


def _writes(call: ast.Call) -> bool:
    """Whether the call writes rows: `Model.objects.…create()`, `form.save()`, `row.delete()`."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    chain, node = [], call.func.value
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            chain.append(node.attr)
            node = node.value
        else:
            node = node.func
    if isinstance(node, ast.Name):
        chain.append(node.id)
    if (chain and chain[0] in NOT_ROWS) or "services" in chain:
        return False
    if call.func.attr in {"update", "create"}:
        return bool(MANAGERS & set(chain))
    return True


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("Call.objects.create(x=1)", True),
        ("Call.objects.filter(x=1).update(y=2)", True),
        ("form.save()", True),
        ("row.delete()", True),
        ("request.session.update(a=1)", False),
        ("context.update(a=1)", False),
        ("services.create(x=1)", False),
        ("services.calls.delete(x)", False),
    ],
)
def test_a_write_is_recognised(code: str, expected: bool) -> None:
    assert _writes(ast.parse(code, mode="eval").body) is expected


def test_views_write_nothing() -> None:
    found = [
        f"{module.name}:{node.lineno} {ast.unparse(node)[:100]}"
        for module in source.modules()
        if module.is_view
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _writes(node)
    ]
    assert found == []


def test_views_fetch_through_permissions_only() -> None:
    found = [f"{module.name}" for module in source.modules() if module.is_view and "get_object_or_404(" in module.text]
    assert found == []


def test_models_do_nothing_in_save() -> None:
    found = [
        f"{module.name}:{function.lineno}"
        for module in source.modules()
        if module.name.endswith("/models.py") or "/models/" in module.name
        for function in module.functions()
        if function.name == "save"
    ]
    assert found == []


def test_no_signals_of_django() -> None:
    found = [m.name for m in source.modules() if re.search(r"from django\.(db\.models\.signals|dispatch)", m.text)]
    assert found == []


def test_text_is_marked_safe_in_named_places_only() -> None:
    pages = {name: text for name, text in source.templates().items() if not name.endswith(".txt")}
    files = {module.name: module.text for module in source.modules()} | pages
    found = [
        name
        for name, text in files.items()
        if re.search(r"mark_safe\(|\|\s*safe\b|SafeString\(|autoescape off", text)
        and not name.startswith(tuple(SAFE_PLACES))
    ]
    assert found == []


def _migration_imports(module: source.Module) -> set[str]:
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_migrations_import_no_rules() -> None:
    """Fields may be named (Django writes them so); services, models, selectors and choices may not."""
    allowed = re.compile(
        r"pio\.core\.(fields|blind_index)$|pio\.accounts\.querysets$|.*\.querysets(\.|$)|.*\.managers$"
    )
    found = {
        module.name: sorted(ours)
        for module in source.modules(migrations=True)
        if "/migrations/" in module.name
        and (
            ours := {
                name
                for name in _migration_imports(module)
                if name.split(".")[0] in source.PARTS and not allowed.match(name)
            }
        )
    }
    assert found == {}
