#ifndef GONGKAI_SCHEMAS_H
#define GONGKAI_SCHEMAS_H

#include <stddef.h>

/// A data file of this folder, as it was when the program was built.
typedef struct {
  const char *_Nonnull path;
  const unsigned char *_Nonnull bytes;
  size_t count;
} schema_file;

size_t schema_file_count(void);
schema_file schema_file_at(size_t index);
/// The index of a file; the count of all where there is none of that path.
size_t schema_file_named(const char *_Nonnull path);

#endif
