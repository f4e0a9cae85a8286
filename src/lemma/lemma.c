#include "lemma/lemma.h"

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "lemma/case.h"

/* What a key is of; as train/lemma.py numbers them. */
enum { WHOLE_CASE, END_CASE, WHOLE_END, END_END };

enum { CASE_LOWER, CASE_KEEP, CASE_TITLE, CASE_BARE, CASE_COUNT };

enum { MAX_END = 6 };

/* Flag of an end's value: longer ends are known, too. */
#define LONGER 0x80000000u

/* The form on its way: with its apostrophe made plain, then with its case chosen. */
typedef struct word {
    char bytes[ONR_LEMMA_BYTES];
    uint32_t len;
} word;

static uint32_t look_up(const onr_lemmas *l, uint64_t hash)
{
    uint32_t key = (uint32_t)onr_hash_mix(hash);
    for (uint32_t slot = key & l->mask;; slot = (slot + 1) & l->mask)
        if (l->slots[2 * slot + 1] == 0 || l->slots[2 * slot] == key)
            return l->slots[2 * slot + 1];
}

static uint64_t back_hash(uint64_t hash, const word *w)
{
    for (uint32_t i = w->len; i > 0; i--)
        hash = onr_hash_byte(hash, (unsigned char)w->bytes[i - 1]);
    return hash;
}

/* The value of the longest known end, or 0. `hash` is that of the empty end. */
static uint32_t find_by_end(const onr_lemmas *l, uint64_t hash, const word *w)
{
    uint32_t value = 0;
    for (uint32_t size = 0;; size++) {
        uint32_t longer = look_up(l, hash);
        if (longer == 0) return value;
        value = longer & ~LONGER;
        if (!(longer & LONGER) || size == w->len || size == MAX_END) return value;
        hash = onr_hash_byte(hash, (unsigned char)w->bytes[w->len - size - 1]);
    }
}

static void make_lower(word *out, const word *in)
{
    for (uint32_t at = 0; at < in->len;) {
        unsigned char byte = (unsigned char)in->bytes[at];
        if (byte < 0x80) {
            out->bytes[at++] = (char)onr_case_lower(byte);
        } else {
            uint32_t c, size = onr_utf8_next(in->bytes + at, &c);
            onr_utf8_encode(out->bytes + at, onr_case_lower(c));
            at += size;
        }
    }
    out->len = in->len;
}

static void drop_commas(word *w)
{
    uint32_t len = 0;
    for (uint32_t i = 0; i < w->len; i++)
        if (w->bytes[i] != ',') w->bytes[len++] = w->bytes[i];
    w->len = len;
}

/* Choose what becomes of the case, and do it. */
static void set_case(const onr_lemmas *l, word *w, uint64_t start, bool first)
{
    word lower;
    make_lower(&lower, w);
    onr_case_shape shape = onr_case_shape_of((onr_slice){w->bytes, w->len});
    uint64_t whole = onr_hash_byte(onr_hash_byte(onr_hash_byte(start, WHOLE_CASE),
                                                 (unsigned char)shape), first);
    uint64_t end = onr_hash_byte(onr_hash_byte(onr_hash_byte(start, END_CASE),
                                               (unsigned char)shape), first);
    uint32_t value = look_up(l, back_hash(whole, &lower));
    if (value == 0) value = find_by_end(l, end, &lower);
    uint32_t action = value == 0 ? CASE_LOWER : value - 1;
    if (action == CASE_KEEP) return;
    uint32_t c;
    onr_utf8_next(w->bytes, &c);
    memcpy(w->bytes, lower.bytes, lower.len);
    if (action == CASE_TITLE) onr_utf8_encode(w->bytes, onr_case_upper(c));
    if (action == CASE_BARE) drop_commas(w);
}

static bool on_boundary(const word *w, uint32_t at)
{
    return at == w->len || ((unsigned char)w->bytes[at] & 0xC0) != 0x80;
}

/* Choose how the end is exchanged, and do it unless the rule asks for more than there is. */
static void set_end(const onr_lemmas *l, word *w, uint64_t start)
{
    uint32_t value = look_up(l, back_hash(onr_hash_byte(start, WHOLE_END), w));
    if (value == 0) value = find_by_end(l, onr_hash_byte(start, END_END), w);
    if (value == 0 || value > l->rule_count) return;
    const uint32_t *rule = l->rules + 3 * (size_t)(value - 1);
    uint32_t strip = rule[0], added = rule[2];
    if (strip > w->len || strip >= w->len + added || !on_boundary(w, w->len - strip)) return;
    memcpy(w->bytes + w->len - strip, l->text + rule[1], added);
    w->len = w->len - strip + added;
}

/* Copy the form with its typographic apostrophes made plain. */
static void make_plain(word *w, onr_slice form)
{
    static const char apostrophe[] = "\xE2\x80\x99";
    w->len = 0;
    for (size_t at = 0; at < form.len;) {
        bool curly = form.len - at >= 3 && memcmp(form.ptr + at, apostrophe, 3) == 0;
        w->bytes[w->len++] = curly ? '\'' : form.ptr[at];
        at += curly ? 3 : 1;
    }
}

onr_slice onr_lemma_find(const onr_lemmas *l, onr_slice form, onr_tag tag, bool first,
                         char out[ONR_LEMMA_BYTES])
{
    if (form.len > ONR_LEMMA_MAX_FORM) return form;
    word w;
    uint64_t start = l->starts[tag.upos][tag.xpos];
    make_plain(&w, form);
    set_case(l, &w, start, first);
    set_end(l, &w, start);
    if (w.len == 0 || (w.len == form.len && memcmp(w.bytes, form.ptr, w.len) == 0)) return form;
    memcpy(out, w.bytes, w.len);
    return (onr_slice){out, w.len};
}

/* Where lemmas are copied to: pieces of the arena, so that each does not take one of its own. */
typedef struct pool {
    onr_arena *arena;
    char *at;
    size_t left;
} pool;

enum { POOL_BYTES = 1024 };

static bool keep(pool *p, onr_slice *lemma)
{
    if (lemma->len > p->left) {
        p->at = onr_arena_take(p->arena, POOL_BYTES);
        if (p->at == NULL) return false;
        p->left = POOL_BYTES;
    }
    memcpy(p->at, lemma->ptr, lemma->len);
    lemma->ptr = p->at;
    p->at += lemma->len;
    p->left -= lemma->len;
    return true;
}

static bool set_lemmas(const onr_lemmas *l, onr_doc *doc, onr_range sentence, pool *p)
{
    char bytes[ONR_LEMMA_BYTES];
    for (uint32_t i = sentence.first_token; i < sentence.end_token; i++) {
        onr_slice form = onr_doc_token_text(doc, i);
        onr_slice lemma =
            onr_lemma_find(l, form, doc->tags[i], i == sentence.first_token, bytes);
        if (lemma.ptr == bytes && !keep(p, &lemma)) return false;
        doc->lemmas[i] = lemma;
    }
    return true;
}

onr_status onr_lemma_run(const onr_lemmas *l, onr_doc *doc, onr_error *err)
{
    pool p = {.arena = &doc->arena};
    if (!onr_doc_make_lemmas(doc)) return onr_fail_memory(err);
    for (uint32_t i = 0; i < doc->sentence_count; i++)
        if (!set_lemmas(l, doc, doc->sentences[i], &p)) return onr_fail_memory(err);
    return ONR_OK;
}

static uint64_t start_of(const char *upos, const char *xpos)
{
    uint64_t hash = onr_hash_bytes(ONR_HASH_START, upos, strlen(upos) + 1);
    return onr_hash_bytes(hash, xpos, strlen(xpos) + 1);
}

/* A pair that was met has a value for the empty end. */
static void set_starts(onr_lemmas *l)
{
    for (uint32_t u = 0; u < ONR_UPOS_COUNT; u++) {
        for (uint32_t x = 0; x < ONR_XPOS_COUNT; x++) {
            uint64_t start = start_of(onr_upos_name(u), onr_xpos_name(x));
            bool met = look_up(l, onr_hash_byte(start, END_END)) != 0;
            l->starts[u][x] = met ? start : start_of("", onr_xpos_name(x));
        }
    }
}

/* Some slot must be free, or a search would not end. Values are checked where they are used: the
 * same table holds rules and cases. */
static bool sound_slots(const onr_section *slots)
{
    const uint32_t *s = slots->data;
    if (slots->rows < 2 || (slots->rows & (slots->rows - 1)) != 0) return false;
    for (uint32_t i = 0; i < slots->rows; i++)
        if (s[2 * i + 1] == 0) return true;
    return false;
}

static bool sound_rules(const onr_section *rules, const onr_section *text)
{
    const uint32_t *r = rules->data;
    if (onr_utf8_valid_prefix(text->data, text->rows) != text->rows) return false;
    for (uint32_t i = 0; i < rules->rows; i++) {
        uint32_t offset = r[3 * i + 1], len = r[3 * i + 2];
        if (len > ONR_LEMMA_MAX_ADDED || len > text->rows) return false;
        if (offset > text->rows - len) return false;
        if (onr_utf8_valid_prefix((const char *)text->data + offset, len) != len) return false;
    }
    return true;
}

onr_status onr_lemmas_load(onr_lemmas *l, const onr_model *model, onr_error *err)
{
    onr_section slots, rules, text;
    onr_status status = onr_model_section(model, "lemma.slots", ONR_SECTION_I32, 2, &slots, err);
    if (status == ONR_OK)
        status = onr_model_section(model, "lemma.rules", ONR_SECTION_I32, 3, &rules, err);
    if (status == ONR_OK)
        status = onr_model_section(model, "lemma.text", ONR_SECTION_BYTES, 1, &text, err);
    if (status != ONR_OK) return status;
    if (!sound_slots(&slots))
        return onr_fail(err, ONR_EMODEL, "model section 'lemma.slots' is not a table of words");
    if (!sound_rules(&rules, &text))
        return onr_fail(err, ONR_EMODEL, "model section 'lemma.rules' points outside its text");
    l->slots = slots.data;
    l->mask = slots.rows - 1;
    l->rules = rules.data;
    l->rule_count = rules.rows;
    l->text = text.data;
    set_starts(l);
    return ONR_OK;
}
