"""The ombud's pages in Chromium: axe, keyboard, no sideways scroll; words that judge are pointed out."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ombud.models import Remark
from ombud.services import codes
from tests.browser.conftest import WIDTHS
from tests.conftest import NOW
from tests.ombud.factories import (
    AssignmentFactory,
    CaseFactory,
    ClientFactory,
    ConsentFactory,
    MandateFactory,
    OmbudUserFactory,
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
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_a_case_is_for_everybody(page: Page, portal: str, context, sign_in, assert_axe, width) -> None:
    case = _case(sign_in(context, "ombud").user)
    page.set_viewport_size({"width": width, "height": 900})
    addresses = [f"{case.get_absolute_url()}{tab}" for tab in TABS] + [f"/intern/ombud/{name}" for name in PAGES]
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
    facts.fill("Han var vanskelig og nekter alt. " * 12)
    expect(lines).to_have_text(["vanskelig", "nekter"] * 12)
    expect(told).to_have_text("Disse ordene dømmer. Skriv heller hva du så og hørte: vanskelig, nekter")
    facts.evaluate("field => field.scrollTo(0, 40)")
    page.wait_for_function("document.querySelector('.judged-layer').scrollTop === 40")
    assert page.evaluate(SAME_PLACE) == [0, 0, 0, 0, 0]
    assert page.locator(".judged-layer").get_attribute("aria-hidden") == "true"
    facts.click()  # the layer is not in the way
    assert facts.evaluate("field => document.activeElement === field") is True
    assert_axe(page)
    facts.fill("Han sa nei til møtet.")
    expect(told).to_have_text("")
    expect(lines).to_have_count(0)


def test_a_contact_is_logged_by_keyboard_alone(page: Page, portal: str, context, sign_in) -> None:
    case = _case(sign_in(context, "ombud").user)
    page.goto(case.get_absolute_url())
    _tab_to(page, "Før kontakt")
    page.keyboard.press("Enter")
    page.wait_for_url("**/logg/ny/")
    _tab_to(page, "", "id_with_whom")
    page.keyboard.press("Tab")
    page.keyboard.type("Telefon")
    _tab_to(page, "", "id_facts")
    page.keyboard.type("Vi snakket om møtet.")
    _tab_to(page, "Lagre kontakten")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Marit Eksempel")).to_be_visible()
    assert [(each.mode, each.facts) for each in case.entries.filter(party="client")] == [
        ("phone", "Vi snakket om møtet.")
    ]


def _tab_to(page: Page, text: str, name: str = "") -> None:
    """Tab until the control with this text or id has the focus, which must be seen."""
    for _n in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate("[document.activeElement.textContent.trim(), document.activeElement.id]")
        if (text and here[0] == text) or (name and here[1] == name):
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline != "none", here
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
