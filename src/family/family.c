#include "family/family.h"

#include "base/error.h"
#include "family/match.h"
#include "family/words.h"

/* What is done for a statement is bounded, however many there are. A sibling stands in one segment
 * of the filter with most of its keys, while keys that are shared by chance point to a segment
 * each. So only keys are looked up that point where others do, the rarest of them, and only
 * statements behind two of them are compared. Short statements, which may be passages of longer
 * ones, do with one. Behind a key the oldest statements are looked at: a phrase that everybody uses
 * has many more, but a quotation that is repeated has its copies among the oldest. */
enum {
    MAX_LOOKUPS = 3,
    OLDEST_BEHIND_A_KEY = 12,
    MAX_SEGMENTS = 4, /* asked for a key */
    MAX_COMPARED = 4,
    FEW_CONTENT_WORDS = 8, /* such a statement */
    FEW_KEYS = 3,          /* is short */
    COMMON_FROM = 2, /* a key in more segments of the filter than this and a sixteenth of them */
    COMMON_SHARE = 16, /* is a phrase of the language, not of a quotation */
    MAX_CANDIDATES = MAX_LOOKUPS * OLDEST_BEHIND_A_KEY
};

/* A statement that looks for its family. */
typedef struct seeker {
    onr_family_statement me;
    onr_words words;
    uint64_t keys[ONR_FAMILY_MAX_KEYS];
    uint32_t key_count;
    bool is_short; /* one key is enough to be compared with another */
} seeker;

static bool no_memory(onr_db *db)
{
    return onr_db_fail(db, ONR_ENOMEM, "out of memory");
}

bool onr_family_load(onr_db *db, onr_family_statement *out, int64_t id, onr_arena *arena)
{
    static const char sql[] =
        "SELECT a.document, a.content, CASE WHEN s.named THEN v.name ELSE a.source END"
        " FROM attribution a LEFT JOIN speaker s ON s.id = a.speaker"
        " LEFT JOIN voice v ON v.id = s.voice WHERE a.id = ?1";
    sqlite3_stmt *s = onr_db_start(db, sql);
    *out = (onr_family_statement){.id = id};
    onr_bind_int(db, s, 1, id);
    bool there = onr_db_row(db, s), ok = true;
    if (there) {
        out->document = sqlite3_column_int64(s, 0);
        ok = onr_arena_copy(arena, &out->content, onr_column_slice(s, 1)) &&
             onr_arena_copy(arena, &out->speaker, onr_column_slice(s, 2));
    }
    onr_db_end(s);
    if (!ok) no_memory(db);
    return there && db->status == ONR_OK;
}

static uint32_t count_content(const onr_words *words)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < words->count; i++) count += !words->words[i].common;
    return count;
}

static bool prepare(onr_db *db, seeker *out, const onr_family_statement *me, onr_arena *arena)
{
    out->me = *me;
    if (!onr_words_cut(&out->words, me->content, arena)) return no_memory(db);
    out->key_count = onr_words_keys(&out->words, out->keys);
    out->is_short = count_content(&out->words) <= FEW_CONTENT_WORDS || out->key_count <= FEW_KEYS;
    return true;
}

/* The segments that each key points to; none for those that are common. */
typedef struct sightings {
    uint32_t words;
    uint64_t *segments; /* [key_count][words] */
    uint64_t *together; /* [words] where three or more keys point, or two; NULL for none and for a
                           short statement */
    uint32_t counts[ONR_FAMILY_MAX_KEYS];
} sightings;

static bool is_any(const uint64_t *segments, uint32_t words)
{
    for (uint32_t w = 0; w < words; w++)
        if (segments[w] != 0) return true;
    return false;
}

static bool find_sightings(const onr_filter *filter, const seeker *me, sightings *out,
                           onr_arena *arena)
{
    uint32_t words = filter->words, most = COMMON_FROM + filter->count / COMMON_SHARE;
    uint64_t *all = onr_arena_array(arena, (size_t)words * (me->key_count + 3), sizeof *all);
    if (all == NULL) return false;
    uint64_t *once = all + (size_t)words * me->key_count, *twice = once + words;
    uint64_t *thrice = twice + words;
    *out = (sightings){.words = words, .segments = all};
    for (uint32_t i = 0; i < me->key_count; i++) onr_filter_fetch(filter, me->keys[i]);
    for (uint32_t i = 0; i < me->key_count; i++) {
        uint64_t *mine = all + (size_t)words * i;
        out->counts[i] = onr_filter_find(filter, me->keys[i], mine);
        if (out->counts[i] > most) out->counts[i] = 0;
        for (uint32_t w = 0; w < words && out->counts[i] > 0; w++) {
            thrice[w] |= twice[w] & mine[w];
            twice[w] |= once[w] & mine[w];
            once[w] |= mine[w];
        }
    }
    if (!me->is_short)
        out->together = is_any(thrice, words) ? thrice : is_any(twice, words) ? twice : NULL;
    return true;
}

static bool points_together(const sightings *seen, uint32_t key)
{
    const uint64_t *mine = seen->segments + (size_t)seen->words * key;
    for (uint32_t w = 0; w < seen->words; w++)
        if ((mine[w] & seen->together[w]) != 0) return true;
    return false;
}

/* The rarest of the keys that may lead to a sibling, by the segments they are in. */
static uint32_t choose_keys(const sightings *seen, const seeker *me, uint32_t chosen[MAX_LOOKUPS])
{
    uint32_t counts[MAX_LOOKUPS], count = 0;
    if (seen->together == NULL && !me->is_short) return 0;
    for (uint32_t i = 0; i < me->key_count; i++) {
        if (seen->counts[i] == 0) continue;
        if (seen->together != NULL && !points_together(seen, i)) continue;
        uint32_t at = count < MAX_LOOKUPS ? count++ : MAX_LOOKUPS;
        for (; at > 0 && counts[at - 1] > seen->counts[i]; at--) {
            if (at == MAX_LOOKUPS) continue;
            counts[at] = counts[at - 1];
            chosen[at] = chosen[at - 1];
        }
        if (at == MAX_LOOKUPS) continue;
        counts[at] = seen->counts[i];
        chosen[at] = i;
    }
    return count;
}

/* Statements, and how many of the keys looked up each of them has. */
typedef struct candidates {
    int64_t ids[MAX_CANDIDATES];
    uint32_t votes[MAX_CANDIDATES];
    uint32_t count;
} candidates;

static void vote(candidates *c, int64_t id)
{
    uint32_t i = 0;
    while (i < c->count && c->ids[i] != id) i++;
    if (i == MAX_CANDIDATES) return;
    if (i == c->count) c->votes[c->count++] = 0;
    c->ids[i] = id;
    c->votes[i]++;
}

/* The larger the store, the more segments have a key by chance. */
static void keep_oldest(uint64_t *segments, uint32_t words)
{
    uint32_t left = MAX_SEGMENTS;
    for (uint32_t w = 0; w < words; w++) {
        uint64_t rest = segments[w];
        for (; rest != 0 && left > 0; left--) rest &= rest - 1;
        segments[w] &= ~rest;
    }
}

/* Leave the segments in which two of the chosen keys may be: where two votes are asked for, no
 * others can give them. */
static void keep_paired(sightings *seen, const uint32_t *keys, uint32_t count)
{
    for (uint32_t w = 0; w < seen->words; w++) {
        uint64_t once = 0, twice = 0;
        for (uint32_t i = 0; i < count; i++) {
            uint64_t mine = seen->segments[(size_t)seen->words * keys[i] + w];
            twice |= once & mine;
            once |= mine;
        }
        for (uint32_t i = 0; i < count; i++)
            seen->segments[(size_t)seen->words * keys[i] + w] &= twice;
    }
}

static void look_up(onr_db *db, const onr_filter *filter, const seeker *me, sightings *seen,
                    uint32_t key, candidates *out)
{
    int64_t ids[OLDEST_BEHIND_A_KEY];
    uint64_t *segments = seen->segments + (size_t)seen->words * key;
    keep_oldest(segments, seen->words);
    uint32_t count =
        onr_filter_look_up(filter, db, me->keys[key], segments, ids, OLDEST_BEHIND_A_KEY);
    for (uint32_t i = 0; i < count; i++)
        if (ids[i] != me->me.id) vote(out, ids[i]);
}

/* The words of a statement of another document; none when there is no such. False without
 * memory. */
static bool cut_other(onr_db *db, onr_words *out, int64_t id, int64_t document, onr_arena *arena)
{
    static const char sql[] =
        "SELECT content FROM attribution WHERE id = ?1 AND document <> ?2";
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, id);
    onr_bind_int(db, s, 2, document);
    *out = (onr_words){.count = 0};
    bool ok = !onr_db_row(db, s) || onr_words_cut(out, onr_column_slice(s, 0), arena);
    onr_db_end(s);
    return ok;
}

static bool speakers_differ(onr_db *db, const seeker *me, int64_t id, onr_arena *arena)
{
    onr_family_statement other;
    onr_agreement speakers;
    if (!onr_family_load(db, &other, id, arena)) return true;
    if (!onr_match_speakers(&speakers, me->me.speaker, other.speaker, arena))
        return !no_memory(db);
    return speakers == ONR_SPEAKERS_DIFFER;
}

/* Words in common with a candidate that is the same; 0 for all others. Who spoke is only looked up
 * where it counts: most candidates are not the same. */
static uint32_t score(onr_db *db, const seeker *me, int64_t id, onr_arena *arena)
{
    onr_words words;
    onr_match match;
    if (!cut_other(db, &words, id, me->me.document, arena) ||
        (words.count > 0 && !onr_match_words(&match, &me->words, &words, arena))) {
        no_memory(db);
        return 0;
    }
    if (words.count == 0 || !match.same) return 0;
    if (!match.certain && speakers_differ(db, me, id, arena)) return 0;
    return match.common;
}

static int64_t one_number(onr_db *db, const char *sql, int64_t first, int64_t second)
{
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, first);
    if (second != 0) onr_bind_int(db, s, 2, second);
    int64_t value = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    return value;
}

static bool enter(onr_db *db, int64_t statement, int64_t family)
{
    static const char sql[] = "INSERT INTO family_member (attribution, family) VALUES (?1, ?2)";
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, statement);
    onr_bind_int(db, s, 2, family);
    return onr_db_done(db, s);
}

/* The family of a statement, founded when it has none. */
static int64_t family_of(onr_db *db, int64_t statement)
{
    static const char known[] = "SELECT family FROM family_member WHERE attribution = ?1";
    static const char found[] = "INSERT INTO family DEFAULT VALUES";
    int64_t family = one_number(db, known, statement, 0);
    if (family != 0 || !onr_db_done(db, onr_db_start(db, found))) return family;
    family = sqlite3_last_insert_rowid(db->handle);
    return enter(db, statement, family) ? family : 0;
}

/* The statement may be inside another one of its document; one of them is enough. */
static bool join(onr_db *db, const seeker *me, int64_t sibling)
{
    static const char present[] =
        "SELECT 1 FROM family_member m JOIN attribution a ON a.id = m.attribution"
        " WHERE m.family = ?1 AND a.document = ?2";
    int64_t family = family_of(db, sibling);
    if (family == 0) return db->status == ONR_OK;
    if (one_number(db, present, family, me->me.document) != 0) return true;
    return db->status == ONR_OK && enter(db, me->me.id, family);
}

static bool remember_keys(onr_db *db, onr_filter *filter, const seeker *me)
{
    for (uint32_t i = 0; i < me->key_count; i++)
        if (!onr_filter_add(filter, db, me->keys[i], me->me.id)) return false;
    return true;
}

/* The statement that has most words in common with this one; 0 when none is the same. */
static int64_t find_sibling(onr_db *db, const onr_filter *filter, const seeker *me,
                            onr_arena *arena)
{
    candidates found = {.count = 0};
    sightings seen;
    uint32_t keys[MAX_LOOKUPS];
    int64_t best = 0;
    uint32_t most = 0, compared = 0;
    if (!find_sightings(filter, me, &seen, arena)) {
        no_memory(db);
        return 0;
    }
    uint32_t lookups = choose_keys(&seen, me, keys);
    uint32_t enough = me->is_short || lookups == 1 ? 1 : 2;
    if (enough == 2) keep_paired(&seen, keys, lookups);
    for (uint32_t i = 0; i < lookups; i++) look_up(db, filter, me, &seen, keys[i], &found);
    for (uint32_t i = 0; i < found.count && compared < MAX_COMPARED; i++) {
        if (found.votes[i] < enough) continue;
        compared++;
        uint32_t common = score(db, me, found.ids[i], arena);
        if (common <= most) continue;
        most = common;
        best = found.ids[i];
    }
    return best;
}

bool onr_family_add(onr_db *db, onr_filter *filter, const onr_family_statement *statement,
                    onr_arena *arena)
{
    seeker me;
    if (!prepare(db, &me, statement, arena)) return false;
    if (me.key_count == 0) return true;
    int64_t sibling = find_sibling(db, filter, &me, arena);
    if (sibling != 0 && !join(db, &me, sibling)) return false;
    return db->status == ONR_OK && remember_keys(db, filter, &me);
}

bool onr_family_remove(onr_db *db, onr_filter *filter, int64_t statement, onr_arena *arena)
{
    static const char leave[] = "DELETE FROM family_member WHERE attribution = ?1";
    onr_family_statement was;
    seeker me;
    if (!onr_family_load(db, &was, statement, arena)) return db->status == ONR_OK;
    sqlite3_stmt *s = onr_db_start(db, leave);
    onr_bind_int(db, s, 1, statement);
    if (!onr_db_done(db, s) || !prepare(db, &me, &was, arena)) return false;
    for (uint32_t i = 0; i < me.key_count; i++)
        if (!onr_filter_remove(filter, db, me.keys[i], statement, arena)) return false;
    return true;
}

/* Reading is one statement that goes on while others write to other tables. */
bool onr_family_index_all(onr_db *db, onr_filter *filter)
{
    static const char sql[] = "SELECT id, content FROM attribution WHERE state < 2 ORDER BY id";
    onr_arena arena;
    if (!onr_filter_load(filter, db)) return false;
    onr_arena_init(&arena, filter->alloc);
    sqlite3_stmt *s = onr_db_start(db, sql);
    while (onr_db_row(db, s)) {
        onr_family_statement me = {.id = sqlite3_column_int64(s, 0),
                                   .content = onr_column_slice(s, 1)};
        seeker known;
        onr_arena_reset(&arena);
        if (!prepare(db, &known, &me, &arena) || !remember_keys(db, filter, &known)) break;
    }
    onr_db_end(s);
    onr_arena_deinit(&arena);
    return onr_filter_save(filter, db);
}
