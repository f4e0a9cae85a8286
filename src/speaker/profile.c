#include "speaker/profile.h"

#include <string.h>

#include "speaker/nouns.h"
#include "speaker/phrase.h"
#include "speaker/title.h"

static uint32_t size_of(onr_range r)
{
    return r.end_token - r.first_token;
}

static uint64_t key(const char *word)
{
    return onr_word_key((onr_slice){word, strlen(word)});
}

uint64_t onr_role_key(onr_slice word)
{
    static const char *const SAME[][2] = {
        {"sen", "senator"}, {"gov", "governor"}, {"rep", "congressman"},
        {"representative", "congressman"}, {"congresswoman", "congressman"}, {"gop", "republican"},
        {"democratic", "democrat"}, {"u.s", "us"}, {"american", "us"}, {"uk", "british"},
        {"pres", "president"}, {"gen", "general"}, {"prof", "professor"},
        {"spokeswoman", "spokesman"}, {"spokesperson", "spokesman"},
        {"frontrunner", "front-runner"},
        {"candidate", "nominee"}, {"physician", "doctor"}, {"attorney", "lawyer"},
    };
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        if (onr_word_equal(word, (onr_slice){SAME[i][0], strlen(SAME[i][0])}))
            return key(SAME[i][1]);
    return onr_word_key(word);
}

bool onr_profile_has(const onr_profile *profile, uint64_t word)
{
    for (uint32_t i = 0; i < profile->word_count; i++)
        if (profile->words[i] == word) return true;
    return false;
}

static void add_word(onr_profile *profile, uint64_t word)
{
    if (profile->word_count == ONR_PROFILE_WORDS || onr_profile_has(profile, word)) return;
    profile->words[profile->word_count++] = word;
}

/* Up to the first preposition behind a role: what is behind says where, not what. */
static void add_words(const onr_doc *doc, onr_profile *profile, onr_range words)
{
    for (uint32_t t = words.first_token; t < words.end_token; t++)
        if (onr_token_is(doc, t, " 's ’s ' ’ ")) words.first_token = t + 1; /* "nominee's wife" */
    for (uint32_t t = words.first_token; t < words.end_token; t++) {
        onr_slice word = onr_doc_token_text(doc, t);
        if (!(doc->tokens[t].flags & ONR_TOKEN_WORD) || onr_is_determiner(word)) continue;
        if (onr_token_is(doc, t, " of for and 's ’s ")) continue;
        add_word(profile, onr_role_key(word));
    }
}

/* Whether what is newly read should stand in the place of what is known. */
static bool is_better(const onr_doc *doc, onr_range fresh, onr_range known)
{
    if (size_of(fresh) == 0) return false;
    if (size_of(known) == 0) return true;
    bool brief = size_of(known) == 1 && doc->tokens[known.first_token].len_bytes <= 9;
    return brief && size_of(fresh) > 1;
}

static void take_title(const onr_doc *doc, onr_profile *profile, const onr_title *title)
{
    bool better = is_better(doc, title->role, profile->role);
    if (better) profile->role = title->role;
    if (size_of(profile->affiliation) == 0 || (better && size_of(title->affiliation) > 0))
        profile->affiliation = title->affiliation;
    if (profile->party.ptr == NULL) profile->party = title->party;
    add_words(doc, profile, title->role);
}

static void add_party_words(onr_profile *profile)
{
    onr_slice party = profile->party;
    if (party.ptr == NULL) return;
    size_t first = 0;
    while (first < party.len && party.ptr[first] != ' ') first++;
    add_word(profile, onr_role_key((onr_slice){party.ptr, first}));
}

onr_profile *onr_profiles_make(const onr_doc *doc, onr_arena *arena)
{
    onr_profile *all = onr_arena_array(arena, (size_t)doc->entity_count + 1, sizeof *all);
    if (all == NULL) return NULL;
    for (uint32_t m = 0; m < doc->mention_count; m++) {
        if (onr_mention_type(doc, m) != ONR_ENTITY_PERSON) continue;
        onr_profile *profile = &all[doc->mentions[m].entity];
        onr_title before = onr_title_before(doc, m), behind = onr_title_behind(doc, m);
        take_title(doc, profile, &before);
        take_title(doc, profile, &behind);
    }
    for (uint32_t e = 0; e < doc->entity_count; e++) add_party_words(&all[e]);
    return all;
}

void onr_profile_learn(const onr_doc *doc, onr_profile *profile, onr_range phrase)
{
    while (size_of(phrase) > 1 && onr_is_determiner(onr_doc_token_text(doc, phrase.first_token)))
        phrase.first_token++;
    add_words(doc, profile, phrase);
    if (is_better(doc, phrase, profile->role)) profile->role = phrase;
}
