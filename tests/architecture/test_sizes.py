"""Nothing outgrows a screen: files 300 lines, functions 40, templates 150, views 25 (style.md)."""

from tests.architecture import source

FILE, FUNCTION, TEMPLATE, VIEW, TASK = 300, 40, 150, 25, 12
LONG_FILES: dict[str, str] = {
    "pio/settings.py": "one list of settings, read from top to bottom",
}


def test_files_are_short() -> None:
    lengths = {module.name: module.text.count("\n") for module in source.modules()}
    assert {name: n for name, n in lengths.items() if n > FILE and name not in LONG_FILES} == {}


def test_exceptions_are_still_needed() -> None:
    lengths = {module.name: module.text.count("\n") for module in source.modules()}
    assert [name for name in LONG_FILES if name not in lengths] == []


def test_functions_are_short() -> None:
    too_long = {
        f"{module.name}:{function.lineno} {function.name}": module.lines_of(function)
        for module in source.modules()
        for function in module.functions()
        if module.lines_of(function) > FUNCTION
    }
    assert too_long == {}


def test_views_fit_on_half_a_screen() -> None:
    too_long = {
        f"{module.name}:{function.lineno} {function.name}": module.lines_of(function)
        for module in source.modules()
        if module.is_view
        for function in module.functions()
        if module.lines_of(function) > VIEW
    }
    assert too_long == {}


def test_templates_are_short() -> None:
    lengths = {name: text.count("\n") for name, text in source.templates().items()}
    assert {name: n for name, n in lengths.items() if n > TEMPLATE} == {}
