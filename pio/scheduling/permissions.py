"""Whose opening hours may be seen and changed: an adviser's own, and everybody's by those who set up resources."""

import hashlib
from uuid import UUID

from django.http import Http404

from pio.accounts.models import User
from pio.core.errors import or_404
from pio.scheduling.models import AvailabilityException, AvailabilityRule, BusyFeed, Closure, Resource


def can_set_up(user: User) -> bool:
    """Whether the user looks after everybody's hours, the rooms and the list of advisers."""
    return user.has_right("scheduling.resources")


def resources_of(user: User) -> list[Resource]:
    """The resources whose hours the user may change, by kind and name."""
    everything = Resource.objects.select_related("user")
    return list(everything if can_set_up(user) else everything.filter(user=user))


def access_resource(user: User, pk: UUID) -> Resource:
    """Fetch a resource whose hours the user may change. Raises Http404 for others."""
    resource: Resource | None = Resource.objects.filter(pk=pk).first()
    if resource is None or not (can_set_up(user) or resource.user_id == user.pk):
        raise Http404
    return resource


def access_rule(user: User, pk: UUID) -> AvailabilityRule:
    """Fetch a weekly opening that the user may end. Raises Http404 for others."""
    rule = AvailabilityRule.objects.select_related("resource").filter(pk=pk).first()
    if rule is None:
        raise Http404
    access_resource(user, rule.resource_id)
    return rule


def access_exception(user: User, pk: UUID) -> AvailabilityException:
    """Fetch an exception that the user may remove. Raises Http404 for others."""
    exception = AvailabilityException.objects.select_related("resource").filter(pk=pk).first()
    if exception is None:
        raise Http404
    access_resource(user, exception.resource_id)
    return exception


def access_closure(user: User, pk: UUID) -> Closure:
    """Fetch a closed day. Raises Http404 when there is none, or the user may not change it."""
    closure = Closure.objects.filter(pk=pk).first() if user.has_right("scheduling.closures") else None
    return or_404(closure)


def access_busy_feed(token: str) -> User:
    """Whose busy times a secret address shows. Raises Http404: unknown, replaced, or no longer working here."""
    feed = BusyFeed.objects.select_related("user").filter(token_digest=digest(token)).first()
    if feed is None or not feed.user.is_active or not feed.user.has_right("scheduling.own"):
        raise Http404
    owner: User = feed.user
    return owner


def digest(token: str) -> bytes:
    """What is stored of a secret that we gave away (32 bytes)."""
    return hashlib.sha256(token.encode()).digest()
