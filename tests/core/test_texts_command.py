"""`manage.py texts`: collects from Python and templates, keeps what is translated, fails on what is not."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from pio.core.management.commands import texts

TEMPLATE = """{% load i18n %}
<ul>
      <li>{% translate "Bestill timen" %}
  <li>{% blocktranslate count n=n trimmed %}
        Én time
      {% plural %}
        {{ n }} timer
      {% endblocktranslate %}
    <li>{% translate "Avbryt" context "knapp" %} {{ x|default:_("Ikke valgt") }}
</ul>
"""


@pytest.fixture
def app(tmp_path: Path, settings, monkeypatch) -> Path:
    """An app called `shop` in a project of its own."""
    settings.BASE_DIR = tmp_path
    (tmp_path / "shop").mkdir()
    (tmp_path / "templates" / "shop").mkdir(parents=True)
    (tmp_path / "templates" / "base.html").write_text("{% load i18n %}{% translate 'Forlat siden' %}", encoding="utf-8")
    (tmp_path / "templates" / "shop" / "list.html").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "shop" / "views.py").write_text('TITLE = _("Hei %(name)s")\n', encoding="utf-8")
    configs = [SimpleNamespace(label=label, path=str(tmp_path / label)) for label in ("shop", "portal")]
    monkeypatch.setattr(texts.apps, "get_app_configs", lambda: configs)
    return tmp_path / "locale" / "shop" / "en" / "LC_MESSAGES" / "django.po"


def translate(path: Path, **pairs: str) -> None:
    catalog = texts._read(path)
    for message in catalog:
        if message.id and texts._key(message)[1] in pairs:
            english = pairs[texts._key(message)[1]]
            message.string = english if isinstance(message.id, str) else (english, "%(n)s times")
    texts._write(path, catalog)


def collected(path: Path) -> dict[tuple[str | None, str], object]:
    return {key: message.string for key, message in texts._messages(texts._read(path)).items()}


ENGLISH = {
    "Hei %(name)s": "Hi %(name)s", "Bestill timen": "Book the session", "Én time": "One time", "Avbryt": "Cancel",
    "Ikke valgt": "Not chosen",
}  # fmt: skip


def test_collects_from_python_and_templates(app: Path) -> None:
    call_command("texts", verbosity=0)
    assert collected(app) == {
        (None, "Hei %(name)s"): "",
        (None, "Bestill timen"): "",
        (None, "Én time"): ("", ""),
        ("knapp", "Avbryt"): "",
        (None, "Ikke valgt"): "",
    }


def test_what_belongs_to_no_app_goes_to_the_portal(app: Path) -> None:
    call_command("texts", verbosity=0)
    portal = app.parents[3] / "portal" / "en" / "LC_MESSAGES" / "django.po"
    assert collected(portal) == {(None, "Forlat siden"): ""}


def test_collecting_again_changes_nothing(app: Path) -> None:
    call_command("texts", verbosity=0)
    translate(app, **ENGLISH)
    call_command("texts", verbosity=0)
    before = app.read_bytes()
    call_command("texts", verbosity=0)
    assert app.read_bytes() == before
    assert collected(app)[None, "Én time"] == ("One time", "%(n)s times")


def test_a_text_that_comes_back_is_still_translated(app: Path) -> None:
    call_command("texts", verbosity=0)
    translate(app, **ENGLISH)
    template = app.parents[4] / "templates" / "shop" / "list.html"
    template.write_text("", encoding="utf-8")
    call_command("texts", verbosity=0)
    assert collected(app) == {(None, "Hei %(name)s"): "Hi %(name)s"}
    template.write_text(TEMPLATE, encoding="utf-8")
    call_command("texts", verbosity=0)
    assert collected(app)[None, "Bestill timen"] == "Book the session"


def test_check_passes_when_all_is_english(app: Path) -> None:
    call_command("texts", verbosity=0)
    translate(app, **ENGLISH)
    call_command("texts", "shop", check=True)


def test_check_names_what_is_missing_and_writes_nothing(app: Path) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("texts", "shop", check=True)
    assert str(refused.value).splitlines()[1:] == [
        f"  shop: missing: {text!r}" for text in ("Hei %(name)s", "Bestill timen", "Én time", "Avbryt", "Ikke valgt")
    ]
    assert not app.exists()


def test_check_sees_a_lost_placeholder(app: Path) -> None:
    call_command("texts", verbosity=0)
    translate(app, **ENGLISH | {"Hei %(name)s": "Hi %(nome)s"})
    with pytest.raises(CommandError, match="other placeholders"):
        call_command("texts", "shop", check=True)


def test_compiled_catalogue_speaks_english(app: Path) -> None:
    import gettext

    call_command("texts", verbosity=0)
    translate(app, **ENGLISH)
    call_command("texts", compile=True)
    with app.with_suffix(".mo").open("rb") as file:
        english = gettext.GNUTranslations(file)
    assert english.gettext("Bestill timen") == "Book the session"
    assert [english.ngettext("Én time", "%(n)s timer", n) for n in (1, 2)] == ["One time", "%(n)s times"]


def test_unknown_app_is_refused(app: Path) -> None:
    with pytest.raises(CommandError, match="no such app: shopp"):
        call_command("texts", "shopp")
