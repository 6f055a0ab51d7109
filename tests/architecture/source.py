"""The portal's own source as the architecture tests read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("pio", "advising", "groups", "courses", "ombud", "platform_stories", "stats")
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the root, its text, its tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def is_view(self) -> bool:
        """Whether the file holds views."""
        return self.name.endswith("/views.py") or "/views/" in self.name

    def functions(self) -> Iterator[Function]:
        """Every function and method, also nested ones."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def lines_of(self, node: ast.AST) -> int:
        """How many lines the node takes, decorators not counted."""
        return node.end_lineno - node.lineno + 1


@cache
def modules(*, migrations: bool = False) -> tuple[Module, ...]:
    """Every Python file of the portal; without migrations unless asked for."""
    paths = sorted(path for part in PARTS for path in (ROOT / part).rglob("*.py"))
    chosen = (path for path in paths if migrations or "migrations" not in path.parts)
    return tuple(
        Module(str(path.relative_to(ROOT)), text, ast.parse(text))
        for path in chosen
        for text in [path.read_text(encoding="utf-8")]
    )


@cache
def templates() -> dict[str, str]:
    """Every template by its path from the root."""
    folders = [ROOT / "templates", *(ROOT / part for part in PARTS)]
    paths = sorted({path for folder in folders for suffix in ("html", "txt") for path in folder.rglob(f"*.{suffix}")})
    chosen = (path for path in paths if "templates" in path.parts)
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in chosen}
