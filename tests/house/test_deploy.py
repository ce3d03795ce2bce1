"""The shipped examples, tried as far as they can be here: nginx as it is, with other ports."""

from __future__ import annotations

import http.client
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.running import ROOT, free_port, program

NAME = "circle.example.org"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
AROUND = """\
pid {folder}/pid;
error_log {folder}/error.log notice;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass
class Upstream:
    """Stands where the program stands, and keeps the headers of every request."""

    port: int
    seen: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def upstream() -> Iterator[Upstream]:
    kept = Upstream(0)

    class Echo(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            kept.seen.append(dict(self.headers))
            self.send_response(204)
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            """Keep the tests' output free of a line for each request."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield kept
        server.shutdown()
        thread.join()


@dataclass
class Proxy:
    folder: Path
    plain: int
    tls: int

    def ask(
        self,
        path: str = "/",
        *,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        name: str = NAME,
    ) -> tuple[int, str]:
        """One request by HTTPS: (status, Location)."""
        trust = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        with (
            socket.create_connection(("127.0.0.1", self.tls), timeout=30) as raw,
            trust.wrap_socket(raw, server_hostname=name) as wire,
        ):
            connection = http.client.HTTPConnection(name)
            connection.sock = wire
            connection.request("POST" if body else "GET", path, body or None, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", "")


@contextmanager
def nginx(folder: Path, port: int, address: str = "$remote_addr") -> Iterator[Proxy]:
    """The shipped file on free ports, with a certificate of its own, in front of `port`.

    `address` is what its map reads, so that a request can come from anywhere. nginx returns from
    its start when it listens.
    """
    made = Proxy(folder, free_port(), free_port())
    certify(folder)
    kept = f"/etc/letsencrypt/live/{NAME}"
    changes = {
        "map $remote_addr": f"map {address}",
        "server 127.0.0.1:5000": f"server 127.0.0.1:{port}",
        "listen 80": f"listen 127.0.0.1:{made.plain}",
        "listen 443": f"listen 127.0.0.1:{made.tls}",
        f"{kept}/fullchain.pem": f"{folder}/cert.pem",
        f"{kept}/privkey.pem": f"{folder}/key.pem",
    }
    shipped = (ROOT / "deploy" / "nginx.conf").read_text()
    for old, new in changes.items():
        assert old in shipped
        shipped = shipped.replace(old, new)
    lines = [line for line in shipped.splitlines() if "listen [::]" not in line]
    (folder / "site.conf").write_text("\n".join(lines))
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder))
    command = [NGINX, "-c", f"{folder}/nginx.conf", "-e", f"{folder}/error.log"]
    subprocess.run(command, check=True)
    try:
        yield made
    finally:
        subprocess.run([*command, "-s", "stop"], check=True)


def certify(folder: Path) -> None:
    """A certificate that signs itself, for the one name."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True,
        capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def proxy(upstream: Upstream, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("nginx")
    with nginx(folder, upstream.port, "$http_x_test_address") as running:
        yield running


FORGED = {
    "X-Forwarded-For": "198.51.100.9",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "http",
    "X-Real-IP": "198.51.100.9",
    "Forwarded": "for=198.51.100.9",
    "User-Agent": "a phone",
    "Referer": "https://elsewhere.example/",
}


def test_the_program_learns_no_address_and_no_phone(proxy: Proxy, upstream: Upstream) -> None:
    """R32, R50: what a client says of itself does not pass; neither does who it is."""
    status, _ = proxy.ask(headers={**FORGED, "X-Test-Address": "203.0.113.77"})
    seen = {name: value for name, value in upstream.seen[-1].items() if name != "X-Test-Address"}
    assert (status, seen) == (
        204,
        {
            "Host": NAME,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.0",
            "Accept-Encoding": "identity",
        },
    )


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("10.0.0.1", "10.0.0.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("2001:db8:1::6", "2001:db8:1::"),
        ("2001:db8::6", "2001:db8::"),
        ("fe80::1", "0.0.0.0"),
        ("::1", "0.0.0.0"),
        ("unix:", "0.0.0.0"),
    ],
)
def test_only_the_network_is_passed_on(
    proxy: Proxy, upstream: Upstream, address: str, network: str
) -> None:
    proxy.ask(headers={"X-Test-Address": address})
    assert upstream.seen[-1]["X-Forwarded-For"] == network


def test_the_largest_body_passes_and_the_next_does_not(proxy: Proxy, upstream: Upstream) -> None:
    limit = 256 * 1024
    assert proxy.ask(body=b"x" * limit)[0] == 204
    before = len(upstream.seen)
    assert proxy.ask(body=b"x" * (limit + 1))[0] == 413
    assert len(upstream.seen) == before


def test_another_host_gets_no_answer(proxy: Proxy, upstream: Upstream) -> None:
    before = len(upstream.seen)
    with pytest.raises(http.client.RemoteDisconnected):
        proxy.ask(headers={"Host": "evil.example"})
    with pytest.raises(ssl.SSLError):
        proxy.ask(name="evil.example")
    assert len(upstream.seen) == before


def test_without_https_it_sends_to_https_of_its_own_name(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=30)
    connection.request("GET", "/desk?page=2", headers={"Host": "evil.example"})
    answer = connection.getresponse()
    connection.close()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/desk?page=2")
    assert answer.headers["Server"] == "nginx"


def test_no_request_leaves_a_line(proxy: Proxy) -> None:
    """R31: nothing below its folder names a path, an address or a phone."""
    proxy.ask("/a-path-nobody-knows?code=QWERTY", headers={"User-Agent": "canary"})
    for path in proxy.folder.rglob("*"):
        if path.is_file():
            kept = path.read_bytes()
            assert [word for word in (b"a-path-nobody", b"QWERTY", b"canary") if word in kept] == []
    assert sorted(path.name for path in proxy.folder.glob("*.log")) == ["error.log"]


def test_in_front_of_the_program(tmp_path: Path) -> None:
    """Cookies as privacy.md 3.13 wants them, and redirects to the one address."""
    settings = {"CIRCLE_PUBLIC_URL": f"https://{NAME}", "CIRCLE_PROXY_HOPS": "1"}
    with (
        program(tmp_path / "data", **settings) as running,
        nginx(tmp_path, running.port) as proxy,
    ):
        assert proxy.ask("/healthz")[0] == 200
        status, location = proxy.ask("/desk/account", headers={"X-Forwarded-Host": "evil.example"})
    assert status == 302
    assert location.removeprefix(f"https://{NAME}").startswith("/desk/sign-in")
