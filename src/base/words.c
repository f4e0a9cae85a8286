#include "base/words.h"

#include <string.h>

#include "base/hash.h"

static char fold_byte(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

bool onr_word_fold(char *out, size_t size, onr_slice word)
{
    size_t len = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (word.ptr[i] == '.') continue;
        if (len + 1 >= size) return false;
        out[len++] = fold_byte(word.ptr[i]);
    }
    if (size == 0) return false;
    out[len] = '\0';
    return true;
}

uint64_t onr_word_key(onr_slice word)
{
    uint64_t hash = ONR_HASH_START;
    for (size_t i = 0; i < word.len; i++)
        if (word.ptr[i] != '.') hash = onr_hash_byte(hash, (unsigned char)fold_byte(word.ptr[i]));
    return onr_hash_mix(hash);
}

bool onr_word_equal(onr_slice a, onr_slice b)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < a.len && a.ptr[i] == '.') i++;
        while (j < b.len && b.ptr[j] == '.') j++;
        if (i == a.len || j == b.len) return i == a.len && j == b.len;
        if (fold_byte(a.ptr[i++]) != fold_byte(b.ptr[j++])) return false;
    }
}

bool onr_word_listed(const char *list, onr_slice word)
{
    char needle[32] = " ";
    if (!onr_word_fold(needle + 1, sizeof needle - 2, word) || needle[1] == '\0') return false;
    strcat(needle, " ");
    return strstr(list, needle) != NULL;
}

bool onr_word_is_capital(onr_slice word)
{
    return word.len > 0 && word.ptr[0] >= 'A' && word.ptr[0] <= 'Z';
}
