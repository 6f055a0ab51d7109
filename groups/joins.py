"""A guest's place or interest joins an account, once a code to its own contact was right."""

from groups.models import GroupEntry
from groups.permissions import access_entry
from pio.waitlist.joins import Joins

_joins = Joins(GroupEntry.objects, access_entry)
find, join, targets = _joins.find, _joins.join, _joins.targets
