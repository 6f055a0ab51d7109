"""The record of processing names every model that holds something about people, and every rule of forgetting."""

from django.core.management import call_command

from pio.core import processing_record, retention
from pio.core.privacy import declarations


def test_every_model_about_people_and_every_rule_is_named() -> None:
    text = processing_record.document()
    ours = [each for each in declarations() if not each.model.__module__.startswith("tests.")]
    people = {each.model._meta.label for each in ours if each.erase and not hasattr(each.model, "pgh_tracked_model")}
    assert {label for label in people if f"## {label}\n" not in text} == set()
    names = {
        rule.name for declared, rule in retention.rules() if declared in ours and "Event" not in str(declared.model)
    }
    assert {name for name in names if f"`{name}`: " not in text} == set()


def test_the_command_writes_it(monkeypatch, tmp_path, capsys) -> None:
    monkeypatch.setattr(processing_record, "path", lambda: tmp_path / "record.md")
    call_command("processing_record")
    assert (tmp_path / "record.md").read_text(encoding="utf-8") == processing_record.document()
    assert capsys.readouterr().out.strip() == str(tmp_path / "record.md")
