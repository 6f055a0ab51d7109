"""Drafts of the ombud's long forms go through the one mechanism: begun, found again, gone when the form is sent."""

from uuid import uuid4

import pytest
from django.urls import reverse

from ombud.models import ContactEntry
from pio.drafts.forms import Save
from pio.drafts.models import Draft
from pio.drafts.services import save_draft
from tests.conftest import NOW
from tests.ombud.factories import MandateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]
FACTS = "Vi snakket om møtet."


def _begin(case, path, form):
    save = Save(case.ombud_id, form, uuid4(), 0, 1, False, path, "Før kontakt", [["facts", FACTS]])
    return save_draft(uuid4(), save, by=case.ombud, now=NOW)


@pytest.mark.parametrize(("name", "form"), [("ombud_contact_new", "ombud.contact"), ("ombud_letter", "ombud.form")])
def test_long_forms_carry_the_mechanism(login, case, name, form):
    office = MandateFactory(case=case).office
    query = f"?type=complaint&kontor={office.slug}" if name == "ombud_letter" else ""
    text = login(user=case.ombud).get(reverse(name, args=[case.pk]) + query).content.decode()
    assert (f'data-draft="{form}"' in text, 'name="draft_id"' in text) == (True, True)


def test_a_begun_contact_stands_on_the_start_page_and_is_gone_when_it_is_sent(login, case):
    client, path = login(user=case.ombud), reverse("ombud_contact_new", args=[case.pk])
    draft = _begin(case, path, "ombud.contact")
    assert f"{path}?utkast={draft.client_id}" in client.get("/intern/").content.decode()
    data = {
        "entry": str(uuid4()), "with_whom": "client", "mode": "phone", "on_day": "2026-11-24", "at_time": "09:30",
        "minutes": "20", "facts": FACTS, "draft_id": str(draft.client_id),
    }  # fmt: skip
    answers = [client.post(path, data | {"entry": str(uuid4())}).status_code for _n in range(2)]
    assert (answers, ContactEntry.objects.count(), Draft.objects.count()) == ([302, 302], 1, 0)


def test_a_refused_contact_keeps_its_draft(login, case):
    client, path = login(user=case.ombud), reverse("ombud_contact_new", args=[case.pk])
    draft = _begin(case, path, "ombud.contact")
    assert client.post(path, {"facts": FACTS, "draft_id": str(draft.client_id)}).status_code == 422
    assert Draft.objects.count() == 1


def test_p10_nobody_else_sees_the_draft(login, case):
    _begin(case, reverse("ombud_contact_new", args=[case.pk]), "ombud.contact")
    for role in ("ombud", "manager"):
        assert str(case.pk) not in login(role).get("/intern/utkast/").content.decode()
