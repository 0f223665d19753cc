"""Inputs of all ways of reading: in process, by poppler, by LibreOffice and by a program of the user's own."""
import pathlib
import shutil

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ("2019", "2021", "legacy-fujian", "legacy-national", "legacy-shandong")
SETTINGS = "全宗号=0123\n全宗名称=青禾市水务局\n类别号=WS\n保管期限=永久\n"
# A reader that takes its time, and has a child that takes it with it.
READER = """#!/bin/sh
cat > /dev/null
sleep 0.15 &
wait
cat "$(dirname "$0")/report.json"
"""


def rich_text(text):
    """The text as RTF, with all characters escaped."""
    escaped = "".join(
        "\\par\n" if character == "\n" else "\\tab " if character == "\t"
        else character if character.isalnum() and character.isascii()
        else f"\\u{ord(character) - (65536 if ord(character) > 32767 else 0)}?" for character in text)
    return "{\\rtf1\\ansi\\uc1 " + escaped + "}"


def refused(folder):
    """Files of which each is refused with some lines, so that much is said while others are read."""
    folder.mkdir()
    for number in range(40):
        (folder / f"{number}.txt").write_text(f"junk {number}\n", encoding="ascii")
        (folder / f"{number}.pdf").write_text("%PDF-1.4 junk", encoding="ascii")


def make(folder):
    """Fills a folder; what is converted by LibreOffice stands apart, since that takes two seconds each time."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("plain", "office", "program"):
        (folder / name).mkdir(parents=True)
    for example in EXAMPLES:
        source = ROOT / "Examples" / example
        shutil.copy(source / "input.txt", folder / "plain" / f"{example}.txt")
        shutil.copy(source / "input.txt", folder / "program" / f"{example}.txt")
    for name in ("2019/2021.docx", "2021/2021.html", "legacy-fujian/2021.xlsx", "2021/report.json"):
        shutil.copy(ROOT / "Examples" / name, folder / "plain" / name.replace("/", "."))
    for name in ("2019.libreoffice", "2021.chromium", "legacy-shandong.unruled"):
        shutil.copy(ROOT / "Tests" / "PageFormatsTests" / "Fixtures" / f"{name}.pdf", folder / "plain")
    refused(folder / "refused")
    text = (ROOT / "Examples" / "2021" / "input.txt").read_text(encoding="utf-8")
    (folder / "office" / "2021.rtf").write_text(rich_text(text), encoding="ascii")
    shutil.copy(ROOT / "Examples" / "2021" / "report.json", folder / "program" / "report.json")
    (folder / "program" / "reader").write_text(READER)
    (folder / "program" / "reader").chmod(0o755)
    (folder / "settings.txt").write_text(SETTINGS, encoding="utf-8")
