/*
 * onrecord/base.h - the values that every other header speaks in: status, error, slice, span,
 * allocator.
 *
 * Conventions of the whole library
 *   Names    onr_ + noun + verb; new/free for heap objects, open/close for what holds a file,
 *            count/at for lists, find for what may be missing.
 *   Order    the result first, the object next, the error last.
 *   Units    every offset names its unit: start_byte, first_token. Ranges are half-open.
 *   Errors   by value in an onr_error the caller owns; nothing is kept in globals, nothing is
 *            printed, nothing exits. Damaged *input* is data: it becomes a warning on the document
 *            or an error of that one input, and the next input is unaffected.
 *   Threads  a model is read-only after opening and may be shared; every other object belongs to
 *            one thread at a time.
 */
#ifndef ONRECORD_BASE_H
#define ONRECORD_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(ONR_BUILD) && defined(__GNUC__)
#define ONR_API __attribute__((visibility("default")))
#else
#define ONR_API
#endif

#define ONR_VERSION_MAJOR 0
#define ONR_VERSION_MINOR 1
#define ONR_VERSION_PATCH 0
#define ONR_VERSION       "0.1.0"

/** "No such index": the value of an id, token or parent that is not there. */
#define ONR_NONE UINT32_MAX

/** What a fallible call answers. Zero is success; all failures are negative. */
typedef enum onr_status {
    ONR_OK = 0,
    ONR_END = 1,        /**< a stream has no further item; not an error */
    ONR_ENOMEM = -1,    /**< the allocator returned NULL */
    ONR_EIO = -2,       /**< a file could not be opened or read, or a sink refused bytes */
    ONR_EFORMAT = -3,   /**< an input is not what it claims to be, e.g. a broken JSON line */
    ONR_EMODEL = -4,    /**< a model file is damaged, too old or too new */
    ONR_ELIMIT = -5,    /**< an input exceeds a limit set in the options */
    ONR_EUSAGE = -6,    /**< the caller broke a documented rule, e.g. passed a NULL document */
    ONR_ETIME = -7      /**< it took longer than it was given */
} onr_status;

/**
 * What went wrong and where. Owned by the caller, nothing to free.
 *
 * `message` is one line without a trailing period that names the thing at fault. `at_byte` is an
 * offset in the input or file concerned, `line` a 1-based line number; either is 0 where it has no
 * meaning.
 */
typedef struct onr_error {
    onr_status status;
    uint64_t at_byte;
    uint64_t line;
    char message[200];
} onr_error;

/** Borrowed bytes: not NUL-terminated, `len` counts bytes. {NULL, 0} means "absent". */
typedef struct onr_slice {
    const char *ptr;
    size_t len;
} onr_slice;

/** A half-open range of bytes of a document's text; always on code point boundaries. */
typedef struct onr_span {
    uint32_t start_byte;
    uint32_t end_byte;
} onr_span;

/** A half-open range of code points of a document's text, as records have them. */
typedef struct onr_place {
    uint32_t begin;
    uint32_t end;
} onr_place;

/**
 * Where memory comes from. `resize` behaves like realloc(ptr, size) but is told the old size;
 * `release` like free. All may be called from the thread that uses the object; `ctx` is passed
 * through. A NULL onr_alloc pointer anywhere in this library means malloc, realloc and free.
 */
typedef struct onr_alloc {
    void *(*resize)(void *ctx, void *ptr, size_t old_size, size_t new_size);
    void (*release)(void *ctx, void *ptr, size_t size);
    void *ctx;
} onr_alloc;

/** The name of a status for messages and logs, e.g. "out of memory". Never NULL, static. */
ONR_API const char *onr_status_name(onr_status status);

/** The version of the library at run time, e.g. "0.1.0". Static. */
ONR_API const char *onr_version(void);

#ifdef __cplusplus
}
#endif

#endif
