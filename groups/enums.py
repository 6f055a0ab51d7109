"""Groups: how far one has come, what counts towards the limit, and how somebody left. Kinds stand in `group_kind`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupStatus(models.TextChoices):
    """A draft is seen by staff only; an ended one stays for the figures."""

    DRAFT = "draft", _("Kladd")
    OPEN = "open", _("I gang")
    ENDED = "ended", _("Avsluttet")


TRANSITIONS: dict[GroupStatus, frozenset[GroupStatus]] = {
    GroupStatus.DRAFT: frozenset({GroupStatus.OPEN}),
    GroupStatus.OPEN: frozenset({GroupStatus.ENDED, GroupStatus.DRAFT}),
    GroupStatus.ENDED: frozenset(),
}


class GroupKind(models.TextChoices):
    """The led kinds of the list `group_kind`; self-run groups have a register of their own."""

    SLOW_OPEN = "slow_open", _("Løpende (slow open)")
    CLOSED = "closed", _("Lukket")


class GroupPlace(models.TextChoices):
    """Where a group meets."""

    CENTRE = "centre", _("På senteret")
    DIGITAL = "digital", _("Digitalt")


class SpokenLanguage(models.TextChoices):
    """What is spoken in a group, and what somebody wants to speak in one."""

    NORWEGIAN = "nb", _("Norsk")
    ENGLISH = "en", _("Engelsk")
    ARABIC = "ar", _("Arabisk")
    POLISH = "pl", _("Polsk")
    SOMALI = "so", _("Somali")
    SIGN = "nsl", _("Norsk tegnspråk")
    TIGRINYA = "ti", _("Tigrinja")
    UKRAINIAN = "uk", _("Ukrainsk")
    URDU = "ur", _("Urdu")
    OTHER = "other", _("Et annet språk")


class LimitCounts(models.TextChoices):
    """Which meetings count towards a member's limit."""

    ATTENDED = "attended", _("Møter der medlemmet var til stede")
    ATTENDED_OR_UNEXCUSED = "attended_or_unexcused", _("Møter uten avbud")
    OFFERED = "offered", _("Alle møter mens medlemmet hadde plass")


class LeftBecause(models.TextChoices):
    """Why a place came free."""

    OWN_WISH = "own_wish", _("Eget ønske")
    LIMIT = "limit", _("Har hatt alle møtene sine")
    ENDED = "ended", _("Gruppa er slutt")
    MOVED = "moved", _("Annet tilbud")


PRESENT = frozenset({"present", "online", "trial"})
"""Codes of `attendance` that count as a presence (`annual_report_2025.json`, "presence")."""

MEETING_LIMIT = 10
WARNED_AT = 8
LOCKED_AFTER_DAYS = 14
"""Attendance older than this is amended with a reason, not marked."""
