"""The bill of materials names every locked package once, with its hashes, in CycloneDX's form."""

import json
import re

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from django.core.management import call_command

from pio.core import bill_of_materials as bom
from tests.setup.conftest import ROOT

LOCK = f"""\
# a comment
altcha==1.0.0 \\
    --hash=sha256:{"a" * 64} \\
    --hash=sha256:{"b" * 64}
celery[redis]==5.7.1 ; python_version >= "3.11" \\
    --hash=sha256:{"c" * 64}
"""


def test_python_packages_with_the_hashes_of_their_files() -> None:
    assert bom.python_packages(LOCK) == [
        {"type": "library", "bom-ref": "pkg:pypi/altcha@1.0.0", "name": "altcha", "version": "1.0.0",
         "purl": "pkg:pypi/altcha@1.0.0", "properties": [
             {"name": "pio:sha256", "value": "a" * 64}, {"name": "pio:sha256", "value": "b" * 64}]},
        {"type": "library", "bom-ref": "pkg:pypi/celery@5.7.1", "name": "celery", "version": "5.7.1",
         "purl": "pkg:pypi/celery@5.7.1", "properties": [{"name": "pio:sha256", "value": "c" * 64}]},
    ]  # fmt: skip


def test_node_packages_once_each_with_scope_and_hash() -> None:
    lock = {
        "packages": {
            "": {"name": "pio-portal", "version": "0"},
            "node_modules/@digdir/css": {"version": "1.2.3", "integrity": "sha512-" + "AAAA" * 21 + "AA=="},
            "node_modules/a/node_modules/b": {"version": "2.0.0", "dev": True},
            "node_modules/b": {"version": "2.0.0", "dev": True},
        }
    }
    one, two = bom.node_packages(json.dumps(lock))
    assert one["purl"] == "pkg:npm/%40digdir/css@1.2.3"
    assert one["hashes"] == [{"alg": "SHA-512", "content": "00" * 64}]
    assert (two["name"], two["scope"]) == ("b", "excluded")


def test_every_locked_package_is_in_the_bill(capsys) -> None:
    call_command("sbom")
    bill = json.loads(capsys.readouterr().out)
    locked = re.findall(r"(?m)^([\w.-]+)(?:\[.*?\])?==", (ROOT / "requirements/base.txt").read_text(encoding="utf-8"))
    python = [each["name"] for each in bill["components"] if each["purl"].startswith("pkg:pypi/")]
    assert python == locked
    assert {"django", "celery", "cryptography"} < set(python)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    references = [each["bom-ref"] for each in bill["components"]]
    assert len(references) == len(set(references))
    assert bill["dependencies"] == [{"ref": "pio-portal", "dependsOn": references}]


def test_the_bill_is_as_the_schema_of_cyclonedx_says(tmp_path) -> None:
    call_command("sbom", output=str(tmp_path / "bill.json"))
    text = (tmp_path / "bill.json").read_text(encoding="utf-8")
    checker = JsonStrictValidator(SchemaVersion.V1_5)
    assert checker.validate_str(text) is None
    assert checker.validate_str(text.replace('"bomFormat"', '"format"')) is not None
