#ifndef GONGKAI_CSQLITE_H
#define GONGKAI_CSQLITE_H

#include <sqlite3.h>

#endif
