"""Periodic work of groups. Everything here is also right when it runs twice, or late."""

from celery import shared_task
from django.utils import timezone

from groups.enums import GroupStatus
from groups.models import SupportGroup
from groups.services import self_run
from groups.services.meetings import look_after, plan


@shared_task(name="groups.tasks.look_after_groups")
def look_after_groups() -> None:
    """Offers that ran out, stops that began, limits that were reached."""
    for group in SupportGroup.objects.filter(status=GroupStatus.OPEN).order_by("pk"):
        look_after(group, now=timezone.now())


@shared_task(name="groups.tasks.plan_ahead")
def plan_ahead() -> None:
    """Once a day: the meetings of the coming weeks, and the yearly question to self-run groups."""
    for group in SupportGroup.objects.filter(status=GroupStatus.OPEN).order_by("pk"):
        plan(group, now=timezone.now())
    self_run.ask(now=timezone.now())
