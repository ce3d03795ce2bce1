"""A group's logo: decoded, cut to what is drawn, written anew."""

from __future__ import annotations

import io
import zlib

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from facilitator.press.images.logo import HIGH, LARGEST, MOST_KEPT, WIDE, BadPicture, logo


def undrawn(_svg: bytes) -> bytes:
    raise AssertionError("this picture is no drawing")


def red(size: tuple[int, int], form: str = "PNG", **said: object) -> bytes:
    """A red square in the middle of a white picture."""
    picture = Image.new("RGB", size, "white")
    width, height = size
    picture.paste("red", (width // 4, height // 4, width * 3 // 4, height * 3 // 4))
    written = io.BytesIO()
    picture.save(written, form, **said)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_what_is_drawn_is_kept_and_fits(form: str):
    made = opened(logo(red((4000, 3000), form), undrawn))
    assert made.format == "PNG"
    assert made.width <= WIDE
    assert made.height <= HIGH
    assert made.width / made.height == pytest.approx(4 / 3, rel=0.03)
    red_part, green, blue = made.convert("RGB").getpixel((made.width // 2, made.height // 2))
    assert red_part > 200
    assert max(green, blue) < 60


def test_a_photograph_is_kept_small():
    """Of noise, which no picture is worse than."""
    noise = Image.effect_noise((1800, 720), 90).convert("RGB")
    written = io.BytesIO()
    noise.save(written, "JPEG", quality=60)
    assert len(logo(written.getvalue(), undrawn)) <= MOST_KEPT


def test_a_small_one_is_not_blown_up():
    assert opened(logo(red((40, 40)), undrawn)).size == (20, 20)


def test_what_is_see_through_is_white():
    picture, written = Image.new("RGBA", (60, 60), (0, 0, 0, 0)), io.BytesIO()
    picture.paste((0, 0, 255, 255), (10, 10, 20, 50))
    picture.paste((0, 0, 255, 255), (40, 10, 50, 50))
    picture.save(written, "PNG")
    made = opened(logo(written.getvalue(), undrawn))
    assert (made.mode, made.size) == ("RGB", (40, 40))
    assert made.getpixel((20, 20)) == (255, 255, 255)


def test_nothing_the_file_carried_beside_the_picture_is_kept():
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "taken at home")
    carried = red((50, 50), pnginfo=told) + b"<script>behind its end</script>"
    made = logo(carried, undrawn)
    assert b"taken at home" not in made
    assert b"script" not in made
    assert opened(made).info == {}
    exif = Image.Exif()
    exif[0x010E] = "the kitchen"
    assert b"kitchen" not in logo(red((50, 50), "JPEG", exif=exif), undrawn)


def test_one_that_lies_on_its_side_is_stood_up():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = opened(logo(red((200, 100), "JPEG", exif=exif), undrawn))
    assert made.height > made.width


def claimed(width: int, height: int) -> bytes:
    """A PNG that says it is of this size, and holds next to nothing."""
    size = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(b"\0" * 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(held).to_bytes(4) + name + held + zlib.crc32(name + held).to_bytes(4)
        for name, held in chunks
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kind"),
        (b"GIF89a" + bytes(40), "kind"),
        (b"%PDF-1.7", "kind"),
        (red((50, 50), "GIF"), "kind"),
        (red((50, 50), "TIFF"), "kind"),
        (red((900, 900))[:200], "broken"),
        (claimed(60_000, 60_000), "pixels"),
        (claimed(6_000, 5_000), "pixels"),
        (bytes(LARGEST + 1), "large"),
        (red((1, 1)), "blank"),
    ],
)
def test_what_cannot_be_a_logo_is_refused_with_a_reason(
    content: bytes, reason: str, monkeypatch: pytest.MonkeyPatch
):
    """Also where WeasyPrint has been loaded, which lets half a picture pass."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(BadPicture) as refused:
        logo(content, undrawn)
    assert refused.value.reason == reason


def test_a_drawing_is_drawn_first():
    """By what it holds and not by its name, and what comes of it is written anew as well."""
    drawn = []

    def draw(svg: bytes) -> bytes:
        drawn.append(svg)
        return red((80, 40))

    svg = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'
    assert opened(logo(svg, draw)).size == (40, 20)
    assert drawn == [svg]
