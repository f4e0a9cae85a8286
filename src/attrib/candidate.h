/*
 * candidate.h - an attribution while it is being made: in tokens, not yet in the document.
 */
#ifndef ONR_ATTRIB_CANDIDATE_H
#define ONR_ATTRIB_CANDIDATE_H

#include "doc/doc.h"

enum {
    ONR_MAX_CONTENT_PIECES = 8, /* more are joined to the last */
    ONR_MAX_SOURCE_PIECES = 4
};

/* Runs of tokens in text order. */
typedef struct onr_pieces {
    uint32_t count;
    onr_range at[ONR_MAX_CONTENT_PIECES];
} onr_pieces;

typedef struct onr_candidate {
    onr_pieces source;
    onr_pieces cue; /* empty or one piece */
    onr_pieces content;
    uint32_t parent;      /* index of a candidate, or ONR_NONE */
    float cue_margin;     /* how far "cue" beats "no cue", least over its tokens */
    float span_margin;    /* how far the labels beat the next best, least where they change */
    float confidence;
} onr_candidate;

/* A growing list of candidates. */
typedef struct onr_candidates {
    onr_candidate *at;
    uint32_t count, capacity;
} onr_candidates;

/** Add a token to pieces whose last token stands before it; joins adjacent tokens. */
static inline void onr_pieces_add(onr_pieces *pieces, uint32_t token, uint32_t max_pieces)
{
    if (pieces->count > 0) {
        onr_range *last = &pieces->at[pieces->count - 1];
        if (last->end_token == token || pieces->count == max_pieces) {
            last->end_token = token + 1;
            return;
        }
    }
    pieces->at[pieces->count++] = (onr_range){token, token + 1};
}

/** First token and one past the last; 0, 0 when there are none. */
static inline onr_range onr_pieces_hull(const onr_pieces *pieces)
{
    if (pieces->count == 0) return (onr_range){0, 0};
    return (onr_range){pieces->at[0].first_token, pieces->at[pieces->count - 1].end_token};
}

/** Whether a token lies in any of the pieces. */
static inline bool onr_pieces_hold(const onr_pieces *pieces, uint32_t token)
{
    for (uint32_t i = 0; i < pieces->count; i++) {
        if (token >= pieces->at[i].first_token && token < pieces->at[i].end_token) return true;
    }
    return false;
}

#endif
