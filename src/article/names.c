#include "article/names.h"

enum { MAX_KEY_BYTES = 14 }; /* of those below */

typedef struct name {
    const char *text;
    uint8_t len;
} name;

static const name tag_names[] = {
#define X(id, text, part) {text, sizeof text - 1},
    ONR_TAGS(X)
#undef X
};

static const uint8_t tag_parts[] = {
#define X(id, text, part) ONR_PART_##part,
    ONR_TAGS(X)
#undef X
        ONR_PART_INLINE,
    ONR_PART_INLINE,
};

static const name key_names[] = {
#define X(id, text) {text, sizeof text - 1},
    ONR_KEYS(X)
#undef X
};

static int compare(onr_slice a, const name *b)
{
    for (size_t i = 0; i < a.len && i < b->len; i++) {
        int order = (unsigned char)onr_lower(a.ptr[i]) - (unsigned char)b->text[i];
        if (order != 0) return order;
    }
    return a.len < b->len ? -1 : a.len > b->len;
}

/* Index of the name, or `count`. */
static uint32_t search(onr_slice wanted, const name *names, uint32_t count)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = compare(wanted, &names[middle]);
        if (order == 0) return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return count;
}

onr_tag onr_tag_of(onr_slice wanted)
{
    return (onr_tag)search(wanted, tag_names, ONR_TAG_OTHER);
}

onr_tag_part onr_tag_part_of(onr_tag tag)
{
    return (onr_tag_part)tag_parts[tag];
}

onr_key onr_key_of(onr_slice wanted)
{
    if (wanted.len < 2 || wanted.len > MAX_KEY_BYTES) return ONR_KEY_OTHER;
    return (onr_key)search(wanted, key_names, ONR_KEY_OTHER);
}
