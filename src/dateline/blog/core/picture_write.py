"""Writes a picture with its words in it, as agencies deliver them."""

from io import BytesIO
from xml.sax.saxutils import escape

from PIL import Image

from dateline.blog.core.picture_text import Words

_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
    ' xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">'
    '%s</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def jpeg_with_words(image: Image.Image, words: Words) -> bytes:
    """A JPEG whose XMP says who made it and what it shows; ``words_of`` reads them back."""
    file = BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=88, xmp=xmp_of(words))
    return file.getvalue()


def xmp_of(words: Words) -> bytes:
    """An XMP packet of the words that are not empty."""
    properties = (
        _in_any_language("dc:description", words.caption),
        _plain("dc:creator", f"<rdf:Seq><rdf:li>{escape(words.creator)}</rdf:li></rdf:Seq>" if words.creator else ""),
        _plain("photoshop:Credit", escape(words.agency)),
        _in_any_language("dc:rights", words.owner),
        _in_any_language("Iptc4xmpCore:AltTextAccessibility", words.alt),
        _plain("photoshop:DateCreated", words.taken.isoformat() if words.taken else ""),
    )
    return (_PACKET % "".join(properties)).encode()


def _plain(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>" if inside else ""


def _in_any_language(name: str, text: str) -> str:
    item = f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'
    return _plain(name, f"<rdf:Alt>{item}</rdf:Alt>" if text else "")
