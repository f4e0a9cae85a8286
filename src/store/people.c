#include "store/people.h"

#include <string.h>

#include "base/hash.h"
#include "store/packed.h"
#include "store/voice.h"

bool onr_people_init(onr_people *people, const onr_entry *entry, int64_t document,
                     onr_arena *arena)
{
    uint32_t slots = 16;
    while (slots < entry->attribution_count * 2) slots *= 2;
    *people = (onr_people){.entry = entry, .arena = arena, .document = document, .slots = slots};
    people->speakers = onr_arena_array(arena, entry->speaker_count, sizeof *people->speakers);
    people->sources = onr_arena_array(arena, slots, sizeof *people->sources);
    return people->speakers != NULL && people->sources != NULL;
}

/* Lower case, single spaces; beyond ASCII letters stand as they are. In the arena; absent without
 * memory. */
static onr_slice make_key(onr_slice name, onr_arena *arena, uint32_t *words)
{
    char *key = onr_arena_take(arena, name.len + 1);
    size_t len = 0;
    bool space = false;
    *words = 0;
    if (key == NULL) return (onr_slice){NULL, 0};
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if ((unsigned char)c <= ' ') {
            space = true;
            continue;
        }
        if (space && len > 0) key[len++] = ' ';
        if (space || len == 0) *words += 1;
        space = false;
        key[len++] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    return (onr_slice){key, len};
}

static int64_t find_person(onr_db *db, onr_slice name_key, onr_slice affiliation_key)
{
    static const char sql[] = "SELECT id FROM person WHERE name_key = ?1 AND affiliation_key = ?2";
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_slice(db, s, 1, name_key);
    onr_bind_slice(db, s, 2, affiliation_key);
    int64_t id = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    return id;
}

/* The person that a speaker is, 0 where nothing tells. */
static int64_t put_person(onr_db *db, const onr_entry_speaker *speaker, onr_arena *arena)
{
    static const char sql[] =
        "INSERT INTO person (name, affiliation, name_key, affiliation_key) VALUES (?1, ?2, ?3, ?4)";
    uint32_t words, ignored;
    bool person = speaker->kind.len == 6 && memcmp(speaker->kind.ptr, "person", 6) == 0;
    if (!speaker->named || !person) return 0;
    onr_slice name_key = make_key(speaker->name, arena, &words);
    onr_slice affiliation_key = make_key(speaker->affiliation, arena, &ignored);
    if (name_key.ptr == NULL || affiliation_key.ptr == NULL) {
        onr_db_fail(db, ONR_ENOMEM, "out of memory");
        return 0;
    }
    if (words < 2) return 0;
    int64_t id = find_person(db, name_key, affiliation_key);
    if (id != 0 || db->status != ONR_OK) return id;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_slice(db, s, 1, speaker->name);
    onr_bind_slice(db, s, 2, speaker->affiliation);
    onr_bind_slice(db, s, 3, name_key);
    onr_bind_slice(db, s, 4, affiliation_key);
    return onr_db_done(db, s) ? sqlite3_last_insert_rowid(db->handle) : 0;
}

int64_t onr_people_put(onr_db *db, int64_t document, int origin, const onr_entry_speaker *speaker,
                       onr_arena *arena)
{
    static const char sql[] =
        "INSERT INTO speaker (document, number, origin, named, entity, mentioned, extra, voice)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    const onr_slice none = {"", 0}, unknown = {"unknown", 7};
    onr_slice mentions = {NULL, 0};
    if (speaker->mentions.ptr != NULL) {
        mentions = onr_packed_mentions(speaker->mentions, arena);
        if (mentions.ptr == NULL) onr_db_fail(db, ONR_ENOMEM, "out of memory");
    }
    onr_voice voice = {.name = speaker->name.ptr == NULL ? none : speaker->name,
                       .kind = speaker->kind.ptr == NULL ? unknown : speaker->kind,
                       .role = speaker->role,
                       .affiliation = speaker->affiliation,
                       .person = put_person(db, speaker, arena)};
    int64_t id = onr_voice_put(db, &voice);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, document);
    if (speaker->number != ONR_NONE) onr_bind_int(db, s, 2, speaker->number);
    onr_bind_int(db, s, 3, origin);
    onr_bind_int(db, s, 4, speaker->named);
    if (speaker->entity != ONR_NONE) onr_bind_int(db, s, 5, speaker->entity);
    if (mentions.ptr != NULL) onr_bind_blob(db, s, 6, mentions.ptr, mentions.len);
    if (speaker->extra.len > 0) onr_bind_slice(db, s, 7, speaker->extra);
    onr_bind_int(db, s, 8, id);
    return onr_db_done(db, s) ? sqlite3_last_insert_rowid(db->handle) : 0;
}

bool onr_people_put_speakers(onr_people *people, onr_db *db)
{
    const onr_entry *e = people->entry;
    for (uint32_t i = 0; i < e->speaker_count && db->status == ONR_OK; i++)
        people->speakers[i] =
            onr_people_put(db, people->document, 0, &e->speakers[i], people->arena);
    return db->status == ONR_OK;
}

static int64_t speaker_of_source(onr_people *people, onr_db *db, onr_slice source)
{
    uint64_t hash = onr_hash_mix(onr_hash_bytes(ONR_HASH_START, source.ptr, source.len));
    uint32_t at = (uint32_t)hash & (people->slots - 1);
    for (; people->sources[at].row != 0; at = (at + 1) & (people->slots - 1)) {
        onr_slice known = people->sources[at].text;
        if (known.len == source.len && memcmp(known.ptr, source.ptr, source.len) == 0)
            return people->sources[at].row;
    }
    onr_entry_speaker speaker = {.number = ONR_NONE, .entity = ONR_NONE, .name = source};
    int64_t row = onr_people_put(db, people->document, 0, &speaker, people->arena);
    if (row != 0) people->sources[at].text = source;
    people->sources[at].row = row;
    return row;
}

/* Where the speaker of that number stands in the record; mostly at its number. */
static uint32_t find_speaker(const onr_entry *e, uint32_t number)
{
    if (number < e->speaker_count && e->speakers[number].number == number) return number;
    for (uint32_t i = 0; i < e->speaker_count; i++)
        if (e->speakers[i].number == number) return i;
    return ONR_NONE;
}

int64_t onr_people_speaker(onr_people *people, onr_db *db, const onr_entry_attribution *a,
                           const onr_entry_speaker **speaker)
{
    const onr_entry *e = people->entry;
    *speaker = NULL;
    if (db->status != ONR_OK) return 0;
    uint32_t i = a->speaker == ONR_NONE ? ONR_NONE : find_speaker(e, a->speaker);
    if (i != ONR_NONE) {
        *speaker = &e->speakers[i];
        return people->speakers[i];
    }
    onr_slice source = a->parts[ONR_SOURCE].text;
    if (a->parts[ONR_SOURCE].count == 0 || source.len == 0) return 0;
    return speaker_of_source(people, db, source);
}
