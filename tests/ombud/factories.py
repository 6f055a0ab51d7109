"""Boring rows of the ombud's work."""

from datetime import date, timedelta

import factory

from ombud import models
from ombud.enums import CaseStatus, MandateScope
from pio.accounts.models import User
from tests.conftest import NOW

TODAY = NOW.date()


class OmbudUserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"ombud-{n}@example.org")
    name = factory.Sequence(lambda n: f"Ombud {n}")
    roles = ["ombud"]
    created_on = TODAY


class CaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Case

    reference = factory.Sequence(lambda n: f"2026-{n:03d}")
    status = CaseStatus.ACTIVE
    enquired_date = TODAY - timedelta(days=90)
    opened_date = TODAY - timedelta(days=60)
    gender = "female"
    birth_year = 1980
    municipality = "0301"
    ombud = factory.SubFactory(OmbudUserFactory)


class ClientFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Client

    case = factory.SubFactory(CaseFactory)
    name = "Marit Eksempel"
    phone = "+4799999999"
    email = "klient@example.org"


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Office

    slug = factory.Sequence(lambda n: f"kontor-{n}")
    name = factory.Sequence(lambda n: f"Kontor {n}")
    service = "nav"
    address = "Oppdiktet gate 1, 0190 Oslo"


class MandateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Mandate

    case = factory.SubFactory(CaseFactory)
    office = factory.SubFactory(OfficeFactory)
    scope = [MandateScope.SPEAK]
    valid_from = TODAY - timedelta(days=30)
    valid_to = TODAY + timedelta(days=300)
    is_signed = True


class NetworkPersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.NetworkPerson

    case = factory.SubFactory(CaseFactory)
    relation = "mother"
    name = "Mor Eksempel"


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Consent

    person = factory.SubFactory(NetworkPersonFactory)
    case = factory.SelfAttribute("person.case")
    valid_from = TODAY - timedelta(days=30)
    words = "Dere kan avtale møter."


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Assignment

    case = factory.SubFactory(CaseFactory)
    words = "Jeg vil klage på at jeg ikke fikk bolig."
    category = "housing"
    status = "under_way"
    opened_date = TODAY - timedelta(days=20)


class RuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DeadlineRule

    code = factory.Sequence(lambda n: f"rule-{n}")
    name = "Klage på vedtak"
    name_en = "Complaint about a decision"
    amount = 3
    unit = "weeks"
    source = "Forvaltningsloven § 29"
    valid_from = date(2017, 1, 1)
    review_date = date(2027, 1, 31)
    is_certain = True
