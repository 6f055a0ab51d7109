"""The record of processing (GDPR article 30), made from what each model declares in `Privacy`; see `privacy.py`."""

from pathlib import Path

from django.conf import settings
from django.utils import translation

from pio.core.privacy import Declaration, Retention, declarations

HEAD = """# Record of processing

Made by `manage.py processing_record` from the `Privacy` of each model; do not edit. *Erased* is what identifies a
person or was told in confidence; *kept* is what is counted and stays when a person is forgotten. Periods are the
defaults in the code.
"""


def path() -> Path:
    """Where the document stands."""
    return Path(settings.BASE_DIR) / "docs" / "record-of-processing.md"


def document() -> str:
    """The whole record: one section for each model that holds something about people."""
    with translation.override("nb"):
        return "\n".join([HEAD, *(_section(each) for each in declarations() if _is_about_people(each))])


def _is_about_people(declared: Declaration) -> bool:
    is_history = hasattr(declared.model, "pgh_tracked_model")
    is_ours = not declared.model.__module__.startswith("tests.")
    return bool(declared.erase or declared.subject or declared.retention) and is_ours and not is_history


def _section(declared: Declaration) -> str:
    lines = [
        f"## {declared.model._meta.label}",
        f"- erased: {_names(declared.erase)}",
        f"- kept: {_names(declared.keep)}",
        f"- about the account: {_names(declared.subject)}",
        *(f"- forgotten: {_period(rule)}" for rule in declared.retention),
        "",
    ]
    return "\n".join(lines)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def _period(rule: Retention) -> str:
    period = f"{rule.months} months" if rule.months else f"{rule.days} days"
    why = f" ({rule.why})" if rule.why else ""
    return f"`{rule.name}`: {period} after `{rule.since}`{why}"
