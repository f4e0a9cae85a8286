/*
 * charset.h - the bytes of a page as UTF-8.
 *
 * What the page says of itself is often wrong, so the bytes have the first word:
 *   1. a byte order mark;
 *   2. well-formed UTF-8 that is not all ASCII is UTF-8, whatever is claimed: text in another
 *      character set all but never looks like it;
 *   3. the name that the transport gives, then the one in a <meta> of the first 4096 bytes;
 *   4. windows-1252.
 * A claim of UTF-8 is not believed when most of what is not ASCII is ill-formed. Names are read as
 * browsers do (WHATWG Encoding Standard): "iso-8859-1" means windows-1252, "gb2312" GB 18030, and
 * only character sets of that standard are known.
 */
#ifndef ONR_ARTICLE_CHARSET_H
#define ONR_ARTICLE_CHARSET_H

#include "base/arena.h"

typedef struct onr_charset_text {
    onr_slice text;   /* well-formed UTF-8; in the arena, or the input itself */
    const char *name; /* of the character set it was read in, static */
    bool repaired;    /* something ill-formed became U+FFFD */
} onr_charset_text;

/**
 * Decode a page.
 *
 * @param claimed  name of a character set from the transport, or {NULL, 0}.
 * @return false when memory is short.
 *
 * Cost: UTF-8 is checked, not copied; other character sets go through iconv of the C library.
 */
bool onr_charset_decode(onr_charset_text *out, onr_arena *arena, onr_slice bytes,
                        onr_slice claimed);

/** The name in the first <meta charset> or <meta http-equiv> of a page, or {NULL, 0}. */
onr_slice onr_charset_of_meta(onr_slice bytes);

#endif
