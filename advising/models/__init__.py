"""Models of advice sessions (`sessions`) and of the helpline log (`calls`); the two share no key and no link."""

from advising.models.calls import *  # noqa: F403
from advising.models.sessions import *  # noqa: F403
