#include "model/model.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "model/checksum.h"

/* Where each field of the header stands, in bytes. */
enum {
    AT_MAGIC = 0,
    AT_VERSION = 8,
    AT_SECTION_COUNT = 12,
    AT_FILE_SIZE = 16,
    AT_CHECKSUM = 24, /* of the file with this field zero */
    AT_SHA256 = 32,   /* of all behind the header */
    AT_MODEL_NAME = 64,
    AT_MODEL_VERSION = 96,
    HEADER_TEXT_BYTES = 32
};

/* ... and of a section's entry. */
enum {
    AT_NAME = 0,
    AT_TYPE = 32,
    AT_ROWS = 36,
    AT_COLUMNS = 40,
    AT_OFFSET = 48,
    AT_SIZE = 56
};

enum { MAX_SECTIONS = 4096 };

static const char magic[8] = {'O', 'N', 'R', 'M', '\r', '\n', 0x1A, '\n'};

struct onr_model {
    onr_alloc alloc_copy;
    const onr_alloc *alloc;
    const unsigned char *bytes;
    size_t size;
    bool mapped; /* bytes are ours to unmap */
    uint32_t section_count;
    const onr_kernels *kernels;
    char sha256_hex[64];
};

static uint32_t read_u32(const unsigned char *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static uint64_t read_u64(const unsigned char *at)
{
    return read_u32(at) | (uint64_t)read_u32(at + 4) << 32;
}

static const unsigned char *entry_at(const onr_model *model, uint32_t i)
{
    return model->bytes + ONR_MODEL_HEADER_BYTES + (size_t)i * ONR_MODEL_ENTRY_BYTES;
}

static uint64_t element_size(uint32_t type)
{
    static const uint8_t sizes[] = {1, 1, 2, 4, 4};
    return type < sizeof sizes ? sizes[type] : 0;
}

static onr_status check_header(onr_model *model, onr_error *err)
{
    const unsigned char *header = model->bytes;
    if (model->size < ONR_MODEL_HEADER_BYTES || memcmp(header, magic, sizeof magic) != 0)
        return onr_fail(err, ONR_EMODEL, "not an onrecord model");
    uint32_t version = read_u32(header + AT_VERSION);
    if (version != ONR_MODEL_VERSION)
        return onr_fail(err, ONR_EMODEL,
                        "model format version %u, but this library reads version %d", version,
                        ONR_MODEL_VERSION);
    uint64_t size = read_u64(header + AT_FILE_SIZE);
    if (size != model->size)
        return onr_fail(err, ONR_EMODEL, "model file has %zu bytes but should have %llu",
                        model->size, (unsigned long long)size);
    model->section_count = read_u32(header + AT_SECTION_COUNT);
    if (model->section_count > MAX_SECTIONS ||
        model->section_count * (uint64_t)ONR_MODEL_ENTRY_BYTES > size - ONR_MODEL_HEADER_BYTES)
        return onr_fail(err, ONR_EMODEL, "model file names %u sections, too many for its size",
                        model->section_count);
    return ONR_OK;
}

static onr_status check_sum(const onr_model *model, onr_error *err)
{
    unsigned char header[ONR_MODEL_HEADER_BYTES];
    memcpy(header, model->bytes, sizeof header);
    memset(header + AT_CHECKSUM, 0, sizeof(uint64_t));
    uint64_t sum = onr_checksum(0, header, sizeof header);
    sum = onr_checksum(sum, model->bytes + sizeof header, model->size - sizeof header);
    if (sum == read_u64(model->bytes + AT_CHECKSUM)) return ONR_OK;
    return onr_fail(err, ONR_EMODEL, "model file is damaged: checksum does not match");
}

/* Numbers this small cannot become infinite on their way through the network, so that all kernels
 * agree on every model that opens. False for NaN, too. */
static bool floats_in_range(const float *values, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        if (!(values[i] >= -1e6f && values[i] <= 1e6f)) return false;
    return true;
}

/* Sections stand behind the table, in its order, without overlap. */
static onr_status check_sections(const onr_model *model, onr_error *err)
{
    uint64_t end = ONR_MODEL_HEADER_BYTES + model->section_count * (uint64_t)ONR_MODEL_ENTRY_BYTES;
    for (uint32_t i = 0; i < model->section_count; i++) {
        const unsigned char *entry = entry_at(model, i);
        uint64_t offset = read_u64(entry + AT_OFFSET), size = read_u64(entry + AT_SIZE);
        uint64_t elements = (uint64_t)read_u32(entry + AT_ROWS) * read_u32(entry + AT_COLUMNS);
        uint64_t element = element_size(read_u32(entry + AT_TYPE));
        if (entry[AT_NAME + ONR_MODEL_NAME_BYTES - 1] != 0 || element == 0 ||
            offset % ONR_MODEL_ALIGNMENT != 0 || offset < end || offset > model->size ||
            size > model->size - offset || elements > size || elements * element != size)
            return onr_fail(err, ONR_EMODEL, "model section %u has a broken entry", i);
        if (read_u32(entry + AT_TYPE) == ONR_SECTION_F32 &&
            !floats_in_range((const float *)(const void *)(model->bytes + offset), elements))
            return onr_fail(err, ONR_EMODEL, "model section %u holds a number out of range", i);
        end = offset + size;
    }
    return ONR_OK;
}

/* The header's bytes as hexadecimal digits. */
static void set_sha256(onr_model *model)
{
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 32; i++) {
        unsigned char byte = model->bytes[AT_SHA256 + i];
        model->sha256_hex[2 * i] = digits[byte >> 4];
        model->sha256_hex[2 * i + 1] = digits[byte & 15];
    }
}

static onr_status check(onr_model *model, onr_error *err)
{
    onr_status status = check_header(model, err);
    if (status == ONR_OK) status = check_sum(model, err);
    if (status == ONR_OK) status = check_sections(model, err);
    if (status == ONR_OK) set_sha256(model);
    return status;
}

static onr_model *new_model(const onr_alloc *alloc)
{
    onr_model *model = onr_resize(alloc, NULL, 0, sizeof *model);
    if (model == NULL) return NULL;
    memset(model, 0, sizeof *model);
    if (alloc != NULL) {
        model->alloc_copy = *alloc;
        model->alloc = &model->alloc_copy;
    }
    model->kernels = onr_kernels_find(ONR_ISA_BEST);
    return model;
}

/* Maps the file named by `path` into the model. */
static onr_status map_file(onr_model *model, const char *path, onr_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return onr_fail(err, ONR_EIO, "%.120s: %s", path, strerror(errno));
    struct stat st;
    onr_status status = ONR_OK;
    if (fstat(fd, &st) != 0)
        status = onr_fail(err, ONR_EIO, "%.120s: %s", path, strerror(errno));
    else if (!S_ISREG(st.st_mode))
        status = onr_fail(err, ONR_EIO, "%.120s: not a regular file", path);
    else if (st.st_size < ONR_MODEL_HEADER_BYTES)
        status = onr_fail(err, ONR_EMODEL, "%.120s: not an onrecord model", path);
    if (status == ONR_OK) {
        void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
        if (map == MAP_FAILED) {
            status = onr_fail(err, ONR_EIO, "%.120s: %s", path, strerror(errno));
        } else {
            model->bytes = map;
            model->size = (size_t)st.st_size;
            model->mapped = true;
        }
    }
    close(fd);
    return status;
}

/* Puts the file's name before a message of check(). */
static void name_file(onr_error *err, const char *path)
{
    if (err == NULL) return;
    onr_error inner = *err;
    onr_fail(err, inner.status, "%.100s: %.90s", path, inner.message);
}

static onr_status open_file(onr_model *model, const char *path, onr_error *err)
{
    onr_status status = map_file(model, path, err);
    if (status != ONR_OK) return status;
    status = check(model, err);
    if (status != ONR_OK) name_file(err, path);
    return status;
}

/* The first default path that exists; the last one when none does. */
static const char *default_path(void)
{
    const char *const *path = onr_model_default_paths;
    while (path[1] != NULL && access(path[0], R_OK) != 0) path++;
    return path[0];
}

onr_status onr_model_open(onr_model **out, const char *path, const onr_alloc *alloc, onr_error *err)
{
    *out = NULL;
    onr_model *model = new_model(alloc);
    if (model == NULL) return onr_fail_memory(err);
    onr_status status = open_file(model, path != NULL ? path : default_path(), err);
    if (status != ONR_OK) {
        onr_model_close(model);
        return status;
    }
    *out = model;
    return ONR_OK;
}

onr_status onr_model_open_memory(onr_model **out, const void *bytes, size_t size,
                                 const onr_alloc *alloc, onr_error *err)
{
    *out = NULL;
    if (bytes == NULL || (uintptr_t)bytes % ONR_MODEL_ALIGNMENT != 0)
        return onr_fail(err, ONR_EUSAGE, "model bytes are not aligned to %d", ONR_MODEL_ALIGNMENT);
    onr_model *model = new_model(alloc);
    if (model == NULL) return onr_fail_memory(err);
    model->bytes = bytes;
    model->size = size;
    onr_status status = check(model, err);
    if (status != ONR_OK) {
        onr_model_close(model);
        return status;
    }
    *out = model;
    return ONR_OK;
}

onr_status onr_model_set_isa(onr_model *model, onr_isa isa)
{
    const onr_kernels *kernels = onr_kernels_find(isa);
    if (kernels == NULL) return ONR_EUSAGE;
    model->kernels = kernels;
    return ONR_OK;
}

const onr_kernels *onr_model_kernels(const onr_model *model)
{
    return model->kernels;
}

const char *onr_model_isa_name(const onr_model *model)
{
    return model->kernels->name;
}

static onr_slice header_text(const onr_model *model, uint32_t at)
{
    const char *text = (const char *)model->bytes + at;
    return (onr_slice){text, strnlen(text, HEADER_TEXT_BYTES)};
}

onr_slice onr_model_name(const onr_model *model)
{
    return header_text(model, AT_MODEL_NAME);
}

onr_slice onr_model_version(const onr_model *model)
{
    return header_text(model, AT_MODEL_VERSION);
}

onr_slice onr_model_sha256(const onr_model *model)
{
    return (onr_slice){model->sha256_hex, sizeof model->sha256_hex};
}

static const unsigned char *find_entry(const onr_model *model, const char *name)
{
    for (uint32_t i = 0; i < model->section_count; i++) {
        const unsigned char *entry = entry_at(model, i);
        if (strcmp((const char *)entry + AT_NAME, name) == 0) return entry;
    }
    return NULL;
}

onr_status onr_model_section(const onr_model *model, const char *name, onr_section_type type,
                             uint32_t columns, onr_section *out, onr_error *err)
{
    const unsigned char *entry = find_entry(model, name);
    if (entry == NULL) return onr_fail(err, ONR_EMODEL, "model has no section '%s'", name);
    if (read_u32(entry + AT_TYPE) != (uint32_t)type ||
        (columns != 0 && read_u32(entry + AT_COLUMNS) != columns))
        return onr_fail(err, ONR_EMODEL, "model section '%s' has another type or shape", name);
    *out = (onr_section){model->bytes + read_u64(entry + AT_OFFSET), read_u32(entry + AT_ROWS),
                         read_u32(entry + AT_COLUMNS)};
    return ONR_OK;
}

void onr_model_close(onr_model *model)
{
    if (model == NULL) return;
    if (model->mapped) munmap((void *)(uintptr_t)model->bytes, model->size);
    onr_alloc copy = model->alloc_copy;
    onr_release(model->alloc == NULL ? NULL : &copy, model, sizeof *model);
}
