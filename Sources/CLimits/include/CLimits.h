#pragma once

#include <stdint.h>
#include <sys/types.h>

/// What of a process can be limited.
enum gongkai_resource { gongkai_address_space, gongkai_processor_time };

/// Limits a resource of another process, and leaves a lower limit as it is. Does nothing where the system has no such
/// call.
///
/// - Parameter can_be_raised: whether the process may raise the limit again.
void gongkai_limit(pid_t process, enum gongkai_resource resource, uint64_t value, int can_be_raised);
