"""Idle accounts are warned, then erased with everything that names them; allauth's rows go too."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail

from pio.accounts import idle
from pio.accounts.models import User
from pio.accounts.tasks import warn_idle
from pio.core import retention
from tests.accounts.factories import member
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def used(months_and_days, **fields) -> User:
    user = member("relative", **fields)
    User.objects.filter(pk=user.pk).update(last_used_on=months_and_days)
    return user


def test_p08_account_is_warned_the_day_after_18_months_and_only_once():
    used(NOW.date().replace(year=2025, month=5), email="vars@example.org", name="V")
    assert idle.warn_idle(now=NOW) == 0
    assert idle.warn_idle(now=NOW + timedelta(days=1)) == 1
    assert idle.warn_idle(now=NOW + timedelta(days=2)) == 0
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["vars@example.org"], "Vil du beholde kontoen din?")
    ]


def test_p08_account_is_erased_the_day_after_24_months():
    user = used(NOW.date().replace(year=2024), email="borte@example.org", name="Borte")
    totp.TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    retention.forget(now=NOW)
    assert User.objects.get().is_active
    retention.forget(now=NOW + timedelta(days=1))
    user = User.objects.get()
    assert (user.is_active, user.name, user.last_used_on) == (False, "", None)
    assert user.email.endswith("@slettet.invalid")
    assert EmailAddress.objects.count() == Authenticator.objects.count() == 0


def test_use_takes_the_warning_back(client):
    user = used(NOW.date().replace(year=2025, month=1))
    idle.warn_idle(now=NOW)
    client.force_login(user)
    client.get("/konto/")
    user.refresh_from_db()
    assert user.warned_on is None


def test_task_runs_the_service(at):
    at(NOW)
    used(NOW.date().replace(year=2025, month=1))
    warn_idle()
    assert len(mail.outbox) == 1
