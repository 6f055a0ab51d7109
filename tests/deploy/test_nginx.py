"""nginx itself reads `deploy/nginx.conf`: it is taken, and by a proxy that runs it is obeyed (test_topology)."""

import subprocess

import pytest

from tests import debian
from tests.deploy.proxy import configuration


@pytest.mark.slow
def test_nginx_takes_the_configuration(tmp_path) -> None:
    path = configuration(tmp_path, ports=[8001, 8002], tls=8443, plain=8080)
    done = subprocess.run(
        [debian.nginx(), "-t", "-q", "-p", str(tmp_path), "-c", str(path), "-e", "stderr"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_configuration_with_a_fault_is_refused(tmp_path) -> None:
    path = configuration(tmp_path, ports=[8001], tls=8443, plain=8080)
    path.write_text(path.read_text(encoding="utf-8").replace("limit_req_status 429;", "limit_req_state 429;"))
    done = subprocess.run([debian.nginx(), "-t", "-p", str(tmp_path), "-c", str(path), "-e", "stderr"], check=False)
    assert done.returncode == 1
