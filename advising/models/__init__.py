"""Models of advice sessions (`sessions…`) and of the helpline log (`calls…`); the two share no key and no link."""

from advising.models.call_followups import *  # noqa: F403
from advising.models.calls import *  # noqa: F403
from advising.models.session_contacts import *  # noqa: F403
from advising.models.session_notes import *  # noqa: F403
from advising.models.sessions import *  # noqa: F403
from advising.models.sick_days import *  # noqa: F403
