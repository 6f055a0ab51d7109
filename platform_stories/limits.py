"""The defence against a flood: counts for all visitors together, in this process's memory, gone with it.

No count is per person, and none stands in Redis or the database, where it would tell at which minute somebody wrote.
"""

from django.utils.translation import gettext_lazy as _

from pio.core.errors import Refusal
from pio.core.floods import Bucket

SUBMITS = Bucket(300)
STORED = Bucket(3, in_hand=2000)
"""What a flood may leave behind (decision 0251): ten times a busy year at once, and then a trickle."""
RECEIPTS = Bucket(60)


class TooManyAtOnce(Refusal):
    """The portal gets more than it should right now; nothing was stored, and nothing is lost."""


def take(bucket: Bucket) -> None:
    """Use one of a bucket. Raises TooManyAtOnce when it is empty."""
    if not bucket.take():
        raise TooManyAtOnce(
            _("Det er svært mange som skriver til oss akkurat nå. Vent et minutt og prøv igjen. Ingenting er borte.")
        )
