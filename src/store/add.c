/*
 * add.c - records into tables.
 */
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/sha256.h"
#include "doc/input.h"
#include "family/family.h"
#include "store/correct.h"
#include "store/date.h"
#include "store/packed.h"
#include "store/people.h"
#include "store/remove.h"
#include "store/statement.h"
#include "store/store.h"
#include "store/voice.h"

enum { KEY_BYTES = 16 }; /* of a SHA-256 by which documents and inputs are known */

static bool no_memory(onr_store *store)
{
    return onr_db_fail(&store->db, ONR_ENOMEM, "out of memory");
}

/* ---- what a document is known by ---- */

static void hash_slice(onr_sha256 *hash, onr_slice slice)
{
    uint64_t len = slice.ptr == NULL ? UINT64_MAX : slice.len;
    onr_sha256_update(hash, &len, sizeof len);
    if (slice.len > 0) onr_sha256_update(hash, slice.ptr, slice.len);
}

/* Text, address and publication: the same words elsewhere are another document. */
static void make_key(uint8_t key[ONR_SHA256_BYTES], const onr_entry *e)
{
    onr_sha256 hash;
    onr_sha256_init(&hash);
    hash_slice(&hash, e->text);
    hash_slice(&hash, e->url);
    hash_slice(&hash, e->site);
    onr_sha256_final(&hash, key);
}

static void make_tag(onr_input_tag *tag, const onr_model *model, const onr_input *in)
{
    onr_sha256 hash;
    onr_sha256_init(&hash);
    hash_slice(&hash, model == NULL ? (onr_slice){NULL, 0} : onr_model_sha256(model));
    hash_slice(&hash, in->text);
    for (uint32_t i = 0; i < ONR_INPUT_FIELDS; i++)
        hash_slice(&hash, *onr_input_field((onr_input *)in, i));
    for (uint32_t i = 0; i < in->byline_count; i++) hash_slice(&hash, in->bylines[i]);
    for (uint32_t i = 0; i < in->block_count; i++) {
        uint32_t block[] = {in->blocks[i].span.start_byte, in->blocks[i].span.end_byte,
                            in->blocks[i].kind};
        onr_sha256_update(&hash, block, sizeof block);
    }
    onr_sha256_final(&hash, tag->bytes);
    tag->set = true;
}

bool onr_store_knows(onr_store *store, const onr_model *model, const onr_input *in,
                     onr_input_tag *tag)
{
    static const char sql[] = "SELECT 1 FROM input WHERE sha256 = ?1";
    onr_db *db = &store->db;
    make_tag(tag, model, in);
    onr_db_clear(db);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_blob(db, s, 1, tag->bytes, KEY_BYTES);
    bool known = onr_db_row(db, s);
    onr_db_end(s);
    return known;
}

static bool remember_input(onr_db *db, const onr_input_tag *tag, int64_t document)
{
    static const char sql[] = "INSERT OR IGNORE INTO input (sha256, document) VALUES (?1, ?2)";
    if (!tag->set) return true;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_blob(db, s, 1, tag->bytes, KEY_BYTES);
    onr_bind_int(db, s, 2, document);
    return onr_db_done(db, s);
}

/* ---- rows ---- */

static int64_t find_model(onr_db *db, onr_slice sha256)
{
    static const char sql[] = "SELECT id FROM model WHERE sha256 = ?1";
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_slice(db, s, 1, sha256);
    int64_t id = onr_db_row(db, s) ? sqlite3_column_int64(s, 0) : 0;
    onr_db_end(s);
    return id;
}

/* The row of the record's model; 0 when the record names none. */
static int64_t put_model(onr_db *db, const onr_entry *e)
{
    static const char sql[] = "INSERT INTO model (name, version, sha256) VALUES (?1, ?2, ?3)";
    if (e->model_sha256.ptr == NULL) return 0;
    int64_t id = find_model(db, e->model_sha256);
    if (id != 0) return id;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_slice(db, s, 1, e->model_name);
    onr_bind_slice(db, s, 2, e->model_version);
    onr_bind_slice(db, s, 3, e->model_sha256);
    return onr_db_done(db, s) ? sqlite3_last_insert_rowid(db->handle) : 0;
}

static onr_slice outlet_of(const onr_entry *e)
{
    if (e->site.len > 0) return e->site;
    return onr_url_host(e->url);
}

static bool bind_document(onr_store *store, sqlite3_stmt *s, int64_t model, char day[11])
{
    const onr_entry *e = &store->entry;
    onr_db *db = &store->db;
    onr_date_day(day, e->published);
    if (model == 0)
        onr_bind_null(db, s, 2);
    else
        onr_bind_int(db, s, 2, model);
    onr_bind_slice(db, s, 3, e->id.ptr == NULL ? (onr_slice){"", 0} : e->id);
    onr_bind_slice(db, s, 4, e->title);
    onr_bind_slice(db, s, 5, e->byline);
    onr_bind_slice(db, s, 6, e->published);
    onr_bind_text(db, s, 7, day);
    onr_bind_slice(db, s, 8, e->modified);
    onr_bind_slice(db, s, 9, e->url);
    onr_bind_slice(db, s, 10, e->site);
    onr_bind_slice(db, s, 11, outlet_of(e));
    onr_bind_slice(db, s, 12, e->language);
    onr_bind_slice(db, s, 13, e->section);
    onr_bind_int(db, s, 14, e->points.count);
    return onr_db_done(db, s);
}

static int64_t insert_document(onr_store *store, const uint8_t key[KEY_BYTES], int64_t model)
{
    static const char sql[] =
        "INSERT INTO document (key, model, name, title, byline, published, day, modified, url,"
        " site, outlet, language, section, characters, sha256, added) VALUES (?1, ?2, ?3, ?4, ?5,"
        " ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))";
    onr_db *db = &store->db;
    uint8_t sha256[32];
    char day[11];
    onr_sha256_bytes(sha256, store->entry.text.ptr, store->entry.text.len);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_blob(db, s, 1, key, KEY_BYTES);
    onr_bind_blob(db, s, 15, sha256, sizeof sha256);
    return bind_document(store, s, model, day) ? sqlite3_last_insert_rowid(db->handle) : 0;
}

/* What is said about a document comes from its last reading. */
static bool update_document(onr_store *store, int64_t document, int64_t model)
{
    static const char sql[] =
        "UPDATE document SET model = ?2, name = ?3, title = ?4, byline = ?5, published = ?6,"
        " day = ?7, modified = ?8, url = ?9, site = ?10, outlet = ?11, language = ?12,"
        " section = ?13, characters = ?14 WHERE id = ?1";
    char day[11];
    sqlite3_stmt *s = onr_db_start(&store->db, sql);
    onr_bind_int(&store->db, s, 1, document);
    return bind_document(store, s, model, day);
}

/* Compressed bytes in the arena; absent for an absent slice or without memory. */
static onr_slice deflated(onr_store *store, onr_slice bytes)
{
    if (bytes.ptr == NULL) return (onr_slice){NULL, 0};
    uLongf len = compressBound(bytes.len);
    Bytef *out = onr_arena_take(&store->arena, len);
    if (out == NULL || compress2(out, &len, (const Bytef *)bytes.ptr, bytes.len, 6) != Z_OK) {
        no_memory(store);
        return (onr_slice){NULL, 0};
    }
    return (onr_slice){(char *)out, len};
}

static bool put_text(onr_store *store, int64_t document)
{
    static const char sql[] =
        "INSERT OR REPLACE INTO text (document, bytes, zlib, extra) VALUES (?1, ?2, ?3, ?4)";
    onr_db *db = &store->db;
    const onr_entry *e = &store->entry;
    onr_slice text = deflated(store, e->text), extra = deflated(store, e->extra);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, document);
    onr_bind_int(db, s, 2, (int64_t)e->text.len);
    onr_bind_blob(db, s, 3, text.ptr, text.len);
    if (extra.ptr == NULL)
        onr_bind_null(db, s, 4);
    else
        onr_bind_blob(db, s, 4, extra.ptr, extra.len);
    return onr_db_done(db, s);
}

static bool put_entities(onr_store *store, int64_t document)
{
    static const char sql[] = "INSERT INTO entity_list (document, packed) VALUES (?1, ?2)";
    onr_db *db = &store->db;
    const onr_entry *e = &store->entry;
    if (e->entity_count == 0) return true;
    onr_slice packed =
        onr_packed_entities(e->entities, e->entity_count, &e->points, &store->arena);
    if (packed.ptr == NULL) return no_memory(store);
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, document);
    onr_bind_blob(db, s, 2, packed.ptr, packed.len);
    return onr_db_done(db, s);
}

static bool put_warnings(onr_db *db, const onr_entry *e, int64_t document)
{
    static const char sql[] =
        "INSERT INTO warning (document, place, kind, start, stop, text, why)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    for (uint32_t i = 0; i < e->warning_count && db->status == ONR_OK; i++) {
        const onr_entry_warning *w = &e->warnings[i];
        sqlite3_stmt *s = onr_db_start(db, sql);
        onr_bind_int(db, s, 1, document);
        onr_bind_int(db, s, 2, i);
        onr_bind_slice(db, s, 3, w->kind.ptr == NULL ? (onr_slice){"", 0} : w->kind);
        onr_bind_int(db, s, 4, w->place.begin);
        onr_bind_int(db, s, 5, w->place.end);
        onr_bind_slice(db, s, 6, w->text);
        onr_bind_slice(db, s, 7, w->why);
        onr_db_done(db, s);
    }
    return db->status == ONR_OK;
}

static bool put_statement(onr_store *store, onr_people *people, const onr_entry_attribution *a,
                          onr_arena *scratch)
{
    onr_db *db = &store->db;
    const onr_entry_speaker *speaker;
    onr_statement_home home = {.document = people->document,
                               .speaker = onr_people_speaker(people, db, a, &speaker)};
    onr_family_statement family = {.id = onr_statement_insert(db, &home, a, scratch),
                                   .document = home.document,
                                   .content = a->parts[ONR_CONTENT].text};
    if (a->parts[ONR_SOURCE].count > 0) family.speaker = a->parts[ONR_SOURCE].text;
    if (speaker != NULL && speaker->named) family.speaker = speaker->name;
    return family.id != 0 && onr_family_add(db, &store->filter, &family, scratch);
}

static bool put_statements(onr_store *store, int64_t document)
{
    const onr_entry *e = &store->entry;
    onr_people people;
    if (!onr_people_init(&people, e, document, &store->arena)) return no_memory(store);
    if (!onr_people_put_speakers(&people, &store->db)) return false;
    onr_arena scratch;
    bool ok = true;
    onr_arena_init(&scratch, store->alloc);
    for (uint32_t i = 0; i < e->attribution_count && ok; i++) {
        onr_arena_reset(&scratch);
        ok = put_statement(store, &people, &e->attributions[i], &scratch);
    }
    onr_arena_deinit(&scratch);
    return ok;
}

static bool put_layers(onr_store *store, int64_t document)
{
    const onr_entry *e = &store->entry;
    return put_text(store, document) && put_entities(store, document) &&
           put_statements(store, document) && put_warnings(&store->db, e, document) &&
           onr_correct_apply(store, document) && onr_voices_count(&store->db, document);
}

/* ---- one record ---- */

static int64_t find_document(onr_db *db, const uint8_t key[KEY_BYTES], int64_t *model)
{
    static const char sql[] = "SELECT id, coalesce(model, 0) FROM document WHERE key = ?1";
    int64_t id = 0;
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_blob(db, s, 1, key, KEY_BYTES);
    if (onr_db_row(db, s)) {
        id = sqlite3_column_int64(s, 0);
        *model = sqlite3_column_int64(s, 1);
    }
    onr_db_end(s);
    return id;
}

static bool store_entry(onr_store *store, onr_store_item *item)
{
    onr_db *db = &store->db;
    uint8_t key[ONR_SHA256_BYTES];
    int64_t known_model = 0;
    make_key(key, &store->entry);
    int64_t model = put_model(db, &store->entry);
    int64_t document = find_document(db, key, &known_model);
    if (db->status != ONR_OK) return false;
    onr_stored outcome = document == 0          ? ONR_STORED_NEW
                         : model == known_model ? ONR_STORED_KNOWN
                                                : ONR_STORED_AGAIN;
    if (outcome == ONR_STORED_NEW) document = insert_document(store, key, model);
    if (outcome == ONR_STORED_AGAIN && !(onr_remove_reading(store, document) &&
                                         update_document(store, document, model)))
        return false;
    if (document == 0) return false;
    if (outcome != ONR_STORED_KNOWN && !put_layers(store, document)) return false;
    if (!remember_input(db, &item->tag, document)) return false;
    item->outcome = outcome;
    item->document = (uint64_t)document;
    return true;
}

static onr_status parse_sound(onr_entry *entry, onr_store_item *item)
{
    uint32_t number;
    onr_status status = onr_entry_parse(entry, item->record, &item->error);
    if (status != ONR_OK) return status;
    onr_fault fault = onr_entry_check(entry, &number);
    if (fault == ONR_FAULT_NONE) return ONR_OK;
    if (number == ONR_NONE)
        return onr_fail(&item->error, ONR_EFORMAT, "an unsound record: %s", onr_fault_text(fault));
    return onr_fail(&item->error, ONR_EFORMAT, "an unsound record: attribution %u: %s",
                    (unsigned)number, onr_fault_text(fault));
}

/* False when the transaction cannot go on. */
static bool add_item(onr_store *store, onr_store_item *item)
{
    onr_arena_reset(&store->arena);
    item->outcome = ONR_STORED_NOT;
    item->document = 0;
    item->error = (onr_error){0};
    onr_status status = parse_sound(&store->entry, item);
    if (status == ONR_ENOMEM) return no_memory(store);
    return status != ONR_OK || store_entry(store, item);
}

static bool add_all(onr_store *store, onr_store_item *items, uint32_t count)
{
    onr_db_clear(&store->db);
    if (!onr_store_begin(store)) return false;
    for (uint32_t i = 0; i < count && add_item(store, &items[i]); i++) {}
    return onr_store_commit(store);
}

/* Whatever was thought to be stored is not. Records that were unsound keep their own error. */
static void take_back(const onr_db *db, onr_store_item *items, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        bool unsound = items[i].outcome == ONR_STORED_NOT && items[i].error.status != ONR_OK;
        items[i].outcome = ONR_STORED_NOT;
        items[i].document = 0;
        if (!unsound) onr_db_status(db, &items[i].error);
    }
}

onr_status onr_store_add(onr_store *store, onr_store_item *items, uint32_t count, onr_error *err)
{
    if (store == NULL || (items == NULL && count > 0))
        return onr_fail(err, ONR_EUSAGE, "no store or no records");
    for (uint32_t i = 0; i < count; i++) {
        items[i].outcome = ONR_STORED_NOT;
        items[i].error = (onr_error){0};
    }
    if (add_all(store, items, count)) return ONR_OK;
    take_back(&store->db, items, count);
    return onr_db_status(&store->db, err);
}
