"""Judges envelopes of DA/T 48-2009 by the schema and what no schema says, with lxml and nothing of ours.

Used by transfer_package.py; the schema is Schemas/archive/eep-2009.xsd.
"""
import base64
import binascii
import hashlib
import pathlib

from lxml import etree

SPACE = "{http://www.saac.gov.cn/standards/ERM/encapsulation}"
SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "Schemas/archive/eep-2009.xsd"
_schema = None


def is_envelope(data):
    """By the name of the root, as far as there is one: what is broken behind it is an envelope all the same."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True, huge_tree=True)
    try:
        parser.feed(data[:4096])
    except etree.XMLSyntaxError:
        pass
    try:
        for _, element in parser.read_events():
            return etree.QName(element).localname == "电子文件封装包"
    except etree.XMLSyntaxError:
        pass
    return False


def text(element):
    return (element.text or "").strip() if element is not None else ""


def child(element, *names):
    for name in names:
        element = element.find(SPACE + name) if element is not None else None
    return element


def judge(data, beside):
    """What is wrong with an envelope, or None; the bytes of its documents by name; and the names of those beside it."""
    global _schema
    _schema = _schema or etree.XMLSchema(etree.parse(str(SCHEMA)))
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError as error:
        return str(error), {}, set(), None
    if root.getroottree().docinfo.doctype:
        return "document type", {}, set(), None
    if not _schema.validate(root):
        return str(_schema.error_log.last_error), {}, set(), root
    wrong = None
    # libxml2 does not hold the ids of elements against each other, nor does the schema hold agents against each other.
    ids = [text(e) for name in ("文档标识符", "签名标识符") for e in root.iter(SPACE + name)]
    ids += [value for e in root.iter() for key, value in e.attrib.items() if key in ("文档数据ID", "编码ID", "编码数据ID")]
    if len(set(ids)) != len(ids):
        wrong = "an id twice"
    for content in list(root.iter(SPACE + "封装内容")) + list(root.iter(SPACE + "修订内容")):
        agents = {text(child(e, "机构人员标识符")) for e in content.iter(SPACE + "机构人员实体")}
        if any(text(child(e, "机构人员标识符")) not in agents for e in content.iter(SPACE + "业务实体")):
            wrong = "a step of nobody"
    for signed in root.iter(SPACE + "被签名对象"):
        kind = text(child(signed, "封装包类型"))
        if child(signed, "封装内容" if kind == "原始型" else "修改封装内容") is None:
            wrong = f"{kind} holds something else"
    for signature in list(root.iter(SPACE + "电子签名")) + list(root.iter(SPACE + "锁定签名")):
        algorithm = text(child(signature, "签名算法标识")).upper()
        if "MD5" in algorithm or "SHA1" in algorithm or algorithm in ("SM3", "SHA256", "SHA-256"):
            wrong = f"algorithm {algorithm}"
        if len(base64.b64decode(text(child(signature, "签名结果")))) <= 32:
            wrong = "a digest for a signature"
    documents, named = {}, set()
    for coding in root.iter(SPACE + "编码"):
        if any(etree.QName(e).localname == "原封装包" for e in coding.iterancestors()):
            continue
        name = text(child(coding, "电子属性", "计算机文件名"))
        size = text(child(coding, "电子属性", "计算机文件大小"))
        data = child(coding, "编码数据")
        if data.get("引用编码数据ID"):
            earlier = [e.get("编码数据ID") for e in data.xpath("preceding::*")]
            if data.get("引用编码数据ID") not in earlier:
                wrong = f"{name}: reference"
            continue
        try:
            content = base64.b64decode("".join((data.text or "").split()), validate=True)
        except binascii.Error:
            wrong = f"{name}: Base64"
            continue
        if text(child(coding, "反编码关键字")).startswith("sha256"):
            named.add(name)
            digest, content = content, beside(name)
            if content is None or hashlib.sha256(content).digest() != digest:
                wrong = f"{name}: SHA-256"
                continue
        else:
            documents[name] = content
        if str(len(content)) != size:
            wrong = f"{name}: size"
    return wrong, documents, named, root


def record(root):
    """The 文件实体 as it is now."""
    for element in root.iter(SPACE + "文件实体"):
        if not any(etree.QName(e).localname == "原封装包" for e in element.iterancestors()):
            return element
    return None
