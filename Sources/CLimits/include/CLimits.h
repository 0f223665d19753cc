#pragma once

#include <spawn.h>
#include <stdint.h>
#include <sys/types.h>

/// What of a process can be limited.
enum gongkai_resource { gongkai_address_space, gongkai_processor_time };

/// Limits a resource of another process, and leaves a lower limit as it is. Does nothing where the system has no such
/// call.
///
/// - Parameter can_be_raised: whether the process may raise the limit again.
void gongkai_limit(pid_t process, enum gongkai_resource resource, uint64_t value, int can_be_raised);

#ifdef __linux__
/// Folders, each list ended by NULL: what a program may read and run, where it may write, and where it may make
/// sockets and remove what it has made.
struct gongkai_fence {
  char *const *readable;
  char *const *writable;
  char *const *sockets;
};

/// `posix_spawn` of a program that reaches no file beyond a fence and no TCP port of any machine, nor does anything that
/// it starts. Where the kernel has no such fences (Landlock, from Linux 5.13 on; ports from 6.7 on), there is none.
int gongkai_spawn_fenced(
    pid_t *process, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
    char *const *arguments, char *const *environment, struct gongkai_fence fence);
#endif
