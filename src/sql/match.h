/*
 * match.h - functions for matches of a full-text index: how well a row matches, and where.
 *
 * Auxiliary functions of FTS5, for connections of this program only. Neither reads the words of a
 * row back from the index, which need not have any.
 *
 * relevance(TABLE, CHARACTERS) is the sum over the phrases of a query of
 * tf / (tf + K (1 - b + b L / M)): how often the phrase stands in the row, less and less worth with
 * each time, in a row of L characters where M are usual. That is the term weight of BM25
 * (Robertson, Walker, Jones, Hancock-Beaulieu, Gatford: Okapi at TREC-3, 1994) without the factor
 * for rare words: counting those walks over all matches of each word, and where all words of a
 * query must be there it can only weigh how often they are. Negative, the best first in ascending
 * order, as FTS5's own bm25() is. Cost: the positions of the row; no text is cut.
 *
 * marks(TABLE, TEXT) tells where the matches of the first column are, whose text is given: a blob
 * of onr_match_mark, in order, overlapping ones joined as highlight() joins them. Cost: the text is
 * cut into words.
 */
#ifndef ONR_SQL_MATCH_H
#define ONR_SQL_MATCH_H

#include "sql/db.h"

/** A passage of the text. */
typedef struct onr_match_mark {
    uint32_t start_byte, end_byte;
} onr_match_mark;

/** Make the functions known to the connection. False with the failure kept in `db`. */
bool onr_match_install(onr_db *db);

#endif
