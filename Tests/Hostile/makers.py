"""What hostile files are made of."""
import base64, io, os, re, struct, zipfile, zlib
from dataclasses import dataclass
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parents[2] / "Examples"

# What no stream may show raw: a title of the window, clearing the screen, a report of its state, C1 controls, a bell,
# backspaces, and text that runs backwards.
STEERING = "\x1b]0;owned\x07\x1b[2J\x1b[6n\x1b[5m\x08\x9b31m\x9d0;x\x9c\u202egnp.exe\u2066\u200f\x7f"

# The same without what makes a file no text.
STEERING_TEXT = "\x9b31m\x9d0;x\x9c\u202egnp.exe\u2066\u200f\u2028\x7f"


def example(name="2019/input.txt"):
    return (EXAMPLES / name).read_bytes()


def report(body="临溪县教育局", more=""):
    """A report as text, of a body of that name."""
    return example().decode().replace("临溪县教育局", body) + more


def canonical(body=None, **members):
    """A report as canonical JSON."""
    text = example("2019/report.json").decode()
    if body is not None:
        import json
        text = text.replace('"临溪县教育局"', json.dumps(body, ensure_ascii=False), 1)
    return text


def canonical_xml():
    return example("2019/2021.xml").decode()


# ---------------------------------------------------------------------------------------------------- ZIP


@dataclass
class Entry:
    """An entry of a ZIP, each of whose fields may lie."""

    name: object
    content: bytes = b""
    method: int = 8
    flags: int = 0x800
    crc: int = None
    size: int = None
    packed: bytes = None
    packed_size: int = None
    mode: int = 0o100644
    local_name: object = None
    offset: int = None
    extra: bytes = b""
    #: In the directory only, over the data of another.
    is_only_listed: bool = False


def as_bytes(name):
    return name if isinstance(name, bytes) else name.encode()


def archive(entries, prefix=b"", suffix=b"", count=None, comment=b"", directory_offset=None, disk=0):
    out, central, offsets = bytearray(prefix), bytearray(), []
    for entry in entries:
        name = as_bytes(entry.name)
        packed = entry.packed
        if packed is None:
            if entry.method == 8:
                deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
                packed = deflater.compress(entry.content) + deflater.flush()
            else:
                packed = entry.content
        crc = zlib.crc32(entry.content) if entry.crc is None else entry.crc
        size = len(entry.content) if entry.size is None else entry.size
        packed_size = len(packed) if entry.packed_size is None else entry.packed_size
        offset = len(out) if entry.offset is None else entry.offset
        fields = struct.pack("<HHHHHIII", 20, entry.flags, entry.method, 0, 0x5821, crc, packed_size, size)
        if not entry.is_only_listed:
            local = as_bytes(entry.local_name) if entry.local_name is not None else name
            out += b"PK\3\4" + fields + struct.pack("<HH", len(local), 0) + local + packed
        central += (b"PK\1\2" + struct.pack("<H", 0x031E) + fields + struct.pack("<HHHHHII", len(name), len(entry.extra), 0, 0, 0, entry.mode << 16, offset)
                    + name + entry.extra)
    start = len(out) if directory_offset is None else directory_offset
    number = len(entries) if count is None else count
    out += central + b"PK\5\6" + struct.pack("<HHHHIIH", disk, disk, number & 0xFFFF, number & 0xFFFF, len(central), start, len(comment)) + comment
    return bytes(out) + suffix


def changed(source, changes=(), added=(), removed=()):
    """A ZIP with some parts changed (`name: what gives its new bytes of the old`), added and removed."""
    changes, entries = dict(changes), []
    with zipfile.ZipFile(io.BytesIO(source)) as container:
        for info in container.infolist():
            if info.filename in removed:
                continue
            content = container.read(info)
            if info.filename in changes:
                change = changes.pop(info.filename)
                content = change(content) if callable(change) else change
                if isinstance(content, str):
                    content = content.encode()
            entries.append(Entry(info.filename, content))
    assert not changes, changes
    return archive(entries + list(added))


def package_change(name, change=lambda path: path, zip_name="transfer.zip", added=(), removed=()):
    """What makes a package that the program wrote, with what fits the pattern `name` changed."""

    def make(path, run):
        source = (run.setting.shared / zip_name).read_bytes()
        with zipfile.ZipFile(io.BytesIO(source)) as container:
            names = [info.filename for info in container.infolist()]
        found = [each for each in names if name and re.search(name, each)]
        assert found or not name, names
        gone = [each for each in names if removed and re.search(removed, each)]
        return changed(source, {each: change for each in found[:1]}, added=added() if callable(added) else added, removed=gone)

    return make


def package(name):
    return lambda path, run: (run.setting.shared / name).read_bytes()


def deflated_zeros(size):
    """So many zeros, deflated, and their check sum, without holding them."""
    deflater, crc, out, block = zlib.compressobj(9, zlib.DEFLATED, -15), 0, bytearray(), bytes(1 << 20)
    for start in range(0, size, len(block)):
        piece = block[:min(len(block), size - start)]
        crc = zlib.crc32(piece, crc)
        out += deflater.compress(piece)
    return bytes(out + deflater.flush()), crc


def bomb(name, size=1 << 30, flags=0x800, claimed=None):
    packed, crc = deflated_zeros(size)
    return Entry(name, packed=packed, crc=crc, size=size if claimed is None else claimed, flags=flags)


# ---------------------------------------------------------------------------------------------------- Office

DOCX_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
ROOT_RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{}"/>'
    "{}</Relationships>")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def docx(body="", document=None, parts=(), target="word/document.xml", relationships="", types=DOCX_TYPES, **options):
    """The smallest Word file around a body, or around a whole document part."""
    if document is None:
        document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body></w:document>'
    entries = [Entry("[Content_Types].xml", types.encode()),
               Entry("_rels/.rels", ROOT_RELATIONSHIPS.format(target, relationships).encode())]
    if document is not False:
        entries.append(Entry("word/document.xml", document.encode() if isinstance(document, str) else document))
    entries += [part if isinstance(part, Entry) else Entry(part[0], part[1].encode() if isinstance(part[1], str) else part[1]) for part in parts]
    return archive(entries, **options)


def w_text(text, properties=""):
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def w_report():
    """The text of a report as paragraphs, for Word files that are hostile elsewhere."""
    return "".join(w_text(line) for line in report().splitlines())


def sheet(rows, parts=(), workbook=None, sheet_xml=None, shared=None, types=""):
    """The smallest workbook around the rows of a sheet."""
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    relationship = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    entries = [
        Entry("[Content_Types].xml", (
            '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{content}.worksheet+xml"/>'
            f'<Override PartName="/xl/sharedStrings.xml" ContentType="{content}.sharedStrings+xml"/>{types}</Types>').encode()),
        Entry("_rels/.rels", ROOT_RELATIONSHIPS.format("xl/workbook.xml", "").encode()),
        Entry("xl/_rels/workbook.xml.rels", (
            '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{relationship}/worksheet" Target="worksheets/sheet1.xml"/>'
            + (f'<Relationship Id="rId2" Type="{relationship}/sharedStrings" Target="sharedStrings.xml"/>' if shared else "") + "</Relationships>").encode()),
        Entry("xl/workbook.xml", (workbook or f'<workbook {namespace}><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>').encode()),
    ]
    if sheet_xml is None:
        sheet_xml = f"<worksheet {namespace}><sheetData>{rows}</sheetData></worksheet>"
    if sheet_xml is not False:
        entries.append(Entry("xl/worksheets/sheet1.xml", sheet_xml.encode()))
    if shared:
        entries.append(Entry("xl/sharedStrings.xml", f"<sst {namespace}>{shared}</sst>".encode()))
    return archive(entries + [Entry(name, content.encode()) for name, content in parts])


def ods(table, settings="", styles=""):
    names = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in
                     [("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("script", "script")])
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink">{styles}<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>'
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind.decode()}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    return archive([Entry("mimetype", kind, method=0), Entry("content.xml", content.encode()), Entry("META-INF/manifest.xml", manifest.encode())])


def nested(depth):
    """A ZIP in a ZIP in a ZIP."""
    content = b"\0" * 1000
    for level in range(depth):
        content = archive([Entry("inner.zip", content), Entry("word/document.xml", b"<x/>")])
    return content


# ---------------------------------------------------------------------------------------------------- PDF


def pdf(objects, trailer="", root=1):
    """A PDF of these objects, whose numbers are their positions from 1 on."""
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + (content if isinstance(content, bytes) else content.encode("latin-1")) + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for offset in offsets:
        out += f"{offset:010} 00000 n \n".encode()
    out += f"trailer\n<</Size {len(objects) + 1}/Root {root} 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(content, entries="", packs=True):
    content = content if isinstance(content, bytes) else content.encode("latin-1")
    if packs:
        content = zlib.compress(content, 9)
        entries += "/Filter/FlateDecode"
    return f"<<{entries}/Length {len(content)}>>\nstream\n".encode() + content + b"\nendstream"


FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def page(content, catalogue="", page_entries="", more=(), packs=True):
    """A PDF of one page with such a content."""
    return pdf([f"<</Type/Catalog/Pages 2 0 R{catalogue}>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R{page_entries}>>",
                FONT, content if isinstance(content, bytes) and content.startswith(b"<<") else stream(content, packs=packs), *more])


def pages(count):
    """So many pages that share one content."""
    kids = " ".join(f"{number + 5} 0 R" for number in range(count))
    return pdf(["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {count}>>", FONT, stream("BT /F 12 Tf 72 720 Td (x) Tj ET")]
               + ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents 4 0 R>>"] * count)


def zeros_stream(size, lead=b""):
    """A stream that inflates to so many bytes."""
    packer, out = zlib.compressobj(9), bytearray()
    out += packer.compress(lead)
    block = b" " * (1 << 20)
    for _ in range(size >> 20):
        out += packer.compress(block)
    out += packer.flush()
    return f"<</Filter/FlateDecode/Length {len(out)}>>\nstream\n".encode() + bytes(out) + b"\nendstream"


# ---------------------------------------------------------------------------------------------------- Compound files


def compound(fat, directory, body=b"", sectors=8):
    """A compound file (OLE2) with such an allocation table and directory."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHHH", header, 0x18, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 0x28, 0, 1, 1, 0, 0x1000, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header[0x4C:0x200] = b"\xff" * (0x200 - 0x4C)
    struct.pack_into("<I", header, 0x4C, 0)
    table = bytearray(b"\xff" * 512)
    struct.pack_into(f"<{len(fat)}I", table, 0, *fat)
    return bytes(header) + bytes(table) + directory.ljust(512, b"\0") + body.ljust(512 * sectors, b"\0")


def directory_entry(name, kind, start=0xFFFFFFFE, size=0, left=0xFFFFFFFF, right=0xFFFFFFFF, child=0xFFFFFFFF):
    text = name.encode("utf-16-le") + b"\0\0"
    return (text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, left, right, child) + bytes(36) + struct.pack("<IQ", start, size))


# ---------------------------------------------------------------------------------------------------- Names and files


def fifo(path):
    os.mkfifo(path)


def socket(path):
    import socket as sockets
    here = os.getcwd()
    os.chdir(os.path.dirname(path))
    sockets.socket(sockets.AF_UNIX).bind(os.path.basename(path))
    os.chdir(here)


def link(target):
    def make(path, run):
        os.symlink(target.format(outside=run.outside, work=run.work), path)
    return make


def folder(mode=None):
    def make(path):
        os.mkdir(path)
        if mode is not None:
            os.chmod(path, mode)
    return make


def script(text):
    def make(path):
        Path(path).write_text("#!/bin/sh\n" + text)
        os.chmod(path, 0o755)
    return make


def repeated(piece, count, before=b"", after=b""):
    """Writes so many of a piece without holding them."""
    def make(path):
        with open(path, "wb") as file:
            file.write(before)
            at_once = max(1, (1 << 20) // len(piece))
            block = piece * at_once
            for _ in range(count // at_once):
                file.write(block)
            file.write(piece * (count % at_once))
            file.write(after)
    return make


def unpacked(zip_name, change):
    """A package in a folder, unpacked and then changed."""
    def make(path, run):
        os.mkdir(path)
        with zipfile.ZipFile(run.setting.shared / zip_name) as container:
            container.extractall(path)
        inside = [os.path.join(path, name) for name in os.listdir(path)]
        change(inside[0] if len(inside) == 1 and os.path.isdir(inside[0]) else path)
    return make
