"""Makes picture files for tests: with every kind of metadata, and the hostile ones."""

import hashlib
import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image

XMP_NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"'
)


def striped(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """A picture whose left third is red, middle green and right blue."""
    image = Image.new("RGB", (width, height), "green")
    image.paste("red", (0, 0, width // 3, height))
    image.paste("blue", (width - width // 3, 0, width, height))
    return image.convert(mode)


def saved(image: Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    """The picture as a file."""
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def iim(fields: Mapping[tuple[int, int], bytes | list[bytes]]) -> bytes:
    """An IPTC-IIM block."""
    block = b""
    for (record, number), values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            block += struct.pack(">BBBH", 0x1C, record, number, len(value)) + value
    return block


def xmp(inside: str, attributes: str = "") -> bytes:
    """An XMP packet around the properties."""
    return (
        f'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF {XMP_NAMESPACES}><rdf:Description rdf:about="" {attributes}>{inside}</rdf:Description>'
        f'</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def lang_alt(name: str, text: str) -> str:
    """A property in two languages, the default second."""
    other = '<rdf:li xml:lang="tr">Başka</rdf:li>'
    return f'<{name}><rdf:Alt>{other}<rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></{name}>'


def with_iim(jpeg: bytes, block: bytes, digest: bytes | None = None) -> bytes:
    """The JPEG with the block in its Photoshop segment, and beside it the checksum if one is given."""
    resources = _resource(0x0404, block) + (_resource(0x0425, digest) if digest is not None else b"")
    body = b"Photoshop 3.0\x00" + resources
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def digest_of(block: bytes) -> bytes:
    """The checksum that a program which knows both leaves beside the IIM."""
    return hashlib.md5(block).digest()


def exif(gps: bool = True, orientation: int = 1, **texts: str | bytes) -> Image.Exif:
    """EXIF of a camera that knows where it was."""
    tags = {"description": 0x010E, "make": 0x010F, "model": 0x0110, "artist": 0x013B, "copyright": 0x8298}
    found = Image.Exif()
    found[0x0112] = orientation
    for name, text in texts.items():
        found[tags[name]] = text
    folder = found.get_ifd(0x8769)
    folder[0x9003], folder[0x9011] = "2025:06:01 14:05:09", "+03:00"
    folder[0xA431], folder[0x927C] = "SERIAL-SENTINEL", b"MAKERNOTE-SENTINEL"
    if gps:
        place = found.get_ifd(0x8825)
        place[1], place[2], place[3], place[4] = "N", (41.0, 2.0, 21.0), "E", (28.0, 59.0, 7.0)
        place[29] = "1999:12:31"
    return found


def gossiping_jpeg(orientation: int = 1) -> bytes:
    """A JPEG that tells everything in every place there is."""
    image = striped()
    thumbnail = saved(Image.new("RGB", (8, 8), "black"), comment=b"THUMBNAIL-SENTINEL")
    told = xmp(lang_alt("dc:description", "XMP-SENTINEL"), 'photoshop:Credit="XMP-SENTINEL"')
    profile = saved_profile()
    jpeg = saved(
        image,
        exif=exif(make="MAKE-SENTINEL", model="MODEL-SENTINEL", artist="ARTIST-SENTINEL", orientation=orientation),
        xmp=told,
        comment=b"COMMENT-SENTINEL",
        icc_profile=profile,
    )
    return with_iim(jpeg, iim({(2, 120): b"IIM-SENTINEL"}), thumbnail) + b"TRAILER-SENTINEL" + thumbnail


def saved_profile() -> bytes:
    """An ICC profile that names itself."""
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def png_of_size(width: int, height: int) -> bytes:
    """A PNG that promises many pixels in a few hundred bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", row) + _chunk(b"IEND", b"")


def zip_bomb() -> bytes:
    """A ZIP whose one file is 40 MB of zeros."""
    import zipfile

    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(40_000_000))
    return file.getvalue()


def _resource(code: int, content: bytes) -> bytes:
    return b"8BIM" + struct.pack(">HHI", code, 0, len(content)) + content + b"\x00" * (len(content) % 2)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
