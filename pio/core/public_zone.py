"""Which addresses belong to visitors who are nobody to us: no cookie, no session, no language guessed (P04)."""

SIGNED_IN = ("/konto/", "/intern/", "/min-side/")
"""Below these a session exists. Everything else is public, static files and health included."""

ENGLISH = "/en/"
STATIC = "/static/"


def is_public(path: str) -> bool:
    """Whether `path` (without query) lies outside the signed-in pages."""
    return not path.startswith(SIGNED_IN)


def language_of(path: str) -> str:
    """The language of a public address: English below /en/, else Norwegian. Nothing else decides it."""
    return "en" if path.startswith(ENGLISH) or path == "/en" else "nb"


ANONYMOUS = ("/erfaringer/", "/en/erfaringer/")
"""Here not even the request may say who somebody is (P01)."""


def is_anonymous(path: str) -> bool:
    """Whether `path` (without query) belongs to the experiences, whose readers and writers leave no trace."""
    return path.startswith(ANONYMOUS)
