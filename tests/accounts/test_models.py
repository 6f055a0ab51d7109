import pytest
from django.db import IntegrityError, transaction

from pio.accounts.enums import Role
from pio.accounts.models import User
from tests.accounts.factories import person

pytestmark = pytest.mark.django_db


def test_board_stands_alone_whatever_writes_it():
    person("board")
    for roles in (["board", "manager"], ["relative", "board"]):
        with pytest.raises(IntegrityError, match="accounts_user_board_stands_alone"), transaction.atomic():
            person(*roles)


def test_unknown_role_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="accounts_user_known_roles"), transaction.atomic():
        person("king")


def test_email_is_unique_whatever_the_case():
    person("relative", email="a@example.org")
    with pytest.raises(IntegrityError, match="accounts_user_email_small_letters"), transaction.atomic():
        person("relative", email="A@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        person("relative", email="a@example.org")


def test_natural_key_finds_the_account_whatever_the_case():
    user = person("relative", email="a@example.org")
    assert User.objects.get_by_natural_key(" A@Example.ORG ") == user


@pytest.mark.parametrize(("role", "is_staff"), [(role, role != Role.RELATIVE) for role in Role])
def test_everybody_but_relatives_is_staff(role, is_staff):
    user = person(role)
    assert user.is_staff is is_staff
    assert list(User.objects.staff()) == ([user] if is_staff else [])


def test_account_keeps_no_moment_finer_than_a_day():
    kinds = {field.get_internal_type() for field in User._meta.concrete_fields}
    assert "DateTimeField" not in kinds
    assert "DateField" in kinds


def test_create_user_points_to_the_service():
    with pytest.raises(NotImplementedError):
        User.objects.create_user("a@example.org")


def test_roles_are_said_in_the_order_of_the_enum():
    assert person("manager", "adviser").role_labels == ["Rådgiver", "Daglig leder"]
