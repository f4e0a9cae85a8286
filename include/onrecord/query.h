/*
 * onrecord/query.h - finding statements and speakers in a store.
 *
 *     onr_query query = ONR_QUERY_DEFAULT;
 *     query.words = (onr_slice){"sea patrol", 10};
 *     query.speaker = (onr_slice){"Arvid", 5};
 *     onr_store_search(store, &query, print_hit, NULL, NULL, &err);
 *
 * Words are compared without regard to case and accents. Corrections are laid over the statements:
 * what was rejected is not found, what was edited is found as edited.
 */
#ifndef ONRECORD_QUERY_H
#define ONRECORD_QUERY_H

#include <onrecord/store.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum onr_sort {
    ONR_SORT_NEWEST,    /**< by day of publication; unknown days last */
    ONR_SORT_OLDEST,    /**< unknown days first */
    ONR_SORT_CONFIDENCE,
    ONR_SORT_RELEVANCE  /**< how often the words stand in how short a statement, of the 2,000
                             newest matches; without words as ONR_SORT_NEWEST */
} onr_sort;

/** What to find; start from ONR_QUERY_DEFAULT. Absent slices do not restrict. All must hold. */
typedef struct onr_query {
    onr_slice words;       /**< each must stand in the content; punctuation parts words */
    bool operators;        /**< `words` is an FTS5 expression (AND, OR, NOT, "…", NEAR, *) */
    onr_slice speaker;     /**< words of the name or of the source as it stands in the text */
    onr_slice role, affiliation; /**< words of them */
    onr_slice cue;         /**< words of the cue or its base form */
    onr_slice outlet;      /**< the publication or, without one, the host; case does not count */
    onr_slice from, to;    /**< days of publication, "2016-09-30", "2016-09" or "2016" */
    int form;              /**< an onr_form, or -1 */
    int act;               /**< an onr_act, or -1 */
    float min_confidence;
    onr_sort sort;
    uint32_t limit;        /**< at most so many; 0 for all */
    onr_slice cursor;      /**< go on where a search with the same query ended */
    uint64_t person;       /**< only statements of this person; 0 for all */
} onr_query;

#define ONR_QUERY_DEFAULT                                                                          \
    {{NULL, 0}, false, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0},           \
     {NULL, 0}, -1, -1, 0.0f, ONR_SORT_NEWEST, 20, {NULL, 0}, 0}

/** A range of bytes of `context`. */
typedef enum onr_mark_kind { ONR_MARK_SOURCE, ONR_MARK_CUE, ONR_MARK_CONTENT, ONR_MARK_WORD }
    onr_mark_kind;

typedef struct onr_mark {
    onr_span span;
    onr_mark_kind kind;
} onr_mark;

/** One statement that was found; borrowed for the call. Slices that are not known are absent. */
typedef struct onr_hit {
    uint64_t statement; /**< its id, for corrections */
    uint64_t document;
    uint64_t family;    /**< of the same words elsewhere; 0 for none */
    onr_slice document_name, title, url, outlet, published;
    onr_slice speaker;  /**< the name, or the words of the source */
    onr_slice role, affiliation;
    onr_slice source, cue, lemma, content;
    onr_form form;
    onr_act act;
    bool negated;
    uint32_t thousandths; /**< confidence */
    onr_slice reviewed;   /**< "confirmed", "edited", or absent */
    onr_slice context;    /**< the sentences of the text in which it stands */
    const onr_mark *marks; /**< in `context`: source, cue, content, and the words asked for */
    uint32_t mark_count;
    uint64_t person;       /**< 0 for nobody in particular */
    onr_slice before, after; /**< the sentences around `context`; absent where there are none */
    struct {
        const onr_place *places; /**< in the document */
        uint32_t count;
    } source_at, cue_at, content_at;
} onr_hit;

/** Answers false to stop. */
typedef bool (*onr_hit_fn)(void *ctx, const onr_hit *hit);

/**
 * Find statements.
 *
 * @param next  set to the cursor for what follows, or left empty when there is nothing more; its
 *              former content is replaced. NULL when it is not wanted.
 * @return ONR_OK; ONR_END when `take` stopped it; ONR_EUSAGE for an expression, a date or a cursor
 *         that is none; ONR_EIO, ONR_EFORMAT, ONR_ENOMEM.
 *
 * Cost: an index look-up for words, speaker, role, affiliation and cue, then a step for each
 * statement that has them; without any of these a walk over the documents in the order of days.
 */
ONR_API onr_status onr_store_search(onr_store *store, const onr_query *query, onr_hit_fn take,
                                    void *ctx, onr_buffer *next, onr_error *err);

/** How many statements a month has; borrowed for the call. */
typedef struct onr_month {
    onr_slice name;      /**< "2016-09"; absent for statements of no known day */
    uint64_t statements;
} onr_month;

typedef bool (*onr_month_fn)(void *ctx, const onr_month *month);

/** Count what a search finds, all of it, by month, in order of time; months without any are left
 *  out. Limit, cursor and sort of the query do not matter.
 *  @return as onr_store_search().
 *  Cost: a step for each match; without words or a person, for each statement of the days that are
 *  asked for; for a query that asks nothing, one for each month. */
ONR_API onr_status onr_store_months(onr_store *store, const onr_query *query, onr_month_fn take,
                                    void *ctx, onr_error *err);

/** Somebody who speaks; borrowed for the call. */
typedef struct onr_speaker_row {
    onr_slice name, kind, role, affiliation;
    onr_slice first_day, last_day;
    uint64_t person; /**< 0 for nobody in particular */
    uint64_t statements, documents;
} onr_speaker_row;

typedef bool (*onr_speaker_fn)(void *ctx, const onr_speaker_row *row);

/** List speakers by the number of their statements, those first that have most.
 *  @param name   only those with these letters in their name; may be absent.
 *  @param limit  0 for all.
 *  Cost: a step for each one listed, and for each name without the letters; those with equal
 *  numbers are sorted by name. */
ONR_API onr_status onr_store_speakers(onr_store *store, onr_slice name, uint32_t limit,
                                      onr_speaker_fn take, void *ctx, onr_error *err);

/** How often something occurs. */
typedef struct onr_tally {
    onr_slice name;
    uint64_t statements;
} onr_tally;

/** A word that somebody uses more than others do. */
typedef struct onr_telling_word {
    onr_slice word;
    uint64_t statements; /**< of this speaker with that word */
    double score;        /**< how sure that is: the z-score of a log-odds ratio (Monroe, Colaresi
                              and Quinn, "Fightin' Words", 2008) */
} onr_telling_word;

/** A person; borrowed for the call. Lists have the largest first, months are in order. */
typedef struct onr_profile {
    onr_speaker_row sums; /**< with the name that most statements have */
    const onr_tally *roles, *affiliations, *outlets, *months;
    uint32_t role_count, affiliation_count, outlet_count, month_count;
    const onr_telling_word *words;
    uint32_t word_count;
} onr_profile;

typedef bool (*onr_profile_fn)(void *ctx, const onr_profile *profile);

/** Tell about a person. @return ONR_OK; ONR_EUSAGE when there is none of that number or nothing of
 *  theirs is shown; ONR_EIO, ONR_EFORMAT, ONR_ENOMEM.
 *  Cost: linear in the person's statements; words are taken from the newest 2,000. */
ONR_API onr_status onr_store_profile(onr_store *store, uint64_t person, onr_profile_fn take,
                                     void *ctx, onr_error *err);

/** Who speaks where; borrowed for the call. */
typedef struct onr_outlet_table {
    const onr_tally *outlets;  /**< [outlet_count] of the speakers below, largest first */
    uint32_t outlet_count;
    const onr_speaker_row *speakers; /**< [speaker_count] those who say most; only person, name,
                                          affiliation and statements are set */
    uint32_t speaker_count;
    const uint64_t *statements; /**< [speaker_count][outlet_count] */
} onr_outlet_table;

typedef bool (*onr_outlet_fn)(void *ctx, const onr_outlet_table *table);

/** Count the statements of the people who say most by the outlets where they are said.
 *  @param limit  of people and of outlets, 1 to 1000. */
ONR_API onr_status onr_store_outlets(onr_store *store, uint32_t limit, onr_outlet_fn take,
                                     void *ctx, onr_error *err);

/** A document in a list; borrowed for the call. */
typedef struct onr_document_row {
    uint64_t document;
    onr_slice name, title, outlet, published, url, language;
    uint64_t statements, warnings;
} onr_document_row;

/** Which documents; start from {0}. */
typedef struct onr_document_query {
    onr_slice letters; /**< only those with these letters in title or name */
    onr_slice outlet;  /**< as in onr_query */
    uint32_t limit;    /**< 0 for all */
    onr_slice cursor;
} onr_document_query;

typedef bool (*onr_document_fn)(void *ctx, const onr_document_row *row);

/** List documents, the newest first. @param next  as of onr_store_search(). */
ONR_API onr_status onr_store_documents(onr_store *store, const onr_document_query *query,
                                       onr_document_fn take, void *ctx, onr_buffer *next,
                                       onr_error *err);

/** The number of a document, from its number in digits or its name; of several with one name the
 *  one that was added last. @return ONR_EUSAGE when there is none. */
ONR_API onr_status onr_store_find_document(onr_store *store, onr_slice name, uint64_t *document,
                                           onr_error *err);

#ifdef __cplusplus
}
#endif

#endif
