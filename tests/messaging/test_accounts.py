"""Account mails are sealed until they are sent, then gone; a code that is late is not sent at all."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from pio.accounts.mail import AccountMail
from pio.messaging import accounts, dispatch
from pio.messaging.models import DemoDelivery, OutboxMessage, SealedMail
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
MAIL = AccountMail("login_code", "kari@example.org", "Koden din", "Koden er 483920", "nb")


@pytest.fixture
def sealed(at):
    at(NOW)
    accounts.send_account_mail(MAIL)
    return OutboxMessage.objects.get()


def test_code_is_sealed_while_it_waits(sealed):
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text || o::text FROM messaging_sealedmail m, messaging_outboxmessage o")
        (text,) = cursor.fetchone()
    plain = [word for word in ("483920", "kari", b"483920".hex(), b"kari".hex()) if word in text]
    assert plain == []


def test_sent_code_leaves_nothing_but_the_row(sealed):
    dispatch.send_due(now=timezone.now())
    assert DemoDelivery.objects.get().content["body"] == "Koden er 483920"
    assert (OutboxMessage.objects.get().state, SealedMail.objects.count()) == ("sent", 0)


def test_late_code_is_dropped_and_wiped(sealed):
    dispatch.send_due(now=NOW + timedelta(minutes=31))
    assert (OutboxMessage.objects.get().state, SealedMail.objects.count()) == ("dropped", 0)


def test_code_whose_content_is_gone_is_dropped(sealed):
    SealedMail.objects.all().delete()
    dispatch.send_due(now=NOW)
    assert (OutboxMessage.objects.get().state, OutboxMessage.objects.get().reason) == ("dropped", "content_gone")


def test_two_codes_to_one_person_are_two_mails(sealed):
    accounts.send_account_mail(MAIL)
    assert dispatch.send_due(now=NOW) == 2
