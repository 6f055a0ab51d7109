"""A signed-in relative's own session: the same page as behind the link in the confirmation."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from advising.permissions.sessions import access_own_session
from pio.accounts.access import SignedInRequest, signed_in


@signed_in
def own_session(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Go to the session's own page; 404 when it is not theirs, or its link has been forgotten."""
    link = access_own_session(request.user, pk).link
    if link is None:
        raise Http404
    return redirect("advising_manage", link.token)
