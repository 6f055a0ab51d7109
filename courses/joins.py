"""A guest's registration joins an account, once a code to its own contact was right."""

from courses.models import Registration
from courses.permissions import access_registration
from pio.waitlist.joins import Joins

_joins = Joins(Registration.objects, access_registration)
find, join, targets = _joins.find, _joins.join, _joins.targets
