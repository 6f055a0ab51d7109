"""Verbs of drafts: save, finish, discard.

Rules that live here: a draft is found by its owner and the id its page made; a page writes over its own saves and over
the version it has loaded, never over what another page wrote; what comes after the form was sent is refused. Saving and
finishing one form take the same lock, so a late save never brings a draft back.
"""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from pio.accounts.models import User
from pio.core.errors import Refusal
from pio.drafts.forms import Save
from pio.drafts.models import Draft, FormEnd


class AnotherPerson(Refusal):
    """The page was opened by somebody else than who is signed in now."""


class WrittenElsewhere(Refusal):
    """Another page has saved this draft since this one loaded it."""


class AlreadySent(Refusal):
    """The form was sent; there is nothing left to keep."""


class PageGone(Refusal):
    """What the form is about is gone, and nothing that may repeat it is kept (`DRAFT_KEEPERS` of the settings)."""


def _form_key(owner: UUID, client_id: UUID) -> bytes:
    return hmac.digest(settings.KEYS.index, f"drafts.end\x1f{owner}\x1f{client_id}".encode(), hashlib.sha256)


def _lock(form_key: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(form_key[:8], "big", signed=True)])


@transaction.atomic
def save_draft(client_id: UUID, save: Save, *, by: User, now: datetime) -> Draft:
    """Keep what stands in the form; a save that arrives late changes nothing newer.

    Raises:
        AnotherPerson: the page is somebody else's.
        AlreadySent: the form was sent.
        WrittenElsewhere: another page wrote; nothing is changed.
        PageGone: the part that the form belongs to says that nothing of it may be kept.
    """
    if save.owner != by.pk:
        raise AnotherPerson(_("En annen er logget inn nå. Logg inn som deg selv for å lagre."))
    key = _form_key(by.pk, client_id)
    _lock(key)
    keeper = settings.DRAFT_KEEPERS.get(save.form)
    if keeper and not import_string(keeper)(save.form, save.path):
        raise PageGone(_("Det du skriver om, finnes ikke lenger."))
    draft: Draft | None = Draft.objects.of(by.pk).filter(client_id=client_id).first()
    if draft is None:
        if FormEnd.objects.filter(form_key=key).exists():
            raise AlreadySent(_("Skjemaet er sendt."))
        draft = Draft(owner=by, client_id=client_id)
    elif draft.writer == save.writer:
        if save.version <= draft.version:
            return draft
    elif draft.version != save.base:
        raise WrittenElsewhere(_("Utkastet er endret i en annen fane."))
    is_new = draft._state.adding
    draft.form, draft.content, draft.is_empty = save.form, save.content, save.is_empty
    draft.writer, draft.version, draft.saved_at = save.writer, save.version, now
    draft.save(force_insert=is_new, force_update=not is_new)
    return draft


@transaction.atomic(savepoint=False)
def finish(posted: str | UUID | None, *, by: User, now: datetime) -> bool:
    """The form was sent: its draft goes, and what comes late is refused. Call it in the transaction that stores.

    Args:
        posted: the form's `draft_id`, as posted; a form without one has no draft.

    Returns:
        False when this form was finished before: the caller then stores nothing a second time.
    """
    client_id = _as_uuid(posted)
    if client_id is None:
        return True
    key = _form_key(by.pk, client_id)
    _lock(key)
    Draft.objects.of(by.pk).filter(client_id=client_id).delete()
    if FormEnd.objects.filter(form_key=key).exists():
        return False
    FormEnd.objects.create(form_key=key, ended_on=timezone.localdate(now))  # the lock makes look and insert one
    return True


def lock_open(posted: str, *, by: User) -> bool:
    """Whether the form can still be sent; nobody else sends or saves it until the transaction ends.

    Args:
        posted: the form's `draft_id`, as posted; a form without one can always be sent.
    """
    client_id = _as_uuid(posted)
    if client_id is None:
        return True
    key = _form_key(by.pk, client_id)
    _lock(key)
    return not FormEnd.objects.filter(form_key=key).exists()


def _as_uuid(posted: str | UUID | None) -> UUID | None:
    if isinstance(posted, UUID) or not posted:
        return posted or None
    try:
        return UUID(posted)
    except ValueError:
        return None


def discard(draft: Draft, *, now: datetime) -> None:
    """Its owner throws it away; a page where it still stands open does not bring it back."""
    finish(draft.client_id, by=draft.owner, now=now)


def discard_of_page(forms: Sequence[str], path: str) -> int:
    """Throw away everybody's drafts of some forms on one page: what the page was about is gone. Returns how many.

    The path is sealed with the rest, so all drafts of those forms are opened; they are few.
    """
    found = [draft.pk for draft in Draft.objects.filter(form__in=forms) if draft.content["path"].split("?")[0] == path]
    return Draft.objects.filter(pk__in=found).delete()[0]
