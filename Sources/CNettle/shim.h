#ifndef GONGKAI_CNETTLE_H
#define GONGKAI_CNETTLE_H

#include <nettle/base64.h>
#include <nettle/md5.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <nettle/sm3.h>

#endif
