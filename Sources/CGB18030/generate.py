"""Writes gb18030.bin: the two-byte part of GB 18030, 126 x 190 code points as little-endian 16-bit numbers.

The mapping is that of Python's codec with the 24 characters that GB 18030-2022 moved out of the private use
area, as browsers decode them too.
"""
import pathlib
import struct

MOVED = {
    0xA6D9: 0xFE10, 0xA6DA: 0xFE12, 0xA6DB: 0xFE11, 0xA6DC: 0xFE13, 0xA6DD: 0xFE14, 0xA6DE: 0xFE15,
    0xA6DF: 0xFE16, 0xA6EC: 0xFE17, 0xA6ED: 0xFE18, 0xA6F3: 0xFE19, 0xA8BC: 0x1E3F, 0xFE59: 0x9FB4,
    0xFE61: 0x9FB5, 0xFE66: 0x9FB6, 0xFE67: 0x9FB7, 0xFE6D: 0x9FB8, 0xFE7E: 0x9FB9, 0xFE90: 0x9FBA,
    0xFEA0: 0x9FBB,
}

table = []
for lead in range(0x81, 0xFF):
    for trail in [*range(0x40, 0x7F), *range(0x80, 0xFF)]:
        code = MOVED.get(lead << 8 | trail) or ord(bytes([lead, trail]).decode("gb18030"))
        table.append(code)
data = struct.pack(f"<{len(table)}H", *table)
(pathlib.Path(__file__).parent / "gb18030.bin").write_bytes(data)
