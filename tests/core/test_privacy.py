"""What every model of the portal declares can be done: erase, keep, retention, subject, holds (whoever wrote it)."""

from collections import Counter

import pytest
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string

from pio.core import emptying, erasure, retention, rotation
from pio.core.privacy import Declaration, Retention, declaration, declarations
from tests.core.sample.models import Client, Visit

KEPT_WITH_THE_LOG = {"audit.ReadEntry.reason"}  # goes with its whole chain
NOW = timezone.now()


def label(declared: Declaration) -> str:
    return declared.model._meta.label


def names() -> list[str]:
    return [label(each) for each in declarations()]


def test_the_registry_has_models_of_every_part():
    parts = {name.split(".")[0] for name in names()}
    assert {"core", "accounts", "audit", "messaging", "scheduling", "advising", "sample"} <= parts
    assert "auth" not in parts


@pytest.mark.parametrize("declared", list(declarations()), ids=label)
def test_p08_what_is_erased_can_be_emptied(declared):
    if declared.on_erase == "delete" and not any(rule.action == "wipe" and not rule.by for rule in declared.retention):
        return
    for name in declared.erase:
        field = declared.model._meta.get_field(name)
        if not isinstance(field, models.ManyToManyField) and not emptying._of_each_row(field):
            emptying.empty_value(field)


@pytest.mark.django_db
@pytest.mark.parametrize("pair", list(retention.rules()), ids=lambda pair: pair[1].name)
def test_p08_every_rule_can_be_asked(pair):
    declared, rule = pair
    rows = retention.due_rows(declared, rule, today=NOW.date(), period=retention.period_of(rule))
    rows.exclude(retention.held(declared)).count()
    assert rule.action in {"wipe", "delete"}
    assert set(rule.fields) <= set(declared.erase)
    assert not rule.by or callable(import_string(rule.by))


@pytest.mark.django_db
@pytest.mark.parametrize("declared", list(declarations()), ids=label)
def test_every_subject_leads_to_an_account(declared):
    assert erasure.rows_about(declared, get_user_model()().pk).count() == 0
    assert declared.on_erase in {"wipe", "delete"}


def test_p07_every_encrypted_column_has_a_label_of_its_own_and_is_forgotten():
    columns = [(model, column) for model, column in rotation.encrypted_columns()]
    assert [label for label, count in Counter(column.label for _, column in columns).items() if count > 1] == []
    assert [model._meta.label for model, column in columns if not column.label] == []
    kept = {f"{model._meta.label}.{c.name}" for model, c in columns if c.name in declaration(model).keep}
    assert kept - KEPT_WITH_THE_LOG == set()


def test_a_declaration_says_what_is_missing_unknown_and_double(monkeypatch):
    monkeypatch.setattr(Client.Privacy, "keep", ("channel", "note", "shoe_size"))
    declared = declaration(Client)
    assert (declared.undeclared, declared.unknown, declared.both) == ({"ended_on"}, {"shoe_size"}, {"note"})


def test_a_declaration_may_be_short():
    class Bare:
        _meta = Visit._meta

    assert declaration(Bare) == Declaration(Bare, (), (), (), (), "wipe", (), ())


def test_one_rule_needs_no_tuple():
    assert [type(rule) for rule in declaration(Client).retention] == [Retention]
