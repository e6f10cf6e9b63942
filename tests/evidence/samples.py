"""Files of every kind with what they tell besides, made anew: each planted word has its number."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Name
from PIL import Image, PngImagePlugin

from schoolgate.evidence.rules import Kind

_HEIC = Path(__file__).with_name("picture.heic")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def planted(number: int) -> bytes:
    """What every planted word of a sample begins with."""
    return b"PLANTED%02d" % number


def exif(number: int) -> Image.Exif:
    """Make, model, artist, time and place (EXIF 2.32)."""
    word, made = planted(number).decode(), Image.Exif()
    made[0x010F], made[0x0110], made[0x013B] = f"{word}make", f"{word}model", f"{word}artist"
    made[0x0132] = "2026:10:14 10:30:00"
    place = made.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (53.0, 26.0, 12.0), "W", (2.0, 44.0, 0.0)
    place[29] = f"{word}gps"
    return made


def xmp(number: int) -> bytes:
    """A packet of XMP (ISO 16684-1)."""
    return (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>'
        + planted(number) + b"xmp</rdf:Description></rdf:RDF></x:xmpmeta>"
    )  # fmt: skip


def drawing(number: int, size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A picture that differs from the others."""
    return Image.radial_gradient("L").resize(size).point(lambda p: (p + number * 7) % 256)


def jpeg(number: int, size: tuple[int, int] = (64, 48)) -> bytes:
    """EXIF with a place, XMP, IPTC and a comment."""
    out = io.BytesIO()
    drawing(number, size).convert("RGB").save(
        out, "JPEG", exif=exif(number).tobytes(), comment=planted(number) + b"comment"
    )
    told = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + _iptc(planted(number) + b"byline")
    return out.getvalue()[:2] + _segment(0xED, told) + _segment(
        0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(number)
    ) + out.getvalue()[2:]  # fmt: skip


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def _iptc(byline: bytes) -> bytes:
    data = b"\x1c\x02\x50" + struct.pack(">H", len(byline)) + byline
    return struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)


def png(number: int) -> bytes:
    """EXIF, XMP and texts, one of them packed."""
    out, told, word = io.BytesIO(), PngImagePlugin.PngInfo(), planted(number).decode()
    told.add_text("Author", f"{word}author")
    told.add_text("Comment", f"{word}packed", zip=True)
    told.add_itxt("XML:com.adobe.xmp", xmp(number).decode())
    drawing(number).save(out, "PNG", pnginfo=told, exif=exif(number).tobytes())
    return out.getvalue()


def heic(number: int) -> bytes:
    """EXIF with a place, and XMP; made once with an encoder that we do not ship."""
    return _HEIC.read_bytes().replace(planted(0), planted(number))


def pdf(number: int, text: str = "Words of the page", pages: int = 1) -> bytes:
    """Info, XMP, an enclosed file, a note, history of a program, and a picture with EXIF."""
    word, out = planted(number).decode(), io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            _page(made, number, text)
        made.docinfo["/Author"], made.docinfo["/Title"] = f"{word}author", f"{word}title"
        made.Root.Metadata = pikepdf.Stream(made, xmp(number))
        made.Root.PieceInfo = pikepdf.Dictionary(App=pikepdf.String(f"{word}piece"))
        made.attachments["note.txt"] = _enclosed(made, number)
        made.save(out)
    return out.getvalue()


def _enclosed(made: pikepdf.Pdf, number: int) -> pikepdf.AttachedFileSpec:
    word = planted(number)
    return pikepdf.AttachedFileSpec(
        made, word + b"enclosed", description=f"{word.decode()}said", filename="note.txt",
        mime_type="text/plain", creation_date="D:20261014103000", mod_date="D:20261014103000",
    )  # fmt: skip


def _page(made: pikepdf.Pdf, number: int, text: str) -> None:
    word = planted(number).decode()
    made.add_blank_page(page_size=(300, 400))
    page = made.pages[-1]
    picture = pikepdf.Stream(made, jpeg(number))
    picture.stream_dict.update(pikepdf.Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=64, Height=48, ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8, Filter=Name.DCTDecode, Metadata=pikepdf.Stream(made, xmp(number)),
    ))  # fmt: skip
    font = pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(P=picture), Font=pikepdf.Dictionary(F=font)
    )
    page.Contents = pikepdf.Stream(
        made, f"q 64 0 0 48 20 20 cm /P Do Q BT /F 12 Tf 20 200 Td ({text}) Tj ET".encode()
    )
    page.LastModified = pikepdf.String("D:20261014103000")
    page.Annots = pikepdf.Array([pikepdf.Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 10, 10], T=pikepdf.String(f"{word}by"),
        Contents=pikepdf.String(f"{word}note"),
    )])  # fmt: skip


def docx(number: int, text: str = "Words of the page") -> bytes:
    """Core, app and custom properties, a comment, tracked changes, rsids, a picture with EXIF."""
    word, out = planted(number).decode(), io.BytesIO()
    properties = f"<p><creator>{word}creator</creator><Company>{word}company</Company></p>"
    body = (
        f'<w:document xmlns:w="{_W}"><!-- {word}remark --><w:body>'
        f'<w:p w:rsidR="{number:08X}"><w:commentRangeStart w:id="0"/><w:r><w:t>{text}</w:t></w:r>'
        f'<w:ins w:id="1" w:author="{word}inserted" w:date="2026-10-14T10:30:00Z"><w:r><w:t> new'
        f'</w:t></w:r></w:ins><w:del w:id="2" w:author="{word}deleted"><w:r><w:delText>{word}gone'
        f'</w:delText></w:r></w:del><w:commentRangeEnd w:id="0"/></w:p></w:body></w:document>'
    )
    settings = (
        f'<w:settings xmlns:w="{_W}"><w:rsids><w:rsid w:val="{word}"/></w:rsids></w:settings>'
    )
    comments = (
        f'<w:comments xmlns:w="{_W}"><w:comment w:author="{word}critic"><w:p/></w:comment>'
        "</w:comments>"
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/docProps/core.xml" '
        'ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_R}"><Relationship Id="r1" Type="x" '
        'Target="word/document.xml"/><Relationship Id="r2" Type="y" '
        'Target="docProps/core.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_R}"><Relationship Id="r1" '
        'Type="x" Target="comments.xml"/></Relationships>',
        "word/document.xml": body, "word/settings.xml": settings, "word/comments.xml": comments,
        "docProps/core.xml": properties, "docProps/app.xml": properties,
        "docProps/custom.xml": properties, "word/media/image1.jpeg": jpeg(number),
        "docProps/thumbnail.jpeg": jpeg(number),
    }  # fmt: skip
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.comment = planted(number) + b"zip"
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def box(name: bytes, *inside: bytes) -> bytes:
    """A box of an MP4 (ISO/IEC 14496-12)."""
    body = b"".join(inside)
    return struct.pack(">I4s", len(body) + 8, name) + body


def _full(name: bytes, *inside: bytes) -> bytes:
    return box(name, b"\0\0\0\0", *inside)


PICTURES = b"the pictures that are seen"


def mp4(number: int) -> bytes:
    """Place, title, XMP, times of making, and a track of places beside the track of pictures."""
    word = planted(number)
    places, hidden = word + b"track of places", word + b"pointed at by nobody"
    media = box(b"mdat", PICTURES, places, hidden)
    top = box(b"ftyp", b"isom\0\0\0\0isommp42") + box(b"free", word + b"free")
    start = len(top) + 8
    tracks = (
        _track(b"vide", start, len(PICTURES), word)
        + _track(b"meta", start + len(PICTURES), len(places), word)
    )  # fmt: skip
    told = box(b"udta", box(b"\xa9xyz", word + b"+53.43-2.73/"), box(b"meta", word + b"title"))
    times = struct.pack(">IIII", 0xE5000000 + number, 0xE5000001 + number, 1000, 5000)
    movie = box(b"moov", _full(b"mvhd", times, b"\0" * 80), tracks, told)
    return top + media + movie + box(b"uuid", b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8" * 2, xmp(number))


def _track(handler: bytes, start: int, size: int, word: bytes) -> bytes:
    times = struct.pack(">II", 0xE5000000, 0xE5000001)
    table = box(
        b"stbl", _full(b"stsd", b"\0\0\0\0"), _full(b"stts", struct.pack(">III", 1, 1, 1000)),
        _full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        _full(b"stsz", struct.pack(">III", size, 1, 0)[:8]),
        _full(b"stco", struct.pack(">II", 1, start)),
    )  # fmt: skip
    named = _full(b"hdlr", b"\0\0\0\0", handler, b"\0" * 12, word + b"handler\0")
    media = box(b"mdia", _full(b"mdhd", times, b"\0" * 16), named, box(b"minf", table))
    return box(b"trak", _full(b"tkhd", times, b"\0" * 72), media, box(b"udta", word + b"in track"))


MAKERS: dict[Kind, Callable[[int], bytes]] = {
    Kind.DOCX: docx, Kind.HEIC: heic, Kind.JPEG: jpeg, Kind.MP4: mp4, Kind.PDF: pdf, Kind.PNG: png,
}  # fmt: skip
