"""PDFs and pages that were made to hurt whoever reads them, each by a few lines. Pure; a few megabytes at most."""

import io
import random
import zlib
from collections.abc import Callable

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SENTENCE = "The harbour reopened on Monday after nine years of work on the sea wall."


def good_pdf(pages: int = 1, **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=1, **options)  # type: ignore[arg-type]
    canvas.setTitle("Harbour notice")
    for number in range(1, pages + 1):
        canvas.drawString(72, 790, "Harbour board, annual report")
        quay = "ABCDEFGHIJKL"[number % 12]
        canvas.drawString(72, 716, f"Quay {quay} takes ferries of up to ninety metres.")
        canvas.drawString(72, 700, SENTENCE)
        canvas.drawString(72, 684, f"Quay {quay} was the first to be rebuilt.")
        canvas.drawString(290, 40, f"Page {number} of {pages}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def raw_pdf(*objects: bytes, trailer: bytes = b"", after: bytes = b"") -> bytes:
    """A PDF of the given objects, numbered from 1; object 1 is the catalog. Its cross-reference table is right."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out) + after


def stream(body: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(body), entries) + body + b"\nendstream"


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
    b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>"
)
TEXT = b"BT /F1 12 Tf 72 700 Td (" + SENTENCE.encode() + b") Tj ET"


def pdf_with(content: bytes, *more: bytes, catalog: bytes = CATALOG, font: bytes = FONT) -> bytes:
    return raw_pdf(catalog, PAGES, PAGE, content, font, *more)


def flate_bomb() -> bytes:
    packer, packed = zlib.compressobj(9), b""
    for _ in range(600):
        packed += packer.compress(b" " * (1 << 20))
    packed += packer.flush()
    return pdf_with(stream(packed, b"/Filter /FlateDecode"))


def flate_bomb_twice() -> bytes:
    once = zlib.compress(b"(x) Tj " * 30_000_000, 9)
    return pdf_with(stream(zlib.compress(once, 9), b"/Filter [/FlateDecode /FlateDecode]"))


def run_length_bomb() -> bytes:
    packed = zlib.compress(b"\x81x" * 4_000_000 + b"\x80", 9)
    return pdf_with(stream(packed, b"/Filter [/FlateDecode /RunLengthDecode]"))


def predictor_bomb() -> bytes:
    entries = b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 999999999 /Colors 99 >>"
    return pdf_with(stream(zlib.compress(bytes(2_000_000)), entries))


def billion_objects() -> bytes:
    return (
        good_pdf()
        + b"xref\n0 999999999\n0000000000 65535 f \ntrailer\n<< /Size 999999999 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"
    )


def million_objects() -> bytes:
    return raw_pdf(CATALOG, PAGES, PAGE, stream(TEXT), FONT, *([b"<< /A 1 >>"] * 150_000))


def deep_arrays() -> bytes:
    return pdf_with(stream(b"[" * 900_000 + b"]" * 900_000))


def deep_dictionaries() -> bytes:
    return pdf_with(
        stream(TEXT), b"<< /A " * 200_000 + b"1" + b" >>" * 200_000, catalog=CATALOG[:-2] + b"/Names 6 0 R >>"
    )


def xref_loop() -> bytes:
    body = raw_pdf(CATALOG, PAGES, PAGE, stream(TEXT), FONT)
    start = body.rindex(b"xref\n0")
    return body.replace(b"/Root 1 0 R ", b"/Root 1 0 R /Prev %d " % start)


def xref_ping_pong() -> bytes:
    first = b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Prev 200 >>\n"
    return first.ljust(200) + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Prev 9 >>\nstartxref\n200\n%%EOF\n"


def reference_loop() -> bytes:
    return raw_pdf(CATALOG, b"3 0 R", b"2 0 R")


def page_tree_loop() -> bytes:
    return raw_pdf(
        CATALOG,
        b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>",
        b"<< /Type /Pages /Kids [2 0 R] /Count 9 /Parent 2 0 R >>",
    )


def wide_page_tree() -> bytes:
    kids = b"<< /Type /Pages /Kids [" + b"3 0 R " * 400_000 + b"] /Count 400000 >>"
    return raw_pdf(CATALOG, kids, PAGE, stream(TEXT), FONT)


def branching_page_tree() -> bytes:
    """Thirty levels, each of which names the next one ten times: 10^30 pages in two kilobytes."""
    levels = [b"<< /Type /Pages /Kids [" + b"%d 0 R " % (n + 1) * 10 + b"] /Count 10 >>" for n in range(2, 32)]
    return raw_pdf(CATALOG, *levels, PAGE)


def scripts_and_launches() -> bytes:
    catalog = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> "
        b"/AA << /WC << /S /Launch /F (/bin/sh) /P (-c id) >> >> "
        b"/AcroForm << /Fields [] /XFA [(a) 6 0 R] >> >>"
    )
    xml = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    return pdf_with(stream(TEXT), stream(xml), catalog=catalog)


def form_loop() -> bytes:
    form = stream(
        b"/X Do " * 50, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    )
    return pdf_with(stream(b"/X Do " * 50), form)


def map_bomb() -> bytes:
    ranges = b"".join(b"<%06X> <%06X> <0041>\n" % (0, 0xFFFFFF) for _ in range(100))
    cmap = (
        b"begincmap 1 begincodespacerange <000000> <FFFFFF> endcodespacerange 100 beginbfrange\n"
        + ranges
        + b"endbfrange endcmap"
    )
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [] >>"
    return pdf_with(stream(TEXT), stream(cmap), font=font)


def operator_flood() -> bytes:
    packed = zlib.compress(b"q 1 0 0 1 0 0 cm " * 4_000_000, 9)
    return pdf_with(stream(packed, b"/Filter /FlateDecode"))


def text_flood() -> bytes:
    packed = zlib.compress(b"BT /F1 1 Tf " + b"1 0 0 1 5 5 Tm (a) Tj " * 1_500_000 + b"ET", 9)
    return pdf_with(stream(packed, b"/Filter /FlateDecode"))


def length_loop() -> bytes:
    return raw_pdf(CATALOG, PAGES, PAGE, b"<< /Length 4 0 R >>\nstream\n" + TEXT + b"\nendstream", FONT)


def outline_loop() -> bytes:
    catalog = b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>"
    return pdf_with(stream(TEXT), b"<< /First 6 0 R /Next 6 0 R /Title (a) >>", catalog=catalog)


def external_stream() -> bytes:
    return pdf_with(stream(b"", b"/F << /FS /URL /F (http://127.0.0.1:1/) >>"))


def cut_short() -> bytes:
    return good_pdf()[:-400]


def noise() -> bytes:
    return b"%PDF-1.7\n" + random.Random(7).randbytes(300_000)


def page_for_pdf() -> bytes:
    return b"<html><body><p>" + SENTENCE.encode() + b"</p></body></html>"


def encrypted_pdf() -> bytes:
    return good_pdf(encrypt=StandardEncryption("secret", ownerPassword="owner", strength=128))


def scanned_pdf() -> bytes:
    from PIL import Image

    picture, out = io.BytesIO(), io.BytesIO()
    Image.effect_noise((300, 400), 60).save(picture, "PNG")
    canvas = Canvas(out)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
    canvas.save()
    return out.getvalue()


# ---------------------------------------------------------------- pages

GOOD_PAGE = f"<!doctype html><title>Harbour</title><article><h1>The harbour</h1><p>{SENTENCE}</p></article>".encode()


def deep_page() -> bytes:
    return b"<div>" * 900_000 + SENTENCE.encode() + b"</div>" * 900_000


def deep_mix() -> bytes:
    return (b"<b><p><table><tr><td><ul><li><font>" * 100_000) + SENTENCE.encode()


def entity_bomb() -> bytes:
    lines = [b'<!ENTITY a0 "ha">']
    lines += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)]
    return b'<?xml version="1.0"?><!DOCTYPE html [' + b"".join(lines) + b"]><html><body><p>&a11;</p></body></html>"


def foreign_entity() -> bytes:
    dtd = b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % y SYSTEM "http://127.0.0.1:1/"> %y;]>'
    return (
        b'<?xml version="1.0"?>'
        + dtd
        + b"<html><body><p>Before &x; after. "
        + SENTENCE.encode()
        + b"</p></body></html>"
    )


def attribute_flood() -> bytes:
    return b"<p " + b" ".join(b"a%d=1" % n for n in range(600_000)) + b">" + SENTENCE.encode()


def long_attribute() -> bytes:
    return b'<p title="' + b"x" * 9_000_000 + b'">' + SENTENCE.encode()


def open_tags() -> bytes:
    return b"<a " * 2_000_000


def open_comments() -> bytes:
    return b"<!-- " * 1_500_000 + SENTENCE.encode()


def entity_flood() -> bytes:
    return b"<p>" + b"&amp;&#x41;&notanentity;" * 300_000


def link_flood() -> bytes:
    return b"<ul>" + b'<li><a href="http://127.0.0.1/">Link</a></li>' * 150_000 + b"</ul>"


def table_flood() -> bytes:
    return b"<table>" + b"<tr><td>a<td>b" * 200_000 + b"</table>"


def meta_flood() -> bytes:
    return b"<meta charset" * 400 + b" " * 3_000_000 + b"<?xml " + b"<meta " * 200_000


def space_flood() -> bytes:
    return b"<p>" + b" \n\t" * 3_000_000 + SENTENCE.encode() + b"* " * 200_000


def script_page() -> bytes:
    return (
        b"<html><head><script>"
        + b"document.write('x');" * 1000
        + b"</script></head><body><div id=root></div></body></html>"
    )


def binary_page() -> bytes:
    return random.Random(8).randbytes(400_000)


def codec_lie() -> bytes:
    return b'<meta charset="zlib_codec"><p>' + SENTENCE.encode()


PDFS: tuple[Callable[[], bytes], ...] = (
    flate_bomb, flate_bomb_twice, run_length_bomb, predictor_bomb, billion_objects, million_objects, deep_arrays,
    deep_dictionaries, xref_loop, xref_ping_pong, reference_loop, page_tree_loop, wide_page_tree, branching_page_tree,
    scripts_and_launches, form_loop, map_bomb, operator_flood, text_flood, length_loop, outline_loop, external_stream,
    cut_short, noise, page_for_pdf, encrypted_pdf, scanned_pdf,
)  # fmt: skip
PAGES_: tuple[Callable[[], bytes], ...] = (
    deep_page, deep_mix, entity_bomb, foreign_entity, attribute_flood, long_attribute, open_tags, open_comments,
    entity_flood, link_flood, table_flood, meta_flood, space_flood, script_page, binary_page, codec_lie,
)  # fmt: skip
