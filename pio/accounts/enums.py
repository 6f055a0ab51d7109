"""The roles of the centre. Which role may do what stands in `rights.py`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to the centre. One person may hold several, except that `board` combines with none."""

    RELATIVE = "relative", _("Pårørende")
    ADVISER = "adviser", _("Rådgiver")
    GROUP_LEADER = "group_leader", _("Gruppeleder")
    COURSE_HOST = "course_host", _("Kursvert")
    OMBUD = "ombud", _("Personlig ombud")
    EDITOR = "editor", _("Redaktør")
    MANAGER = "manager", _("Daglig leder")
    BOARD = "board", _("Styremedlem")
    TECHNICIAN = "technician", _("Tekniker")


STAFF = frozenset({
    Role.ADVISER, Role.GROUP_LEADER, Role.COURSE_HOST, Role.OMBUD, Role.EDITOR,
    Role.MANAGER, Role.BOARD, Role.TECHNICIAN,
})  # fmt: skip
"""Everybody who comes to `/intern/`, and so must have a second factor."""


class Language(models.TextChoices):
    """The languages the portal speaks."""

    NORWEGIAN = "nb", "Norsk"
    ENGLISH = "en", "English"


class ChangeVerb(models.TextChoices):
    """What was done to an account by somebody else."""

    INVITED = "invited", _("Invitert")
    ROLES = "roles", _("Roller endret")
    SHUT = "shut", _("Stengt")
    OPENED = "opened", _("Åpnet igjen")
