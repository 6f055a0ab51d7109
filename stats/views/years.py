"""Which years the pages of the figures know."""

from django.http import Http404

FIRST, LAST = 1990, 2100


def known_year(year: int) -> int:
    """The year, when it can have figures.

    Raises:
        Http404: it cannot.
    """
    if not FIRST <= year <= LAST:
        raise Http404
    return year
