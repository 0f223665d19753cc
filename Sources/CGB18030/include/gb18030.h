#ifndef GONGKAI_GB18030_H
#define GONGKAI_GB18030_H

/// 126 x 190 code points, 16-bit little-endian: lead byte 0x81 to 0xFE, trail byte 0x40 to 0x7E and 0x80 to 0xFE.
const unsigned char *_Nonnull gb18030_two_byte_table(void);

#endif
