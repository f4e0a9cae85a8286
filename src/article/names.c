#include "article/names.h"

#include <string.h>

enum { NAME_BYTES = 16, LETTERS = 26 };

/* Filled up with zeros, so that names are compared without a loop. */
typedef struct name {
    char text[NAME_BYTES];
} name;

static const name tag_names[] = {
#define X(id, text, part) {text},
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
#define X(id, text) {text},
    ONR_KEYS(X)
#undef X
};

/* Where the names with each first letter begin; they end where those with the next one do. */
static const uint8_t first_tags[LETTERS + 1] = {
    ONR_TAG_A,     ONR_TAG_B,     ONR_TAG_CANVAS,   ONR_TAG_DD,    ONR_TAG_EM,    ONR_TAG_FIELDSET,
    ONR_TAG_H1,    ONR_TAG_H1,    ONR_TAG_I,        ONR_TAG_LABEL, ONR_TAG_LABEL, ONR_TAG_LABEL,
    ONR_TAG_MAIN,  ONR_TAG_NAV,   ONR_TAG_OBJECT,   ONR_TAG_P,     ONR_TAG_Q,     ONR_TAG_S,
    ONR_TAG_S,     ONR_TAG_TABLE, ONR_TAG_U,        ONR_TAG_VIDEO, ONR_TAG_OTHER, ONR_TAG_OTHER,
    ONR_TAG_OTHER, ONR_TAG_OTHER, ONR_TAG_OTHER,
};

static const uint8_t first_keys[LETTERS + 1] = {
    ONR_KEY_CLASS, ONR_KEY_CLASS, ONR_KEY_CLASS,    ONR_KEY_DATA_COMPONENT,
    ONR_KEY_HIDDEN, ONR_KEY_HIDDEN, ONR_KEY_HIDDEN, ONR_KEY_HIDDEN,
    ONR_KEY_ID,    ONR_KEY_LANG,  ONR_KEY_LANG,     ONR_KEY_LANG,
    ONR_KEY_NAME,  ONR_KEY_NAME,  ONR_KEY_PROPERTY, ONR_KEY_PROPERTY,
    ONR_KEY_REL,   ONR_KEY_REL,   ONR_KEY_STYLE,    ONR_KEY_TITLE,
    ONR_KEY_OTHER, ONR_KEY_OTHER, ONR_KEY_OTHER,    ONR_KEY_OTHER,
    ONR_KEY_OTHER, ONR_KEY_OTHER, ONR_KEY_OTHER,
};

/* Index of the name, or `none`. */
static uint32_t search(onr_slice wanted, const name *names, const uint8_t *first, uint32_t none)
{
    name lower = {{0}};
    if (wanted.len == 0 || wanted.len >= NAME_BYTES) return none;
    uint32_t letter = (unsigned char)onr_lower(wanted.ptr[0]) - (uint32_t)'a';
    if (letter >= LETTERS || first[letter] == first[letter + 1]) return none;
    for (size_t i = 0; i < wanted.len; i++) lower.text[i] = onr_lower(wanted.ptr[i]);
    for (uint32_t i = first[letter]; i < first[letter + 1]; i++) {
        if (memcmp(&names[i], &lower, sizeof lower) == 0) return i;
    }
    return none;
}

onr_tag onr_tag_of(onr_slice wanted)
{
    return (onr_tag)search(wanted, tag_names, first_tags, ONR_TAG_OTHER);
}

onr_tag_part onr_tag_part_of(onr_tag tag)
{
    return (onr_tag_part)tag_parts[tag];
}

onr_key onr_key_of(onr_slice wanted)
{
    return (onr_key)search(wanted, key_names, first_keys, ONR_KEY_OTHER);
}
