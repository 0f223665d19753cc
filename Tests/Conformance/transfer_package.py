#!/usr/bin/env python3
"""Checks transfer packages, bags and packages of envelopes as a receiving system does, with Python's standard library
(envelopes with lxml) and nothing of ours.

usage: transfer_package.py PATH...

A path is a package or a folder of packages. A file whose name begins with `failed.` must be refused, all others must
be accepted. Prints what is not so, and exits with 1.
"""
import hashlib
import json
import pathlib
import re
import struct
import sys
import unicodedata
import zipfile
import zlib
from datetime import datetime
from xml.parsers import expat
from xml.etree import ElementTree

import envelopes

LIMITS = {"packed": 50 << 20, "unpacked": 200 << 20, "entries": 1000, "records": 100}
DESCRIPTION, CATALOGUE, METADATA = "说明文件.TXT", "目录文件.XML", "电子档案元数据.XML"
CHILDREN = ["顺序号", "档号", "责任者", "题名", "日期", "保管期限", "密级", "备注"]
PROGRAMS = {"exe", "dll", "com", "scr", "bat", "cmd", "vbs", "js", "jse", "wsf", "ps1", "sh", "msi", "jar", "lnk"}


class Refused(Exception):
    pass


def need(condition, reason):
    if not condition:
        raise Refused(reason)


def xml(data, where):
    """Parses without document types; the root element."""
    parser = expat.ParserCreate()

    def refuse(*_):
        raise Refused(f"{where}: document type")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
        root = ElementTree.fromstring(data)
    except (expat.ExpatError, ElementTree.ParseError) as error:
        raise Refused(f"{where}: {error}")
    for element in root.iter():
        element.tag = element.tag.rsplit("}", 1)[-1]
    return root


def text(element):
    return (element.text or "").strip() if element is not None else ""


# The container


def name_of(raw, is_marked, fields):
    """The name of an entry: of Info-ZIP's field where that is of this name, else as UTF-8, else as GB18030."""
    while len(fields) >= 4:
        kind, size = struct.unpack("<HH", fields[:4])
        field, fields = fields[4 : 4 + size], fields[4 + size :]
        if kind == 0x7075 and len(field) > 5 and struct.unpack("<I", field[1:5])[0] == zlib.crc32(raw):
            return field[5:].decode("utf-8")
    for encoding in ("utf-8",) if is_marked else ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise Refused("name cannot be read")


def container(path):
    data = path.read_bytes()
    end = data.rfind(b"PK\x05\x06")
    need(end >= 0, "no end of directory")
    disk, start_disk, here, count, size, start = struct.unpack("<HHHHII", data[end + 4 : end + 20])
    need(here != 0xFFFF and count != 0xFFFF and start != 0xFFFFFFFF, "ZIP64")
    need(disk == start_disk == 0 and here == count, "split")
    offset, files, names = start, {}, set()
    directory = []
    for _ in range(count):
        need(data[offset : offset + 4] == b"PK\x01\x02", "directory")
        flags, method = struct.unpack("<HH", data[offset + 8 : offset + 12])
        checksum, packed, unpacked, length, extra, comment = struct.unpack("<IIIHHH", data[offset + 16 : offset + 34])
        attributes, header = struct.unpack("<II", data[offset + 38 : offset + 46])
        made = offset
        raw = data[offset + 46 : offset + 46 + length]
        offset += 46 + length + extra + comment
        need(not flags & 0x2041, "encrypted")
        need(method in (0, 8), "method")
        need(0xFFFFFFFF not in (packed, unpacked), "ZIP64")
        name = name_of(raw, flags & 0x800, data[offset - extra - comment : offset - comment])
        need(attributes >> 28 != 0xA, "link")
        need(data[made + 5] != 3 or attributes >> 28 not in (1, 2, 6, 0xC), "device")
        parts = name.removesuffix("/").split("/")
        need("\\" not in name and not name.startswith("/") and name[1:2] != ":", "unsafe name")
        need(not any(part in ("", ".", "..") for part in parts), "unsafe name")
        need(not any(unicodedata.category(c) in ("Cc", "Cf") for c in name), "control in a name")
        need(unicodedata.normalize("NFC", name) not in names, "name twice")
        names.add(unicodedata.normalize("NFC", name))
        need(unpacked <= 1 << 20 or unpacked / max(packed, 1) <= 400, "ratio")
        need(data[header : header + 4] == b"PK\x03\x04", "header")
        local_length, local_extra = struct.unpack("<HH", data[header + 26 : header + 30])
        need(data[header + 30 : header + 30 + local_length] == raw, "name in the header")
        directory.append((name, method, checksum, packed, unpacked, header + 30 + local_length + local_extra))
    isBag = any(re.fullmatch(r"[^/]+/(bagit|manifest-\w+)\.txt", entry[0]) for entry in directory)
    if not isBag:
        need(len(data) <= LIMITS["packed"], "packed size")
        need(sum(entry[4] for entry in directory) <= LIMITS["unpacked"], "unpacked size")
        need(len(directory) <= LIMITS["entries"], "entries")
    for name, method, checksum, packed, unpacked, begin in directory:
        need(begin + packed <= len(data), "cut off")
        content = data[begin : begin + packed]
        if method == 8:
            try:
                content = zlib.decompress(content, -15)
            except zlib.error:
                raise Refused(f"{name}: damaged")
        need(len(content) == unpacked and zlib.crc32(content) == checksum, f"{name}: checksum")
        if not name.endswith("/"):
            files[name] = content
    return files, isBag


# Contents


def content(name, data):
    ending = name.rsplit(".", 1)[-1].lower() if "." in name.rsplit("/", 1)[-1] else ""
    need(data, f"{name}: empty")
    need(ending not in PROGRAMS and not data.startswith((b"\x7fELF", b"#!/")), f"{name}: program")
    need(not (data.startswith(b"MZ") and b"\0" in data[:64]), f"{name}: program")
    if ending in ("xml", "xsd", "rng"):
        root = xml(data, name)
        if name.endswith("公开年报.xml"):
            need(root.tag in ("report", "reports"), f"{name}: root")
    if ending == "json":
        try:
            json.loads(data)
        except ValueError:
            raise Refused(f"{name}: not JSON")
    if ending in ("txt", "tsv", "csv", "md", "json", "html", "htm", "xml", "xsd"):
        for pattern in ("\ufffd", "锟斤拷"):
            need(pattern.encode() not in data, f"{name}: garbled")
    if ending == "pdf":
        need(data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:], f"{name}: PDF")
        need(b"/Encrypt" not in data, f"{name}: encrypted")
    if ending in ("docx", "xlsx", "ods"):
        try:
            import io

            need(zipfile.ZipFile(io.BytesIO(data)).testzip() is None, f"{name}: damaged")
        except zipfile.BadZipFile:
            raise Refused(f"{name}: not an office file")


def digests(data, algorithm, files, own):
    """A strict list: lower case, two spaces, every other file once."""
    stated = {}
    for line in data.decode("utf-8").splitlines():
        if not line:
            continue
        match = re.fullmatch(r"([0-9a-f]{64})  (\S.*)", line)
        need(match, f"{own}: {line[:40]}")
        need(match[2] not in stated, f"{own}: {match[2]} twice")
        stated[match[2]] = match[1]
    for name, content in files.items():
        if name not in stated:
            need(name in ("其他/SHA-256.txt", "其他/SM3.txt"), f"{own}: {name} is not listed")
        else:
            need(hashlib.new(algorithm, content).hexdigest() == stated[name], f"{own}: {name}")
    for name in stated:
        need(name in files, f"{own}: {name} is not there")


# The transfer package


def description(data, numbers):
    values = {}
    for line in data.decode("utf-8-sig").splitlines():
        if not line.strip():
            continue
        key, colon, value = re.match(r"([^：:]*)([：:]?)(.*)", line).groups()
        need(key and colon, f"{DESCRIPTION}: {line}")
        need(key not in values, f"{DESCRIPTION}: {key} twice")
        values[key.strip()] = value.strip()
    for key in ("移交单位", "内容描述", "起止档号", "档案数量", "软硬件环境"):
        need(values.get(key), f"{DESCRIPTION}: {key}")
    count = re.fullmatch(r"\D{0,3}(\d+)\D{0,3}", values["档案数量"])
    need(count and int(count[1]) == len(numbers), f"{DESCRIPTION}: 档案数量")
    stated = values["起止档号"]
    need(stated.startswith(numbers[0]) and stated.endswith(numbers[-1]), f"{DESCRIPTION}: 起止档号")


def catalogue(data):
    root = xml(data, CATALOGUE)
    need(root.tag == "文件目录", f"{CATALOGUE}: root")
    entries = []
    for number, entry in enumerate(root, 1):
        need(entry.tag == "文件", f"{CATALOGUE}: {entry.tag}")
        names = [child.tag for child in entry]
        need(sorted(name for name in names if name != "页数") == sorted(CHILDREN), f"{CATALOGUE}: {names}")
        need(names.count("页数") <= 1, f"{CATALOGUE}: 页数 twice")
        values = {child.tag: text(child) for child in entry}
        need(all(value for name, value in values.items() if name != "备注"), f"{CATALOGUE}: empty")
        need(values["顺序号"] == str(number), f"{CATALOGUE}: 顺序号")
        try:
            need(re.fullmatch(r"\d{8}", values["日期"]), f"{CATALOGUE}: 日期")
            datetime.strptime(values["日期"], "%Y%m%d")
        except ValueError:
            raise Refused(f"{CATALOGUE}: 日期")
        need(int(values.get("页数", "1")) > 0, f"{CATALOGUE}: 页数")
        entries.append(values)
    numbers = [values["档号"] for values in entries]
    need(numbers, f"{CATALOGUE}: empty")
    need(len(set(numbers)) == len(numbers), f"{CATALOGUE}: 档号 twice")
    need(len(numbers) <= LIMITS["records"], "records")
    return {values["档号"]: values for values in entries}


# What DA/T 46 requires: parent, and the elements with the most characters, or None for a group.
REQUIRED = {
    "": ["聚合层次", "来源", "档号", "内容描述", "电子属性", "机构人员", "业务"],
    "来源": ["全宗名称", "立档单位名称"],
    "档号": ["全宗号", "年度", "保管期限"],
    "内容描述": ["题名", "责任者", "日期"],
    "电子属性": ["格式信息", "计算机文件名", "计算机文件大小"],
    "机构人员": ["机构人员标识符", "机构人员名称"],
    "业务": ["业务标识符", "机构人员标识符", "业务状态", "业务行为", "行为时间"],
}
ONCE = ["聚合层次", "来源", "档号", "内容描述", "形式特征", "题名", "日期", "全宗名称", "立档单位名称", "全宗号", "年度"]
LONGEST = {"全宗名称": 200, "立档单位名称": 200, "题名": 500, "责任者": 200, "聚合层次": 20}


def metadata(data, folder, files, values):
    where = f"{folder}/{METADATA}"
    root = xml(data, where)
    fonds, category, year, number = folder.split("/")
    for parent, names in REQUIRED.items():
        for element in [root] if not parent else root.findall(parent):
            for name in names:
                found = element.findall(name)
                need(found, f"{where}: {name}")
                need(all(text(child) or len(child) for child in found), f"{where}: {name} is empty")
            for child in element:
                need(child.tag not in ONCE or len(element.findall(child.tag)) == 1, f"{where}: {child.tag} twice")
                need(len(text(child)) <= LONGEST.get(child.tag, 5000), f"{where}: {child.tag} is too long")
    archival = root.find("档号")
    need(text(archival) in ("", number), f"{where}: 档号")
    for name, value in (("全宗号", fonds), ("类别号", category), ("年度", year)):
        need(archival.findtext(name, value) == value, f"{where}: {name}")
    for name, stated in (
        [("题名", text(root.find("内容描述/题名"))), ("日期", text(root.find("内容描述/日期"))[:10].replace("-", ""))]
        + [("密级", text(root.find("内容描述/密级"))), ("保管期限", text(archival.find("保管期限")))]
    ):
        need(stated in ("", values[name]), f"{where}: {name}")
    need(values["责任者"] in [text(e) for e in root.findall("内容描述/责任者")], f"{where}: 责任者")
    for properties in root.findall("电子属性"):
        name, size = text(properties.find("计算机文件名")), text(properties.find("计算机文件大小"))
        need(f"{folder}/{name}" in files, f"{where}: {name}")
        need(size.isdigit() and int(size) == len(files[f"{folder}/{name}"]), f"{where}: size of {name}")
    for step in root.findall("业务"):
        need(text(step.find("业务状态")) in ("历史行为", "计划任务"), f"{where}: 业务状态")
        time = text(step.find("行为时间"))
        need(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", time), f"{where}: {time}")


def transfer(files):
    for name in (DESCRIPTION, CATALOGUE):
        need(name in files, f"no {name}")
    folders = {}
    for name in files:
        parts = name.split("/")
        if len(parts) == 1:
            need(name in (DESCRIPTION, CATALOGUE), f"{name} at the root")
        elif parts[0] != "其他":
            need(len(parts) >= 5, f"{name} is in no record")
            folders.setdefault("/".join(parts[:4]), []).append("/".join(parts[4:]))
    entries = catalogue(files[CATALOGUE])
    description(files[DESCRIPTION], list(entries))
    numbers = [folder.split("/")[3] for folder in folders]
    need(len(set(numbers)) == len(numbers), "a record in two folders")
    need(set(numbers) == set(entries), "folders and catalogue differ")
    for folder, names in folders.items():
        need(re.fullmatch(r"\d{4}", folder.split("/")[2]), f"{folder}: year")
        need(METADATA in names, f"{folder}: no metadata")
        need(len(names) > 1, f"{folder}: no content")
        metadata(files[f"{folder}/{METADATA}"], folder, files, entries[folder.split("/")[3]])
    for name, data in files.items():
        if "/" in name and not name.endswith(f"/{METADATA}"):
            content(name, data)
    for name, algorithm in (("其他/SHA-256.txt", "sha256"), ("其他/SM3.txt", "sm3")):
        if name in files and (algorithm != "sm3" or "sm3" in hashlib.algorithms_available):
            digests(files[name], algorithm, files, name)


# Envelopes


def is_of_envelopes(files):
    if any(name.endswith(f"/{METADATA}") for name in files):
        return False
    return any(name.lower().endswith((".xml", ".eep")) and envelopes.is_envelope(data) for name, data in files.items())


def of_envelopes(files):
    found = {n for n, d in files.items() if n.lower().endswith((".xml", ".eep")) and envelopes.is_envelope(d)}
    packed = DESCRIPTION in files or CATALOGUE in files
    entries = {}
    if packed:
        for name in (DESCRIPTION, CATALOGUE):
            need(name in files, f"no {name}")
        entries = catalogue(files[CATALOGUE])
        description(files[DESCRIPTION], list(entries))
        folders = set()
        for name in files:
            parts = name.split("/")
            if len(parts) == 1:
                need(name in (DESCRIPTION, CATALOGUE), f"{name} at the root")
            elif parts[0] != "其他":
                need(len(parts) >= 5, f"{name} is in no record")
                folders.add("/".join(parts[:4]))
        numbers = [folder.split("/")[3] for folder in folders]
        need(len(set(numbers)) == len(numbers), "a record in two folders")
        need(set(numbers) == set(entries), "folders and catalogue differ")
        need(folders <= {name.rpartition("/")[0] for name in found}, "a folder without an envelope")
    named, seen = set(), set()
    for name in sorted(found):
        folder = name.rpartition("/")[0]
        prefix = folder + "/" if folder else ""
        wrong, documents, beside, root = envelopes.judge(files[name], lambda file: files.get(prefix + file))
        need(wrong is None, f"{name}: {wrong}")
        named |= {prefix + file for file in beside}
        for file, data in documents.items():
            content(f"{name}/{file}", data)
        record = envelopes.record(root)
        archival = envelopes.child(record, "档号")
        number = envelopes.text(archival).split()[0]
        need(number not in seen, f"{name}: another of {number}")
        seen.add(number)
        if not packed:
            continue
        fonds, category, year, of_folder = folder.split("/")[:4]
        need(number == of_folder, f"{name}: 档号")
        for key, value in (("全宗号", fonds), ("类别号", category), ("年度", year)):
            stated = envelopes.text(envelopes.child(archival, key))
            need(stated in ("", value), f"{name}: {key}")
        values = entries[number]
        for key, stated in [
            (key, envelopes.text(envelopes.child(record, "内容描述", key))) for key in ("题名", "责任者", "日期", "密级")
        ] + [("保管期限", envelopes.text(envelopes.child(archival, "保管期限")))]:
            stated = stated[:10].replace("-", "") if key == "日期" else stated
            need(stated in ("", values[key]) or values[key] in stated.split("；"), f"{name}: {key}")
    for name, data in files.items():
        if name in found or packed and "/" not in name:
            continue
        content(name, data)
        need(name in named or name.startswith("其他/"), f"{name}: no envelope names it")
    for name, algorithm in (("其他/SHA-256.txt", "sha256"), ("其他/SM3.txt", "sm3")):
        if name in files and (algorithm != "sm3" or "sm3" in hashlib.algorithms_available):
            digests(files[name], algorithm, files, name)


# The bag


def bag(files):
    top = next(name.split("/")[0] for name in files if re.fullmatch(r"[^/]+/(bagit|manifest-\w+)\.txt", name)) + "/"
    need(all(name.startswith(top) for name in files), "beside the folder")
    files = {name[len(top) :]: data for name, data in files.items()}
    need("bagit.txt" in files, "no bagit.txt")
    declaration = files["bagit.txt"].decode("utf-8")
    need(re.fullmatch(r"BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: UTF-8\r?\n?", declaration), "bagit.txt")
    need("fetch.txt" not in files, "fetch.txt")
    payload = {name: data for name, data in files.items() if name.startswith("data/")}
    need(payload, "no payload")
    manifests = [name for name in files if re.fullmatch(r"(tag)?manifest-\w+\.txt", name)]
    need(any(not name.startswith("tag") for name in manifests), "no manifest")
    for manifest in manifests:
        isOfTags = manifest.startswith("tag")
        algorithm, stated = manifest.split("-")[1][:-4], {}
        for line in files[manifest].decode("utf-8").splitlines():
            if not line:
                continue
            match = re.fullmatch(r"([0-9a-fA-F]+)[ \t]+\*?(.+)", line)
            need(match and len(match[1]) == 2 * hashlib.new(algorithm).digest_size, f"{manifest}: {line[:40]}")
            need(match[2] not in stated, f"{manifest}: {match[2]} twice")
            stated[match[2]] = match[1].lower()
        for name, digest in stated.items():
            need(name in files and name.startswith("data/") != isOfTags, f"{manifest}: {name}")
            need(hashlib.new(algorithm, files[name]).hexdigest() == digest, f"{manifest}: {name}")
        need(isOfTags or set(stated) == set(payload), f"{manifest}: not all files")
    for line in files.get("bag-info.txt", b"").decode("utf-8").splitlines():
        need(not line or line[0] in " \t" or re.match(r"[^:]+:", line), f"bag-info.txt: {line}")
        if line.startswith("Payload-Oxum:"):
            actual = f"{sum(map(len, payload.values()))}.{len(payload)}"
            need(line.split(":")[1].strip() == actual, "Payload-Oxum")
    for name, data in payload.items():
        content(name, data)
    inner = {name.removeprefix("data/"): data for name, data in payload.items()}
    if DESCRIPTION in inner or CATALOGUE in inner:
        package(inner)


def package(files):
    of_envelopes(files) if is_of_envelopes(files) else transfer(files)


def judge(path):
    try:
        if path.suffix == ".xml":
            of_envelopes({path.name: path.read_bytes()})
            return None
        files, isBag = container(path)
        bag(files) if isBag else package(files)
        return None
    except Refused as reason:
        return str(reason)
    except (UnicodeDecodeError, ValueError, struct.error, IndexError) as error:
        return f"{type(error).__name__}: {error}"


def main():
    files = []
    for path in map(pathlib.Path, sys.argv[1:]):
        files += sorted([*path.rglob("*.zip"), *path.rglob("*.xml")]) if path.is_dir() else [path]
    accepted = wrong = 0
    for file in files:
        reason = judge(file)
        accepted += reason is None
        if (reason is None) == file.name.startswith("failed."):
            wrong += 1
            print(f"{file}: " + (f"refused: {reason}" if reason else "is accepted, should not be"))
    print(f"{len(files)} packages: {accepted} accepted, {len(files) - accepted} refused, {wrong} not as expected")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
