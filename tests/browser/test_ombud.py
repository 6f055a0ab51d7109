"""The ombud's pages in Chromium: axe, keyboard, no sideways scroll; words that judge are pointed out."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ombud.models import Remark
from ombud.services import codes
from tests.browser.conftest import WIDTHS, settled
from tests.conftest import NOW
from tests.ombud.factories import (
    AssignmentFactory,
    CaseFactory,
    ClientFactory,
    ConsentFactory,
    MandateFactory,
    OmbudUserFactory,
    RuleFactory,
)  # fmt: skip

TABS = (
    "", "oppdrag/", "tillatelser/", "logg/", "logg/ny/", "frister/", "dokumenter/", "klient/", "apnet/", "brev/",
    "overfor/", "status/", "kode/",
)  # fmt: skip
PAGES = ("", "venter/", "ko/", "kontorer/", "systemfeil/", "kalender/")


def _case(user):
    found = ClientFactory(case=CaseFactory(ombud=user)).case
    AssignmentFactory(case=found)
    mandate = MandateFactory(case=found)
    ConsentFactory(person__case=found)
    found.entries.create(
        occurred_at=NOW,
        mode="phone",
        party="office",
        office=mandate.office,
        mandate=mandate,
        author=user,
        facts="Ringt.",
    )
    return found


def _is_wide(page: Page) -> bool:
    return settled(page).evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_a_case_is_for_everybody(page: Page, portal: str, context, sign_in, assert_axe, width) -> None:
    case = _case(sign_in(context, "ombud").user)
    page.set_viewport_size({"width": width, "height": 900})
    waits = AssignmentFactory(
        case=case, status="waiting", waiting_for="other", waiting_words="Verkstedet", waiting_since=NOW.date()
    )
    tabs = [*TABS, f"oppdrag/endre/?oppdrag={waits.pk}"]
    addresses = [f"{case.get_absolute_url()}{tab}" for tab in tabs] + [f"/intern/ombud/{name}" for name in PAGES]
    wide = []
    for address in addresses:
        page.goto(address)
        assert_axe(page)
        wide += [address] if _is_wide(page) else []
    assert wide == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_public_page_is_for_everybody(page: Page, portal: str, assert_axe, width) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/personlig-ombud/")
    assert_axe(page)
    assert _is_wide(page) is False


SAME_PLACE = """() => {
    const field = document.querySelector(".judged > textarea"), layer = document.querySelector(".judged-layer");
    const inside = field.getBoundingClientRect(), over = layer.getBoundingClientRect();
    const styles = [field, layer].map((each) => getComputedStyle(each));
    const same = ["fontSize", "fontFamily", "lineHeight", "paddingLeft", "paddingTop", "letterSpacing"];
    return [
        over.left - inside.left - field.clientLeft, over.top - inside.top - field.clientTop,
        over.width - field.clientWidth, over.height - field.clientHeight, layer.scrollTop - field.scrollTop,
        ...same.filter((name) => styles[0][name] !== styles[1][name]),
    ];
}"""


@pytest.mark.parametrize("width", WIDTHS)
def test_words_that_judge_are_underlined_where_they_stand_and_nothing_is_stopped(
    page: Page, portal: str, context, sign_in, assert_axe, width
) -> None:
    case = _case(sign_in(context, "ombud").user)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{case.get_absolute_url()}logg/ny/")
    facts, told, lines = page.get_by_label("Hva skjedde?"), page.locator("[data-judging]"), page.locator(".judging")
    assert told.text_content() == ""
    settled(page)  # letters that come later would move the field under its layer
    facts.fill("Han var vanskelig og nekter alt. " * 12)
    expect(lines).to_have_text(["vanskelig", "nekter"] * 12)
    expect(told).to_have_text("Disse ordene dømmer. Skriv heller hva du så og hørte: vanskelig, nekter")
    facts.evaluate("field => field.scrollTo(0, 40)")
    # Not `wait_for_function`: it is evaluated in the page, and the CSP lets it only if it is true at the first look.
    expect(page.locator(".judged-layer")).to_have_js_property("scrollTop", 40)
    assert page.evaluate(SAME_PLACE) == [0, 0, 0, 0, 0]
    assert page.locator(".judged-layer").get_attribute("aria-hidden") == "true"
    facts.click()  # the layer is not in the way
    assert facts.evaluate("field => document.activeElement === field") is True
    assert_axe(page)
    facts.fill("Han sa nei til møtet.")
    expect(told).to_have_text("")
    expect(lines).to_have_count(0)


def test_an_ombuds_day_by_keyboard_alone(page: Page, portal: str, context, sign_in) -> None:
    """From the list to the case; a contact with the deadline it gave, a wait, a letter, and the deadline's proof."""
    case, rule = _case(sign_in(context, "ombud").user), RuleFactory(name="Svar på brevet")
    path = case.get_absolute_url()
    page.goto("/intern/ombud/")
    _press(page, "Marit Eksempel", to=path)
    _press(page, "Før kontakt", to=f"{path}logg/ny/")
    _type(page, with_whom="Klienten", mode="Telefon", facts="Vi snakket om brevet.", rule="Svar")
    _press(page, "Lagre kontakten", to=path)
    _press(page, "Endre eller avslutt", to=f"{path}oppdrag/endre/?oppdrag={case.assignments.get().pk}")
    _type(page, status="Venter", waits_for="Klienten")
    _press(page, "Lagre", to=path)
    _press(page, "Nytt brev", to=f"{path}brev/")
    _type(page, type="Klage", kontor="Kontor")
    _press(page, "Videre", to=f"{path}brev/?type=*")
    _type(page, text="Vi klager på vedtaket.")
    _press(page, "Lagre brevet", to=f"{path}dokumenter/")
    _press(page, "Frister", to=f"{path}frister/")
    _press(page, "Lukk:", to=f"{path}frister/lukk/?frist=*")
    _type(page, is_kept="Ja", proof="Klage")
    _press(page, "Lukk", to=f"{path}frister/")
    expect(page.get_by_role("heading", name="Lukkede frister")).to_be_visible()
    entry, deadline, wish = case.entries.get(party="client"), case.deadlines.get(), case.assignments.get()
    assert (entry.mode, entry.facts) == ("phone", "Vi snakket om brevet.")
    assert (wish.status, wish.waits_for, wish.waiting_since) == ("waiting", "client", timezone.localdate())
    assert (case.documents.count(), case.entries.filter(mode="letter").count()) == (2, 1)
    assert (deadline.rule, deadline.is_kept, deadline.proof in case.documents.all()) == (rule, True, True)


def _press(page: Page, text: str, *, to: str) -> None:
    """Go to the control that begins with this text by Tab, press Enter, and come to the page `to`."""
    _tab_to(page, text)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{to}".replace("?", r"\?"))


def _type(page: Page, **values: str) -> None:
    """Fill fields by their ids, in the order of the page, with the keys that a hand would press."""
    for name, value in values.items():
        _tab_to(page, "", f"id_{name}")
        if page.evaluate("document.activeElement.tagName") == "TEXTAREA":
            page.keyboard.press("Control+A")
        page.keyboard.insert_text(value) if name in {"facts", "text"} else page.keyboard.type(value)


FOCUS = """() => {
    const here = document.activeElement, text = here.textContent.replace(/\\s+/g, " ").trim();
    return [text, here.id, getComputedStyle(here).outlineStyle];
}"""


def _tab_to(page: Page, text: str, name: str = "") -> None:
    """Tab until the control that begins with this text, or has this id, has the focus, which must be seen."""
    for _n in range(80):
        page.keyboard.press("Tab")
        words, key, outline = page.evaluate(FOCUS)
        if (text and words.startswith(text)) or (name and key == name):
            assert outline != "none", (text, name)
            return
    raise AssertionError(text or name)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_clients_page_by_code_is_for_everybody(page: Page, portal: str, context, assert_axe, width) -> None:
    case = _case(OmbudUserFactory())
    code = codes.make_code(case, by=case.ombud, now=timezone.now())
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/personlig-ombud/min-sak/")
    assert_axe(page)
    page.get_by_label("Koden du har fått av ombudet").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Saken min", exact=True)).to_be_visible()
    for each in page.locator("details > summary").all():
        each.click()
    assert_axe(page)
    assert (_is_wide(page), context.cookies()) == (False, [])
    page.get_by_label("Merknaden din").fill("Jeg husker det annerledes.")
    page.get_by_role("button", name="Lagre merknaden").click()
    expect(page.locator("main .ds-alert[role=status]")).to_have_text("Merknaden står ved siden av det ombudet skrev.")
    assert [each.text for each in Remark.objects.all()] == ["Jeg husker det annerledes."]


def test_an_open_tab_is_emptied_when_the_case_is_taken_away(page: Page, portal: str, context, sign_in) -> None:
    case = _case(sign_in(context, "ombud").user)
    page.goto(case.get_absolute_url())
    expect(page.get_by_role("heading", name="Marit Eksempel")).to_be_visible()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("heading", name="Marit Eksempel")).to_be_visible()  # the control: it is still theirs
    case.ombud = OmbudUserFactory()
    case.save()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("alert")).to_have_text("Du har ikke tilgang til denne saken lenger.")
    assert "Marit" not in page.content()
