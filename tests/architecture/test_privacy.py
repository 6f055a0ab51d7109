"""Every field of every model is declared: forgotten, or kept because it is counted (privacy.md)."""

from django.apps import apps
from django.db import models

from pio.core import privacy
from pio.core.models import BaseModel
from tests.architecture.source import PARTS

OF_THE_CENTRE = {"portal.Centre.email"}


def _ours() -> list[type[models.Model]]:
    models_of_ours = [m for m in apps.get_models() if m.__module__.split(".")[0] in PARTS and not m._meta.proxy]
    return [m for m in models_of_ours if not hasattr(m, "pgh_trackers") or m.__dict__.get("Privacy")]


def _is_event(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def test_every_field_is_declared_once() -> None:
    faults = {
        model._meta.label: (sorted(d.undeclared), sorted(d.unknown), sorted(d.both))
        for model in _ours()
        if not _is_event(model)
        for d in [privacy.declaration(model)]
        if d.undeclared or d.unknown or d.both
    }
    assert faults == {}


def test_every_model_has_a_random_key() -> None:
    assert [m._meta.label for m in _ours() if not _is_event(m) and not issubclass(m, BaseModel)] == []


def test_what_can_name_a_person_is_never_kept() -> None:
    """Addresses are never kept, but the centre's own."""
    kept = {
        f"{model._meta.label}.{field.name}"
        for model in _ours()
        if not _is_event(model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.EmailField | models.GenericIPAddressField)
        and field.name in privacy.declaration(model).keep
    }
    assert kept - OF_THE_CENTRE == set()


def test_no_way_leads_from_a_story_to_a_person() -> None:
    joined = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_app_config("platform_stories").get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and field.related_model
        and field.related_model._meta.app_label != "platform_stories"
        and model.__name__ in {"Story", "Experience"}
    }
    assert joined == set()
