"""R31 behind the nginx that is shipped: what Debian's nginx would write by itself is not written.

The site file runs as it is but for its ports, its certificate and the address of the program; and
under the surroundings that Debian gives it, where both logs are on, here at debug.
"""

from __future__ import annotations

import http.client
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from facilitator.config import Config
from tests.running import PATIENCE, ROOT, free_port
from tests.web.test_join_logs import (
    PHONES,
    ROUNDS,
    database_url,
    loud,
    needles_of,
    opened,
    traces,
    visit,
)

__all__ = ["database_url", "opened"]

NAME = "circle.example.org"
TRUSTING = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
TRUSTING.check_hostname, TRUSTING.verify_mode = False, ssl.CERT_NONE
SURROUNDINGS = """
daemon off;
pid {folder}/pid;
error_log {folder}/logs/error.log debug;
events {{ worker_connections 64; }}
http {{
    access_log {folder}/logs/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site;
}}
"""


def site(folder: Path, https: int, plain: int, program: int) -> str:
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.M)
    text = text.replace("listen 443", f"listen 127.0.0.1:{https}")
    text = text.replace("listen 80", f"listen 127.0.0.1:{plain}")
    text = text.replace("127.0.0.1:5000", f"127.0.0.1:{program}")
    return text.replace(f"/etc/letsencrypt/live/{NAME}", str(folder))


@pytest.fixture
def nginx() -> str:
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if found is None:
        pytest.skip("nginx is not on this machine")
    return found


def certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={NAME}", "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "nginx"
    (made / "logs").mkdir(parents=True)
    certificate(made)
    return made


def serving(nginx: str, folder: Path, https: int, program: int) -> subprocess.Popen[bytes]:
    """Start nginx; it listens when this returns."""
    (folder / "site").write_text(site(folder, https, free_port(), program))
    (folder / "conf").write_text(SURROUNDINGS.format(folder=folder))
    process = subprocess.Popen(
        [nginx, "-p", folder, "-e", folder / "logs" / "start.log", "-c", folder / "conf"]
    )
    for _ in range(100):
        with socket.socket() as probe:
            probe.settimeout(PATIENCE)
            if probe.connect_ex(("127.0.0.1", https)) == 0:
                return process
        assert process.poll() is None, (folder / "logs" / "start.log").read_text()
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError("nginx never listened")


@pytest.fixture
def ended() -> Iterator[list[subprocess.Popen[bytes]]]:
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for process in running:
        process.terminate()
        process.wait(PATIENCE)


def secretly(port: int) -> http.client.HTTPSConnection:
    """HTTPS to the name on the certificate, from the phone's own address."""
    connection = http.client.HTTPSConnection(NAME, port, timeout=30, context=TRUSTING)
    plain = socket.create_connection(("127.0.0.1", port), 30, (PHONES, 0))
    connection.sock = TRUSTING.wrap_socket(plain, server_hostname=NAME)
    return connection


def test_r31_nginx_writes_nothing_either(
    nginx: str,
    folder: Path,
    ended: list[subprocess.Popen[bytes]],
    opened: tuple[str, str],
    config: Config,
    tmp_path: Path,
) -> None:
    settings = {"CIRCLE_PUBLIC_URL": f"https://{NAME}", "CIRCLE_PROXY_HOPS": "1"}
    tickets: list[str] = []
    with loud(config.data, tmp_path / "loud", **settings) as shouting:
        port = free_port()
        ended.append(serving(nginx, folder, port, shouting.running.port))
        for _ in range(ROUNDS):
            tickets += visit(lambda: secretly(port), *opened)
        said = shouting.said_until_its_end()
    ended[0].terminate()
    ended[0].wait(PATIENCE)
    needles = needles_of(*opened, tickets)
    assert traces(needles, said, config.data) == []
    (folder / "site").unlink()
    assert traces(needles, "", folder) == []
    written = {path.name: path.read_text() for path in (folder / "logs").iterdir()}
    assert written["access.log"] == ""
    assert [
        line for line in written["error.log"].splitlines() if re.search("client|GET|POST", line)
    ] == []
