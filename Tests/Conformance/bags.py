#!/usr/bin/env python3
"""Has the Library of Congress's bagit, Python's zipfile and unzip judge bags.

usage: bags.py PATH...

Each is the folder of a bag, or a ZIP that holds one. Each must be valid, and must not be after a byte of its payload
has changed.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

import bagit


def judge(folder):
    bag = bagit.Bag(str(folder))
    bag.validate()
    if (folder / "fetch.txt").exists():
        raise bagit.BagValidationError("there is a fetch.txt")
    return len(list(bag.payload_files()))


def main():
    wrong = 0
    for path in map(pathlib.Path, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as temporary:
            try:
                if path.is_file():
                    if shutil.which("unzip"):
                        subprocess.run(["unzip", "-tqq", str(path)], check=True)
                    with zipfile.ZipFile(path) as container:
                        if container.testzip() is not None:
                            raise zipfile.BadZipFile("checksum")
                        container.extractall(temporary)
                    (folder,) = pathlib.Path(temporary).iterdir()
                else:
                    folder = pathlib.Path(shutil.copytree(path, f"{temporary}/bag"))
                count = judge(folder)
                victim = next(file for file in sorted((folder / "data").rglob("*")) if file.is_file() and file.stat().st_size)
                data = victim.read_bytes()
                victim.write_bytes(bytes([data[0] ^ 1]) + data[1:])
                try:
                    judge(folder)
                    raise RuntimeError("a changed byte was not seen")
                except bagit.BagValidationError:
                    pass
                print(f"bagit: {path.name}: {count} files, valid")
            except Exception as error:  # whatever other software says
                print(f"bagit: {path}: {error}")
                wrong += 1
    return 1 if wrong or len(sys.argv) < 2 else 0


if __name__ == "__main__":
    sys.exit(main())
