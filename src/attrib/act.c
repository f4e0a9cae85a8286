#include "attrib/act.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "encode/features.h"

enum { MAX_FORM = 64, ACT_COUNT = 4 };

/* A word that is being taken apart. */
typedef struct form {
    char bytes[MAX_FORM + 4]; /* room for an added "e" or "ie" */
    uint32_t len;
} form;

static uint32_t fingerprint(const char *bytes, uint32_t len)
{
    return (uint32_t)onr_hash_mix(onr_hash_bytes(ONR_HASH_START, bytes, len));
}

static uint32_t look_up(const uint32_t *slots, uint32_t mask, const char *bytes, uint32_t len)
{
    uint32_t key = fingerprint(bytes, len);
    for (uint32_t slot = key & mask;; slot = (slot + 1) & mask) {
        if (slots[2 * slot + 1] == 0 || slots[2 * slot] == key) return slots[2 * slot + 1];
    }
}

static onr_status load_slots(const onr_model *model, const char *name, uint32_t max_value,
                             const uint32_t **slots, uint32_t *mask, onr_error *err)
{
    onr_section section;
    onr_status status = onr_model_section(model, name, ONR_SECTION_I32, 2, &section, err);
    if (status != ONR_OK) return status;
    const uint32_t *s = section.data;
    uint32_t used = 0;
    bool ok = section.rows >= 2 && (section.rows & (section.rows - 1)) == 0;
    for (uint32_t i = 0; ok && i < section.rows; i++) {
        used += s[2 * i + 1] != 0;
        ok = s[2 * i + 1] <= max_value;
    }
    if (!ok || used == section.rows)
        return onr_fail(err, ONR_EMODEL, "model section '%s' is not a table of words", name);
    *slots = s;
    *mask = section.rows - 1;
    return ONR_OK;
}

onr_status onr_acts_load(onr_acts *acts, const onr_model *model, onr_error *err)
{
    onr_section lemmas;
    onr_status status =
        onr_model_section(model, "acts.lemmas", ONR_SECTION_BYTES, 1, &lemmas, err);
    if (status != ONR_OK) return status;
    acts->lemmas = lemmas.data;
    acts->lemma_bytes = lemmas.rows;
    if (lemmas.rows == 0 || acts->lemmas[lemmas.rows - 1] != 0)
        return onr_fail(err, ONR_EMODEL, "model section 'acts.lemmas' does not end in a NUL");
    status = load_slots(model, "acts.verbs", ACT_COUNT, &acts->verbs, &acts->verb_mask, err);
    if (status != ONR_OK) return status;
    return load_slots(model, "acts.forms", lemmas.rows, &acts->forms, &acts->form_mask, err);
}

/* The act of a listed lemma plus one, or 0. */
static uint32_t act_of(const onr_acts *acts, const form *f)
{
    return look_up(acts->verbs, acts->verb_mask, f->bytes, f->len);
}

static bool ends_with(const form *f, const char *ending)
{
    uint32_t len = (uint32_t)strlen(ending);
    return f->len > len && memcmp(f->bytes + f->len - len, ending, len) == 0;
}

static form with_ending(const form *f, uint32_t cut, const char *added)
{
    form out = *f;
    out.len -= cut;
    for (; *added != 0 && out.len < sizeof out.bytes; added++) out.bytes[out.len++] = *added;
    return out;
}

static bool is_doubled(const form *f, uint32_t cut)
{
    return f->len >= cut + 3 && f->bytes[f->len - cut - 1] == f->bytes[f->len - cut - 2];
}

/* What a regular form may come from, the likelier first; answers how many. */
static uint32_t undo_inflection(const form *f, form out[6])
{
    uint32_t n = 0;
    out[n++] = *f;
    if (ends_with(f, "ies") || ends_with(f, "ied")) {
        out[n++] = with_ending(f, 3, "y");
    } else if (ends_with(f, "ed") || ends_with(f, "es")) {
        out[n++] = with_ending(f, 2, "");
        out[n++] = with_ending(f, 1, "");
        if (is_doubled(f, 2)) out[n++] = with_ending(f, 3, "");
    } else if (ends_with(f, "ing")) {
        out[n++] = with_ending(f, 3, "");
        out[n++] = with_ending(f, 3, "e");
        if (is_doubled(f, 3)) out[n++] = with_ending(f, 4, "");
    } else if (ends_with(f, "s") && !ends_with(f, "ss")) {
        out[n++] = with_ending(f, 1, "");
    }
    return n;
}

/* Turns a form into its lemma; answers the lemma's act plus one, or 0 when it is not listed. */
static uint32_t lemmatise(const onr_acts *acts, form *f)
{
    uint32_t offset = look_up(acts->forms, acts->form_mask, f->bytes, f->len);
    if (offset != 0) {
        const char *lemma = acts->lemmas + offset - 1;
        size_t len = strlen(lemma);
        f->len = len < MAX_FORM ? (uint32_t)len : MAX_FORM;
        memcpy(f->bytes, lemma, f->len);
        return act_of(acts, f);
    }
    form candidates[6];
    uint32_t count = undo_inflection(f, candidates);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t act = act_of(acts, &candidates[i]);
        if (act == 0) continue;
        *f = candidates[i];
        return act;
    }
    return 0;
}

static form form_of(const onr_doc *doc, uint32_t token)
{
    form out;
    out.len = onr_normal_form(onr_doc_token_text(doc, token), out.bytes);
    return out;
}

bool onr_acts_find(const onr_acts *acts, onr_doc *doc, const onr_pieces *cue, onr_slice *lemma,
                   onr_act *act)
{
    *lemma = (onr_slice){NULL, 0};
    *act = ONR_ACT_SPEECH;
    if (cue->count == 0) return true;
    onr_range range = cue->at[0];
    form head = form_of(doc, range.first_token);
    if (head.len == 9 && memcmp(head.bytes, "according", 9) == 0)
        return onr_arena_copy(&doc->arena, lemma, (onr_slice){"according to", 12});
    for (uint32_t i = range.end_token; i-- > range.first_token;) {
        form f = form_of(doc, i);
        uint32_t found = lemmatise(acts, &f);
        bool word = doc->tokens[i].flags & ONR_TOKEN_WORD;
        if (found != 0 || (word && i + 1 == range.end_token)) head = f;
        if (found != 0) {
            *act = (onr_act)(found - 1);
            break;
        }
    }
    return onr_arena_copy(&doc->arena, lemma, (onr_slice){head.bytes, head.len});
}
