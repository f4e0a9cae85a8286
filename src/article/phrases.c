#include "article/phrases.h"

#include <string.h>

#include "article/names.h"

enum { MAX_HEADING_BYTES = 60, MAX_LETTER_BYTES = 500, MAX_CONTACT_BYTES = 200 };

/* Lines that begin so, in lower case. Only what is said on pages of many sites. */
static const char *const promotions[] = {
    "advertisement", "sponsored", "read more:", "read more about", "read also", "read next",
    "read:", "read full", "also read", "see also", "see more", "watch:", "watch more", "watch live",
    "listen:", "listen to ", "related:", "related article", "related stor", "related cover",
    "related link", "more:", "more on this", "more from ", "more about ", "don't miss",
    "don’t miss", "you may also", "you might also", "click here", "tap here", "sign up",
    "subscribe", "follow us", "follow @", "like us", "join our", "join us on", "download our",
    "download the app", "get our ", "get the latest", "get all the", "share this", "share on",
    "tweet this", "print this", "email this", "text size", "font size", "filed under", "tags:",
    "tagged", "topics:", "category:", "categories:", "posted in", "copyright", "©", "(c) ",
    "all rights reserved", "view comments", "leave a comment", "post a comment", "add a comment",
    "show comments", "scroll for", "story continues", "article continues", "continue reading",
    "continues below", "loading", "this content is", "image source", "image:", "photo:",
    "photograph:", "photo by", "source:", "last updated", "updated:", "updated at ", "published:",
    "posted:",
    "have a tip?", "got a tip", "follow newsbeat", "follow the ", "find us on", "back to top",
    "skip to", "what do you think?", "let us know in the comments", "mehr zum thema", "lesen sie",
    "lesen sie auch", "anzeige", "weitere artikel", "teilen", "lire aussi", "à lire", "publicité",
    "lea también", "lee también", "leer más", "publicidad", "leia também", "leia mais",
    "veja também",
    "publicidade", "tempo de leitura", "leggi anche", "pubblicità", "baca juga", "iklan",
    "читайте также", "реклама", "подписывайтесь", "lees ook", "関連記事", "広告", "相关阅读",
    "무단전재", "ⓒ", NULL};

/* Lines that are so, or so and a mark. */
static const char *const lists[] = {
    "related", "related posts", "related articles", "related stories", "related news",
    "related content", "related topics", "related links", "related coverage", "related reading",
    "related video", "related videos", "read more", "read next", "read also", "see also",
    "also read", "more stories", "more news", "more like this", "more articles", "latest news",
    "latest stories", "latest", "recommended", "recommended for you", "recommended stories",
    "you may also like", "you might also like", "you may like", "you may also like...",
    "don't miss", "don’t miss", "up next", "next up", "promoted stories", "sponsored content",
    "sponsored links", "around the web", "from around the web", "from the web", "share this",
    "share this article", "share this story", "share", "follow us", "tags", "tagged", "topics",
    "newsletter", "newsletters", "sign up", "subscribe", "trending", "advert", "advertisement",
    "trending now", "breaking news", "mehr zum thema", "à lire aussi", "relacionados",
    "artículos relacionados", "posts relacionados", "veja também", "leia também",
    "articoli correlati", "artikel terkait", "похожие статьи", "Похожие статьи", "читайте также",
    "Читайте также", "関連記事", "相关文章", NULL};

static const char *const ends[] = {
    "comments", "comment", "leave a reply", "leave a comment", "leave a reply cancel reply",
    "post a comment", "add comment", "discussion", "join the discussion", "join the conversation",
    "what do you think", "most popular", "most read", "most viewed", "popular", "popular posts",
    "popular stories", "top stories", "most popular in the section", "editor's picks",
    "editor’s picks",
    "editors' picks", "editors’ picks", "recent posts", "partner news", "about the author",
    "about the authors", "kommentare", "das könnte sie auch interessieren", "commentaires",
    "comentarios", "comentários", "commenti", "komentar", "отзывы", "Отзывы", "комментарии",
    "Комментарии", "добавить отзыв", "Добавить отзыв", "コメント", NULL};

/* Length of the phrase when the line begins with it, else 0. */
static size_t common(onr_slice line, const char *phrase)
{
    size_t same = 0;
    for (; phrase[same] != '\0'; same++) {
        if (same == line.len) return 0;
        char c = line.ptr[same];
        if (c != phrase[same] && onr_lower(c) != phrase[same]) return 0;
    }
    return same;
}

static bool begins(onr_slice line, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (common(line, *list) > 0) return true;
    }
    return false;
}

static bool equals(onr_slice line, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (common(line, *list) == line.len && line.len > 0) return true;
    }
    return false;
}

static bool holds(onr_slice line, const char *phrase)
{
    for (; line.len > 0; line.ptr++, line.len--) {
        if (common(line, phrase) > 0) return true;
    }
    return false;
}

static bool ends_with(onr_slice line, const char *phrase)
{
    size_t len = strlen(phrase);
    return line.len > len && common((onr_slice){line.ptr + line.len - len, len}, phrase) > 0;
}

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static onr_slice without_marks(onr_slice line)
{
    while (line.len > 0 && is_one_of(line.ptr[0], "([-*> |")) {
        line.ptr++;
        line.len--;
    }
    return line;
}

static onr_slice without_end_marks(onr_slice line)
{
    while (line.len > 0 && is_one_of(line.ptr[line.len - 1], ":.!? |>0123456789()-")) line.len--;
    return line;
}

/* "More Great Example Stories" */
static bool is_more_of(onr_slice heading)
{
    static const char *const what[] = {"stories", "news", "articles", "coverage", "posts",
                                       "videos", "headlines", NULL};
    if (common(heading, "more ") == 0 || heading.len > MAX_HEADING_BYTES) return false;
    for (size_t i = 0; what[i] != NULL; i++) {
        if (ends_with(heading, what[i])) return true;
    }
    return common(heading, "more from ") > 0 || common(heading, "more in ") > 0;
}

static bool is_letter(onr_slice line)
{
    if (line.len > MAX_LETTER_BYTES || (!holds(line, "newsletter") && !holds(line, "inbox")))
        return false;
    return holds(line, "sign up") || holds(line, "subscribe") || holds(line, "delivered") ||
           holds(line, "signing up");
}

onr_phrase onr_phrase_of(onr_slice line, bool is_heading)
{
    onr_slice bare = without_end_marks(line);
    if (bare.len < MAX_HEADING_BYTES && equals(bare, ends)) return ONR_PHRASE_END;
    if (bare.len < MAX_HEADING_BYTES && equals(bare, lists)) return ONR_PHRASE_LINKS;
    if (is_heading && is_more_of(bare)) return ONR_PHRASE_LINKS;
    if (is_letter(line)) return ONR_PHRASE_LETTER;
    return begins(without_marks(line), promotions) ? ONR_PHRASE_PROMOTION : ONR_PHRASE_NONE;
}

bool onr_phrase_is_contact(onr_slice line)
{
    const char *at = line.len < MAX_CONTACT_BYTES ? memchr(line.ptr, '@', line.len) : NULL;
    if (common(line, "follow ") > 0) return true;
    return at != NULL && at + 1 < line.ptr + line.len &&
           memchr(at, '.', (size_t)(line.ptr + line.len - at)) != NULL;
}

static bool holds_one(onr_slice line, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (holds(line, *list)) return true;
    }
    return false;
}

bool onr_phrase_is_legal(onr_slice line)
{
    static const char *const list[] = {
        "all rights reserved", "privacy policy", "terms of use", "terms of service",
        "terms and conditions", "user agreement", "cookie policy", "editorially independent",
        "alle rechte vorbehalten", "tous droits réservés", "todos los derechos reservados",
        "todos os direitos reservados", "tutti i diritti riservati", NULL};
    return line.len < MAX_LETTER_BYTES && holds_one(line, list);
}

bool onr_phrase_is_portrait(onr_slice line)
{
    static const char *const list[] = {" is a ", " is an ", " is the ", " is our ", " joined ",
                                       " has been ", " writes ", " covers ", " reports ",
                                       " works ", " lives ", " is based ", NULL};
    return line.len < MAX_LETTER_BYTES && holds_one(line, list);
}
