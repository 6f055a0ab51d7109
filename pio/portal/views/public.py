"""The front page and what the centre tells about itself. Anonymous, the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pio.core.drawings import drawn_page
from pio.core.public import public_page
from pio.portal import centre, parts
from pio.portal.accessibility import results
from pio.portal.models import Weekday
from pio.portal.promises import CLAIMS, RETENTION


@public_page()
def front_page(request: HttpRequest) -> HttpResponse:
    """What do you need? Every way in, with a fact that is true right now."""
    now = timezone.now()
    facts = parts.front_facts(now=now)
    return drawn_page(request, "portal/front_page.html", facts, lambda: ({"facts": facts}, ()), now=now)


@public_page()
def helpline(request: HttpRequest) -> HttpResponse:
    """The number, the hours, what to expect."""
    known = centre.facts(now=timezone.now())
    days = [
        {"name": day.label, "opens": hours[0] if hours else None, "closes": hours[1] if hours else None}
        for day in Weekday
        for hours in [known.hours.get(day)]
    ]
    return render(request, "portal/helpline.html", {"days": days, "closed": sorted(known.closed)})


@public_page()
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, how long, and what you can ask of us."""
    return render(request, "portal/privacy.html", {"retention": RETENTION})


@public_page()
def promises(request: HttpRequest) -> HttpResponse:
    """What we can and cannot see; every claim has a test."""
    return render(request, "portal/promises.html", {"claims": sorted(CLAIMS, key=lambda claim: claim.number)})


@public_page()
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, made from what the walk through every page has found."""
    return render(request, "portal/accessibility.html", {"results": results()})
