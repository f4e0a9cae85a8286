/*
 * export.c - the tables of formats, and the walk over the documents.
 */
#include "export/export.h"

#include <string.h>

#include "base/error.h"
#include "store/date.h"

static const struct format {
    const char *name;
    onr_export_format format;
} FORMATS[] = {
    {"text", ONR_EXPORT_TEXT},
    {"jsonl", ONR_EXPORT_JSONL},
    {"csv", ONR_EXPORT_CSV},
    {"brat", ONR_EXPORT_BRAT},
    {"webannotation", ONR_EXPORT_WEBANNOTATION},
};

typedef void write_entry_fn(onr_writer *w, const onr_entry *entry, const onr_loaded *loaded);

bool onr_export_format_find(onr_export_format *out, const char *name)
{
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
        if (strcmp(FORMATS[i].name, name) != 0) continue;
        *out = FORMATS[i].format;
        return true;
    }
    return false;
}

const char *onr_form_name(unsigned form)
{
    static const char *const names[] = {"indirect", "mixed", "direct"};
    return names[form % 3];
}

const char *onr_act_name(unsigned act)
{
    static const char *const names[] = {"speech", "writing", "thought", "intent"};
    return names[act & 3];
}

void onr_put_json_or_null(onr_writer *w, onr_slice value)
{
    if (value.ptr == NULL)
        onr_put_text(w, "null");
    else
        onr_put_json_repaired(w, value);
}

onr_slice onr_entry_outlet(const onr_entry *entry)
{
    return entry->site.len > 0 ? entry->site : onr_url_host(entry->url);
}

const onr_entry_speaker *onr_entry_find_speaker(const onr_entry *entry, uint32_t number)
{
    if (number == ONR_NONE) return NULL;
    for (uint32_t i = 0; i < entry->speaker_count; i++)
        if (entry->speakers[i].number == number) return &entry->speakers[i];
    return NULL;
}

onr_status onr_hit_write_head(onr_buffer *out, onr_export_format format, onr_error *err)
{
    onr_writer w = onr_writer_start(out);
    if (format == ONR_EXPORT_CSV) onr_hit_csv_head(&w);
    return onr_writer_finish(&w) ? ONR_OK : onr_fail_memory(err);
}

onr_status onr_hit_write(onr_buffer *out, const onr_hit *hit, onr_export_format format,
                         const onr_record_options *options, onr_error *err)
{
    static const onr_record_options defaults = {0};
    onr_writer w = onr_writer_start(out);
    if (options == NULL) options = &defaults;
    switch (format) {
    case ONR_EXPORT_TEXT: onr_hit_text(&w, hit, options); break;
    case ONR_EXPORT_JSONL: onr_hit_jsonl(&w, hit); break;
    case ONR_EXPORT_CSV: onr_hit_csv(&w, hit); break;
    case ONR_EXPORT_BRAT:
    case ONR_EXPORT_WEBANNOTATION:
        return onr_fail(err, ONR_EUSAGE, "hits are printed as text, jsonl or csv");
    }
    return onr_writer_finish(&w) ? ONR_OK : onr_fail_memory(err);
}

onr_status onr_store_show(onr_buffer *out, onr_store *store, uint64_t document,
                          const onr_record_options *options, onr_error *err)
{
    static const onr_record_options defaults = {0};
    onr_loaded loaded;
    onr_db_clear(&store->db);
    if (!onr_document_load(store, (int64_t)document, ONR_READING_CORRECTED, false, &loaded))
        return onr_db_status(&store->db, err);
    if (loaded.text_missing) return onr_fail(err, ONR_EFORMAT, "the text is missing or damaged");
    onr_writer w = onr_writer_start(out);
    onr_arena_reset(&store->arena);
    onr_entry_show(&w, &store->entry, &loaded, options == NULL ? &defaults : options,
                   &store->arena);
    return onr_writer_finish(&w) ? ONR_OK : onr_fail_memory(err);
}

/* The numbers that `sql` gives beside the keys of a document. Both mostly come in the same order,
 * so the search begins where the last one ended. */
static bool load_numbers(onr_store *store, const char *sql, uint64_t document, const int64_t *keys,
                         uint32_t count, int64_t **out)
{
    onr_db *db = &store->db;
    uint32_t at = 0;
    *out = onr_arena_array(&store->arena, count, sizeof **out);
    if (*out == NULL) return onr_db_fail(db, ONR_ENOMEM, "out of memory");
    sqlite3_stmt *s = onr_db_start(db, sql);
    onr_bind_int(db, s, 1, (int64_t)document);
    while (onr_db_row(db, s)) {
        int64_t key = sqlite3_column_int64(s, 0);
        uint32_t looked = 0;
        for (; looked < count && keys[at] != key; looked++) at = at + 1 < count ? at + 1 : 0;
        if (looked < count) (*out)[at] = sqlite3_column_int64(s, 1);
    }
    onr_db_end(s);
    return db->status == ONR_OK;
}

static bool number_document(onr_store *store, const onr_loaded *loaded, onr_numbers *numbers)
{
    static const char families[] =
        "SELECT a.id, m.family FROM attribution a JOIN family_member m ON m.attribution = a.id"
        " WHERE a.document = ?1 ORDER BY a.id";
    static const char persons[] = "SELECT number, person FROM speaker s CROSS JOIN voice v"
                                  " ON v.id = s.voice WHERE document = ?1"
                                  " AND number IS NOT NULL AND person IS NOT NULL ORDER BY number";
    const onr_entry *e = &store->entry;
    int64_t *keys = onr_arena_array(&store->arena, e->speaker_count, sizeof *keys);
    if (keys == NULL) return onr_db_fail(&store->db, ONR_ENOMEM, "out of memory");
    for (uint32_t i = 0; i < e->speaker_count; i++) keys[i] = e->speakers[i].number;
    numbers->document = loaded->document;
    return load_numbers(store, families, loaded->document, loaded->ids, e->attribution_count,
                        &numbers->families) &&
           load_numbers(store, persons, loaded->document, keys, e->speaker_count,
                        &numbers->persons);
}

onr_status onr_store_record(onr_buffer *out, onr_store *store, uint64_t document, onr_error *err)
{
    onr_loaded loaded;
    onr_numbers numbers;
    onr_db *db = &store->db;
    onr_db_clear(db);
    onr_arena_reset(&store->arena);
    /* One picture of the store, whoever writes meanwhile. */
    bool begun = onr_db_begin(db, false);
    bool ok = begun &&
              onr_document_load(store, (int64_t)document, ONR_READING_CORRECTED, false, &loaded) &&
              number_document(store, &loaded, &numbers);
    if (begun) onr_db_rollback(db);
    if (!ok) return onr_db_status(db, err);
    if (loaded.text_missing) return onr_fail(err, ONR_EFORMAT, "the text is missing or damaged");
    onr_writer w = onr_writer_start(out);
    onr_entry_numbered(&w, &store->entry, &loaded, &numbers);
    return onr_writer_finish(&w) ? ONR_OK : onr_fail_memory(err);
}

static write_entry_fn *find_writer(onr_export_format format)
{
    switch (format) {
    case ONR_EXPORT_JSONL: return onr_entry_jsonl;
    case ONR_EXPORT_CSV: return onr_entry_csv;
    case ONR_EXPORT_BRAT: return onr_entry_brat;
    case ONR_EXPORT_WEBANNOTATION: return onr_entry_webannotation;
    case ONR_EXPORT_TEXT: break;
    }
    return NULL;
}

/* One document; false with `*status` set to why the walk ends. */
static bool export_one(onr_store *store, int64_t id, write_entry_fn *write, onr_buffer *out,
                       onr_export_fn take, void *ctx, onr_status *status, onr_error *err)
{
    onr_loaded loaded;
    onr_export_item item = {.document = (uint64_t)id};
    out->len = 0;
    if (!onr_document_load(store, id, ONR_READING_CORRECTED, false, &loaded)) return false;
    if (loaded.text_missing) {
        *status = onr_fail(err, ONR_EFORMAT, "document %lld: the text is missing or damaged",
                           (long long)id);
        return false;
    }
    onr_writer w = onr_writer_start(out);
    write(&w, &store->entry, &loaded);
    if (!onr_writer_finish(&w)) {
        *status = onr_fail_memory(err);
        return false;
    }
    item.name = store->entry.id;
    item.text = store->entry.text;
    item.output = (onr_slice){out->ptr, out->len};
    if (take(ctx, &item)) return true;
    *status = ONR_END;
    return false;
}

onr_status onr_store_export(onr_store *store, onr_export_format format, bool corrected,
                            onr_export_fn take, void *ctx, onr_error *err)
{
    write_entry_fn *write = find_writer(format);
    if (write == NULL) return onr_fail(err, ONR_EUSAGE, "documents cannot be exported as text");
    onr_buffer out = {.alloc = store->alloc};
    onr_status status = ONR_OK;
    onr_db *db = &store->db;
    onr_db_clear(db);
    /* One transaction, so that all documents are of the same moment. */
    onr_db_begin(db, false);
    int64_t id = 0;
    while ((id = onr_document_next(store, id, corrected)) != 0 &&
           export_one(store, id, write, &out, take, ctx, &status, err)) {}
    if (status == ONR_OK) status = onr_db_status(db, err);
    onr_db_rollback(db);
    onr_buffer_free(&out);
    return status;
}
