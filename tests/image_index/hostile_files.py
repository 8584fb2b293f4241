"""Files that must be refused and odd ones that must be read, built here from nothing."""

import io
import struct
import zipfile
import zlib

import numpy as np
from PIL import Image, PngImagePlugin

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
MARKUP = b"<script>alert(1)</script>"
SIDES = ((200, 30, 30), (30, 160, 60), (30, 60, 200), (240, 220, 40))  # NW, NE, SW, SE


def quarters(width: int = 96, height: int = 64) -> Image.Image:
    """Four plain quarters, so that every turn and mirror image is told apart."""
    picture = Image.new("RGB", (width, height))
    for place, colour in enumerate(SIDES):
        x, y = place % 2 * width // 2, place // 2 * height // 2
        picture.paste(colour, (x, y, x + width // 2, y + height // 2))
    return picture


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 64, height: int = 64, *extra: bytes) -> bytes:
    """A one-bit PNG of any size, with *extra* chunks before its pixels; rows are not all there."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * min((1 + (width + 7) // 8) * height, 4_096))
    chunks = chunk(b"IHDR", header), *extra, chunk(b"IDAT", rows), chunk(b"IEND", b"")
    return PNG_SIGNATURE + b"".join(chunks)


def jpeg_segment(marker: int, body: bytes, times: int = 1) -> bytes:
    """An ordinary JPEG with a segment put in after its start, *times* over."""
    jpeg = encoded(quarters())
    return jpeg[:2] + (struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body) * times + jpeg[2:]


def many_scans(scans: int) -> bytes:
    """A progressive JPEG whose last scan is repeated until there are *scans* of them."""
    jpeg = encoded(quarters(), progressive=True)
    last = jpeg.rfind(b"\xff\xda")
    return jpeg[:-2] + jpeg[last:-2] * (scans - jpeg.count(b"\xff\xda")) + b"\xff\xd9"


def frame_of(width: int, height: int) -> bytes:
    """A JPEG whose header claims another size than its scan holds."""
    jpeg = bytearray(encoded(quarters()))
    at = jpeg.find(b"\xff\xc0") + 5
    jpeg[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(jpeg)


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("../../evil.txt", "x")
    return buffer.getvalue()


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(kind + struct.pack("<I", len(data)) + data for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def hostile() -> dict[str, tuple[str, bytes]]:
    """Name → (the code that the refusal must have, the file)."""
    jpeg, still = encoded(quarters()), encoded(quarters(), "PNG")
    frames = [quarters(), quarters().transpose(Image.Transpose.ROTATE_180)]
    film = {"save_all": True, "append_images": frames[1:]}
    bomb = zlib.compress(b"Z" * 3_000_000, 9)
    damaged = bytearray(still)
    damaged[45] ^= 1
    second = jpeg.find(b"\xff\xc0")
    return {
        "no byte": ("empty", b""),
        "one byte": ("unsupported-format", b"\xff"),
        "21 MB": ("too-large", jpeg + b"\0" * 20_000_000),
        "JPEG start only": ("broken", b"\xff\xd8\xff"),
        "half a JPEG": ("broken", jpeg[: len(jpeg) // 2]),
        "JPEG without end": ("broken", jpeg[:-2]),
        "JPEG ending in a segment": ("broken", jpeg[:10]),
        "JPEG with two frame headers": (
            "broken",
            jpeg[:second] + jpeg[second:][:19] + jpeg[second:],
        ),
        "JPEG of 65,500 pixels": ("too-many-pixels", frame_of(65_500, 65_500)),
        "JPEG of 9 x 6,000 pixels": ("too-elongated", frame_of(9, 6_000)),
        "JPEG of no height": ("broken", frame_of(96, 0)),
        "JPEG of 65 scans": ("too-many-scans", many_scans(65)),
        "JPEG with 1.2 MB of profile": (
            "metadata-too-large",
            jpeg_segment(0xE2, b"ICC_PROFILE\0\1\1" + b"\0" * 60_000, 20),
        ),
        "JPEG with markup in its comment": ("active-content", jpeg_segment(0xFE, MARKUP)),
        "JPEG of 25,000 segments": ("broken", jpeg_segment(0xE5, b"", 25_000)),
        "JPEG and zip": ("active-content", jpeg + archive()),
        "JPEG and 5 kB": ("trailing-data", jpeg + b"\0" * 5_000),
        "two JPEGs": ("trailing-data", jpeg + jpeg + b"\0" * 4_000),
        "PNG of 2^31 pixels": ("too-many-pixels", png(2**31 - 1, 2**31 - 1)),
        "PNG of 64 megapixels": ("too-many-pixels", png(8_000, 8_000)),
        "PNG of 12,001 pixels": ("too-many-pixels", png(12_001, 1_000)),
        "PNG of no width": ("broken", png(0, 64)),
        "PNG of one pixel": ("too-small", png(1, 1)),
        "PNG strip": ("too-elongated", png(64, 1_300)),
        "PNG text bomb": ("metadata-too-large", png(64, 64, chunk(b"zTXt", b"c\0\0" + bomb))),
        "PNG profile bomb": ("metadata-too-large", png(64, 64, chunk(b"iCCP", b"p\0\0" + bomb))),
        "PNG translated text bomb": (
            "metadata-too-large",
            png(64, 64, chunk(b"iTXt", b"k\0\1\0\0\0" + bomb)),
        ),
        "PNG of 1,500 texts": ("metadata-too-large", png(64, 64, chunk(b"tEXt", b"k\0v") * 1_500)),
        "PNG with markup": ("active-content", png(64, 64, chunk(b"tEXt", b"k\0" + MARKUP))),
        "PNG with packed markup": (
            "active-content",
            png(64, 64, chunk(b"zTXt", b"k\0\0" + zlib.compress(MARKUP))),
        ),
        "PNG of 25,000 chunks": ("broken", png(64, 64, chunk(b"teSt", b"") * 25_000)),
        "PNG cut": ("broken", still[: len(still) // 2]),
        "PNG with a wrong checksum": ("broken", bytes(damaged)),
        "PNG without pixels": ("broken", still[:33] + chunk(b"IEND", b"")),
        "PNG through a line-end conversion": (
            "unsupported-format",
            still.replace(b"\r\n\x1a\n", b"\n\x1a\n", 1),
        ),
        "PNG film": ("animated", encoded(frames[0], "PNG", **film)),
        "WebP film": ("animated", encoded(frames[0], "WEBP", **film)),
        "WebP cut": ("broken", encoded(quarters(), "WEBP")[:-9]),
        "WebP without picture": ("broken", riff((b"VP8X", b"\0" * 10))),
        "WebP of 16,000 pixels": (
            "too-many-pixels",
            riff((b"VP8X", b"\0" * 4 + b"\x7f\x3e\0" * 2), (b"VP8 ", b"\0\0\0\x9d\x01\x2a@\0@\0")),
        ),
        "WebP with 1.2 MB of profile": (
            "metadata-too-large",
            riff((b"ICCP", b"\0" * 1_200_000), (b"VP8 ", b"\0\0\0\x9d\x01\x2a@\0@\0")),
        ),
        "GIF": ("unsupported-format", encoded(quarters(), "GIF")),
        "TIFF": ("unsupported-format", encoded(quarters(), "TIFF")),
        "BMP": ("unsupported-format", encoded(quarters(), "BMP")),
        "SVG": ("unsupported-format", b"<svg xmlns='http://www.w3.org/2000/svg' onload='a()'/>"),
        "HTML": ("unsupported-format", b"<html>" + MARKUP),
        "zip": ("unsupported-format", archive()),
        "PostScript": ("unsupported-format", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"),
        "PDF": ("unsupported-format", b"%PDF-1.4\n1 0 obj<<>>endobj"),
        "program": ("unsupported-format", b"\x7fELF" + b"\0" * 200),
        "HEIC": ("unsupported-format", b"\0\0\0\x18ftypheic" + b"\0" * 200),
    }


def texts(markup: str) -> PngImagePlugin.PngInfo:
    """PNG text chunks as cameras and editors write them."""
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", markup)
    return info


def odd() -> dict[str, bytes]:
    """Name → a legal but awkward file that shows `quarters` and must be read."""
    picture = quarters()
    exif = Image.Exif()
    exif[0x010F] = "ACME<script>"
    palette = picture.convert("P", palette=Image.Palette.ADAPTIVE)
    transparent = picture.convert("RGBA")
    film = {"save_all": True, "append_images": [picture.transpose(Image.Transpose.ROTATE_180)]}
    xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><GPSLatitude>41,24.2N</GPSLatitude></x:xmpmeta>"
    extended = b"http://ns.adobe.com/xmp/extension/\0" + b"d" * 60_000
    return {
        "progressive": encoded(picture, progressive=True),
        "64 scans": many_scans(64),
        "CMYK": encoded(picture.convert("CMYK")),
        "palette": encoded(palette, "PNG"),
        "palette with transparency": encoded(palette, "PNG", transparency=b"\xff\xff\xff\xff"),
        "RGBA": encoded(transparent, "PNG"),
        "WebP": encoded(picture, "WEBP", quality=95),
        "WebP without loss": encoded(picture, "WEBP", lossless=True),
        "WebP with metadata": encoded(picture, "WEBP", exif=exif, icc_profile=b"\0" * 999),
        "MPO": encoded(picture, "MPO", **film),
        "unusable profile of 400 kB": encoded(picture, icc_profile=b"\0" * 400_000),
        "EXIF of 60 kB": encoded(picture, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0" + b"\0" * 60_000),
        "markup in EXIF": encoded(picture, exif=exif),
        "XMP in PNG": encoded(picture, "PNG", pnginfo=texts(xmp)),
        "depth map of 1.2 MB in XMP": jpeg_segment(0xE1, extended, 20),
        "plain comment": jpeg_segment(0xFE, b"CREATOR: a camera, quality = 90"),
        "camera's trailer": encoded(picture) + b"\0\0\1\x0aSEFH" + b"\1" * 200 + b"SEFT",
        "fill bytes": jpeg_segment(0xE5, b"x").replace(b"\xff\xe5", b"\xff\xff\xff\xe5"),
        "restart markers": encoded(picture, restart_marker_blocks=1),
        "one-frame APNG": encoded(picture, "PNG", save_all=True),
    }


def array(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("RGB"))
