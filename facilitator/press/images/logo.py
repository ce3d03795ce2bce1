"""A group's logo: whatever picture was brought becomes one small PNG of ours.

Nothing of the file itself is kept: a PNG or a JPEG is decoded and written anew, without whatever
else it carried (the place it was taken, a comment, a second picture behind its end).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 2 * 1024 * 1024
"""Bytes of a picture that is brought."""
MOST_PIXELS = 12_000_000
"""What a telephone makes. Decoded it is 50 MB, and a file of a few bytes can claim more."""
WIDE, HIGH = 900, 360
"""Pixels that are kept: 76 by 30 mm at 300 to the inch."""
MOST_KEPT = 100_000
"""Bytes that are kept: a page carries it, some twice."""
FORMATS = ("PNG", "JPEG")


class BadPicture(Exception):
    """A file that cannot be a logo. `reason` is "large", "kind", "broken", "pixels" or "blank"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_svg(content: bytes) -> bool:
    """Whether the file is a drawing, not a picture of pixels: by what it holds, not by its name."""
    return b"<svg" in content[:4096].lower()


def logo(content: bytes, draw: Callable[[bytes], bytes]) -> bytes:
    """The picture as a PNG of at most WIDE by HIGH pixels, its empty edges cut off. `draw` makes a
    PNG of an SVG, where nothing of it can do harm; what it raises is not caught. Raises
    BadPicture."""
    if len(content) > LARGEST:
        raise BadPicture("large")
    if is_svg(content):
        content = draw(content)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _made_anew(content)
        except UnidentifiedImageError as error:
            raise BadPicture("kind") from error
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise BadPicture("pixels") from error
        except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
            raise BadPicture("broken") from error


def _made_anew(content: bytes) -> bytes:
    # WeasyPrint lets Pillow read half a file, wherever it has been loaded: here it is refused.
    with Image.open(io.BytesIO(content), formats=FORMATS) as looked_at:
        looked_at.verify()
    with Image.open(io.BytesIO(content), formats=FORMATS) as brought:
        if brought.width * brought.height > MOST_PIXELS:
            raise BadPicture("pixels")
        brought.draft("RGB", (2 * WIDE, 2 * HIGH))
        # Made smaller first: several copies of it are needed at a time further down.
        times = max(1, min(brought.width // (2 * WIDE), brought.height // (2 * HIGH)))
        whole = brought.convert("RGBA") if brought.mode == "P" else brought
        picture = ImageOps.exif_transpose(whole).reduce(times).convert("RGBA")
    box = _drawn(picture)
    if box is None:
        raise BadPicture("blank")
    small = picture.crop(box)
    small.thumbnail((WIDE, HIGH), Image.Resampling.LANCZOS)
    # On paper behind it is white, and one layer less is quicker to print.
    flat = Image.new("RGB", small.size, "white")
    flat.paste(small, mask=small.getchannel("A"))
    return _small(flat)


def _small(flat: Image.Image) -> bytes:
    """As a PNG of at most MOST_KEPT bytes: a photograph gets fewer colours, then fewer pixels."""
    made = _written(flat)
    while len(made) > MOST_KEPT:
        made = _written(flat.quantize(128))
        flat = flat.resize((max(1, flat.width * 3 // 4), max(1, flat.height * 3 // 4)))
    return made


def _written(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _drawn(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box round what is neither see-through nor white, None where nothing is."""
    white = Image.new("RGBA", picture.size, "white")
    over = Image.alpha_composite(white, picture).convert("L").point(lambda grey: 255 - grey)
    return over.point(lambda dark: 255 if dark > 8 else 0).getbbox()
