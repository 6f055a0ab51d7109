"""Who came to which evening: one cell for each person of a party and each evening."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.offerings import Evening
from courses.models.registrations import Registration
from pio.core.models import BaseModel


class Presence(BaseModel):
    """One cell of the attendance list; `attendance` is a code of the list of that name.

    A make-up evening is a cell of an evening of another run. Cells stay when the contact is forgotten.
    """

    evening = models.ForeignKey(Evening, models.CASCADE, related_name="presences")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="presences")
    person_number = models.PositiveSmallIntegerField(_("person i følget"), default=1)
    attendance = models.CharField(_("oppmøte"), max_length=20)
    is_make_up = models.BooleanField(_("tar igjen en kveld"), default=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("evening", "registration", "person_number"), name="courses_presence_once_a_person"
            ),
        )
        indexes = (models.Index(fields=("evening", "attendance"), name="courses_presence_counted"),)

    class Privacy:
        erase = ()
        keep = ("evening", "registration", "person_number", "attendance", "is_make_up", "version")
        subject = "registration__account"

    def __str__(self) -> str:
        return self.attendance
