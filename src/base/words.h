/*
 * words.h - comparing words as a reader does: capitals and the dots of abbreviations do not count.
 *
 * ASCII letters are folded to lower case and full stops left out, so that "U.S." is "us" and "Mr."
 * is "mr"; all other bytes stand for themselves.
 */
#ifndef ONR_BASE_WORDS_H
#define ONR_BASE_WORDS_H

#include <onrecord/base.h>

/** Write the folded word and a NUL; false when it does not fit `size` bytes. */
bool onr_word_fold(char *out, size_t size, onr_slice word);

/** A hash of the folded word. */
uint64_t onr_word_key(onr_slice word);

/** Whether two words are the same when folded. */
bool onr_word_equal(onr_slice a, onr_slice b);

/** Whether a word stands in a list: folded words with one space before, between and after, such
 *  as " mr mrs ms ". Cost: linear in the list, which should be short. */
bool onr_word_listed(const char *list, onr_slice word);

/** Whether the first letter of a word is an ASCII capital. */
bool onr_word_is_capital(onr_slice word);

#endif
