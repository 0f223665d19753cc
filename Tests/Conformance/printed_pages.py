#!/usr/bin/env python3
"""Has Chromium and LibreOffice print reports that gongkai wrote, and compares every figure that it reads of the PDF.

usage: printed_pages.py GONGKAI OUT INPUT...

The inputs are reports in any format. The figures of each, as tidy CSV, are what every print must give. A program
that is not installed is left out, and said so.
"""
import base64
import concurrent.futures
import csv
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

FIELDS = ("value", "lower", "upper", "status")

# A4 and letter in inches.
A4 = {"paperWidth": 8.27, "paperHeight": 11.69}
PRINTS = {
    "a4": {**A4, "printBackground": True},
    "plain": A4,
    "letter": {"paperWidth": 8.5, "paperHeight": 11, "printBackground": True},
    "landscape": {**A4, "landscape": True},
    "small": {**A4, "scale": 0.7},
    "large": {**A4, "scale": 1.3, "printBackground": True},
    "headed": {**A4, "displayHeaderFooter": True},
}
STYLES = {
    "dotted": "td,th{border-style:dotted!important}",
    "double": "td,th{border:3px double #000!important}",
    "apart": "table{border-collapse:separate!important;border-spacing:2px!important}td,th{border:1px solid!important}",
    "headless": "thead{display:table-row-group!important}",
}


class Browser:
    """Chromium, told what to do over a pipe."""

    def __init__(self, program):
        self.profile = tempfile.TemporaryDirectory()
        commands, self.writer = os.pipe()
        self.reader, answers = os.pipe()

        def connect():
            # Chromium reads commands from 3 and answers on 4.
            one, two = os.dup(commands), os.dup(answers)
            os.dup2(one, 3)
            os.dup2(two, 4)

        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             f"--user-data-dir={self.profile.name}"],
            preexec_fn=connect, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.count = 0
        self.rest = b""
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")

    def message(self):
        while b"\0" not in self.rest:
            piece = os.read(self.reader, 1 << 20)
            if not piece:
                raise EOFError("Chromium ended")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.count += 1
        command = {"id": self.count, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        os.write(self.writer, json.dumps(command).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.count:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer["result"]

    def open(self, path):
        self.call("Page.navigate", url=path.resolve().as_uri())
        while self.message().get("method") != "Page.loadEventFired":
            pass

    def print(self, path, options):
        path.write_bytes(base64.b64decode(self.call("Page.printToPDF", **options)["data"]))

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.profile.cleanup()


def figures(gongkai, path):
    """Each figure of a file as (indicator, applicant): what it is."""
    done = subprocess.run(
        [gongkai, "convert", str(path), "--to", "csv", "--show", "error"], capture_output=True, text=True)
    rows = csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff")))
    return {(row["indicator"], row["applicant"]): tuple(row[field] for field in FIELDS) for row in rows}


def main():
    gongkai, out, *inputs = sys.argv[1:]
    out = pathlib.Path(out)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    office = shutil.which("soffice")
    expected = {}
    for number, path in enumerate(inputs):
        name = f"{number}"
        for form in ("html", "docx"):
            subprocess.run(
                [gongkai, "convert", path, "--to", form, "-o", str(out / f"{name}.{form}"), "--show", "error"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        expected[name] = figures(gongkai, out / f"{name}.html")
    if chromium:
        browser = Browser(chromium)
        for name in expected:
            page = out / f"{name}.html"
            browser.open(page)
            for kind, options in PRINTS.items():
                browser.print(out / f"{name}.{kind}.pdf", options)
            for kind, style in STYLES.items():
                styled = out / f"{name}.{kind}.html"
                styled.write_text(page.read_text().replace("</head>", f"<style>{style}</style></head>"))
                browser.open(styled)
                browser.print(out / f"{name}.{kind}.pdf", PRINTS["a4"])
        browser.close()
    else:
        print("printed pages: Chromium is not installed")
    if office:
        files = [str(out / f"{name}.docx") for name in expected]
        subprocess.run(
            [office, "--headless", f"-env:UserInstallation={(out / 'profile').resolve().as_uri()}",
             "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(out), *files],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    else:
        print("printed pages: LibreOffice is not installed")
    printed = sorted(out.glob("*.pdf"))
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, read in zip(printed, pool.map(lambda path: figures(gongkai, path), printed)):
            own = expected[path.name.split(".")[0]]
            wrong = [key for key in own.keys() | read.keys() if own.get(key) != read.get(key)]
            if wrong or not own:
                failed += 1
                print(f"{path}: {len(wrong)} of {len(own)} differ, such as {sorted(wrong)[:3]}")
    print(f"printed pages: {len(printed)} read, {failed} with differences")
    sys.exit(1 if failed else 0)


main()
