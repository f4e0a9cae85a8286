/*
 * relevance.h - ranking of matches of a full-text index: relevance(TABLE, CHARACTERS).
 *
 * An auxiliary function of FTS5, for connections of this program only. The sum over the phrases of
 * a query of tf / (tf + K (1 - b + b L / M)): how often the phrase stands in the row, less and less
 * worth with each time, in a row of L characters where M are usual. That is the term weight of BM25
 * (Robertson, Walker, Jones, Hancock-Beaulieu, Gatford: Okapi at TREC-3, 1994) without the factor
 * for rare words: counting those walks over all matches of each word, and where all words of a
 * query must be there it can only weigh how often they are. Negative, the best first in ascending
 * order, as FTS5's own bm25() is. Cost: the positions of the row; no text is cut.
 */
#ifndef ONR_SQL_RELEVANCE_H
#define ONR_SQL_RELEVANCE_H

#include "sql/db.h"

/** Make the function known to the connection. False with the failure kept in `db`. */
bool onr_relevance_install(onr_db *db);

#endif
