/*
 * words.c - telling words.
 *
 * Counted are statements that have a word, not words: who says one thing often in one statement is
 * no more telling. The full-text index knows how many statements of the whole record have it.
 */
#include "query/words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "family/words.h"

enum {
    MOST_STATEMENTS = 2000,
    MOST_WORDS = 1 << 15, /* different ones; a power of two */
    SHOWN = 30,
    LEAST_STATEMENTS = 2,
    LEAST_LETTERS = 3
};

/* z-score from which a difference is hardly chance. */
static const double LEAST_SCORE = 1.65;

typedef struct counted {
    uint64_t hash; /* 0 for an empty slot */
    onr_slice word;
    uint32_t statements;
    uint32_t last; /* statement that has counted it */
} counted;

typedef struct counting {
    onr_store *store;
    counted *slots; /* [MOST_WORDS] */
    uint32_t used, statements;
} counting;

static bool no_memory(onr_store *store)
{
    return onr_db_fail(&store->db, ONR_ENOMEM, "out of memory");
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

/* Letters of ASCII only: what the index makes of others is its own affair. */
static bool copy_word(counting *c, onr_slice *out, const char *bytes, size_t len)
{
    char *copy = onr_arena_take(&c->store->arena, len + 1);
    if (copy == NULL) return no_memory(c->store);
    for (size_t i = 0; i < len; i++) copy[i] = lower(bytes[i]);
    *out = (onr_slice){copy, len};
    return true;
}

static bool is_word(onr_slice text)
{
    if (text.len < LEAST_LETTERS) return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = lower(text.ptr[i]);
        if ((c < 'a' || c > 'z') && (unsigned char)c < 0x80) return false;
    }
    return true;
}

static bool count_word(counting *c, onr_slice text, uint64_t hash)
{
    uint32_t at = (uint32_t)(onr_hash_mix(hash) & (MOST_WORDS - 1));
    hash |= 1;
    while (c->slots[at].hash != 0 && c->slots[at].hash != hash) at = (at + 1) & (MOST_WORDS - 1);
    counted *w = &c->slots[at];
    if (w->hash == 0) {
        if (c->used >= MOST_WORDS / 4 * 3) return true;
        if (!copy_word(c, &w->word, text.ptr, text.len)) return false;
        w->hash = hash;
        c->used++;
    }
    if (w->last == c->statements) return true;
    w->last = c->statements;
    w->statements++;
    return true;
}

static bool count_statement(counting *c, onr_slice content)
{
    onr_words words;
    c->statements++;
    if (!onr_words_cut(&words, content, &c->store->arena)) return no_memory(c->store);
    for (uint32_t i = 0; i < words.count; i++) {
        const onr_word *w = &words.words[i];
        onr_slice text = {content.ptr + w->start_byte, w->end_byte - w->start_byte};
        if (!w->common && is_word(text) && !count_word(c, text, w->hash)) return false;
    }
    return true;
}

static bool count_statements(counting *c, uint64_t person)
{
    static const char sql[] =
        "SELECT a.content FROM voice v CROSS JOIN speaker s ON s.voice = v.id"
        " CROSS JOIN attribution a ON a.speaker = s.id"
        " WHERE v.person = ?1 AND a.state < 2 ORDER BY a.id DESC LIMIT ?2";
    onr_db *db = &c->store->db;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, (int64_t)person);
    onr_bind_int(db, s, 2, MOST_STATEMENTS);
    while (onr_db_row(db, s))
        if (!count_statement(c, onr_column_slice(s, 0))) break;
    onr_db_end(s);
    return db->status == ONR_OK;
}

/* How many statements of the record have the word; 0 when the index cuts it differently. */
static uint64_t in_record(onr_db *db, onr_slice word)
{
    static const char sql[] =
        "SELECT doc FROM temp.statement_word WHERE term = ?1 AND col = 'content'";
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_slice(db, s, 1, word);
    uint64_t count = onr_db_row(db, s) ? (uint64_t)sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    return count;
}

/* Of `n` statements `c` have the word; of all `most` it is `all`. Half a statement is added to each
 * count, so that none is 0. */
static double score_of(double c, double n, double all, double most)
{
    double others = all - c < 0 ? 0 : all - c, rest = most - n < others ? others : most - n;
    double odds = log((c + 0.5) / (n - c + 0.5)) - log((others + 0.5) / (rest - others + 0.5));
    return odds / sqrt(1 / (c + 0.5) + 1 / (others + 0.5));
}

static int compare_words(const void *a, const void *b)
{
    const onr_telling_word *x = a, *y = b;
    if (x->score != y->score) return x->score > y->score ? -1 : 1;
    size_t len = x->word.len < y->word.len ? x->word.len : y->word.len;
    int order = memcmp(x->word.ptr, y->word.ptr, len);
    return order != 0 ? order : (x->word.len > y->word.len) - (x->word.len < y->word.len);
}

static bool weigh(counting *c, onr_telling_word *words, uint32_t *count)
{
    static const char statements[] = "SELECT count(*) FROM attribution WHERE state < 2";
    onr_db *db = &c->store->db;
    uint64_t most = (uint64_t)onr_db_number(db, statements, 0);
    for (uint32_t i = 0; i < MOST_WORDS && db->status == ONR_OK; i++) {
        const counted *w = &c->slots[i];
        if (w->statements < LEAST_STATEMENTS) continue;
        uint64_t all = in_record(db, w->word);
        if (all < w->statements) continue;
        double score = score_of(w->statements, c->statements, (double)all, (double)most);
        if (score >= LEAST_SCORE)
            words[(*count)++] = (onr_telling_word){w->word, w->statements, score};
    }
    qsort(words, *count, sizeof *words, compare_words);
    if (*count > SHOWN) *count = SHOWN;
    return db->status == ONR_OK;
}

bool onr_words_of_person(onr_store *store, uint64_t person, const onr_telling_word **words,
                         uint32_t *count)
{
    counting c = {.store = store};
    onr_db *db = &store->db;
    *words = NULL;
    *count = 0;
    c.slots = onr_arena_array(&store->arena, MOST_WORDS, sizeof *c.slots);
    if (c.slots == NULL) return no_memory(store);
    if (!count_statements(&c, person)) return false;
    onr_telling_word *found = onr_arena_array(&store->arena, c.used, sizeof *found);
    if (found == NULL) return no_memory(store);
    *words = found;
    return onr_db_run(db, "CREATE VIRTUAL TABLE IF NOT EXISTS temp.statement_word"
                          " USING fts5vocab(main, statement_fts, col)") &&
           weigh(&c, found, count);
}
