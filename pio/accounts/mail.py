"""The account's own mails: a code, a link, a notice. They hold no address of a machine and no browser's name.

They go out through the function that ACCOUNT_MAIL_FUNCTION names, since the messages' part stands above this one.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class AccountMail:
    """One mail, ready to send. `kind` says which text it is, such as `login_code`; it holds nothing personal."""

    kind: str
    to: str
    subject: str
    body: str
    language: str


def send(mail: AccountMail) -> None:
    """Hand `mail` to the function named in the settings."""
    import_string(settings.ACCOUNT_MAIL_FUNCTION)(mail)


def send_directly(mail: AccountMail) -> None:
    """Send at once through Django's mail backend; the choice where no outbox is installed."""
    EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
