"""P03 over HTTP: the time of the answer tells nothing about which part of a receipt was wrong.

Right selector with a wrong verifier, an unknown selector, and what cannot be a receipt at all, asked in turn of a
running portal, in an order that is drawn anew each round. Lower quartiles are compared (what else a machine does only
ever adds) against how much they vary by themselves: two samples of the *same* kind say how large a difference chance
makes on this machine at this moment.
"""

import random
import re
import statistics
import time

import httpx
import pytest

from platform_stories import receipts

pytestmark = pytest.mark.slow
PAGE = "/erfaringer/kvittering/"
ROUNDS = 40
LEAST = 0.004  # seconds; what one Argon2id hash takes is five times that, so a missing one would show


def field(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def share(client: httpx.Client) -> str:
    """Write an experience; its receipt."""
    page = client.get("/erfaringer/del/").text
    sent = {"form_token": field(page, "form_token"), "text": "Målt.", "consent": "documentation_only"}
    checked = client.post("/erfaringer/del/", data=sent).text
    data = {"form_token": field(checked, "form_token"), "state": field(checked, "state")}
    return re.search(r">([0-9A-Z]{5}(?:-[0-9A-Z]{5}){3})<", client.post("/erfaringer/del/", data=data).text)[1]


def kinds(right: str) -> dict[str, str]:
    """A fresh wrong receipt of each kind; the first two are of one kind, to measure chance."""
    wrong = [receipts.shown(right[:5] + receipts.new_code()[5:]) for _ in range(2)]
    return {
        "selector 1": wrong[0], "selector 2": wrong[1], "unknown": receipts.shown(receipts.new_code()),
        "malformed": receipts.shown(receipts.new_code())[:-1] + "*",
    }  # fmt: skip


def asked(client: httpx.Client, token: str, typed: str) -> tuple[float, int]:
    """How long one answer took, and its status; waits where too many have been tried."""
    while True:
        begun = time.perf_counter()
        answer = client.post(PAGE, data={"form_token": token, "receipt": typed})
        took = time.perf_counter() - begun
        if answer.status_code != 429:
            return took, answer.status_code
        time.sleep(2)


def test_p03_the_time_of_the_answer_does_not_tell_what_was_wrong(demo_portal: str) -> None:
    times: dict[str, list[float]] = {}
    with httpx.Client(base_url=demo_portal, timeout=60) as client:
        right = receipts.read(share(client))
        token = field(client.get(PAGE).text, "form_token")
        statuses = set()
        for _ in range(ROUNDS):
            for name, typed in random.sample(sorted(kinds(right).items()), 4):
                took, status = asked(client, token, typed)
                times.setdefault(name, []).append(took)
                statuses.add(status)
    assert statuses == {422}
    middle = {name: statistics.quantiles(each, n=4)[0] for name, each in times.items()}
    chance = max(LEAST, 3 * abs(middle["selector 1"] - middle["selector 2"]))
    print({name: round(value * 1000, 1) for name, value in middle.items()}, f"allowed {chance * 1000:.1f} ms")
    assert max(middle.values()) - min(middle.values()) < chance
    assert min(middle.values()) > LEAST  # each has paid for a hash: nothing answers before the work is done
