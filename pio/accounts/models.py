"""The account: who may log in, and as what."""

from collections.abc import Collection
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from pio.accounts import rights
from pio.accounts.enums import STAFF, ChangeVerb, Language, Role
from pio.accounts.querysets import UserManager
from pio.core.fields import EncryptedTextField
from pio.core.models import BaseModel
from pio.core.privacy import Retention


def labels_of(roles: Collection[str]) -> list[str]:
    """Return `roles` in words, in the order of `Role`."""
    return [str(role.label) for role in Role if role in roles]


class User(BaseModel, AbstractBaseUser):
    """One person's account. The last use is a date only: nobody's working hours can be read from it."""

    email = models.EmailField(_("E-post"), max_length=254, unique=True)
    name = models.CharField(_("Navn"), max_length=120, blank=True)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), verbose_name=_("Roller"), default=list)
    language = models.CharField(_("Språk"), max_length=2, choices=Language.choices, default=Language.NORWEGIAN)
    is_active = models.BooleanField(_("I bruk"), default=True)
    created_on = models.DateField(_("Opprettet"), default=localdate)
    last_used_on = models.DateField(_("Sist brukt"), null=True, blank=True)
    warned_on = models.DateField(null=True, blank=True)  # told that the idle account will be deleted
    last_login = None  # AbstractBaseUser's instant, finer than a day

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accounts_user_email_small_letters"),
            models.CheckConstraint(
                condition=~Q(roles__contains=[Role.BOARD.value]) | Q(roles=[Role.BOARD.value]),
                name="accounts_user_board_stands_alone",
            ),
            models.CheckConstraint(
                condition=Q(roles__contained_by=[role.value for role in Role]),
                name="accounts_user_known_roles",
            ),
        )

    class Privacy:
        erase = ("email", "name", "password", "language", "last_used_on", "warned_on")
        keep = ("roles", "is_active", "created_on")
        secret = ("password",)
        retention = Retention(
            "accounts.idle",
            since="last_used_on",
            months=24,
            by="pio.accounts.idle.forget_idle",
            where=Q(is_active=True),
            why=_("En konto som ikke har vært brukt på to år, slettes."),
        )
        subject = "pk"

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Comes to `/intern/`, and so needs a second factor."""
        return not STAFF.isdisjoint(self.roles)

    @property
    def role_labels(self) -> list[str]:
        """The roles in words, in the table's order."""
        return labels_of(self.roles)

    def has_right(self, right: str) -> bool:
        """Say whether one of the roles carries `right`; see `rights.allows`."""
        return rights.allows(self.roles, right)


class LoginSession(BaseModel):
    """One signed-in browser (or one on its way in). What it holds is sealed, and only days stand in clear."""

    key_digest = models.BinaryField(max_length=32, unique=True)
    data = EncryptedTextField(label="accounts.session.data")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="login_sessions")
    started_on = models.DateField(default=localdate)
    used_on = models.DateField()
    expires_on = models.DateField()

    class Meta:
        indexes = (models.Index(fields=["expires_on"], name="accounts_session_expires"),)

    class Privacy:
        erase = ("key_digest", "data", "user", "started_on", "used_on", "expires_on")
        keep = ()
        retention = Retention(
            "accounts.session",
            since="expires_on",
            days=1,
            action="delete",
            why=_("En innlogging som er gått ut, slettes dagen etter."),
        )
        subject = "user"
        on_erase = "delete"
        secret = ("key_digest", "data")

    def __str__(self) -> str:
        return f"session since {self.started_on}"


class OpenIdSubject(BaseModel):
    """Which person at the issuer opens the account, as a keyed hash of the issuer's name for them."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="openid_subject")
    subject = models.BinaryField(max_length=32, unique=True, editable=False)

    class Privacy:
        erase = ("user", "subject")
        keep = ()
        subject = "user"
        on_erase = "delete"
        secret = ("subject",)

    def __str__(self) -> str:
        return "a person at the issuer"


class AccountChange(BaseModel):
    """Who gave which roles to whom, or shut or opened an account; shown to those who run the set-up."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="account_changes")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    verb = models.CharField(max_length=20, choices=ChangeVerb.choices)
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)

    class Meta:
        ordering = ("-made_at", "pk")

    class Privacy:
        keep = ("person", "made_by", "made_at", "verb", "roles")
        retention = Retention(
            "accounts.change",
            since="made_at",
            months=24,
            action="delete",
            why=_("Hvem som ga hvem tilgang, trengs ikke etter to år."),
        )
        subject = "person"
        on_erase = "delete"

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.made_at:%Y-%m-%d}"

    @property
    def role_labels(self) -> list[str]:
        """The roles afterwards, in words."""
        return labels_of(self.roles)
