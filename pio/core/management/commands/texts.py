"""`manage.py texts [label …]`: collects the Norwegian source texts into the English catalogues, and compiles them.

One catalogue per app, `locale/<label>/en/LC_MESSAGES/django.po`. An app's texts are those of its Python files and of
`templates/<label>/`; everything else (base templates, components, form pack, error pages, `pio/*.py`) is `portal`'s.
Python and Django's `templatize` are read by Babel, so no system gettext is needed. A text that is gone is kept as
obsolete (`#~`) and comes back with its translation when the text does.
"""

import io
import os
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

JOINT_LABEL = "portal"  # owns the texts of no app in particular
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]?\d*(?:\.\d+)?[a-zA-Z]|%[sd]|\{\w*\}")
BORN = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed date, so that collecting again changes nothing
Key = tuple[str | None, str]


class Command(BaseCommand):
    """Collect, check and compile the texts."""

    help = "Collects the texts into locale/<label>/en, keeps what is translated, and compiles the catalogues."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare labels and modes."""
        parser.add_argument("labels", nargs="*", help="apps to collect (default: all)")
        parser.add_argument("--check", action="store_true", help="write nothing; fail on a text without English")
        parser.add_argument("--compile", action="store_true", help="only compile what the catalogues hold")
        parser.add_argument("--tidy", action="store_true", help="drop texts that are no longer in use")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run one mode over the chosen apps.

        Raises:
            CommandError: an unknown label, or (with --check) a text without a sound English translation.
        """
        if options["compile"]:
            compile_all()
            return
        sources = _sources()
        if unknown := set(options["labels"]) - set(sources):
            message = f"no such app: {', '.join(sorted(unknown))}"
            raise CommandError(message)
        faults: list[str] = []
        for label in options["labels"] or sorted(sources):
            path = settings.BASE_DIR / "locale" / label / "en" / "LC_MESSAGES" / "django.po"
            catalog = _merge(_read(path), _collect(sources[label]), tidy=options["tidy"])
            missing = list(_faults(catalog, label))
            faults += missing
            if not options["check"]:
                _write(path, catalog)
                _compile(path, catalog)
                if len(catalog) and options["verbosity"]:
                    self.stdout.write(f"{label}: {len(catalog)} texts, {len(missing)} to translate or mend")
        if options["check"] and faults:
            raise CommandError("\n".join(["Texts without a sound English translation:", *faults]))


def compile_all() -> None:
    """Compile every catalogue that has changed since it was compiled."""
    for path in (settings.BASE_DIR / "locale").glob("*/*/LC_MESSAGES/django.po"):
        if not _is_compiled(path):
            _compile(path, _read(path))


def _sources() -> dict[str, list[Path]]:
    """Each app's label with the files whose texts are its own."""
    base: Path = settings.BASE_DIR
    ours = {app.label: Path(app.path) for app in apps.get_app_configs() if Path(app.path).is_relative_to(base)}
    ours = {label: path for label, path in ours.items() if ".venv" not in path.parts}
    found: dict[str, list[Path]] = {label: [] for label in ours}
    for label, path in ours.items():
        found[label] += [file for pattern in ("*.py", "*.html", "*.txt") for file in path.rglob(pattern)]
    for file in (base / "templates").rglob("*.*"):
        folder = file.relative_to(base / "templates").parts[0]
        found[folder if folder in ours else JOINT_LABEL].append(file)
    found[JOINT_LABEL] += (base / "pio").glob("*.py")
    skipped = {"migrations", "management"}
    return {
        label: sorted(f for f in files if not skipped & set(f.parts) and f.suffix in {".py", ".html", ".txt"})
        for label, files in found.items()
    }


def _collect(files: list[Path]) -> Catalog:
    catalog = Catalog()
    for file in files:
        name = str(file.relative_to(settings.BASE_DIR))
        text = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            # In brackets, Python's tokenizer does not look at the indentation that the template left behind.
            text = f"({templatize(text)}\n)"
        for line, message, comments, context in extract(
            "python",
            io.BytesIO(text.encode()),
            keywords=KEYWORDS,
            comment_tags=["Translators:"],
            strip_comment_tags=True,
        ):
            catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def _key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def _messages(catalog: Catalog) -> dict[Key, Message]:
    return {_key(message): message for message in catalog if message.id}


def _merge(known: Catalog, used: Catalog, *, tidy: bool) -> Catalog:
    """The texts in use with the translations already known; the rest of the known ones become obsolete."""
    merged = Catalog(
        locale="en",
        project="pio",
        version="1",
        fuzzy=False,
        creation_date=BORN,
        revision_date=BORN,
        header_comment="# English texts; collected by `manage.py texts`.",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
    )
    old = {_key(message): message for message in known.obsolete.values()} | _messages(known)
    for key, message in sorted(_messages(used).items(), key=lambda item: (item[1].locations[0], item[0][1])):
        before = old.pop(key, None)
        merged.add(
            message.id,
            _fit(message, before),
            sorted({(name, 0) for name, _ in message.locations}),
            flags=message.flags,
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before else (),
            context=message.context,
        )
    if not tidy:
        for message in old.values():
            if any(_strings(message)):
                merged.obsolete[message.id if isinstance(message.id, str) else message.id[0]] = message
    return merged


def _fit(message: Message, before: Message | None) -> str | tuple[str, ...]:
    """The known translation, unless the text has become (or is no longer) one with a plural."""
    plural = isinstance(message.id, (list, tuple))
    if before is None or isinstance(before.id, (list, tuple)) != plural or "fuzzy" in before.flags:
        return ("", "") if plural else ""
    return tuple(_strings(before)) if plural else str(before.string)


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _faults(catalog: Catalog, label: str) -> Iterator[str]:
    for message in _messages(catalog).values():
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        strings = _strings(message)
        if not all(strings):
            yield f"  {label}: missing: {ids[0]!r}"
        elif set(PLACEHOLDER.findall(strings[-1])) != set(PLACEHOLDER.findall(ids[-1])):
            yield f"  {label}: other placeholders than the source: {ids[-1]!r} -> {strings[-1]!r}"


def _write(path: Path, catalog: Catalog) -> None:
    out = io.BytesIO()
    write_po(out, catalog, width=120, include_lineno=False, omit_header=False)
    if len(catalog) or path.exists():
        _replace(path, out.getvalue())


def _is_compiled(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return compiled.exists() and compiled.stat().st_mtime_ns >= path.stat().st_mtime_ns


def _compile(path: Path, catalog: Catalog) -> None:
    if not path.exists():
        return
    out = io.BytesIO()
    write_mo(out, catalog)
    _replace(path.with_suffix(".mo"), out.getvalue())
    path.with_suffix(".mo").touch()


def _replace(path: Path, content: bytes) -> None:
    """Write whole or not at all: other processes may be reading."""
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)
