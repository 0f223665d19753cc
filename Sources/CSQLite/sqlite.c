#include "CSQLite.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

// SQLITE_OPEN_READWRITE, SQLITE_OPEN_CREATE and SQLITE_OPEN_NOMUTEX; SQLITE_PREPARE_PERSISTENT.
const int gongkai_sqlite_new_file_of_one_thread = 0x2 | 0x4 | 0x8000;
const unsigned gongkai_sqlite_kept_statement = 0x1;

static struct gongkai_sqlite functions;
static int is_whole;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  static const char *const names[] = {"libsqlite3.so.0", "/usr/lib/libsqlite3.dylib", "libsqlite3.dylib"};
  void *library = NULL;
  for (size_t i = 0; !library && i < sizeof names / sizeof *names; i++) library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  const struct { const char *name; void *place; } needed[] = {
    {"sqlite3_open_v2", &functions.open}, {"sqlite3_close_v2", &functions.close},
    {"sqlite3_errmsg", &functions.message}, {"sqlite3_exec", &functions.run},
    {"sqlite3_prepare_v3", &functions.prepare}, {"sqlite3_step", &functions.step},
    {"sqlite3_reset", &functions.reset}, {"sqlite3_clear_bindings", &functions.clear},
    {"sqlite3_finalize", &functions.finalize}, {"sqlite3_bind_null", &functions.bind_null},
    {"sqlite3_bind_int64", &functions.bind_integer}, {"sqlite3_bind_text", &functions.bind_text},
    {"sqlite3_column_count", &functions.column_count}, {"sqlite3_column_text", &functions.column_text},
  };
  for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
    void *function = dlsym(library, needed[i].name);
    if (!function) return;
    // As POSIX has it, since no pointer to a function is one to void.
    *(void **)needed[i].place = function;
  }
  is_whole = 1;
}

const struct gongkai_sqlite *gongkai_sqlite(void) {
  pthread_once(&once, load);
  return is_whole ? &functions : NULL;
}

int gongkai_sqlite_bind_text(const struct gongkai_sqlite *sqlite, void *statement, int index, const char *text, int count) {
  // SQLITE_TRANSIENT.
  return sqlite->bind_text(statement, index, text, count, (void *)-1);
}
