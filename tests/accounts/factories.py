import factory

from pio.accounts.enums import Role
from pio.accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    """`UserFactory(roles=["adviser"])`; without a usable password (log in with `client.force_login`)."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Prøve Person {n}")
    roles = factory.LazyFunction(lambda: [Role.RELATIVE.value])
    password = "!"


def person(*roles: str, **fields: object) -> User:
    """Somebody with exactly these roles."""
    return UserFactory(roles=[str(role) for role in roles], **fields)
