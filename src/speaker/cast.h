/*
 * cast.h - the speakers of a document while they are being found: each person or thing once.
 */
#ifndef ONR_SPEAKER_CAST_H
#define ONR_SPEAKER_CAST_H

#include "doc/doc.h"
#include "speaker/profile.h"

/* Where a source points at a speaker. */
typedef struct onr_pointer {
    uint32_t speaker;
    onr_span span;
} onr_pointer;

typedef struct onr_cast {
    onr_doc *doc;
    onr_arena arena;        /* of everything here; the document's allocator */
    onr_profile *profiles;  /* [entity_count] */
    uint32_t *of_entity;    /* [entity_count] speaker + 1 */
    uint32_t *slots;        /* [slot_mask + 1] speaker + 1 by name, of those without an entity */
    uint32_t slot_mask;
    uint32_t *families;     /* [family_mask + 1] person's entity + 1 by family name */
    uint32_t family_mask;
    onr_pointer *pointers;  /* [pointer_count] */
    uint32_t pointer_count;
    bool failed;            /* memory was short; what was found is not to be used */
    onr_range *phrases;     /* by speaker: the words that described it first; empty for entities */
} onr_cast;

/** Begin with nobody on the stage. False when memory is short; onr_cast_close() is to be called in
 *  either case. */
bool onr_cast_open(onr_cast *cast, onr_doc *doc);
void onr_cast_close(onr_cast *cast);

/** The speaker that an entity is; ONR_NONE when memory is short. */
uint32_t onr_cast_entity(onr_cast *cast, uint32_t entity);

/** The speaker of a description; equal descriptions are one speaker. `words` may be empty. ONR_NONE
 *  when memory is short. */
uint32_t onr_cast_described(onr_cast *cast, uint8_t kind, bool named, onr_slice name,
                            onr_range words);

/** The person whose family name is a word, or ONR_NONE: for names that were not found as such. */
uint32_t onr_cast_family(const onr_cast *cast, onr_slice word);

/** Note that words point at a speaker. */
void onr_cast_point(onr_cast *cast, uint32_t speaker, onr_span span);

/** Fill in role, affiliation and mentions of all speakers. False when memory is short. */
bool onr_cast_finish(onr_cast *cast);

#endif
