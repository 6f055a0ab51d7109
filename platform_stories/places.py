"""Where the writer lives, coarsened: only counties that many write from are kept by name, all others are one.

The centre is in Oslo. Whoever writes from Oslo or Akershus is one of very many; a story from another county could be
the only one, so that county is never stored (decision 0110).
"""

from django.utils.translation import gettext as _

from pio.core import geography

FREQUENT = ("03", "32")
ELSEWHERE = "elsewhere"


def choices() -> list[tuple[str, str]]:
    """What the form offers."""
    named = [(code, geography.name("counties", code)) for code in FREQUENT]
    return [("", _("Vil ikke si")), *named, (ELSEWHERE, _("Et annet sted i landet"))]


def label(code: str) -> str:
    """How a stored place reads; nothing for none."""
    if not code:
        return ""
    return _("Et annet sted i landet") if code == ELSEWHERE else geography.name("counties", code)


def coarsened(code: str) -> str:
    """What may be stored for a county."""
    return code if not code or code in FREQUENT else ELSEWHERE
