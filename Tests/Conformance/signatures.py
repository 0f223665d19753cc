#!/usr/bin/env python3
"""Signs an envelope with openssl, by SM2 and by RSA, as an archive's own tool does, and checks what was signed.

usage: signatures.py GONGKAI SCHEMA FOLDER ENVELOPE

What `archive sign-input` gives is signed, what `attach-signature` makes must still give the same bytes, hold them
unchanged, and hold a signature and a certificate that openssl accepts for them: after a first signature, a second one
and the locking signature. Then nothing more is taken.
"""
import base64
import pathlib
import shutil
import subprocess
import sys

import lxml.etree

import xml_schema

NAMESPACE = "{http://www.saac.gov.cn/standards/ERM/encapsulation}"
# The kind of key, how a certificate is made with it, how is signed and verified.
KINDS = {
    "SM2-SM3": (["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2"], "-sm3", "sm3"),
    "SHA256withRSA": (["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "-sha256", "sha256"),
}


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True)


def need(done, what):
    if done.returncode != 0:
        raise SystemExit(f"{what}: {done.stdout.decode()}{done.stderr.decode()}")
    return done.stdout


class Signer:
    def __init__(self, folder, algorithm):
        self.algorithm = algorithm
        key, digest, self.digest = KINDS[algorithm]
        self.key, self.certificate = folder / f"{algorithm}.key", folder / f"{algorithm}.pem"
        need(run("openssl", "genpkey", *key, "-out", self.key), "genpkey")
        need(run("openssl", "req", "-x509", "-new", digest, "-key", self.key, "-subj", "/CN=test", "-days", "2", "-out",
                 self.certificate), "req")

    def sign(self, data, target):
        need(run("openssl", "pkeyutl", "-sign", "-rawin", "-digest", self.digest, "-inkey", self.key, "-in", data, "-out",
                 target), "pkeyutl -sign")


def wrong_signature(folder, element, data):
    """What openssl says of a signature and its certificate as an envelope holds them; None where it is right."""
    text = lambda name: "".join(element.findtext(f".//{NAMESPACE}{name}").split())  # noqa: E731
    (folder / "held.sig").write_bytes(base64.b64decode(text("签名结果"), validate=True))
    (folder / "held.der").write_bytes(base64.b64decode(text("证书"), validate=True))
    (folder / "held.bin").write_bytes(data)
    key = need(run("openssl", "x509", "-inform", "DER", "-in", folder / "held.der", "-pubkey", "-noout"), "x509")
    (folder / "held.key").write_bytes(key)
    verified = run("openssl", "pkeyutl", "-verify", "-rawin", "-digest", KINDS[text("签名算法标识")][2], "-pubin", "-inkey",
                   folder / "held.key", "-sigfile", folder / "held.sig", "-in", folder / "held.bin")
    return None if verified.returncode == 0 else verified.stdout.decode() + verified.stderr.decode()


def element_bytes(data, name):
    """Each element of that name, from its first byte to its last, found without any parser."""
    start, end = f"<{name}>".encode(), f"</{name}>".encode()
    position, result = 0, []
    while (position := data.find(start, position)) >= 0:
        stop = data.index(end, position) + len(end)
        result.append(data[position:stop])
        position = stop
    return result


def judge(gongkai, schema, folder, envelope, signers):
    """Signs in order, the last signer locks; yields what is wrong."""
    folder.mkdir(parents=True)
    current = folder / "0.eep.xml"
    shutil.copy(envelope, current)
    original = current.read_bytes()
    start, end = original.index("<被签名对象".encode()), "</被签名对象>".encode()
    signed = original[start : original.rindex(end) + len(end)]
    for number, signer in enumerate(signers):
        is_lock = number + 1 == len(signers)
        lock = ["--lock"] if is_lock else []
        data, signature, after = folder / f"{number}.bin", folder / f"{number}.sig", folder / f"{number + 1}.eep.xml"
        need(run(gongkai, "archive", "sign-input", current, *lock, "-o", data), "sign-input")
        wanted = element_bytes(current.read_bytes(), "电子签名")[-1] if is_lock else signed
        if data.read_bytes() != wanted:
            yield f"{folder.name}: signature {number + 1}: other bytes are to be signed"
        signer.sign(data, signature)
        need(run(gongkai, "archive", "attach-signature", current, "--signature", signature, "--certificate",
                 signer.certificate, "--algorithm", signer.algorithm, "--time", "2026-11-21T10:00:00+08:00", "--signer",
                 "张三", *lock, "-o", after), "attach-signature")
        current = after
        # The bytes are the same after each signature, and after the lock.
        again = need(run(gongkai, "archive", "sign-input", current), "sign-input again")
        if again != signed or signed not in current.read_bytes():
            yield f"{folder.name}: the signed bytes changed with signature {number + 1}"
    data = current.read_bytes()
    root = lxml.etree.fromstring(data)
    signatures = root.findall(f"{NAMESPACE}电子签名块/{NAMESPACE}电子签名")
    (lock,) = root.findall(f"{NAMESPACE}锁定签名")
    covered = [(element, signed) for element in signatures] + [(lock, element_bytes(data, "电子签名")[-1])]
    if len(covered) != len(signers):
        yield f"{folder.name}: {len(covered)} signatures, not {len(signers)}"
    if lock.findtext(f"{NAMESPACE}被锁定签名标识符") != signatures[-1].findtext(f"{NAMESPACE}签名标识符"):
        yield f"{folder.name}: another signature than the last is locked"
    for number, (element, content) in enumerate(covered):
        complaint = wrong_signature(folder, element, content)
        if complaint:
            yield f"{folder.name}: openssl does not accept signature {number + 1}: {complaint}"
        # The same call must refuse other bytes.
        if not wrong_signature(folder, element, content[:-1] + b"?"):
            yield f"{folder.name}: openssl accepts signature {number + 1} for other bytes"
    for invalid in (xml_schema.invalid_by_xmllint(str(schema), [current]), xml_schema.invalid_by_xmlschema(str(schema), [current])):
        for complaint in invalid.values():
            yield f"{folder.name}: {complaint}"
    more = run(gongkai, "archive", "attach-signature", current, "--signature", folder / "0.sig", "--certificate",
               signers[0].certificate, "--algorithm", signers[0].algorithm, "-o", folder / "more.eep.xml")
    if more.returncode == 0 or (folder / "more.eep.xml").exists():
        yield f"{folder.name}: a signature was taken after the locking signature"


def main():
    gongkai, schema, folder, envelope = (pathlib.Path(name).resolve() for name in sys.argv[1:])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sm2, rsa = (Signer(folder, algorithm) for algorithm in KINDS)
    complaints = []
    for name, signers in {"sm2": [sm2, sm2], "rsa": [rsa, rsa], "both": [sm2, rsa, sm2]}.items():
        complaints += judge(gongkai, schema, folder / name, envelope, signers)
    for complaint in complaints:
        print(complaint)
    print(f"openssl: SM2, RSA and both, each with a locking signature, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
