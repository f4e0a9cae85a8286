#include "ingest/unpack.h"

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

enum {
    MAGIC_BYTES = 4,
    FRAME_HEAD_BYTES = 8,         /* of a skippable frame: magic and size */
    HOLD_BYTES = 256 << 10,       /* of a member, so that a search can begin at its start */
    TRIAL_BYTES = 4 << 10,        /* are enough to see how a member's content begins */
    RATIO_FREE_BYTES = 16 << 20,  /* small files may hold long runs of one byte */
    MAX_DICTIONARY_BYTES = 64 << 20
};

void onr_unpack_init(onr_unpack *unpack, onr_read_fn read, void *ctx, onr_unpack_limits limits,
                     const onr_alloc *alloc)
{
    *unpack = (onr_unpack){.raw = {read, ctx}, .limits = limits};
    if (limits.max_bytes == 0) unpack->limits.max_bytes = UINT64_MAX;
    if (limits.max_ratio == 0) unpack->limits.max_ratio = UINT64_MAX;
    onr_stream_init(&unpack->packed, onr_raw_source(&unpack->raw), alloc);
}

void onr_unpack_deinit(onr_unpack *unpack)
{
    onr_inflater_close(&unpack->inflater);
    onr_stream_deinit(&unpack->packed);
}

/* ---- the packed bytes ---- */

/* Those not unpacked yet. */
static onr_slice waiting(const onr_unpack *u)
{
    onr_slice window = onr_stream_window(&u->packed);
    return (onr_slice){window.ptr + u->used, window.len - u->used};
}

static uint64_t place_of_next(const onr_unpack *u)
{
    return onr_stream_offset(&u->packed) + u->used;
}

static void let_go(onr_unpack *u)
{
    onr_stream_drop(&u->packed, u->used);
    u->used = 0;
}

static onr_status need(onr_unpack *u, size_t count, onr_error *err)
{
    if (u->used >= HOLD_BYTES) let_go(u);
    return onr_stream_need(&u->packed, u->used + count, err);
}

/* Fails for good, naming the place in the file. */
static onr_status fail_at(onr_unpack *u, onr_status status, const char *what)
{
    uint64_t at = place_of_next(u);
    onr_fail(&u->failure, status, "the %s data %s at byte %" PRIu64,
             onr_packing_name(u->packing), what, at);
    u->failure.at_byte = at;
    return status;
}

/* ---- the dictionary of a zstd file ---- */

static uint32_t read_le32(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

/* Unpack a dictionary that is itself a zstd frame. */
static onr_status unpack_dictionary(onr_unpack *u, onr_slice packed, char **out, size_t *capacity,
                                    size_t *len)
{
    const onr_alloc *alloc = u->packed.alloc;
    onr_inflater inflater;
    onr_status status = onr_inflater_open(&inflater, ONR_PACKING_ZSTD, (onr_slice){NULL, 0}, alloc);
    while (status == ONR_OK) {
        if (*len == *capacity) {
            size_t grown = *capacity == 0 ? HOLD_BYTES : *capacity * 2;
            char *bytes = grown > MAX_DICTIONARY_BYTES ? NULL
                                                       : onr_resize(alloc, *out, *capacity, grown);
            if (bytes == NULL) {
                status = ONR_ENOMEM;
                break;
            }
            *out = bytes;
            *capacity = grown;
        }
        size_t count;
        size_t before = packed.len;
        status = onr_inflater_run(&inflater, &packed, *out + *len, *capacity - *len, &count);
        *len += count;
        if (status == ONR_OK && count == 0 && packed.len == before) status = ONR_EFORMAT;
    }
    onr_inflater_close(&inflater);
    return status == ONR_END ? ONR_OK : status;
}

static onr_status open_with_dictionary(onr_unpack *u, onr_slice dictionary)
{
    const onr_alloc *alloc = u->packed.alloc;
    char *bytes = NULL;
    size_t capacity = 0, len = 0;
    onr_status status = ONR_OK;
    bool packed = onr_packing_of(dictionary) == ONR_PACKING_ZSTD;
    if (packed) {
        status = unpack_dictionary(u, dictionary, &bytes, &capacity, &len);
        dictionary = (onr_slice){bytes, len};
    }
    if (status == ONR_OK)
        status = onr_inflater_open(&u->inflater, ONR_PACKING_ZSTD, dictionary, alloc);
    onr_release(alloc, bytes, capacity);
    return status;
}

/* Take the dictionary off the start of the file, if one is there. */
static onr_status begin_zstd(onr_unpack *u, onr_error *err)
{
    static const char DICTIONARY[] = "\x5D\x2A\x4D\x18";
    const onr_slice none = {NULL, 0};
    onr_status status = need(u, FRAME_HEAD_BYTES, err);
    if (status != ONR_OK) return status;
    onr_slice head = waiting(u);
    if (head.len < FRAME_HEAD_BYTES || memcmp(head.ptr, DICTIONARY, MAGIC_BYTES) != 0) {
        status = onr_inflater_open(&u->inflater, ONR_PACKING_ZSTD, none, u->packed.alloc);
        return status == ONR_OK ? ONR_OK : onr_fail_memory(err);
    }
    size_t size = read_le32(head.ptr + MAGIC_BYTES);
    if (size > MAX_DICTIONARY_BYTES) return fail_at(u, ONR_ELIMIT, "has too long a dictionary");
    status = need(u, FRAME_HEAD_BYTES + size, err);
    if (status != ONR_OK) return status;
    head = waiting(u);
    if (head.len < FRAME_HEAD_BYTES + size) return fail_at(u, ONR_EFORMAT, "ends early");
    status = open_with_dictionary(u, (onr_slice){head.ptr + FRAME_HEAD_BYTES, size});
    if (status == ONR_ENOMEM) return onr_fail_memory(err);
    if (status != ONR_OK) return fail_at(u, ONR_EFORMAT, "has a damaged dictionary");
    u->used += FRAME_HEAD_BYTES + size;
    return ONR_OK;
}

/* ---- members ---- */

/* Find what the file is packed with. */
static onr_status begin(onr_unpack *u, onr_error *err)
{
    onr_status status = need(u, MAGIC_BYTES, err);
    if (status != ONR_OK) return status;
    u->packing = onr_packing_of(waiting(u));
    if (u->packing == ONR_PACKING_ZSTD) {
        status = begin_zstd(u, err);
    } else if (u->packing != ONR_PACKING_NONE) {
        status = onr_inflater_open(&u->inflater, u->packing, (onr_slice){NULL, 0}, u->packed.alloc);
        if (status != ONR_OK) status = onr_fail_memory(err);
    }
    if (status == ONR_OK) u->begun = true;
    return status;
}

/* gzip files may be filled up with zeros, as tapes want it. */
static onr_status skip_zeros(onr_unpack *u, onr_error *err)
{
    for (;;) {
        onr_slice left = waiting(u);
        size_t zeros = 0;
        while (zeros < left.len && left.ptr[zeros] == '\0') zeros++;
        u->used += zeros;
        if (zeros < left.len || u->packed.ended) return ONR_OK;
        onr_status status = need(u, 1, err);
        if (status != ONR_OK) return status;
    }
}

static void note_place(onr_unpack *u)
{
    memmove(&u->places[1], &u->places[0], sizeof u->places - sizeof u->places[0]);
    u->places[0].packed = u->member_start;
    u->places[0].unpacked = u->unpacked_bytes;
}

static onr_status begin_member(onr_unpack *u, onr_error *err)
{
    let_go(u);
    if (u->packing == ONR_PACKING_GZIP && u->unpacked_bytes > 0) {
        onr_status status = skip_zeros(u, err);
        if (status != ONR_OK) return status;
    }
    onr_status status = need(u, MAGIC_BYTES, err);
    if (status != ONR_OK) return status;
    onr_slice head = waiting(u);
    u->over = head.len == 0;
    if (u->over) return ONR_OK;
    u->member_start = place_of_next(u);
    u->member_unpacked = 0;
    if (onr_packing_of(head) != u->packing) return fail_at(u, ONR_EFORMAT, "ends");
    u->in_member = true;
    note_place(u);
    return ONR_OK;
}

static onr_status check_limits(onr_unpack *u)
{
    if (u->unpacked_bytes > u->limits.max_bytes)
        return fail_at(u, ONR_ELIMIT, "unpacks to more than the limit on size allows,");
    uint64_t packed = place_of_next(u) - u->member_start;
    if (u->member_unpacked > RATIO_FREE_BYTES &&
        u->member_unpacked / u->limits.max_ratio > packed)
        return fail_at(u, ONR_ELIMIT, "unpacks to more than the limit on the ratio allows,");
    return ONR_OK;
}

static onr_status run_member(onr_unpack *u, char *buffer, size_t size, size_t *count,
                             onr_error *err)
{
    onr_status status = need(u, 1, err);
    if (status != ONR_OK) return status;
    onr_slice left = waiting(u);
    size_t before = left.len;
    status = onr_inflater_run(&u->inflater, &left, buffer, size, count);
    u->used += before - left.len;
    u->member_unpacked += *count;
    u->unpacked_bytes += *count;
    if (status == ONR_ENOMEM) return onr_fail_memory(err);
    if (status == ONR_EFORMAT) return fail_at(u, ONR_EFORMAT, "is damaged");
    if (status == ONR_END) u->in_member = false;
    bool stuck = status == ONR_OK && *count == 0 && before == left.len;
    if (stuck && u->packed.ended) return fail_at(u, ONR_EFORMAT, "ends early");
    return check_limits(u);
}

static onr_status read_packed(onr_unpack *u, char *buffer, size_t size, size_t *count,
                              onr_error *err)
{
    while (*count == 0 && !u->over) {
        onr_status status = u->in_member ? run_member(u, buffer, size, count, err)
                                         : begin_member(u, err);
        /* What came before a failure is given first; the failure stays for the next read. */
        if (status != ONR_OK && (*count == 0 || u->failure.status == ONR_OK)) return status;
    }
    return ONR_OK;
}

/* What was read to find out that nothing is packed, then the file itself. */
static onr_status read_plain(onr_unpack *u, char *buffer, size_t size, size_t *count,
                             onr_error *err)
{
    onr_slice left = waiting(u);
    if (left.len == 0 && u->packed.ended) return ONR_OK;
    if (left.len == 0) {
        onr_source source = u->packed.source;
        onr_status status = source.read(source.ctx, buffer, size, count, err);
        u->packed.taken_bytes += *count;
        return status;
    }
    *count = left.len < size ? left.len : size;
    memcpy(buffer, left.ptr, *count);
    u->used += *count;
    return ONR_OK;
}

static onr_status read_on(onr_unpack *u, char *buffer, size_t size, size_t *count, onr_error *err)
{
    onr_status status = u->begun ? ONR_OK : begin(u, err);
    if (status != ONR_OK) return status;
    return u->packing == ONR_PACKING_NONE ? read_plain(u, buffer, size, count, err)
                                          : read_packed(u, buffer, size, count, err);
}

static onr_status read_unpacked(void *ctx, char *buffer, size_t size, size_t *count, onr_error *err)
{
    onr_unpack *u = ctx;
    *count = 0;
    onr_status status = u->failure.status;
    if (status == ONR_OK) {
        onr_error found = {0};
        status = read_on(u, buffer, size, count, &found);
        if (status != ONR_OK && u->failure.status == ONR_OK) u->failure = found;
    }
    if (status != ONR_OK && err != NULL) *err = u->failure;
    return status;
}

onr_source onr_unpack_source(onr_unpack *unpack)
{
    return (onr_source){read_unpacked, unpack};
}

uint64_t onr_unpack_place(const onr_unpack *unpack, uint64_t at, bool *exact)
{
    *exact = unpack->packing == ONR_PACKING_NONE;
    for (int i = 0; i < ONR_UNPACK_PLACES && !*exact; i++) {
        if (unpack->places[i].unpacked != at) continue;
        *exact = true;
        at = unpack->places[i].packed;
    }
    return at;
}

/* ---- finding the way back ---- */

/* Whether a member that begins at `head` holds bytes that begin with `start`. */
static bool opens_with(onr_unpack *u, onr_slice head, onr_slice start)
{
    char bytes[16];
    size_t got = 0;
    onr_status status = onr_inflater_reset(&u->inflater);
    if (start.len > sizeof bytes) start.len = sizeof bytes;
    while (status == ONR_OK && got < start.len) {
        size_t count, before = head.len;
        status = onr_inflater_run(&u->inflater, &head, bytes + got, start.len - got, &count);
        got += count;
        if (count == 0 && head.len == before) break;
    }
    return got == start.len && memcmp(bytes, start.ptr, got) == 0;
}

/* Index in the window of the next bytes that a member may begin with; its length when there are
 * none. */
static size_t find_magic(onr_packing packing, onr_slice window, size_t at)
{
    int first = packing == ONR_PACKING_GZIP ? 0x1F : 0x28;
    while (at < window.len) {
        const char *found = memchr(window.ptr + at, first, window.len - at);
        if (found == NULL) return window.len;
        at = (size_t)(found - window.ptr);
        if (onr_packing_of((onr_slice){found, window.len - at}) == packing) return at;
        at++;
    }
    return window.len;
}

static onr_status search(onr_unpack *u, onr_slice start, onr_error *err)
{
    for (;;) {
        onr_slice window = onr_stream_window(&u->packed);
        size_t at = find_magic(u->packing, window, 0);
        bool found = at < window.len;
        if (!found && u->packed.ended) return ONR_END;
        /* The last bytes may be the beginning of what is searched. */
        if (!found) at = window.len < MAGIC_BYTES ? 0 : window.len - (MAGIC_BYTES - 1);
        onr_stream_drop(&u->packed, at);
        size_t wanted = found ? (size_t)TRIAL_BYTES : window.len - at + 1;
        onr_status status = onr_stream_need(&u->packed, wanted, err);
        if (status != ONR_OK) return status;
        if (!found) continue;
        if (opens_with(u, onr_stream_window(&u->packed), start)) return ONR_OK;
        onr_stream_drop(&u->packed, 1);
    }
}

onr_status onr_unpack_resync(onr_unpack *unpack, onr_slice start, onr_error *err)
{
    onr_unpack *u = unpack;
    uint64_t held_from = onr_stream_offset(&u->packed);
    /* Where the member's start is still held the search begins behind it, else with what is. */
    if (u->member_start >= held_from && u->member_start < place_of_next(u))
        onr_stream_drop(&u->packed, (size_t)(u->member_start - held_from) + 1);
    else if (u->used == 0 && onr_stream_window(&u->packed).len > 0)
        onr_stream_drop(&u->packed, 1); /* it failed there */
    u->used = 0;
    bool packed = u->packing != ONR_PACKING_NONE && u->inflater.packing != ONR_PACKING_NONE;
    onr_status status = packed ? search(u, start, err) : ONR_END;
    if (status == ONR_OK && onr_inflater_reset(&u->inflater) != ONR_OK)
        status = onr_fail_memory(err);
    if (status == ONR_OK || status == ONR_END) u->failure = (onr_error){0};
    u->in_member = false;
    u->over = status == ONR_END;
    return status;
}
