#include "gb18030.h"

static const unsigned char table[] = {
#embed "gb18030.bin"
};

const unsigned char *gb18030_two_byte_table(void) { return table; }
