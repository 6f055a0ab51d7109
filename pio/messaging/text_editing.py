"""Editing a message text: what the text to edit is, what is refused, and the verbs that keep it.

Rules (P14): a message never tells. A text with a word about illness, about what the centre does, or a theme of our
lists is refused, as are links written by hand and the loss of a link that the template has. Subject lines and SMS do
not name us either. Every version is kept with who and when.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from pio.core import choices
from pio.core.errors import Refusal
from pio.messaging import kinds, own_texts, texts
from pio.messaging.kinds import Message, MessageKind
from pio.messaging.models import MessageTextVersion
from pio.messaging.own_texts import NAME, Seen

TELLING = (
    "psyk", "depres", "angst", "rus", "selvmord", "suicid", "diagnos", "pårørende", "syk", "next of kin", "relative",
    "mental", "illness", "rådgiv", "counsel", "advice", "helse", "health", "avhengig", "addict",
)  # fmt: skip
OURS = ("pio", "lpp")
BY_HAND = re.compile(r"https?:|www\.|\w@\w", re.IGNORECASE)
NEEDED = frozenset({"code", "end"})
"""Beside links: what nobody can do without, where the template has it."""
LINK_GROWS = 35
"""Letters by which a real link may be longer than that of a sample."""


class TextRefused(Refusal):
    """The text may not be used; `column` is `subject` or `body`."""

    def __init__(self, message: str, column: str) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True)
class Editable:
    """A text that can be edited: its kind, what a sample of it was given, and the template's words with names."""

    kind: MessageKind
    seen: Seen
    language: str
    default: texts.Text

    @property
    def names(self) -> list[tuple[str, str]]:
        """The names that may be used, with the sample's value."""
        return sorted((name, value) for name, value in self.seen.values.items() if value)

    @property
    def has_subject(self) -> bool:
        """Whether it is an e-mail."""
        return not self.seen.is_sms


def samples_of(kind: MessageKind, language: str) -> list[tuple[Message, Seen | None]]:
    """The samples of a kind, each with the text it was made of; None where no template was rendered."""
    if kind.samples is None:
        return []
    with own_texts.watched() as seen:
        messages = kind.samples(language)
    return list(zip(messages, seen, strict=True)) if len(messages) == len(seen) else [(each, None) for each in messages]


def find_text(key: str, language: str) -> Editable | None:
    """The text with that key; None when no kind of message has it."""
    for kind in kinds.registered():
        for _message, seen in samples_of(kind, language):
            if seen is not None and seen.key == key:
                named = own_texts.with_names(seen.context)
                return Editable(kind, seen, language, texts.render_template(seen.template, named, language))
    return None


def preview(text: Editable, *, subject: str, body: str) -> texts.Text:
    """The wording with the sample's values."""
    values = text.seen.values
    return texts.Text(own_texts.filled(subject, values), own_texts.filled(body, values))


def check(text: Editable, *, subject: str, body: str) -> None:
    """Refuse a wording that must not be sent.

    Raises:
        TextRefused
    """
    for column, words_of in (("subject", subject), ("body", body)):
        _refuse_names(text, words_of, column)
        _refuse_telling(words_of, column, ours=column == "subject" or text.seen.is_sms)
    needed = [name for name in NAME.findall(text.default.body) if name in {*_links(text), *NEEDED}]
    if lost := [name for name in needed if f"{{{name}}}" not in body]:
        raise TextRefused(_("Teksten må ha med {%(name)s}.") % {"name": lost[0]}, "body")
    if text.seen.is_sms:
        shown = preview(text, subject="", body=body).body.strip()
        length = texts.gsm_length(shown.translate(texts.PLAIN))
        grown = LINK_GROWS * sum(name in NAME.findall(body) for name in _links(text))
        if length is None:
            raise TextRefused(_("En SMS kan bare ha vanlige bokstaver og tegn. Ta bort symboler."), "body")
        if length + grown > texts.SMS_LENGTH:
            raise TextRefused(
                _("SMS-en blir %(length)s tegn med en vanlig lenke. Den kan ha høyst 160.")
                % {"length": length + grown},
                "body",
            )


def _links(text: Editable) -> list[str]:
    return [name for name, value in text.seen.values.items() if value.startswith(("http://", "https://"))]


def _refuse_names(text: Editable, words_of: str, column: str) -> None:
    rest = words_of
    for name in NAME.findall(words_of):
        if not text.seen.values.get(name):
            raise TextRefused(_("{%(name)s} finnes ikke i denne meldingen.") % {"name": name}, column)
        rest = rest.replace(f"{{{name}}}", "")
    if "{" in rest or "}" in rest:
        raise TextRefused(_("Krøllparenteser brukes bare rundt navnene i lista."), column)
    if BY_HAND.search(rest):
        raise TextRefused(_("Skriv ikke lenker eller adresser i teksten. Bruk navnene i lista."), column)


def _refuse_telling(words_of: str, column: str, *, ours: bool) -> None:
    plain = words_of.lower()
    themes = {option.label.lower() for name in ("diagnosis_area", "topic") for language in ("nb", "en")
              for option in choices.options(name, language) if len(option.label) > 4}  # fmt: skip
    begins = {word: rf"(?<!\w){re.escape(word)}" for word in (*TELLING, *(OURS if ours else ()))}
    whole = {word: rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(themes)}
    for word, pattern in (begins | whole).items():
        if re.search(pattern, plain):
            raise TextRefused(
                _("Meldinger røper aldri hva det gjelder, eller hva senteret gjør. Ta bort «%(word)s».")
                % {"word": word},
                column,
            )


def save(text: Editable, *, subject: str, body: str, by: UUID, now: datetime) -> None:
    """Let the centre's wording hold from now.

    Raises:
        TextRefused
    """
    body = "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").strip().split("\n"))
    check(text, subject=subject, body=body)
    _write(text, subject=subject, body=body, flags=_telling_flags(text), is_default=False, by=by, now=now)


def back_to_default(text: Editable, *, by: UUID, now: datetime) -> None:
    """Let the template speak again."""
    _write(text, subject="", body="", flags={}, is_default=True, by=by, now=now)


def _telling_flags(text: Editable) -> dict[str, bool]:
    """The facts on which the template's words depend, as the sample has them."""
    return {
        name: value
        for name, value in text.seen.flags.items()
        if texts.render_template(
            text.seen.template, own_texts.with_names(own_texts.turned(text.seen.context, name)), text.language
        ) != text.default
    }  # fmt: skip


def _write(
    text: Editable, *, subject: str, body: str, flags: dict[str, bool], is_default: bool, by: UUID, now: datetime
) -> None:
    with transaction.atomic():
        rows = MessageTextVersion.objects.filter(key=text.seen.key, language=text.language)
        number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
        MessageTextVersion.objects.create(
            key=text.seen.key, language=text.language, number=number, subject=subject, body=body, flags=flags,
            is_default=is_default, made_by=by, made_at=now,
        )  # fmt: skip
        transaction.on_commit(own_texts.forget)
