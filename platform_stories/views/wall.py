"""The published quotes: the wall, a permalink, the feed, and the frame for the centre's own site."""

from http import HTTPStatus
from uuid import UUID

from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from pio.core.public import public_page
from platform_stories.permissions import QuoteGone, access_public_quote
from platform_stories.selectors import wall

PAGE = 12
IN_FEED = 30
EVERYWHERE = {"frame-ancestors": ["*"]}


@public_page(params=("tema", "sok", "page"))
def quote_list(request: HttpRequest) -> HttpResponse:
    """The wall."""
    themes = wall.themes()
    theme = request.GET.get("tema", "") if request.GET.get("tema") in {each.code for each in themes} else ""
    words = request.GET.get("sok", "").replace("\x00", "").strip()[:100]
    page = Paginator(wall.wall(theme, words), PAGE).get_page(request.GET.get("page"))
    query = urlencode([(name, value) for name, value in (("tema", theme), ("sok", words)) if value])
    context = {
        "themes": themes, "theme": theme, "words": words, "page": page, "query": f"{query}&" if query else "",
        "search_words": urlencode({"sok": words}) if words else "",
    }  # fmt: skip
    return render(request, "platform_stories/quote_list.html", context)


@public_page()
def quote_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One quote by itself, or 410 once it was taken down."""
    try:
        quote = access_public_quote(pk)
    except QuoteGone:
        return render(request, "platform_stories/quote_gone.html", status=HTTPStatus.GONE)
    return render(request, "platform_stories/quote_detail.html", {"quote": quote, "related": wall.related(quote)})


@csp_replace(EVERYWHERE)  # type: ignore[arg-type]  # the stub knows single values only
@public_page()
def quote_frame(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One quote to be framed on the centre's own site, without scripts. When the quote goes, the frame is empty."""
    try:
        quote = access_public_quote(pk)
    except QuoteGone:
        return HttpResponse(status=HTTPStatus.GONE)
    return render(request, "platform_stories/quote_frame.html", {"quote": quote})


@public_page()
def feed(request: HttpRequest) -> HttpResponse:
    """The newest quotes as Atom. Days and times are the month's first: nobody learns when a quote came."""
    quotes = list(wall.wall()[:IN_FEED])
    host = f"{request.scheme}://{request.get_host()}"
    context = {"quotes": quotes, "host": host, "newest": quotes[0].published_month if quotes else None}
    return render(request, "platform_stories/feed.xml", context, content_type="application/atom+xml; charset=utf-8")
