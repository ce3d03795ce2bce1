"""Who sends half a form and waits holds nobody up, at either door."""

from __future__ import annotations

import asyncio

from facilitator.web.frame.gate import DESKS, PHONES
from tests.abuse.conftest import Held
from tests.abuse.crowd import HERE, Phone, Said
from tests.running import PATIENCE, Program


async def half(port: int, path: str) -> asyncio.StreamWriter:
    """A form that says it has 200 bytes and brings ten of them."""
    _, out = await asyncio.open_connection(HERE, port)
    lines = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Content-Length: 200"]
    kind = "Content-Type: application/x-www-form-urlencoded"
    out.write("\r\n".join([*lines, kind, "", "code=ABCDE"]).encode())
    await out.drain()
    return out


async def beside(running: Program, link: str) -> tuple[list[Said], Said]:
    """What a phone and a desk are told while many halves stand at both doors."""
    paths = ["/"] * 3 * PHONES + ["/desk/sign-in"] * 3 * DESKS
    halves = [await half(running.port, path) for path in paths]
    phone, desk = Phone(running.port), Phone(running.port)
    in_time = asyncio.timeout(PATIENCE)
    async with in_time:
        told = await phone.check_in(link=link), await desk.get("/desk/sign-in")
    for out in (*halves, phone.writer, desk.writer):
        out.close()
    return told


def test_half_sent_forms_hold_up_neither_door(held: Held) -> None:
    with held.serving() as running:
        phone, desk = asyncio.run(beside(running, held.room.link))
    assert [said.heading for said in phone][-1] == "Thank you"
    assert (desk.status, desk.heading) == (200, "Sign in")
