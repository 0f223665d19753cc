#!/usr/bin/env python3
"""Has software that is not ours judge envelopes of DA/T 48-2009.

usage: eep.py SCHEMA FOLDER

Envelopes below a folder named `refused` must not be valid, all others must: by xmllint, xmlschema and, where it is
installed, jing. Of those that are valid, each document must be what its size, and where it is detached its SHA-256,
says, and a modified envelope must hold the signed object of the one before, byte for byte.
"""
import base64
import hashlib
import pathlib
import shutil
import subprocess
import sys

import lxml.etree
import xml_schema

NAMESPACE = "{http://www.saac.gov.cn/standards/ERM/encapsulation}"


def invalid_by_jing(schema, files):
    """The files that jing does not find valid; jing says `path:line:column: error: …`."""
    if shutil.which("jing") is None:
        return None
    run = subprocess.run(
        ["jing", schema, *map(str, files)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", check=False
    )
    invalid = {}
    for line in run.stdout.splitlines():
        for file in files:
            if f"{file.resolve()}:" in line or line.startswith(f"{file}:"):
                invalid.setdefault(file, line)
    return invalid


def wrong_documents(file):
    """What is wrong with the documents of an envelope, without a line of ours."""
    root = lxml.etree.parse(str(file), lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    for coding in root.iter(f"{NAMESPACE}编码"):
        name = coding.findtext(f"{NAMESPACE}电子属性/{NAMESPACE}计算机文件名")
        size = int(coding.findtext(f"{NAMESPACE}电子属性/{NAMESPACE}计算机文件大小"))
        data = coding.find(f"{NAMESPACE}编码数据")
        if data.get("引用编码数据ID"):
            continue
        content = base64.b64decode("".join((data.text or "").split()), validate=True)
        if coding.findtext(f"{NAMESPACE}反编码关键字").startswith("sha256"):
            beside = (file.parent / name).read_bytes()
            if hashlib.sha256(beside).digest() != content:
                yield f"{name}: SHA-256"
            content = beside
        if len(content) != size:
            yield f"{name}: {len(content)} bytes, not {size}"


def signed_object(data):
    start = data.index("<被签名对象".encode())
    end = "</被签名对象>".encode()
    return data[start : data.rindex(end) + len(end)]


def main():
    schema, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    files = sorted(folder.rglob("*.xml"))
    # Beside a detached envelope lie its documents.
    files = [file for file in files if file.name.endswith(".eep.xml")]
    wrong = 0
    for name, invalid in (
        ("xmllint", xml_schema.invalid_by_xmllint(schema, files)),
        ("xmlschema", xml_schema.invalid_by_xmlschema(schema, files)),
        ("jing", invalid_by_jing(schema, files)),
    ):
        if invalid is None:
            print(f"{name}: not installed")
            continue
        surprises = [file for file in files if (file in invalid) != ("refused" in file.parts)]
        for file in surprises:
            print(f"{name}: {file}: {invalid.get(file, 'is valid, should not be')}")
        print(f"{name}: {len(files)} envelopes, {len(files) - len(invalid)} valid, {len(surprises)} not as expected")
        wrong += len(surprises)
    for file in files:
        if "refused" in file.parts:
            continue
        for complaint in wrong_documents(file):
            print(f"{file}: {complaint}")
            wrong += 1
        original = file.with_name("original.eep.xml")
        if file.name == "modified.eep.xml" and signed_object(original.read_bytes()) not in file.read_bytes():
            print(f"{file}: does not hold the signed object of {original.name}")
            wrong += 1
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
