"""The door of every page that needs a login: not signed in, to the login; without the right, 404.

Pages without one of these decorators never ask who the visitor is.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

from pio.accounts import rights
from pio.accounts.models import User

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """The request as a guarded view gets it: somebody is signed in."""

    user: User  # narrower than Django's: never anonymous here


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
GuardedView = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def requires(right: str) -> Callable[[GuardedView[P]], View[P]]:
    """Let only those in who hold `right` in `rights.RIGHTS`; the view gets the attribute `right`.

    Raises:
        KeyError: at import, when the table has no such right.
    """
    rights.RIGHTS[right]

    def decorate(view: GuardedView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.user.has_right(right):
                raise Http404
            return view(cast("SignedInRequest", request), *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]  # read by the walk over every URL and role
        return guarded

    return decorate


signed_in = requires("own.pages")
"""For `/min-side/`: every account but the board's, which sees figures and nothing else."""
