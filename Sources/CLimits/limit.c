// What Swift's module of the C library leaves out.
#define _GNU_SOURCE
#include "CLimits.h"

#ifdef __linux__
#include <stddef.h>
#include <sys/resource.h>

void gongkai_limit(pid_t process, enum gongkai_resource resource, uint64_t value, int can_be_raised) {
  int number = resource == gongkai_address_space ? RLIMIT_AS : RLIMIT_CPU;
  struct rlimit limit;
  if (prlimit(process, number, NULL, &limit) != 0) return;
  if (limit.rlim_cur > value) limit.rlim_cur = value;
  // Beyond the lower limit of time the process is told, beyond the higher one it is ended.
  rlim_t highest = number == RLIMIT_CPU ? limit.rlim_cur + 2 : limit.rlim_cur;
  if (!can_be_raised && limit.rlim_max > highest) limit.rlim_max = highest;
  prlimit(process, number, &limit, NULL);
}
#else
void gongkai_limit(pid_t process, enum gongkai_resource resource, uint64_t value, int can_be_raised) {}
#endif
