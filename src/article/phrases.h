/*
 * phrases.h - how lines begin that are on the page but not of the article.
 */
#ifndef ONR_ARTICLE_PHRASES_H
#define ONR_ARTICLE_PHRASES_H

#include <onrecord/base.h>

typedef enum onr_phrase {
    ONR_PHRASE_NONE,
    ONR_PHRASE_PROMOTION, /* points elsewhere or asks for something: "Read more:", "Follow us" */
    ONR_PHRASE_LETTER,    /* asks to subscribe to something, at any length */
    ONR_PHRASE_LINKS,     /* opens a list of links: "Related stories" */
    ONR_PHRASE_END        /* opens what comes after an article: "Comments", "About the author" */
} onr_phrase;

/** What a line is by its words; only what is said on pages of many sites is known. */
onr_phrase onr_phrase_of(onr_slice line, bool is_heading);

/** A line that says how to reach somebody, such as stands at the end of an article. */
bool onr_phrase_is_contact(onr_slice line);

/** A line of the small print below articles: rights, terms of use, privacy. */
bool onr_phrase_is_legal(onr_slice line);

/** A line that says who somebody is or what they do, as below an article: "is a reporter". */
bool onr_phrase_is_portrait(onr_slice line);

#endif
