"""A phone of 360 pixels, long words and addresses, and letters wider than ours: no page of a case grows sideways."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from ombud.models import Deadline
from ombud.services import codes
from pio.audit.services import log_read
from tests.browser.conftest import settled
from tests.ombud.factories import (
    AssignmentFactory,
    CaseFactory,
    ClientFactory,
    ConsentFactory,
    MandateFactory,
    NetworkPersonFactory,
    OfficeFactory,
)  # fmt: skip

LONG = "https://example.org/" + "forvaltningstjenesteavdelingsdirektoratet" * 2
TABS = ("", "oppdrag/", "tillatelser/", "logg/", "frister/", "dokumenter/", "apnet/")
WIDE = """() => {
    const page = document.documentElement;
    const beyond = (each) => each.getBoundingClientRect().right > page.clientWidth + 0.5 && !each.closest(".scroll");
    if (page.scrollWidth <= page.clientWidth) return "";
    const found = [...document.querySelectorAll("body *")].find(beyond);
    return `${page.scrollWidth} px: ${found ? found.outerHTML.slice(0, 200) : "?"}`;
}"""


@pytest.fixture
def phone(page: Page, portal: str) -> Page:
    """Our fonts never come; what stands in for them is wider, as it is on every first visit for a moment."""
    page.route("**/*.woff2", lambda route: route.abort())
    page.set_viewport_size({"width": 360, "height": 900})
    return page


def _case(user):
    now = timezone.now()
    case = ClientFactory(name=LONG, case=CaseFactory(ombud=user)).case
    office, person = OfficeFactory(name=f"NAV {LONG}"), NetworkPersonFactory(case=case)
    waits = {"status": "waiting", "waiting_since": now.date()}
    AssignmentFactory(case=case, words=LONG, goal=LONG, next_step=LONG, waiting_on=office, **waits)
    AssignmentFactory(case=case, words=LONG, waiting_for="other", waiting_words=LONG, **waits)
    mandate = MandateFactory(case=case, office=office, scope=["speak", "read", "apply", "appeal", "receive"])
    ConsentFactory(person=person, words=LONG, purpose=LONG)
    said = {"facts": LONG, "client_view": LONG, "next_step": LONG, "author": user, "mode": "digital_post"}
    entry = case.entries.create(occurred_at=now, party="office", office=office, mandate=mandate, **said)
    entry.remarks.create(text=LONG, written_on=now.date())
    case.entries.create(occurred_at=now, party="client", mode="phone", author=user, facts=LONG, amends=entry)
    Deadline.objects.create(case=case, office=office, title=LONG, trigger_date=now.date(), due_date=now.date())
    log_read(by=user, subject=case, verb="ombud.case", reason=LONG, now=now - timedelta(hours=1))
    return case


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_clients_page_by_code_stays_as_narrow_as_a_phone(phone: Page, login, prefix) -> None:
    case = _case(login("ombud", name=f"Kari {LONG}").user)
    code = codes.make_code(case, by=case.ombud, now=timezone.now())
    phone.goto(f"{prefix}/personlig-ombud/min-sak/")
    wide = [phone.evaluate(WIDE)]
    phone.locator("#id_code").fill(code)
    phone.keyboard.press("Enter")
    phone.wait_for_selector("#op")
    phone.wait_for_load_state()  # the style may still be under way when its words stand there
    wide.append(phone.evaluate(WIDE))
    phone.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    wide.append(phone.evaluate(WIDE))
    assert wide == ["", "", ""]


def test_the_pages_of_a_case_stay_as_narrow_as_a_phone(phone: Page, context, sign_in) -> None:
    case = _case(sign_in(context, "ombud").user)
    addresses = [f"{case.get_absolute_url()}{tab}" for tab in TABS]
    wide = {}
    for address in [*addresses, "/intern/ombud/", "/intern/ombud/venter/"]:
        phone.goto(address)
        wide[address] = phone.evaluate(WIDE)
    assert {address: what for address, what in wide.items() if what} == {}


def test_the_managers_list_of_cases_has_the_width_of_the_page(page: Page, context, portal, sign_in) -> None:
    sign_in(context, "manager")
    CaseFactory.create_batch(6)
    abreast = {}
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/intern/ombud/")
        assert settled(page).evaluate(WIDE) == ""
        parts = page.evaluate("[...document.querySelectorAll('.cols, section:has(#al)')].map(each => each.clientWidth)")
        rows = page.evaluate("[...document.querySelectorAll('.abreast>li')].map(each => each.offsetTop)")
        abreast[width] = (len(rows), len(rows) // len(set(rows)))
        assert abs(parts[0] - parts[1]) <= 2  # the border of the box
    assert abreast == {360: (6, 1), 1280: (6, 2)}
