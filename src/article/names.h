/*
 * names.h - the elements and attributes that mean something to us, as numbers.
 *
 * Everything else is ONR_TAG_OTHER, an inline element without meaning, or an attribute that is not
 * kept.
 */
#ifndef ONR_ARTICLE_NAMES_H
#define ONR_ARTICLE_NAMES_H

#include <onrecord/base.h>

/* In the order of the alphabet, for the search in names.c. The second column says how an element
 * takes part in the text:
 *   INLINE  runs on in the line
 *   BLOCK   begins and ends a block
 *   BREAK   is a line break
 *   DROP    never holds text of an article; its content is not read */
#define ONR_TAGS(X)                                                                                \
    X(A, "a", INLINE)                                                                              \
    X(ABBR, "abbr", INLINE)                                                                        \
    X(ADDRESS, "address", BLOCK)                                                                   \
    X(APPLET, "applet", DROP)                                                                      \
    X(ARTICLE, "article", BLOCK)                                                                   \
    X(ASIDE, "aside", BLOCK)                                                                       \
    X(AUDIO, "audio", DROP)                                                                        \
    X(B, "b", INLINE)                                                                              \
    X(BLOCKQUOTE, "blockquote", BLOCK)                                                             \
    X(BODY, "body", BLOCK)                                                                         \
    X(BR, "br", BREAK)                                                                             \
    X(BUTTON, "button", DROP)                                                                      \
    X(CANVAS, "canvas", DROP)                                                                      \
    X(CAPTION, "caption", BLOCK)                                                                   \
    X(CENTER, "center", BLOCK)                                                                     \
    X(CITE, "cite", INLINE)                                                                        \
    X(CODE, "code", INLINE)                                                                        \
    X(DD, "dd", BLOCK)                                                                             \
    X(DETAILS, "details", BLOCK)                                                                   \
    X(DIALOG, "dialog", BLOCK)                                                                     \
    X(DIV, "div", BLOCK)                                                                           \
    X(DL, "dl", BLOCK)                                                                             \
    X(DT, "dt", BLOCK)                                                                             \
    X(EM, "em", INLINE)                                                                            \
    X(EMBED, "embed", DROP)                                                                        \
    X(FIELDSET, "fieldset", BLOCK)                                                                 \
    X(FIGCAPTION, "figcaption", BLOCK)                                                             \
    X(FIGURE, "figure", BLOCK)                                                                     \
    X(FONT, "font", INLINE)                                                                        \
    X(FOOTER, "footer", BLOCK)                                                                     \
    X(FORM, "form", BLOCK)                                                                         \
    X(H1, "h1", BLOCK)                                                                             \
    X(H2, "h2", BLOCK)                                                                             \
    X(H3, "h3", BLOCK)                                                                             \
    X(H4, "h4", BLOCK)                                                                             \
    X(H5, "h5", BLOCK)                                                                             \
    X(H6, "h6", BLOCK)                                                                             \
    X(HEAD, "head", BLOCK)                                                                         \
    X(HEADER, "header", BLOCK)                                                                     \
    X(HR, "hr", BLOCK)                                                                             \
    X(HTML, "html", BLOCK)                                                                         \
    X(I, "i", INLINE)                                                                              \
    X(IFRAME, "iframe", DROP)                                                                      \
    X(IMG, "img", INLINE)                                                                          \
    X(INPUT, "input", DROP)                                                                        \
    X(LABEL, "label", INLINE)                                                                      \
    X(LEGEND, "legend", BLOCK)                                                                     \
    X(LI, "li", BLOCK)                                                                             \
    X(LINK, "link", INLINE)                                                                        \
    X(MAIN, "main", BLOCK)                                                                         \
    X(MAP, "map", DROP)                                                                            \
    X(MATH, "math", DROP)                                                                          \
    X(MENU, "menu", BLOCK)                                                                         \
    X(META, "meta", INLINE)                                                                        \
    X(NAV, "nav", BLOCK)                                                                           \
    X(NOSCRIPT, "noscript", DROP)                                                                  \
    X(OBJECT, "object", DROP)                                                                      \
    X(OL, "ol", BLOCK)                                                                             \
    X(OPTION, "option", BLOCK)                                                                     \
    X(P, "p", BLOCK)                                                                               \
    X(PICTURE, "picture", INLINE)                                                                  \
    X(PRE, "pre", BLOCK)                                                                           \
    X(Q, "q", INLINE)                                                                              \
    X(S, "s", INLINE)                                                                              \
    X(SCRIPT, "script", DROP)                                                                      \
    X(SECTION, "section", BLOCK)                                                                   \
    X(SELECT, "select", DROP)                                                                      \
    X(SMALL, "small", INLINE)                                                                      \
    X(SPAN, "span", INLINE)                                                                        \
    X(STRONG, "strong", INLINE)                                                                    \
    X(STYLE, "style", DROP)                                                                        \
    X(SUB, "sub", INLINE)                                                                          \
    X(SUMMARY, "summary", BLOCK)                                                                   \
    X(SUP, "sup", INLINE)                                                                          \
    X(SVG, "svg", DROP)                                                                            \
    X(TABLE, "table", BLOCK)                                                                       \
    X(TBODY, "tbody", BLOCK)                                                                       \
    X(TD, "td", BLOCK)                                                                             \
    X(TEMPLATE, "template", DROP)                                                                  \
    X(TEXTAREA, "textarea", DROP)                                                                  \
    X(TFOOT, "tfoot", BLOCK)                                                                       \
    X(TH, "th", BLOCK)                                                                             \
    X(THEAD, "thead", BLOCK)                                                                       \
    X(TIME, "time", INLINE)                                                                        \
    X(TITLE, "title", BLOCK)                                                                       \
    X(TR, "tr", BLOCK)                                                                             \
    X(U, "u", INLINE)                                                                              \
    X(UL, "ul", BLOCK)                                                                             \
    X(VIDEO, "video", DROP)

typedef enum onr_tag {
#define X(name, text, part) ONR_TAG_##name,
    ONR_TAGS(X)
#undef X
    ONR_TAG_OTHER,
    ONR_TAG_TEXT /* not an element */
} onr_tag;

typedef enum onr_tag_part {
    ONR_PART_INLINE,
    ONR_PART_BLOCK,
    ONR_PART_BREAK,
    ONR_PART_DROP
} onr_tag_part;

/* Likewise in order. */
#define ONR_KEYS(X)                                                                                \
    X(CLASS, "class")                                                                              \
    X(CONTENT, "content")                                                                          \
    X(DATA_COMPONENT, "data-component")                                                            \
    X(DATA_TESTID, "data-testid")                                                                  \
    X(DATETIME, "datetime")                                                                        \
    X(HIDDEN, "hidden")                                                                            \
    X(HREF, "href")                                                                                \
    X(ID, "id")                                                                                    \
    X(ITEMPROP, "itemprop")                                                                        \
    X(ITEMTYPE, "itemtype")                                                                        \
    X(LANG, "lang")                                                                                \
    X(NAME, "name")                                                                                \
    X(PROPERTY, "property")                                                                        \
    X(REL, "rel")                                                                                  \
    X(ROLE, "role")                                                                                \
    X(STYLE, "style")                                                                              \
    X(TITLE, "title")

typedef enum onr_key {
#define X(name, text) ONR_KEY_##name,
    ONR_KEYS(X)
#undef X
    ONR_KEY_OTHER
} onr_key;

/** ASCII case does not matter; ONR_TAG_OTHER for an unknown name. */
onr_tag onr_tag_of(onr_slice name);
onr_tag_part onr_tag_part_of(onr_tag tag);

/** ONR_KEY_OTHER for an attribute that is not kept. */
onr_key onr_key_of(onr_slice name);

/** ASCII lower case, locale or not. */
static inline char onr_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

#endif
