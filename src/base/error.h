/*
 * error.h - filling in the caller's onr_error.
 */
#ifndef ONR_BASE_ERROR_H
#define ONR_BASE_ERROR_H

#include <onrecord/base.h>

/**
 * Describe a failure and answer its status, so that callers can write `return onr_fail(...)`.
 * `err` may be NULL. The message is cut to fit; at_byte and line are set to 0.
 */
onr_status onr_fail(onr_error *err, onr_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** The one way to report a failed allocation. */
onr_status onr_fail_memory(onr_error *err);

#endif
