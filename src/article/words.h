/*
 * words.h - what the names that a page gives its elements say about them.
 *
 * Classes and ids are cut into words ("articleBody", "article-body" and "article__body" are all
 * "article", "body") and looked up in one list that holds for pages of every site.
 */
#ifndef ONR_ARTICLE_WORDS_H
#define ONR_ARTICLE_WORDS_H

#include <onrecord/base.h>

typedef enum onr_sign {
    ONR_SIGN_OUT = 1 << 0,      /* not of the article: navigation, promotion, tools */
    ONR_SIGN_COMMENT = 1 << 1,  /* comments of readers */
    ONR_SIGN_CAPTION = 1 << 2,  /* of a picture, or its credit */
    ONR_SIGN_BODY = 1 << 3,     /* the body of the article */
    ONR_SIGN_BYLINE = 1 << 4,   /* who wrote it */
    ONR_SIGN_TIME = 1 << 5,     /* when */
    ONR_SIGN_TITLE = 1 << 6,    /* the headline */
    ONR_SIGN_UPDATED = 1 << 7,  /* with TIME: of a change */
    ONR_SIGN_LAYOUT = 1 << 8,   /* a page builder's word, which takes the meaning from others */
    ONR_SIGN_LEAD = 1 << 9,     /* the standfirst */
    ONR_SIGN_NOTICE = 1 << 10,  /* of cookies and consent */
    /* Halves of pairs, no signs by themselves. */
    ONR_SIGN_ARTICLE_ = 1 << 16,
    ONR_SIGN_BODY_ = 1 << 17,
    ONR_SIGN_MORE_ = 1 << 18,
    ONR_SIGN_READ_ = 1 << 19,
    ONR_SIGN_HIDDEN_ = 1 << 20,
    ONR_SIGN_VISUALLY_ = 1 << 21
} onr_sign;

enum { ONR_LETTERS = 26 };

/** Where the words with each first letter begin, and which three letters words begin with, so that
 *  hardly any word that is not known needs a search. */
typedef struct onr_word_index {
    uint16_t first[ONR_LETTERS + 1];
    uint32_t thirds[ONR_LETTERS * ONR_LETTERS]; /* by the first two; a bit for each, 1 for none */
} onr_word_index;

void onr_word_index_init(onr_word_index *index);

/** The signs of a name, such as the value of a class attribute. */
uint32_t onr_signs_of(const onr_word_index *index, onr_slice name);

#endif
