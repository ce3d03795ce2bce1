"""The address of this computer in the local network, and its code for the terminal."""

from __future__ import annotations

import fcntl
import io
import ipaddress
import socket
import struct
from contextlib import suppress

import click
import segno

# RFC 5737: an address nobody has. Connecting a UDP socket asks for the route and sends nothing.
NOWHERE = ("192.0.2.1", 9)
SIOCGIFADDR = 0x8915


class NoNetwork(Exception):
    """This computer is in no network; the message says what to do."""


def address() -> str:
    """The IPv4 address that others in the same network can use. Raises NoNetwork."""
    for found in (_by_route(), *_by_card()):
        if found and not ipaddress.ip_address(found).is_loopback:
            return found
    raise NoNetwork(
        "This computer is in no network that phones could share. Join one, such as a router or a"
        " phone's hotspot, and start again; or give the address: CIRCLE_PUBLIC_URL=http://name:5000"
    )


def _by_route() -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(NOWHERE)
        except OSError:
            return ""
        return str(probe.getsockname()[0])


def _by_card() -> list[str]:
    """What each network card has: the answer where no route leads out. Linux only."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):
                request = struct.pack("256s", name.encode()[:15])
                answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, request)
                found.append(socket.inet_ntoa(answer[20:24]))
    return found


def code(url: str) -> str:
    """The QR of an address for a terminal: two rows of squares to a line, white on black whatever
    the terminal's own colours are."""
    drawn = io.StringIO()
    segno.make(url, error="m", micro=False).terminal(drawn, compact=True)
    lines = drawn.getvalue().splitlines()
    return "\n".join(click.style(line, fg="bright_white", bg="black") for line in lines)
