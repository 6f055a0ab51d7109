"""The measures stay inside: their port is nowhere published, and every alarm is about a measure that exists."""

import re

import yaml

from pio.core import metrics, metrics_page
from tests.conftest import NOW
from tests.deploy.proxy import DEPLOY
from tests.setup.conftest import ROOT

PORT = 9464
MANIFESTS = list(yaml.safe_load_all((DEPLOY / "kubernetes/portal.yaml").read_text(encoding="utf-8")))


def named(name: str) -> dict:
    return next(each for each in MANIFESTS if each["metadata"]["name"] == name and each["kind"] != "Deployment")


def test_only_the_monitor_reaches_the_port() -> None:
    reachable = [
        each["metadata"]["name"]
        for each in MANIFESTS
        if each["kind"] == "NetworkPolicy" and f"'port': {PORT}" in str(each["spec"].get("ingress"))
    ]
    assert reachable == ["metrics-to-monitor"]
    (rule,) = named("metrics-to-monitor")["spec"]["ingress"]
    (who,) = rule["from"]
    assert set(who) == {"namespaceSelector", "podSelector"}, (
        "both at once: the monitor's pods in the monitor's namespace"
    )
    assert [each["port"] for each in named("web")["spec"]["ports"]] == [8000]


def test_the_port_is_published_nowhere() -> None:
    compose = yaml.safe_load((DEPLOY / "compose/compose.yaml").read_text(encoding="utf-8"))
    assert [each for each in compose["services"].values() if str(PORT) in str(each.get("ports"))] == []
    assert str(PORT) not in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    unit = (DEPLOY / "systemd/pio-web.service").read_text(encoding="utf-8")
    assert "PIO_METRICS_PORT=9464" in unit
    assert "PIO_METRICS_BIND" not in unit, "one server: only this machine"


def test_the_proxy_answers_no_question_about_the_inside() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert re.search(r"location = /readyz \{\s+return 404;\s+\}", text)


def test_every_alarm_is_about_a_measure_that_exists(db) -> None:
    rules = yaml.safe_load((DEPLOY / "prometheus/alerts.yaml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    asked = {name for rule in rules for name in re.findall(r"pio_[a-z_]+", rule["expr"])}
    requests = {
        sample.name
        for metric in metrics.Counters(None).registry.collect()
        for sample in [*metric.samples, type("Named", (), {"name": f"{metric.name}_count"})]
    }
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "pio").rglob("*.py"))
    told = requests | set(re.findall(r'Gauge\(\s*"(pio_[a-z_]+)"', source))
    assert asked - told == set()
    assert {each.name for each in metrics_page.gauges(now=NOW)} <= told
    assert len(rules) == 6
