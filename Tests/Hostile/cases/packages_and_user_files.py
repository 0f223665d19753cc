"""Packages, bags and envelopes to verify, and the files of users: forms, crosswalks, rules, settings, baselines."""
from makers import *
from model import Case


def verify(name, what, content, says, status=1, file="in.zip", **more):
    return Case(name, what, f"verify {file}", status, says, {file: content}, **more)


def append(name, text):
    def change(folder):
        with open(os.path.join(folder, name), "ab") as file:
            file.write((text() if callable(text) else text).encode())
    return change


def replace(name, maker):
    def change(folder):
        path = os.path.join(folder, name)
        if os.path.lexists(path):
            os.remove(path)
        maker(path)
    return change


def add(name, maker):
    def change(folder):
        maker(os.path.join(folder, name))
    return change


def removed(name):
    return lambda folder: os.remove(os.path.join(folder, name))


def bag(name, what, change, says, status=1, **more):
    return Case(name, what, "verify in", status, says, {"in": unpacked("bag.zip", change)}, **more)


def envelope(change):
    def make(path, run):
        return change((run.setting.shared / "eep.xml").read_bytes().decode())
    return make


def with_data(data):
    """The envelope with other encoded data."""
    return envelope(lambda text: re.sub(r"(<编码数据[^>]*>)[^<]*", lambda found: found.group(1) + (data() if callable(data) else data), text, count=1))


MANIFEST = "manifest-sha256.txt"
DIGEST = "0" * 64
README = "说明文件.TXT"


def tsv(name, what, option, content, says, status=(2, 3), command="check in.txt", **more):
    return Case(name, what, f"{command} {option} own.tsv", status, says, {"in.txt": report, "own.tsv": content}, **more)


def form(change=lambda text: text):
    return lambda: change((EXAMPLES.parent / "Schemas/forms/2021.tsv").read_text().replace("edition\t2021", "edition\t2031"))


def crosswalk(change=lambda text: text):
    return lambda: change((EXAMPLES.parent / "Schemas/crosswalks/2019-2021.tsv").read_text())


CASES = [
    # ------------------------------------------------------------------------------------------------ ZIP packages
    verify("verify-bomb", "a package with a part of 1 GB", package_change(None, added=lambda: [bomb("其他/x.xml")]), "[package.unpacked-size]", status=(1, 3)),
    verify("verify-overlapping", "a package that names a part of 20 MB a thousand times", lambda: archive([Entry(README, b"x"), Entry("a", *(), packed=deflated_zeros(20 << 20)[0], crc=deflated_zeros(20 << 20)[1], size=20 << 20)] + [Entry(f"p{number}", packed=deflated_zeros(1)[0], crc=0, size=20 << 20, offset=0, is_only_listed=True) for number in range(1000)]), "[", status=(1, 3)),
    verify("verify-traversal", "a package with a file at ../../x", package_change(None, added=lambda: [Entry("../../x", b"y")]), "../../x", status=(1, 3)),
    verify("verify-link", "a package with a symbolic link to /etc/passwd", package_change(None, added=lambda: [Entry("其他/x", b"/etc/passwd", mode=0o120777)]), "其他/x"),
    verify("verify-device", "a package with a device", package_change(None, added=lambda: [Entry("其他/x", b"", mode=0o020666)]), "其他/x"),
    verify("verify-encrypted", "a package with an encrypted file", package_change(None, added=lambda: [Entry("其他/x.xml", b"x" * 20, flags=0x801)]), "[", status=(1, 3)),
    verify("verify-names-twice", "a package with two files of one name", package_change(None, added=lambda: [Entry(README, b"y")]), README, status=(1, 3)),
    verify("verify-names-case", "a package with two files whose names differ in case only", package_change(None, added=lambda: [Entry("其他/a.xml", b"<x/>"), Entry("其他/A.XML", b"<x/>")]), "A.XML"),
    verify("verify-names-gbk", "a package whose names are GBK without the flag of UTF-8", lambda path, run: gbk_names((run.setting.shared / "transfer.zip").read_bytes()), "warning", status=0),
    verify("verify-names-invalid", "a package with names of no encoding", package_change(None, added=lambda: [Entry(b"\xff\xfe\x80/\x9b2J", b"y", flags=0)]), "[", status=(1, 3)),
    verify("verify-names-steering", "a package with a name that steers the terminal", package_change(None, added=lambda: [Entry("其他/" + STEERING, b"y")]), "\\u{1B}", status=(1, 3), tty=True),
    verify("verify-names-long", "a package with a name of 60,000 bytes", package_change(None, added=lambda: [Entry("其他/" + "长" * 20_000, b"y")]), "[", status=(1, 3)),
    verify("verify-names-deep", "a package with 20,000 folders in each other", package_change(None, added=lambda: [Entry("a/" * 20_000 + "x", b"y")]), "[", status=(1, 3)),
    verify("verify-names-windows", "a package with CON, trailing dots and spaces", package_change(None, added=lambda: [Entry("其他/CON", b"y"), Entry("其他/a.", b"y"), Entry("其他/b ", b"y")]), "[", status=(1, 3)),
    verify("verify-many", "a package of 60,000 files", package_change(None, added=lambda: [Entry(f"其他/{number}.xml", b"<x/>", method=0) for number in range(60_000)]), "[", status=(1, 3), seconds=3),
    verify("verify-empty", "an empty container", lambda: archive([]), "[verify.not-package]", status=3),
    verify("verify-cut", "a package cut off in the middle", lambda path, run: (run.setting.shared / "transfer.zip").read_bytes()[:20_000], "[package.", status=(1, 3)),
    verify("verify-program", "a program and what starts by itself among its files", package_change(None, added=lambda: [Entry("其他/x.exe", b"MZ" + bytes(100)), Entry("其他/autorun.inf", b"[autorun]")]), "x.exe"),
    verify("verify-page", "a page within that fetches and runs", package_change("现行格式.html", lambda old: old.replace(b"<body", b'<script src="http://192.0.2.1/x.js"></script><body', 1)), "html"),
    verify("verify-catalogue-laughs", "a catalogue with entities", package_change("目录文件.XML", lambda old: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + old.split(b"?>", 1)[1]), "目录文件.XML"),
    verify("verify-catalogue-brackets", "a catalogue with ]]> and 70 kB behind", package_change("目录文件.XML", lambda old: old.replace(b"</", b"]]>" + b"x" * 70_000 + b"</", 1)), "目录文件.XML"),
    verify("verify-catalogue-steering", "a catalogue whose values steer the terminal", package_change("目录文件.XML", lambda old: old.replace("0123".encode(), "0123&#x202e;&#x9b;2J".encode())), "\\u{202E}", tty=True),
    verify("verify-metadata-steering", "metadata whose values steer the terminal", package_change("元数据.XML", lambda old: old.replace("2019".encode(), "&#x202e;2019&#x9b;".encode())), "[", tty=True),
    verify("verify-description", "a description of 200,000 lines", package_change(README, lambda old: b"a: b\r\n" * 200_000), README, status=(1,)),
    verify("verify-description-steering", "a description that steers the terminal", package_change(README, ("档案馆\x1b[2J\u202e: \x07\r\n" * 10).encode()), README, tty=True),
    verify("verify-report-brackets", "a canonical report within with ]]>", package_change("公开年报.xml", lambda old: old.replace(b"</report>", b"]]>" + b"x" * 70_000 + b"</report>")), "公开年报.xml"),
    verify("verify-digests", "a list of digests that leads out", package_change("SHA-256.txt", (DIGEST + "  ../../../etc/passwd\n" + DIGEST + "  /etc/shadow\n").encode()), "[", hides=("root:",)),
    verify("verify-json-deep", "a ledger of a million arrays", package_change("转换台账.json", lambda old: b"[" * 1_000_000), "转换台账.json"),
    # ------------------------------------------------------------------------------------------------ Bags
    bag("bag-manifest-out", "a manifest that names files outside", append(MANIFEST, f"{DIGEST}  ../../outside/secret.txt\n{DIGEST}  data/../../../outside/secret.txt\n"), "../../outside"),
    bag("bag-manifest-absolute", "a manifest that names /etc/passwd and ~/x", append(MANIFEST, f"{DIGEST}  /etc/passwd\n{DIGEST}  ~/x\n"), "/etc/passwd"),
    bag("bag-manifest-escapes", "a manifest whose names hold %0A, %0D and escapes", append(MANIFEST, f"{DIGEST}  data/a%0Ab%0D%25\x1b[2J\u202e\n"), "[", tty=True),
    bag("bag-manifest-missing", "a manifest that names a file that is not there", append(MANIFEST, f"{DIGEST}  data/none.txt\n"), "data/none.txt"),
    bag("bag-manifest-many", "a manifest of 50,000 files that are not there", append(MANIFEST, lambda: "".join(f"{DIGEST}  data/{number}\n" for number in range(50_000))), "["),
    bag("bag-manifest-line", "a manifest with a line of 5 MB", append(MANIFEST, lambda: DIGEST + "  data/" + "x" * 5_000_000 + "\n"), "["),
    bag("bag-digest-wrong", "a file changed after it was packed", append("data/" + README, "x"), README),
    bag("bag-fetch", "a list of files to fetch from addresses", add("fetch.txt", lambda path: Path(path).write_text("http://192.0.2.1/x - data/x\nfile:///etc/passwd - data/y\n")), "fetch.txt"),
    bag("bag-link", "a symbolic link that leads out", add("data/x.xml", lambda path: os.symlink("../../../outside/secret.txt", path)), "data/x.xml"),
    bag("bag-link-folder", "a folder that is a link to /", add("data/x", lambda path: os.symlink("/", path)), "data/x"),
    bag("bag-link-loop", "a symbolic link to its own folder", add("data/x", lambda path: os.symlink(".", path)), "data/x"),
    bag("bag-link-zero", "a file that is a link to /dev/zero", replace("data/" + README, lambda path: os.symlink("/dev/zero", path)), README),
    bag("bag-fifo", "a named pipe among its files", add("data/x.xml", os.mkfifo), "data/x.xml"),
    bag("bag-fifo-manifest", "a manifest that is a named pipe", replace(MANIFEST, os.mkfifo), MANIFEST, status=(1, 3)),
    bag("bag-socket", "a socket among its files", add("data/s.xml", socket), "data/s.xml"),
    bag("bag-declaration", "a declaration of version 99 in UTF-7", replace("bagit.txt", lambda path: Path(path).write_text("BagIt-Version: 99.9\nTag-File-Character-Encoding: UTF-7\n")), "bagit.txt"),
    bag("bag-info-steering", "bag-info that steers the terminal", append("bag-info.txt", f"X: {STEERING}\n"), "bag-info.txt", tty=True),
    bag("bag-names-bytes", "a file whose name is GBK", add("data/\udcb9\udcab.xml", lambda path: Path(path).write_text("<x/>")), "\\xB9"),
    bag("bag-unreadable", "a file that may not be read", lambda folder: os.chmod(os.path.join(folder, "data", README), 0), README, needs=("not-root",), status=(1, 3)),
    # ------------------------------------------------------------------------------------------------ Envelopes
    verify("eep-base64-wrong", "encoded data that are no Base64", with_data(lambda: "=?!*" * 100_000), "[", file="in.xml"),
    verify("eep-base64-huge", "encoded data of 20 MB", with_data(lambda: "QUFB" * 5_000_000), "[", file="in.xml"),
    verify("eep-base64-spaced", "encoded data with 10 million line ends", with_data(lambda: "QUFB" + "\n" * 10_000_000), "[", file="in.xml"),
    verify("eep-brackets", "]]> within encoded data, and 70 kB behind", with_data("QUFB]]>" + "x" * 70_000), "[", file="in.xml"),
    verify("eep-laughs", "an envelope with entities", envelope(lambda text: '<!DOCTYPE x [<!ENTITY a "b">]>' + text.split("?>", 1)[1]), "[", file="in.xml", status=(1, 3)),
    verify("eep-references", "ids that refer to each other in a circle", envelope(lambda text: re.sub(r'引用编码数据ID="[^"]*"', '引用编码数据ID="x"', text).replace("<版本", '<版本 修改包封装对象="x"', 1)), "[", file="in.xml"),
    verify("eep-steering", "an id that steers the terminal", envelope(lambda text: re.sub(r'(ID="[^"]*)"', '\\1&#x202e;&#x9b;2J"', text, count=1)), "[", file="in.xml", tty=True),
    Case("eep-deep", "a thousand envelopes in each other", "verify in.xml", (1, 3), "[", {"in.xml": envelope(lambda text: re.sub("<被签名对象[^>]*>", lambda found: found.group() * 1000, text, count=1))}),
    Case("eep-sign-brackets", "bytes to sign, of an envelope with ]]>", "archive sign-input in.xml", 3, "[xml.malformed]", {"in.xml": with_data("QUFB]]>" + "x" * 70_000)}),
    Case("eep-attach-garbage", "a signature and a certificate of zeros", "archive attach-signature in.xml --signature s --certificate c --algorithm x\u202e\x1b[2J -o out.xml", 3, "[eep.no-certificate]", {"in.xml": package("eep.xml"), "s": bytes(100), "c": bytes(100)}),
    Case("eep-certificate-huge", "a certificate of 5 MB of beginnings", "archive attach-signature in.xml --signature s --certificate c --algorithm SM2-SM3 -o out.xml", 3, "[eep.no-certificate]", {"in.xml": package("eep.xml"), "s": bytes(100), "c": lambda: "-----BEGIN CERTIFICATE-----\n" * 180_000}),
    # ------------------------------------------------------------------------------------------------ Users' files
    tsv("form-empty", "a form file of nothing", "--form", b"", "own.tsv"),
    tsv("form-binary", "a form file of every byte", "--form", lambda: bytes(range(256)) * 1000, "own.tsv"),
    tsv("form-steering", "a form whose values steer the terminal", "--form", form(lambda text: text.replace("blocks", STEERING, 1).replace("[form]", "[form]\n" + STEERING)), "own.tsv", tty=True),
    tsv("form-rows", "a form of 200,000 rows", "--form", form(lambda text: text + "".join(f"二\tx{number}\t\t第二十条第（一）项\t\t规章{number}\t本年制发件数\t件\tcell\tcount\t\t\n" for number in range(200_000))), (), status=(0, 1, 2, 3), seconds=3, megabytes=512),
    tsv("form-parents", "a form of rows that are each other's parents", "--form", form(lambda text: text.replace("applications.outcome\t\t", "applications.outcome\tapplications.outcome\t", 1)), "[form.parents]"),
    tsv("form-line", "a form with a line of 20 MB", "--form", form(lambda text: text + "x" * 20_000_000), (), status=(0, 1, 2, 3)),
    tsv("form-long", "a form file of 70 MB", "--form", repeated(b"# comment\n", 7_000_000), "own.tsv"),
    tsv("crosswalk-empty", "a crosswalk of nothing", "--crosswalk", b"", "own.tsv"),
    tsv("crosswalk-circle", "a crosswalk from a form to itself", "--crosswalk", crosswalk(lambda text: text.replace("target\t2021", "target\t2019", 1)), "[crosswalk.lint.", command="convert in.txt --edition 2021"),
    tsv("crosswalk-steering", "a crosswalk whose ids and reasons steer the terminal", "--crosswalk", crosswalk(lambda text: text.replace("applications.carriedIn\texactMatch", STEERING.replace("\n", "") + "\texactMatch", 1)), "\\u{1B}", tty=True, command="convert in.txt --edition 2021"),
    tsv("crosswalk-conditions", "conditions of 100,000 parts", "--crosswalk", crosswalk(lambda text: re.sub(r"(applications\.carriedIn\texactMatch\t[^\t]*\t[^\t]*\t[^\t]*\t)", lambda found: found.group(1) + "applications.received > 0 " * 100_000, text, count=1)), "own.tsv", command="convert in.txt --edition 2021"),
    tsv("rules-steering", "rules that steer the terminal", "--rules", lambda: "[checks]\nformat\t1\n\n[rules]\nid\tseverity\tforms\tleft\trelation\tright\tzh\ten\n" + STEERING + "\terror\t2019\tx\t=\ty\tz\tz\n", "\\u{1B}", tty=True),
    tsv("rules-formula", "an equation of 100,000 brackets", "--rules", lambda: "[checks]\nformat\t1\n\n[rules]\nid\tseverity\tforms\tleft\trelation\tright\tzh\ten\nmy.rule\terror\t2019\t" + "(" * 100_000 + "\t=\t" + "a + " * 100_000 + "\tz\tz\n", "own.tsv"),
    tsv("rules-many", "50,000 rules that all fail", "--rules", lambda: "[checks]\nformat\t1\n\n[rules]\nid\tseverity\tforms\tleft\trelation\tright\tzh\ten\n" + "".join(f"my.r{number}\terror\t2019\tapplications.received.total\t=\t99999\tz\tz\n" for number in range(50_000)), (), status=(0, 1, 2, 3), seconds=3),
    tsv("baseline-steering", "a baseline that steers the terminal", "--baseline", lambda: "[baseline]\nformat\t1\n\n[accepted]\nbody\tyear\trule\tfingerprint\tmessage.zh\tmessage.en\n" + "\t".join([STEERING] * 6) + "\n", "own.tsv", tty=True),
    tsv("baseline-binary", "a baseline of every byte", "--baseline", lambda: bytes(range(256)) * 1000, "own.tsv"),
    tsv("baseline-many", "a baseline of 300,000 lines that are none", "--baseline", lambda: "[baseline]\nformat\t1\n\n[accepted]\nbody\tyear\trule\tfingerprint\tmessage.zh\tmessage.en\n" + "x\ty\tz\tw\n" * 300_000, "own.tsv"),
    Case("settings-steering", "settings that steer the terminal", "archive in.txt -o out.zip --settings own.txt", (2, 3), ("\\u{1B}", "[settings."), {"in.txt": report, "own.txt": f"全宗号 = {STEERING}\n{STEERING} = x\n"}, tty=True),
    Case("settings-traversal", "a number of the fonds that leads out", "archive in.txt -o out.zip --set 全宗号=../../x --set 全宗名称=局 --set 类别号=WS --set 保管期限=永久", (2, 3), "[settings.value]", {"in.txt": report}),
    Case("settings-pattern", "a pattern of numbers that is endless", "archive in.txt -o out.zip --settings own.txt", (2, 3), "[settings.", {"in.txt": report, "own.txt": "全宗号 = 1\n全宗名称 = 局\n类别号 = WS\n保管期限 = 永久\n档号规则 = " + "{件号:999999999}" * 1000 + "\n"}),
    Case("settings-binary", "settings that are no text", "archive in.txt -o out.zip --settings own.txt", (2, 3), "[settings.encoding]", {"in.txt": report, "own.txt": bytes(range(256)) * 100}),
    Case("settings-huge", "settings of 300,000 lines", "archive in.txt -o out.zip --settings own.txt", (2, 3), "[file.too-large]", {"in.txt": report, "own.txt": lambda: "x = y\n" * 300_000}),
]


def gbk_names(source):
    entries = []
    with zipfile.ZipFile(io.BytesIO(source)) as container:
        for info in container.infolist():
            entries.append(Entry(info.filename.encode("gb18030"), container.read(info), flags=0))
    return archive(entries)
