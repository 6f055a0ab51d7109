"""Rendering of message texts, and what fits in one SMS."""

import pytest
from django.template import engines

from pio.messaging import texts
from pio.messaging.texts import TooLongForSms


@pytest.fixture
def template(tmp_path, settings, monkeypatch):
    def write(text):
        (tmp_path / "probe.txt").write_text(text, encoding="utf-8")
        monkeypatch.setattr(engines["django"].engine, "dirs", [tmp_path])
        monkeypatch.setattr(engines["django"].engine.template_loaders[0], "loaders", [], raising=False)
        from django.template.loaders.filesystem import Loader

        monkeypatch.setattr(engines["django"].engine, "template_loaders", [Loader(engines["django"].engine)])
        return "probe.txt"

    return write


def test_subject_and_body_are_parted(template):
    name = template("Subject: Timen din\n\nHei {{ who }},   \n\nvel møtt & hilsen\n\n")
    text = texts.render(name, {"who": "<du>"}, "nb")
    assert (text.subject, text.body) == ("Timen din", "Hei <du>,\n\nvel møtt & hilsen\n")


def test_text_without_subject(template):
    assert texts.render(template("Hei"), {}, "en") == texts.Text("", "Hei\n")


def test_language_is_the_messages_own(template):
    name = template("{% load i18n %}{% get_current_language as code %}{{ code }}")
    assert [texts.render(name, {}, language).body for language in ("nb", "en")] == ["nb\n", "en\n"]


def test_absolute_link(settings):
    settings.PIO_BASE_URL = "https://example.org"
    assert texts.absolute("/kurs/") == "https://example.org/kurs/"


@pytest.mark.parametrize(
    ("text", "length"), [("æøå ÆØÅ é", 9), ("€", 2), ("[a]", 5), ("č", None), ("–", None), ("", 0)]
)
def test_gsm_length(text, length):
    assert texts.gsm_length(text) == length


def test_one_sms_takes_160_characters_and_not_161():
    assert texts.one_sms("å" * 160 + "\n") == "å" * 160
    with pytest.raises(TooLongForSms, match="161"):
        texts.one_sms("å" * 161)
    with pytest.raises(TooLongForSms, match="outside the GSM alphabet"):
        texts.one_sms("Vi sees ☺ hilsen")


def test_typography_becomes_plain_in_an_sms():
    assert texts.one_sms(" Ny tid: kl. 10\u2060–\u206012\u00a0på «Rom 2»… ") == 'Ny tid: kl. 10-12 på "Rom 2"...'
