// A fence holds for a thread and for what that starts: a thread is made for it, and ends when the program has begun.
#define _GNU_SOURCE
#include "CLimits.h"

#ifdef __linux__
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// As the kernel has them; its headers may be older than it is.
enum { create_ruleset = 444, add_rule = 445, restrict_self = 446, ask_version = 1, rule_of_folder = 1 };
static const uint64_t run = 1 << 0, write_file = 1 << 1, read_file = 1 << 2, read_folder = 1 << 3;
static const uint64_t remove_file = 1 << 5, make_socket = 1 << 9, truncate_file = 1 << 14;
// All that the first version knows.
static const uint64_t everything = (1 << 13) - 1;

struct ruleset {
  uint64_t files, ports;
};

struct folder_rule {
  uint64_t allowed;
  int32_t folder;
} __attribute__((packed));

static void allow(int rules, char *const *folders, uint64_t what) {
  for (; *folders != NULL; folders++) {
    struct folder_rule rule = {what, open(*folders, O_PATH | O_DIRECTORY | O_CLOEXEC)};
    if (rule.folder < 0) continue;
    syscall(add_rule, rules, rule_of_folder, &rule, 0);
    close(rule.folder);
  }
}

static void build(const struct gongkai_fence *fence) {
  long version = syscall(create_ruleset, NULL, 0, ask_version);
  if (version < 1) return;
  uint64_t all = everything | (version >= 3 ? truncate_file : 0);
  struct ruleset set = {all, version >= 4 ? 3 : 0};
  int rules = (int)syscall(create_ruleset, &set, version >= 4 ? sizeof set : sizeof set.files, 0);
  if (rules < 0) return;
  char *const devices[] = {"/dev", NULL};
  allow(rules, devices, read_file | read_folder | write_file | (all & truncate_file));
  allow(rules, fence->readable, run | read_file | read_folder);
  allow(rules, fence->writable, all);
  allow(rules, fence->sockets, make_socket | remove_file);
  // Without it only a privileged process can fence itself.
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) syscall(restrict_self, rules, 0);
  close(rules);
}

struct start {
  pid_t *process;
  const char *path;
  const posix_spawn_file_actions_t *actions;
  const posix_spawnattr_t *attributes;
  char *const *arguments, *const *environment;
  struct gongkai_fence fence;
  int status;
};

static void *start_fenced(void *argument) {
  struct start *start = argument;
  build(&start->fence);
  start->status = posix_spawn(
      start->process, start->path, start->actions, start->attributes, start->arguments, start->environment);
  return NULL;
}

int gongkai_spawn_fenced(
    pid_t *process, const char *path, const posix_spawn_file_actions_t *actions, const posix_spawnattr_t *attributes,
    char *const *arguments, char *const *environment, struct gongkai_fence fence) {
  struct start start = {process, path, actions, attributes, arguments, environment, fence, 0};
  pthread_t thread;
  int status = pthread_create(&thread, NULL, start_fenced, &start);
  if (status != 0) return status;
  pthread_join(thread, NULL);
  return start.status;
}
#endif
