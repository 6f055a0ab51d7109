"""Accounts for tests: `person("adviser")`; with a password and a verified address: `member("manager")`."""

import factory

from pio.accounts import services
from pio.accounts.enums import Role
from pio.accounts.models import User
from tests.conftest import NOW

PASSWORD = "fire grønne stoler på taket"


class UserFactory(factory.django.DjangoModelFactory):
    """`UserFactory(roles=["adviser"])`; without a usable password (log in with `client.force_login`)."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"folk{n}@example.org")
    name = factory.Sequence(lambda n: f"Prøve Person {n}")
    roles = factory.LazyFunction(lambda: [Role.RELATIVE.value])
    password = "!"


def person(*roles: str, **fields: object) -> User:
    """Somebody with exactly these roles."""
    return UserFactory(roles=[str(role) for role in roles], **fields)


def member(*roles: str, email: str = "mia@example.org", password: str | None = PASSWORD, **fields: object) -> User:
    """Somebody who can log in."""
    return services.create_account(email=email, roles=roles or ["relative"], password=password, now=NOW, **fields)
