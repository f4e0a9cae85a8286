/*
 * model_writer.h - writes model files in memory, section by section, as train/export.py does.
 *
 *     model_writer w = {0};
 *     model_add(&w, "numbers", ONR_SECTION_I32, 2, 1, (const uint32_t[]){1, 2});
 *     model_file file = model_save(&w);
 *     ... onr_model_open_memory(&model, file.bytes, file.size, NULL, &err) ...
 *     model_file_free(&file);
 *     model_writer_free(&w);
 *
 * Nothing is checked: a test may write what no model should hold. Memory is the caller's to free;
 * without memory the program ends.
 */
#ifndef ONR_TESTS_MODEL_WRITER_H
#define ONR_TESTS_MODEL_WRITER_H

#include <stdlib.h>
#include <string.h>

#include "model/checksum.h"
#include "model/model.h"

enum { MODEL_MAX_SECTIONS = 96 };

/* Offsets in the header and in an entry; see docs/formats/model.md. */
enum {
    MODEL_AT_VERSION = 8,
    MODEL_AT_SECTION_COUNT = 12,
    MODEL_AT_FILE_SIZE = 16,
    MODEL_AT_CHECKSUM = 24,
    MODEL_AT_NAME = 64,
    MODEL_AT_MODEL_VERSION = 96,
    MODEL_ENTRY_TYPE = 32,
    MODEL_ENTRY_ROWS = 36,
    MODEL_ENTRY_COLUMNS = 40,
    MODEL_ENTRY_OFFSET = 48,
    MODEL_ENTRY_SIZE = 56
};

typedef struct model_section {
    char name[ONR_MODEL_NAME_BYTES];
    uint32_t type, rows, columns;
    size_t size;
    void *data; /* owned */
} model_section;

typedef struct model_writer {
    model_section at[MODEL_MAX_SECTIONS];
    uint32_t count;
} model_writer;

/* A finished file; `bytes` are aligned to 64 and hold exactly `size`. */
typedef struct model_file {
    unsigned char *bytes;
    size_t size;
} model_file;

static inline size_t model_element_bytes(onr_section_type type)
{
    return type == ONR_SECTION_I16 ? 2 : type == ONR_SECTION_I32 || type == ONR_SECTION_F32 ? 4 : 1;
}

static inline model_section *model_find(model_writer *w, const char *name)
{
    for (uint32_t i = 0; i < w->count; i++)
        if (strcmp(w->at[i].name, name) == 0) return &w->at[i];
    return NULL;
}

/** Add a section or replace the one of that name; copies the data. NULL data is all zeros. */
static inline model_section *model_add(model_writer *w, const char *name, onr_section_type type,
                                       uint32_t rows, uint32_t columns, const void *data)
{
    model_section *s = model_find(w, name);
    if (s == NULL && w->count == MODEL_MAX_SECTIONS) abort();
    if (s == NULL) s = &w->at[w->count++];
    void *old = s->data;
    *s = (model_section){.type = type, .rows = rows, .columns = columns};
    size_t len = strlen(name);
    memcpy(s->name, name, len < sizeof s->name ? len : sizeof s->name - 1);
    s->size = (size_t)rows * columns * model_element_bytes(type);
    s->data = calloc(s->size + 1, 1);
    if (s->data == NULL) abort();
    if (data != NULL && s->size > 0) memcpy(s->data, data, s->size);
    free(old);
    return s;
}

static inline void model_remove(model_writer *w, const char *name)
{
    model_section *s = model_find(w, name);
    if (s == NULL) abort();
    free(s->data);
    size_t behind = (size_t)(w->at + w->count - (s + 1));
    memmove(s, s + 1, behind * sizeof *s);
    memset(&w->at[--w->count], 0, sizeof *s);
}

static inline void model_writer_free(model_writer *w)
{
    for (uint32_t i = 0; i < w->count; i++) free(w->at[i].data);
    w->count = 0;
}

static inline void model_put_u32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) at[i] = (unsigned char)(value >> 8 * i);
}

static inline void model_put_u64(unsigned char *at, uint64_t value)
{
    for (int i = 0; i < 8; i++) at[i] = (unsigned char)(value >> 8 * i);
}

static inline unsigned char *model_entry(const model_file *file, uint32_t i)
{
    return file->bytes + ONR_MODEL_HEADER_BYTES + (size_t)i * ONR_MODEL_ENTRY_BYTES;
}

/** Make the file's size and checksum right again after its bytes were altered. */
static inline void model_seal(const model_file *file)
{
    if (file->size < ONR_MODEL_HEADER_BYTES) return;
    model_put_u64(file->bytes + MODEL_AT_FILE_SIZE, file->size);
    model_put_u64(file->bytes + MODEL_AT_CHECKSUM, 0);
    uint64_t sum = onr_checksum(0, file->bytes, ONR_MODEL_HEADER_BYTES);
    sum = onr_checksum(sum, file->bytes + ONR_MODEL_HEADER_BYTES,
                       file->size - ONR_MODEL_HEADER_BYTES);
    model_put_u64(file->bytes + MODEL_AT_CHECKSUM, sum);
}

/** An aligned copy of exactly `size` bytes, so that a sanitizer sees every overrun. */
static inline model_file model_copy(const void *bytes, size_t size)
{
    void *memory;
    if (posix_memalign(&memory, ONR_MODEL_ALIGNMENT, size > 0 ? size : 1) != 0) abort();
    if (size > 0 && bytes != NULL) memcpy(memory, bytes, size);
    if (size > 0 && bytes == NULL) memset(memory, 0, size);
    return (model_file){memory, size};
}

static inline void model_file_free(model_file *file)
{
    free(file->bytes);
    *file = (model_file){NULL, 0};
}

static inline size_t model_round_up(size_t size)
{
    return (size + ONR_MODEL_ALIGNMENT - 1) / ONR_MODEL_ALIGNMENT * ONR_MODEL_ALIGNMENT;
}

static inline void model_put_entry(unsigned char *entry, const model_section *s, uint64_t offset)
{
    memcpy(entry, s->name, sizeof s->name);
    model_put_u32(entry + MODEL_ENTRY_TYPE, s->type);
    model_put_u32(entry + MODEL_ENTRY_ROWS, s->rows);
    model_put_u32(entry + MODEL_ENTRY_COLUMNS, s->columns);
    model_put_u64(entry + MODEL_ENTRY_OFFSET, offset);
    model_put_u64(entry + MODEL_ENTRY_SIZE, s->size);
}

/** The file of all sections, in the order they were added; named "test", version "1". */
static inline model_file model_save(const model_writer *w)
{
    static const unsigned char start[12] = {'O', 'N', 'R', 'M', '\r', '\n', 0x1A, '\n', 1};
    size_t table = ONR_MODEL_HEADER_BYTES + (size_t)w->count * ONR_MODEL_ENTRY_BYTES;
    size_t size = table;
    for (uint32_t i = 0; i < w->count; i++) size = model_round_up(size) + w->at[i].size;
    model_file file = model_copy(NULL, size);
    memcpy(file.bytes, start, sizeof start);
    model_put_u32(file.bytes + MODEL_AT_SECTION_COUNT, w->count);
    memcpy(file.bytes + MODEL_AT_NAME, "test", 4);
    memcpy(file.bytes + MODEL_AT_MODEL_VERSION, "1", 1);
    size_t offset = table;
    for (uint32_t i = 0; i < w->count; i++) {
        offset = model_round_up(offset);
        model_put_entry(model_entry(&file, i), &w->at[i], offset);
        if (w->at[i].size > 0) memcpy(file.bytes + offset, w->at[i].data, w->at[i].size);
        offset += w->at[i].size;
    }
    model_seal(&file);
    return file;
}

#endif
