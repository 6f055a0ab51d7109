"""The code word a caller may choose, off unless the centre turns it on (`PIO_CALL_CODE_WORD`).

The word itself is never stored: a keyed hash finds what was agreed. It is forgotten 90 days after its last use, or at
once when the caller asks.
"""

import datetime as dt

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from advising import call_keys
from advising.enums.calls import CODE_WORD_DAYS
from advising.models import CallCodeWord
from pio.accounts.models import User
from pio.core.errors import Refusal

LEAST_LETTERS = 6


class WordTooShort(Refusal):
    """A word that others would guess."""


def is_on() -> bool:
    """Whether the centre has turned code words on."""
    return bool(getattr(settings, "PIO_CALL_CODE_WORD", False))


def find_word(word: str, *, now: dt.datetime) -> CallCodeWord | None:
    """What was agreed under the word; None when there is nothing, or it is older than 90 days."""
    first = timezone.localdate(now) - dt.timedelta(days=CODE_WORD_DAYS)
    return CallCodeWord.objects.filter(word_key=call_keys.word_key(word), renewed_on__gte=first).first()


def keep_agreement(word: str, *, topics: tuple[str, ...], agreement: str, by: User, now: dt.datetime) -> CallCodeWord:
    """Keep or replace what was agreed under the word.

    Raises:
        WordTooShort: fewer than six letters.
    """
    if len("".join(word.split())) < LEAST_LETTERS:
        raise WordTooShort(_("Kodeordet må ha minst seks tegn, så ingen andre gjetter det."))
    row = find_word(word, now=now) or CallCodeWord(word_key=call_keys.word_key(word))
    CallCodeWord.objects.filter(word_key=row.word_key).exclude(pk=row.pk).delete()  # one that is past its 90 days
    row.topics, row.agreement, row.renewed_on = list(topics), agreement, timezone.localdate(now)
    row.save()
    return row


def forget_word(word: str, *, by: User) -> bool:
    """Delete what stands under the word at once; says whether there was anything."""
    deleted, _rows = CallCodeWord.objects.filter(word_key=call_keys.word_key(word)).delete()
    return deleted > 0
