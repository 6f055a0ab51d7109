"""The people of the demo. All of them are invented, and their names say so."""

import random as random_module
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password

from pio.accounts import services
from pio.accounts.enums import Role
from pio.accounts.models import User

PEOPLE: tuple[tuple[str, str, Role], ...] = (
    ("leder@example.org", "Lea Prøveleder", Role.MANAGER),
    ("radgiver@example.org", "Rakel Prøverådgiver", Role.ADVISER),
    ("radgiver2@example.org", "Roar Prøverådgiver", Role.ADVISER),
    ("gruppeleder@example.org", "Grete Prøvegruppe", Role.GROUP_LEADER),
    ("gruppeleder2@example.org", "Geir Prøvegruppe", Role.GROUP_LEADER),
    ("gruppeleder3@example.org", "Gro Prøvestedfortreder", Role.GROUP_LEADER),
    ("kursvert@example.org", "Karl Prøvekurs", Role.COURSE_HOST),
    ("ombud@example.org", "Oda Prøveombud", Role.OMBUD),
    ("ombud2@example.org", "Olav Prøveombud", Role.OMBUD),
    ("redaktor@example.org", "Reidun Prøveredaktør", Role.EDITOR),
    ("redaktor2@example.org", "Rune Prøveredaktør", Role.EDITOR),
    ("styret@example.org", "Stine Prøvestyre", Role.BOARD),
    ("tekniker@example.org", "Tor Prøvetekniker", Role.TECHNICIAN),
    ("parorende@example.org", "Pia Prøvepårørende", Role.RELATIVE),
    ("parorende2@example.org", "Per Prøvepårørende", Role.RELATIVE),
)
"""E-mail, name, role. One password for all (`PIO_DEMO_PASSWORD`), no second factor in the demo."""


def build(*, year: int, now: datetime, random: random_module.Random) -> None:  # as every part
    """Make the demo's accounts; those that exist are left as they are."""
    password = make_password(settings.PIO_DEMO_PASSWORD)
    for email, name, role in PEOPLE:
        if not User.objects.filter(email=email).exists():
            user = services.create_account(email=email, name=name, roles=[role], now=now)
            User.objects.filter(pk=user.pk).update(password=password)


def shown_at_login() -> dict[str, Any]:
    """Return what the login page says in a demo, and nothing elsewhere."""
    if not settings.DEMO:
        return {}
    people = [{"email": email, "role": role.label} for email, _name, role in PEOPLE]
    return {"demo_people": people, "demo_password": settings.PIO_DEMO_PASSWORD}
