/*
 * profile.h - what a whole text says of each of its people.
 *
 * Goes over all mentions once, keeps for each person the role and affiliation as they are stated
 * first (a bare "Sen." gives way to more), and remembers by which nouns the person may be called:
 * "the senator", "the Republican nominee".
 */
#ifndef ONR_SPEAKER_PROFILE_H
#define ONR_SPEAKER_PROFILE_H

#include "doc/doc.h"

enum { ONR_PROFILE_WORDS = 12 };

typedef struct onr_profile {
    onr_range role;        /* empty where none is stated */
    onr_range affiliation; /* likewise */
    onr_slice party;       /* static; absent where none is stated */
    uint32_t word_count;
    uint64_t words[ONR_PROFILE_WORDS]; /* keys of the words of titles, roles and parties */
} onr_profile;

/** Profiles for all entities, in the arena; those that are no people stay empty. NULL when memory
 *  is
 *  short. Cost: linear in the mentions. */
onr_profile *onr_profiles_make(const onr_doc *doc, onr_arena *arena);

/** The key by which words of roles are compared: "Sen." and "senator" have one. */
uint64_t onr_role_key(onr_slice word);

/** Add what a noun phrase that means a person says: its words, and its role where none is known. */
void onr_profile_learn(const onr_doc *doc, onr_profile *profile, onr_range phrase);

/** Whether a profile has a word. */
bool onr_profile_has(const onr_profile *profile, uint64_t key);

#endif
