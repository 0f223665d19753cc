#pragma once

#include <stdint.h>

/// The functions of SQLite that are used, as its stable interface has them: https://www.sqlite.org/c3ref/funclist.html.
///
/// The library is looked for when a database is first written, so that nothing else pays for loading it, and works where
/// it is not installed.
struct gongkai_sqlite {
  int (*open)(const char *path, void **database, int flags, const char *system);
  int (*close)(void *database);
  const char *(*message)(void *database);
  int (*run)(void *database, const char *text, void *row, void *context, char **message);
  int (*prepare)(void *database, const char *text, int count, unsigned flags, void **statement, const char **rest);
  int (*step)(void *statement);
  int (*reset)(void *statement);
  int (*clear)(void *statement);
  int (*finalize)(void *statement);
  int (*bind_null)(void *statement, int index);
  int (*bind_integer)(void *statement, int index, int64_t value);
  int (*bind_text)(void *statement, int index, const char *text, int count, void *destructor);
  int (*column_count)(void *statement);
  const unsigned char *(*column_text)(void *statement, int column);
};

enum gongkai_sqlite_status { gongkai_sqlite_ok = 0, gongkai_sqlite_row = 100, gongkai_sqlite_done = 101 };

/// For `open`, and for `prepare`.
extern const int gongkai_sqlite_new_file_of_one_thread;
extern const unsigned gongkai_sqlite_kept_statement;

/// - Returns: NULL where no library is installed that has them all. Any thread may ask.
const struct gongkai_sqlite *gongkai_sqlite(void);

/// Binds a text, of which a copy is kept.
int gongkai_sqlite_bind_text(const struct gongkai_sqlite *sqlite, void *statement, int index, const char *text, int count);
