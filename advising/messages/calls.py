"""What the helpline sends: a link that the caller asked for. The SMS names neither us nor the call (P14)."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advising.enums.calls import LeafletPage
from advising.models import CallLeaflet
from advising.services.call_leaflets import KIND, forget_leaflet
from pio.messaging import kinds, texts
from pio.messaging.enums import Channel
from pio.messaging.models import OutboxMessage

NORWEGIAN = "nb"


def compose(row: OutboxMessage, now: datetime) -> kinds.Message | kinds.Drop:
    """The SMS of an outbox row, or why there is none any more."""
    leaflet = CallLeaflet.objects.filter(pk=row.target).first()
    if leaflet is None:
        return kinds.Drop("content_gone")
    return write(LeafletPage(leaflet.page), to=leaflet.number, language=leaflet.language)


def write(page: LeafletPage, *, to: str, language: str) -> kinds.Message:
    """The SMS with the link to a page in the caller's language."""
    path = f"/{page.value}/" if language == NORWEGIAN else f"/{language}/{page.value}/"
    with translation.override(language):
        body = _("Lenka du ba om: %(link)s") % {"link": texts.absolute(path)}
    return kinds.Message(Channel.SMS, to, "", body, language)


def samples(language: str) -> list[kinds.Message]:
    """The SMS with a made-up number, for the page of message texts."""
    return [write(LeafletPage.ADVICE, to="+4700000000", language=language)]


def finished(row: OutboxMessage) -> None:
    """The number is needed no longer."""
    forget_leaflet(row.target)


def register() -> None:
    """Tell the outbox of the kind."""
    label = gettext_lazy("Lenke til en som ringte")
    kinds.register(kinds.MessageKind(KIND, compose, label, samples, finished))
