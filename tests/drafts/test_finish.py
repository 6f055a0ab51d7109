"""Forms whose view knows nothing of drafts: a redirect ends the draft, the same form twice is stored once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.test import Client

from advising.models import AdviceSession
from pio.drafts.models import Draft, FormEnd
from tests.conftest import NOW
from tests.drafts.factories import DraftFactory

pytestmark = pytest.mark.django_db
WALK_IN = "/intern/radgivning/innom/"
Login = Callable[..., Client]


@pytest.fixture
def client(login: Login, at: Callable[..., None]) -> Client:
    at(NOW)
    return login("adviser")


def filled(client_id: UUID, **changes: Any) -> dict[str, Any]:
    return {
        "key": uuid4().hex, "draft_id": str(client_id), "draft_finish": "1", "channel": "phone", "day": "2026-11-23",
        "time": "10:00", "p1-relation": "mother", "p1-gender": "unknown", "p1-age_band": "unknown", "minutes": "45",
        "status": "held",
    } | changes  # fmt: skip


def test_a_redirect_ends_the_draft(client: Client) -> None:
    draft = DraftFactory(owner=client.user)
    assert client.post(WALK_IN, filled(draft.client_id)).status_code == 302
    assert (AdviceSession.objects.count(), Draft.objects.count(), FormEnd.objects.count()) == (1, 0, 1)


def test_errors_leave_the_draft(client: Client) -> None:
    draft = DraftFactory(owner=client.user)
    assert client.post(WALK_IN, filled(draft.client_id, minutes="")).status_code == 422
    assert (AdviceSession.objects.count(), Draft.objects.count(), FormEnd.objects.count()) == (0, 1, 0)


def test_the_same_form_twice_is_stored_once(client: Client) -> None:
    client_id = uuid4()
    client.post(WALK_IN, filled(client_id))
    again = client.post(WALK_IN, filled(client_id), follow=True)
    assert AdviceSession.objects.count() == 1
    assert "Skjemaet er allerede sendt." in again.content.decode()


def test_control_without_the_mark_it_is_stored_twice(client: Client) -> None:
    data = filled(uuid4())
    del data["draft_finish"]
    client.post(WALK_IN, data)
    client.post(WALK_IN, data | {"key": uuid4().hex})
    assert AdviceSession.objects.count() == 2


def test_a_redirect_to_the_login_ends_nothing(at: Callable[..., None], login: Login) -> None:
    at(NOW)
    draft = DraftFactory(owner=login("adviser").user)
    assert Client().post(WALK_IN, filled(draft.client_id))["Location"].startswith("/konto/login/")
    assert Draft.objects.count() == 1


LONG_FORMS = {
    "advising/call_form.html", "advising/session_book.html", "advising/session_notes.html",
    "advising/session_outcome.html", "advising/session_thread.html", "advising/session_walk_in.html",
    "courses/notice.html", "courses/staff_offering_form.html", "groups/meeting.html", "groups/note_interest.html",
    "groups/self_run_form.html", "groups/staff_edit.html", "messaging/message_text.html", "ombud/case_form.html",
    "ombud/contact_form.html", "platform_stories/story_detail.html", "stats/text.html",
}  # fmt: skip
"""Every long staff form keeps a draft. (A caller's code word is kept nowhere but as a hash, so its page does not.)"""


def test_every_long_staff_form_keeps_a_draft() -> None:
    templates = Path(settings.BASE_DIR) / "templates"
    with_line = {
        str(path.relative_to(templates)) for path in templates.rglob("*.html") if "{% draft_line" in path.read_text()
    }
    assert with_line == LONG_FORMS
