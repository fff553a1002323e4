"""Office files for tests, good and hostile, put together by hand."""

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def zipped(parts: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in parts.items():
            archive.writestr(name, body)
    return out.getvalue()


def docx(*paragraphs: str, head: str = "", style: str = "") -> bytes:
    style = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    body = "".join(f"<w:p>{style}<w:r><w:t>{words}</w:t></w:r></w:p>" for words in paragraphs)
    return zipped({"word/document.xml": f"{head}<w:document {_W}><w:body>{body}</w:body></w:document>"})


def xlsx(rows: str, *shared: str) -> bytes:
    texts = "".join(f"<si><t>{text}</t></si>" for text in shared)
    return zipped(
        {
            "xl/workbook.xml": f"<workbook {_S}/>",
            "xl/sharedStrings.xml": f"<sst {_S}>{texts}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {_S}><sheetData>{rows}</sheetData></worksheet>",
        }
    )


PRICES = xlsx(
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="C2"><f>6*9</f><v>54</v></c></row>'
    '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far away</t></is></c></row>',
    "Scent", "Price", "Noor Oud",
)  # fmt: skip
EXPANDING = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
READING = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ZIP_BOMB = zipped({"word/document.xml": b" " * 150_000_000})
MANY_ENTRIES = zipped({f"word/{n}": b"" for n in range(5001)}, method=zipfile.ZIP_STORED)
# The list of entries says of the first one that it is encrypted.
LOCKED = docx("Behind a password").replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
