"""What this part puts on a signed-in relative's own page: safe contact, what was sent, and fetching a booking."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pio.core.joining import Box, Row


def boxes() -> list[Box]:
    """One box; no query."""
    rows = [
        Row(_("Slik når vi deg trygt"), reverse("own_contact"), act=_("Endre")),
        Row(_("Hent en avtale du bestilte uten konto"), reverse("own_join"), act=_("Hent")),
        Row(_("Dette har vi sendt deg"), reverse("own_sent"), act=_("Se")),
    ]
    return [Box(_("Kontakt og meldinger"), rows, place="right", rank=80)]
