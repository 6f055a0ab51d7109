"""Message texts are templates: `templates/<app>/messages/<name>.txt`, translated like pages, without HTML escaping.

The centre may put its own words instead (`own_texts.py`). The first line of a mail's template may be `Subject: …`; the
rest is the body. Links are absolute, from PIO_BASE_URL.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.template import Context, engines
from django.template.backends.django import DjangoTemplates
from django.utils import translation

from pio.messaging import own_texts

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[~]|€\f")
SMS_LENGTH = 160  # septets in one part, 3GPP TS 23.038


class TooLongForSms(ValueError):
    """The text does not fit in one SMS, or has a letter outside the GSM alphabet."""


@dataclass(frozen=True)
class Text:
    """A rendered text. An SMS template has no subject."""

    subject: str
    body: str


def render(template: str, context: dict[str, Any], language: str) -> Text:
    """Render a message in `language` (`nb`, `en`): the centre's own text where it has one that fits, or the template.

    Args:
        template: path below templates/, for example `advising/messages/confirmation.txt`.
        context: values; `link(…)` is not in it, build links with `absolute`.
    """
    own = own_texts.find(template, context, language)
    if own is not None and (not own[2] or fits_one_sms(own[1])):
        return Text(own[0], own[1].strip() + "\n")
    return render_template(template, context, language)


def render_template(template: str, context: dict[str, Any], language: str) -> Text:
    """Render what the template itself says; arguments as `render`."""
    engine = cast("DjangoTemplates", engines["django"]).engine
    with translation.override(language):
        rendered = engine.get_template(template).render(Context(context, autoescape=False))
    lines = rendered.strip().split("\n")
    subject = ""
    if lines[0].startswith("Subject: "):
        subject = lines.pop(0).removeprefix("Subject: ").strip()
    return Text(subject, "\n".join(line.rstrip() for line in lines).strip() + "\n")


def absolute(path: str) -> str:
    """The portal's address of a root-relative path."""
    return f"{settings.PIO_BASE_URL}{path}"


PLAIN = str.maketrans(
    {"–": "-", "—": "-", "«": '"', "»": '"', "’": "'", "\u00a0": " ", "\u202f": " ", "\u2060": "", "…": "..."}
)
"""Signs of good typography that are no GSM letters, and what stands for them in an SMS."""


def gsm_length(text: str) -> int | None:
    """Length in GSM septets (€ [ ] { } and their like count two), or None when a letter is outside the alphabet."""
    if any(letter not in GSM_BASIC and letter not in GSM_EXTENDED for letter in text):
        return None
    return sum(2 if letter in GSM_EXTENDED else 1 for letter in text)


def fits_one_sms(text: str) -> bool:
    """Whether `one_sms` would take the text."""
    length = gsm_length(text.strip().translate(PLAIN))
    return length is not None and length <= SMS_LENGTH


def one_sms(text: str) -> str:
    """Return `text` stripped and with plain dashes, quotes and spaces, checked to be one SMS of 160 GSM characters.

    Raises:
        TooLongForSms: it is not.
    """
    stripped = text.strip().translate(PLAIN)
    length = gsm_length(stripped)
    if length is None or length > SMS_LENGTH:
        message = f"not one SMS: {length or 'letters outside the GSM alphabet'}"
        raise TooLongForSms(message)
    return stripped
