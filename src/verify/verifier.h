/*
 * verifier.h - the object behind <onrecord/verify.h>.
 */
#ifndef ONR_VERIFY_VERIFIER_H
#define ONR_VERIFY_VERIFIER_H

#include <onrecord/verify.h>

#include "entry/entry.h"

enum { ONR_VERIFY_MAX_JOBS = 256 };

/* The SHA-256 of an original's id and of its text. Ids are hashed so that a slot has one size. */
typedef struct onr_original {
    uint8_t id[32];
    uint8_t text[32];
} onr_original;

struct onr_verifier {
    onr_alloc alloc_copy;
    const onr_alloc *alloc;
    onr_entry entry;
    onr_verify_counts counts;
    uint32_t jobs;
    onr_original *originals; /* [original_count] in the order of adding */
    uint32_t original_count, original_capacity;
    uint32_t *slots;         /* [slot_count] index + 1 of an original; open addressing */
    uint32_t slot_count;
};

/** What is to be said about an entry. Changes nothing: several threads may ask at once. */
onr_verify_item onr_verify_entry(const onr_verifier *v, const onr_entry *entry);

/** Count a finding and hand it out; false when the caller has had enough. */
bool onr_verify_report(onr_verifier *v, const onr_verify_item *item, onr_verify_fn take, void *ctx);

#endif
