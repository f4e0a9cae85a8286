/*
 * target.h - the target of a request, "/api/v1/search?q=sea+patrol", taken apart.
 *
 * Only what a careful program sends is accepted: a path from the root, percent signs with two
 * hexadecimal digits, UTF-8 without control characters. Nothing is resolved: "." and ".." are
 * names like any other, which no route has.
 */
#ifndef ONR_SERVE_TARGET_H
#define ONR_SERVE_TARGET_H

#include "base/arena.h"

enum { ONR_TARGET_MAX_PARAMETERS = 32 };

typedef struct onr_target {
    onr_slice path; /* decoded, in the arena */
    struct onr_target_parameter {
        onr_slice name, value; /* decoded, in the arena */
    } parameters[ONR_TARGET_MAX_PARAMETERS];
    uint32_t count;
} onr_target;

/**
 * Take a target apart.
 *
 * @param problem  set to a static sentence where it is none.
 * @return ONR_OK; ONR_EFORMAT; ONR_ENOMEM.
 */
onr_status onr_target_parse(onr_target *out, onr_slice target, onr_arena *arena,
                            const char **problem);

/** The value of a parameter; absent when it was not given. */
onr_slice onr_target_find(const onr_target *target, const char *name);

#endif
