"""The parts of the set-up: each app registers its page, the start page shows those a person may open."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pio.accounts.models import User


@dataclass(frozen=True)
class SetUpPage:
    """One line of `/intern/oppsett/`: what it is, where, and who may open it."""

    url_name: str
    right: str
    title: str | Promise
    text: str | Promise
    icon: str = "gear"

    @property
    def url(self) -> str:
        """The page's address."""
        return reverse(self.url_name)


_PAGES: list[SetUpPage] = []


def register(page: SetUpPage) -> None:
    """Add a page; called once from the app's `ready()`."""
    if page not in _PAGES:
        _PAGES.append(page)


def pages_for(user: User) -> list[SetUpPage]:
    """Return the pages `user` may open, in the order in which they were registered."""
    return [page for page in _PAGES if user.has_right(page.right)]


register(
    SetUpPage(
        "setup_people", "setup.people", _("Personer og roller"),
        _("Hvem som jobber her, hva de har tilgang til, og invitasjoner til nye."), "people",
    )
)  # fmt: skip
