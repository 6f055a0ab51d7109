"""How far an experience and a quote have come, who wrote in a thread, and what a consent allows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoryStatus(models.TextChoices):
    """An experience from the writer's press on the button to its end."""

    RECEIVED = "received", _("Ikke lest ferdig")
    DECIDED = "decided", _("Lest, ikke sitert")
    QUOTED = "quoted", _("På vei til publisering")
    PUBLISHED = "published", _("Sitert")
    LAPSED = "lapsed", _("Ikke lest i tide")
    WITHDRAWN = "withdrawn", _("Trukket")


TRANSITIONS: dict[StoryStatus, frozenset[StoryStatus]] = {
    StoryStatus.RECEIVED: frozenset(
        {StoryStatus.DECIDED, StoryStatus.QUOTED, StoryStatus.LAPSED, StoryStatus.WITHDRAWN}
    ),
    StoryStatus.DECIDED: frozenset({StoryStatus.QUOTED, StoryStatus.WITHDRAWN}),
    StoryStatus.QUOTED: frozenset({StoryStatus.DECIDED, StoryStatus.PUBLISHED, StoryStatus.WITHDRAWN}),
    StoryStatus.PUBLISHED: frozenset({StoryStatus.DECIDED, StoryStatus.WITHDRAWN}),
    StoryStatus.LAPSED: frozenset({StoryStatus.WITHDRAWN}),
    StoryStatus.WITHDRAWN: frozenset(),
}


class QuoteStatus(models.TextChoices):
    """A quote from the first editor's proposal to the wall, and off it again."""

    PROPOSED = "proposed", _("Venter på en redaktør til")
    SCHEDULED = "scheduled", _("Godkjent, venter på sin dag")
    PUBLISHED = "published", _("Publisert")
    REMOVED = "removed", _("Fjernet")


class Writer(models.TextChoices):
    """Who wrote a message in the thread of a receipt. Nobody is named."""

    CENTRE = "centre", _("PIO-senteret")
    RELATIVE = "relative", _("Den som delte")


class Consent(models.TextChoices):
    """What the writer lets us do with the words; the codes of the list `story_consent`, in the writer's own voice."""

    DOCUMENTATION = "documentation_only", _("Jeg vil bare at dere leser teksten")
    WEBSITE = "website", _("Jeg lar dere sitere fra teksten på nettsiden")
    SOCIAL = "website_and_social_media", _("Jeg lar dere sitere fra teksten på nettsiden og i sosiale medier")


QUOTABLE = frozenset({Consent.WEBSITE, Consent.SOCIAL})
CONSENT_HELP = {
    Consent.DOCUMENTATION: _("Vi bruker den i arbeidet for å endre systemet, uten å sitere."),
    Consent.WEBSITE: _("To personer leser den først. Vi fjerner alt som kan peke på noen."),
    Consent.SOCIAL: _("Du kan ombestemme deg, også etterpå."),
}
OPEN = (StoryStatus.RECEIVED,)
"""Not yet decided on."""

TOPICS = (
    "confidentiality", "admission", "waiting", "refusal", "coercion", "cooperation", "guilt_and_shame", "burden",
    "loneliness", "siblings", "child_relative", "own_work_and_money", "grief_and_loss", "relatives_rights",
)  # fmt: skip
"""Of the list `topic`, what the form offers: few enough to be read by somebody who is tired. Editors have them all."""
