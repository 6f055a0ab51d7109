"""Message texts in the centre's own words: what is refused, when the template speaks instead, who changed what."""

import math
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from advising.enums.sessions import MessagePart
from advising.messages import sessions
from pio.messaging import kinds, own_texts, text_editing, texts
from pio.messaging.enums import Channel
from pio.messaging.models import MessageTextVersion
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
KEY, SMS = "advising-session_reminder_email", "advising-session_reminder_sms"
TEXTS = "/intern/oppsett/meldinger/tekster/"
WORDS = {"subject": "Vi ses {weekday}", "body": "Hei, vi ses {when}.\n\n{link}\n"}


@pytest.fixture
def manager(login: Callable[..., Client], at: Callable[..., None]) -> Iterator[Client]:
    at(NOW)
    own_texts.forget()
    yield login("manager", name="Marit Leder")
    own_texts.remember({}, until=math.inf)


def reminder(channel: Channel = Channel.EMAIL, language: str = "nb") -> kinds.Message:
    """The sample of the reminder, as it is sent now."""
    own_texts.forget()
    kind = next(each for each in kinds.registered() if each.label == "Rådgivningstime")
    made = zip([(p, c) for p in MessagePart for c in (Channel.EMAIL, Channel.SMS)], kind.samples(language), strict=True)
    return dict(made)[MessagePart.REMINDER, channel]


def test_own_words_are_sent_in_their_language_only(manager: Client) -> None:
    before = reminder(language="en")
    assert manager.post(f"{TEXTS}nb/{KEY}/", WORDS).status_code == 302
    sent = reminder()
    assert (sent.subject, sent.body.split("\n")[0]) == (
        "Vi ses torsdag kl. 12.30", "Hei, vi ses torsdag 26. november kl. 12.30.",
    )  # fmt: skip
    assert "/radgivning/time/eksempel-7Qk2/" in sent.body
    assert reminder(language="en") == before


def test_preview_saves_nothing(manager: Client) -> None:
    page = manager.post(f"{TEXTS}nb/{KEY}/", WORDS | {"preview": "1"})
    assert (page.status_code, page.context["shown"].subject) == (200, "Vi ses torsdag kl. 12.30")
    assert MessageTextVersion.objects.count() == 0
    assert 'value="Vi ses {weekday}"' in page.content.decode()


def test_back_to_the_default_and_the_history(manager: Client) -> None:
    default = reminder()
    manager.post(f"{TEXTS}nb/{KEY}/", WORDS)
    assert manager.post(f"{TEXTS}nb/{KEY}/standard/").status_code == 302
    assert reminder() == default
    history = manager.get(f"{TEXTS}nb/{KEY}/").context["history"]
    assert [(row.who, row.is_default, row.subject) for row in history] == [
        ("Marit Leder", True, ""), ("Marit Leder", False, "Vi ses {weekday}"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "changed", "sentence"),
    [
        (KEY, {"body": "Hei {link} {kode}"}, "{kode} finnes ikke i denne meldingen."),
        (KEY, {"body": "Hei {link} {{ about }}"}, "Krøllparenteser brukes bare rundt navnene i lista."),
        (KEY, {"body": "Hei {link"}, "Krøllparenteser brukes bare rundt navnene i lista."),
        (KEY, {"body": "Hei"}, "Teksten må ha med {link}."),
        (KEY, {"body": "Logg inn på https://example.org {link}"},
         "Skriv ikke lenker eller adresser i teksten. Bruk navnene i lista."),
        (KEY, {"body": "Rådgivningen din {link}"}, "Ta bort «rådgiv»."),
        (KEY, {"body": "Det handler om tvang {link}"}, "Ta bort «tvang"),
        (KEY, {"subject": "Hilsen PIO"}, "Ta bort «pio»."),
        (KEY, {"subject": ""}, "Emne"),
        (SMS, {"body": "Husk 😀 {link}"}, "En SMS kan bare ha vanlige bokstaver og tegn. Ta bort symboler."),
        (SMS, {"body": "x" * 130 + "{link}"}, "Den kan ha høyst 160."),
    ],
)  # fmt: skip
def test_what_must_not_be_sent_is_refused(manager: Client, key: str, changed: dict[str, str], sentence: str) -> None:
    response = manager.post(f"{TEXTS}nb/{key}/", WORDS | changed)
    page = response.content.decode()
    assert (response.status_code, "<title>Feil: " in page) == (422, True)
    assert page.replace("&#x27;", "'").count(sentence) >= 2
    assert MessageTextVersion.objects.count() == 0


def test_every_text_that_comes_with_the_portal_would_be_taken() -> None:
    own_texts.remember({}, until=math.inf)
    seen = [
        text_editing.find_text(each.key, language)
        for language in ("nb", "en")
        for kind in kinds.registered()
        for _message, each in text_editing.samples_of(kind, language)
        if each is not None
    ]
    assert len({(text.seen.key, text.language) for text in seen}) == len(seen) > 100
    for text in seen:
        text_editing.check(text, subject=text.default.subject, body=text.default.body)


@pytest.mark.parametrize(
    ("values", "is_own"),
    [
        ({"by_us": False, "when": "torsdag"}, True),
        ({"by_us": True, "when": "torsdag"}, False),  # we cancel: the template apologises
        ({"by_us": False, "when": ""}, False),  # nothing to put in
    ],
)
def test_the_template_speaks_where_the_own_text_does_not_fit(manager: Client, values: dict, is_own: bool) -> None:
    text = text_editing.find_text("advising-session_cancelled_email", "nb")
    text_editing.save(text, subject="Avlyst", body="Ikke {when}. {link}", by=manager.user.pk, now=NOW)
    own_texts.forget()
    about = sessions.About("K7QM-2X9P", "https://x.no/1", None, None, by_us=values["by_us"])
    context = {"about": about, "when": values["when"], "weekday": "", "span": ""}
    rendered = texts.render("advising/messages/session_cancelled_email.txt", context, "nb")
    assert (rendered.subject == "Avlyst") is is_own


def test_an_own_sms_that_grew_too_long_gives_way(manager: Client) -> None:
    text = text_editing.find_text(SMS, "nb")
    text_editing.save(text, subject="", body="Vi ses. {link}", by=manager.user.pk, now=NOW)
    own_texts.forget()
    context = {"about": sessions.About("", "https://x.no/" + "a" * 150, None, None), "when": "", "weekday": "i morgen"}
    rendered = texts.render("advising/messages/session_reminder_sms.txt", context, "nb")
    assert rendered.body.startswith("Husk avtalen i morgen")


def test_own_texts_are_read_once_a_minute(manager: Client, django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(1):
        for _time in range(3):
            own_texts.all_own()


@pytest.mark.parametrize("address", [f"nb/{KEY}/", f"en/{KEY}/"])
def test_only_the_manager_edits_texts(login: Callable[..., Client], address: str) -> None:
    seen = {role: login(role).get(TEXTS + address).status_code for role in ("manager", "technician", "adviser")}
    assert seen == {"manager": 200, "technician": 404, "adviser": 404}


@pytest.mark.parametrize("address", ["nb/nonsense/", f"de/{KEY}/"])
def test_a_text_that_is_not_there_is_not_found(manager: Client, address: str) -> None:
    assert manager.get(TEXTS + address).status_code == 404
