/*
 * fuzz_record.c - any bytes as a record that is read back: parsed, checked, printed in every format
 * that does not need a store, and what was printed parsed again.
 */
#include <stdlib.h>
#include <string.h>

#include "entry/entry.h"
#include "export/csv.h"
#include "export/export.h"
#include "family/match.h"
#include "query/expression.h"
#include "store/text.h"

static void need(bool holds)
{
    if (!holds) abort();
}

/* Places may lie anywhere before they are checked: pieces are clamped to the text. */
static void print_all(const onr_entry *entry, onr_buffer *out)
{
    onr_loaded loaded = {.ids = calloc(entry->attribution_count + 1, sizeof *loaded.ids),
                         .reviewed = calloc(entry->attribution_count + 1, 1)};
    onr_record_options options = {.colour = true, .columns = 40};
    onr_arena arena;
    need(loaded.ids != NULL && loaded.reviewed != NULL);
    onr_arena_init(&arena, NULL);
    onr_writer w = onr_writer_start(out);
    onr_entry_brat(&w, entry, &loaded);
    onr_entry_csv(&w, entry, &loaded);
    onr_entry_webannotation(&w, entry, &loaded);
    onr_entry_show(&w, entry, &loaded, &options, &arena);
    need(onr_writer_finish(&w));
    out->len = 0;
    w = onr_writer_start(out);
    onr_entry_jsonl(&w, entry, &loaded);
    need(onr_writer_finish(&w));
    onr_arena_deinit(&arena);
    free(loaded.ids);
    free(loaded.reviewed);
}

static void read_record(onr_slice bytes)
{
    onr_entry entry, again;
    onr_buffer out = {0};
    uint32_t number;
    onr_error err;
    onr_entry_init(&entry, NULL);
    onr_entry_init(&again, NULL);
    if (onr_entry_parse(&entry, bytes, &err) == ONR_OK) {
        onr_fault fault = onr_entry_check(&entry, &number);
        if (fault == ONR_FAULT_NONE || fault == ONR_FAULT_TEXT) {
            print_all(&entry, &out);
            need(onr_entry_parse(&again, (onr_slice){out.ptr, out.len}, &err) == ONR_OK);
            need(again.attribution_count == entry.attribution_count);
            need(again.text.len == entry.text.len);
        }
    } else {
        need(err.message[0] != '\0');
    }
    onr_entry_deinit(&again);
    onr_entry_deinit(&entry);
    onr_buffer_free(&out);
}

static void read_words(onr_slice bytes)
{
    onr_arena arena;
    onr_words words, other;
    onr_match match;
    onr_agreement agreement;
    onr_place *places;
    uint32_t count;
    uint64_t keys[ONR_FAMILY_MAX_KEYS];
    onr_slice half = {bytes.ptr + bytes.len / 2, bytes.len - bytes.len / 2};
    onr_arena_init(&arena, NULL);
    need(onr_words_cut(&words, bytes, &arena) && onr_words_cut(&other, half, &arena));
    need(onr_words_keys(&words, keys) <= ONR_FAMILY_MAX_KEYS);
    need(onr_match_words(&match, &words, &other, &arena));
    need(onr_match_speakers(&agreement, bytes, half, &arena));
    bool *only = onr_arena_take(&arena, words.count + 1);
    bool *too = onr_arena_take(&arena, other.count + 1);
    need(onr_match_differences(&words, &other, only, too, &arena));
    onr_places_parse(&places, &count, bytes, &arena);
    onr_arena_deinit(&arena);
}

static void write_words(onr_slice bytes)
{
    onr_buffer out = {0};
    onr_query query = ONR_QUERY_DEFAULT;
    onr_writer w = onr_writer_start(&out);
    query.words = query.speaker = query.cue = bytes;
    onr_expression_put(&w, &query);
    need(onr_writer_finish(&w) && (out.len == 0 || memchr(out.ptr, '\0', out.len) == NULL));
    out.len = 0;
    w = onr_writer_start(&out);
    onr_put_csv(&w, bytes);
    need(onr_writer_finish(&w));
    need(out.len == 0 || strchr("=+-@\t\r", out.ptr[0]) == NULL || out.ptr[0] == '\0');
    onr_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    onr_slice slice = {(const char *)bytes, size};
    read_record(slice);
    if (size > 4096) return 0;
    read_words(slice);
    write_words(slice);
    return 0;
}
