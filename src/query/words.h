/*
 * words.h - the words that one person uses more than others do.
 */
#ifndef ONR_QUERY_WORDS_H
#define ONR_QUERY_WORDS_H

#include <onrecord/query.h>

#include "store/store.h"

/**
 * Find the most telling words of a person's newest statements.
 *
 * @param words  set to a list in the store's arena, the most telling first.
 * @return false with the failure kept in the database.
 */
bool onr_words_of_person(onr_store *store, uint64_t person, const onr_telling_word **words,
                         uint32_t *count);

#endif
