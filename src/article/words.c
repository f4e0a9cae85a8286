#include "article/words.h"

#include "article/names.h"

enum { MAX_WORD_BYTES = 24 };

/* In the order of the alphabet. */
static const struct {
    const char *word;
    uint32_t signs;
} known[] = {
    {"abstract", ONR_SIGN_LEAD},
    {"actions", ONR_SIGN_OUT},
    {"ad", ONR_SIGN_OUT},
    {"addthis", ONR_SIGN_OUT},
    {"addtoany", ONR_SIGN_OUT},
    {"ads", ONR_SIGN_OUT},
    {"adsense", ONR_SIGN_OUT},
    {"adslot", ONR_SIGN_OUT},
    {"adunit", ONR_SIGN_OUT},
    {"advert", ONR_SIGN_OUT},
    {"advertisement", ONR_SIGN_OUT},
    {"advertising", ONR_SIGN_OUT},
    {"advertorial", ONR_SIGN_OUT},
    {"adverts", ONR_SIGN_OUT},
    {"affiliate", ONR_SIGN_OUT},
    {"also", ONR_SIGN_MORE_},
    {"article", ONR_SIGN_ARTICLE_},
    {"articlebody", ONR_SIGN_BODY},
    {"articlebodytext", ONR_SIGN_BODY},
    {"articlecontent", ONR_SIGN_BODY},
    {"articlecopy", ONR_SIGN_BODY},
    {"articlemain", ONR_SIGN_BODY},
    {"articlemaincontent", ONR_SIGN_BODY},
    {"articletext", ONR_SIGN_BODY},
    {"articletitle", ONR_SIGN_TITLE},
    {"aside", ONR_SIGN_OUT},
    {"attribution", ONR_SIGN_CAPTION},
    {"author", ONR_SIGN_BYLINE | ONR_SIGN_OUT},
    {"authorname", ONR_SIGN_BYLINE},
    {"authors", ONR_SIGN_BYLINE | ONR_SIGN_OUT},
    {"banner", ONR_SIGN_OUT},
    {"blog", ONR_SIGN_ARTICLE_},
    {"blogcontent", ONR_SIGN_BODY},
    {"body", ONR_SIGN_BODY_},
    {"bodycontent", ONR_SIGN_BODY},
    {"bodycopy", ONR_SIGN_BODY},
    {"bodytext", ONR_SIGN_BODY},
    {"bookmark", ONR_SIGN_OUT},
    {"bottomlinks", ONR_SIGN_OUT},
    {"breadcrumb", ONR_SIGN_OUT},
    {"breadcrumbs", ONR_SIGN_OUT},
    {"breakingnews", ONR_SIGN_OUT},
    {"brxe", ONR_SIGN_LAYOUT},
    {"builder", ONR_SIGN_LAYOUT},
    {"byline", ONR_SIGN_BYLINE},
    {"bylines", ONR_SIGN_BYLINE},
    {"caption", ONR_SIGN_CAPTION},
    {"captions", ONR_SIGN_CAPTION},
    {"carousel", ONR_SIGN_OUT},
    {"categories", ONR_SIGN_OUT},
    {"category", ONR_SIGN_OUT},
    {"catlinks", ONR_SIGN_OUT},
    {"ccpa", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"citations", ONR_SIGN_OUT},
    {"cli", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"cmp", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"columnist", ONR_SIGN_BYLINE},
    {"comment", ONR_SIGN_COMMENT},
    {"commentarea", ONR_SIGN_COMMENT},
    {"commentbody", ONR_SIGN_COMMENT},
    {"commenting", ONR_SIGN_COMMENT},
    {"commentlist", ONR_SIGN_COMMENT},
    {"comments", ONR_SIGN_COMMENT},
    {"consent", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"content", ONR_SIGN_BODY_},
    {"contentbody", ONR_SIGN_BODY},
    {"contents", ONR_SIGN_BODY_},
    {"contributor", ONR_SIGN_BYLINE | ONR_SIGN_OUT},
    {"contributors", ONR_SIGN_BYLINE},
    {"cookie", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"cookiebar", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"cookieconsent", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"cookielaw", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"cookienotice", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"cookies", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"copy", ONR_SIGN_BODY_},
    {"copyright", ONR_SIGN_OUT},
    {"coral", ONR_SIGN_COMMENT},
    {"credit", ONR_SIGN_CAPTION},
    {"credits", ONR_SIGN_CAPTION},
    {"cta", ONR_SIGN_OUT},
    {"cutline", ONR_SIGN_CAPTION},
    {"date", ONR_SIGN_TIME},
    {"dateline", ONR_SIGN_TIME},
    {"datemodified", ONR_SIGN_UPDATED},
    {"dateposted", ONR_SIGN_TIME},
    {"datepublished", ONR_SIGN_TIME},
    {"dates", ONR_SIGN_TIME},
    {"datetime", ONR_SIGN_TIME},
    {"deck", ONR_SIGN_LEAD},
    {"dek", ONR_SIGN_LEAD},
    {"description", ONR_SIGN_LEAD},
    {"dfp", ONR_SIGN_OUT},
    {"disclaimer", ONR_SIGN_OUT},
    {"discussion", ONR_SIGN_COMMENT},
    {"disqus", ONR_SIGN_COMMENT},
    {"divi", ONR_SIGN_LAYOUT},
    {"donate", ONR_SIGN_OUT},
    {"donation", ONR_SIGN_OUT},
    {"dontmiss", ONR_SIGN_OUT},
    {"dropdown", ONR_SIGN_OUT},
    {"editsection", ONR_SIGN_OUT},
    {"elementor", ONR_SIGN_LAYOUT},
    {"emailsignup", ONR_SIGN_OUT},
    {"entry", ONR_SIGN_ARTICLE_},
    {"entrybody", ONR_SIGN_BODY},
    {"entrycontent", ONR_SIGN_BODY},
    {"entrytitle", ONR_SIGN_TITLE},
    {"et", ONR_SIGN_LAYOUT},
    {"eucookie", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"excerpt", ONR_SIGN_LEAD},
    {"facebook", ONR_SIGN_OUT},
    {"fbcomments", ONR_SIGN_COMMENT},
    {"feedback", ONR_SIGN_OUT},
    {"figcaption", ONR_SIGN_CAPTION},
    {"find", ONR_SIGN_READ_},
    {"flyout", ONR_SIGN_OUT},
    {"follow", ONR_SIGN_OUT},
    {"foot", ONR_SIGN_OUT},
    {"footer", ONR_SIGN_OUT},
    {"footnav", ONR_SIGN_OUT},
    {"fulltext", ONR_SIGN_BODY | ONR_SIGN_BODY_},
    {"fusion", ONR_SIGN_LAYOUT},
    {"galleries", ONR_SIGN_CAPTION},
    {"gallery", ONR_SIGN_CAPTION},
    {"gdpr", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"goog", ONR_SIGN_OUT},
    {"gutenberg", ONR_SIGN_LAYOUT},
    {"hatnote", ONR_SIGN_OUT},
    {"header", ONR_SIGN_OUT},
    {"headline", ONR_SIGN_TITLE},
    {"headlines", ONR_SIGN_TITLE},
    {"hidden", ONR_SIGN_HIDDEN_},
    {"hotlinks", ONR_SIGN_OUT},
    {"hovercard", ONR_SIGN_OUT},
    {"imagecaption", ONR_SIGN_CAPTION},
    {"imagecredit", ONR_SIGN_CAPTION},
    {"infobox", ONR_SIGN_OUT},
    {"inlinepromo", ONR_SIGN_OUT},
    {"inner", ONR_SIGN_BODY_},
    {"intro", ONR_SIGN_LEAD},
    {"introduction", ONR_SIGN_LEAD},
    {"jp", ONR_SIGN_OUT},
    {"jumplink", ONR_SIGN_OUT},
    {"keywords", ONR_SIGN_OUT},
    {"kicker", ONR_SIGN_LEAD},
    {"lastmod", ONR_SIGN_UPDATED},
    {"lastmodified", ONR_SIGN_UPDATED},
    {"lastupdated", ONR_SIGN_UPDATED},
    {"latest", ONR_SIGN_OUT},
    {"leadtext", ONR_SIGN_LEAD},
    {"learn", ONR_SIGN_READ_},
    {"lede", ONR_SIGN_LEAD},
    {"legal", ONR_SIGN_OUT},
    {"lightbox", ONR_SIGN_CAPTION},
    {"likes", ONR_SIGN_OUT},
    {"linkbox", ONR_SIGN_OUT},
    {"livefyre", ONR_SIGN_COMMENT},
    {"load", ONR_SIGN_READ_},
    {"login", ONR_SIGN_OUT},
    {"logo", ONR_SIGN_OUT},
    {"mailchimp", ONR_SIGN_OUT},
    {"mailinglist", ONR_SIGN_OUT},
    {"main", ONR_SIGN_ARTICLE_},
    {"mainarticle", ONR_SIGN_BODY},
    {"maintext", ONR_SIGN_BODY},
    {"masthead", ONR_SIGN_OUT},
    {"menu", ONR_SIGN_OUT},
    {"meta", ONR_SIGN_OUT},
    {"metadata", ONR_SIGN_OUT},
    {"mobilenav", ONR_SIGN_OUT},
    {"modal", ONR_SIGN_OUT},
    {"modified", ONR_SIGN_UPDATED},
    {"more", ONR_SIGN_MORE_},
    {"morefrom", ONR_SIGN_OUT},
    {"mostpopular", ONR_SIGN_OUT},
    {"mostread", ONR_SIGN_OUT},
    {"mostviewed", ONR_SIGN_OUT},
    {"mwe", ONR_SIGN_OUT},
    {"nav", ONR_SIGN_OUT},
    {"navbar", ONR_SIGN_OUT},
    {"navbox", ONR_SIGN_OUT},
    {"navigation", ONR_SIGN_OUT},
    {"news", ONR_SIGN_ARTICLE_},
    {"newsbody", ONR_SIGN_BODY},
    {"newscontent", ONR_SIGN_BODY},
    {"newsletter", ONR_SIGN_OUT},
    {"newsletters", ONR_SIGN_OUT},
    {"newstext", ONR_SIGN_BODY},
    {"newsticker", ONR_SIGN_OUT},
    {"next", ONR_SIGN_MORE_},
    {"noindex", ONR_SIGN_OUT},
    {"noprint", ONR_SIGN_OUT},
    {"notification", ONR_SIGN_OUT},
    {"onesignal", ONR_SIGN_OUT},
    {"onetrust", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"only", ONR_SIGN_HIDDEN_},
    {"outbrain", ONR_SIGN_OUT},
    {"overlay", ONR_SIGN_OUT},
    {"pager", ONR_SIGN_OUT},
    {"pagination", ONR_SIGN_OUT},
    {"paywall", ONR_SIGN_OUT},
    {"permalink", ONR_SIGN_OUT},
    {"photobox", ONR_SIGN_CAPTION},
    {"photocaption", ONR_SIGN_CAPTION},
    {"photocredit", ONR_SIGN_CAPTION},
    {"photographer", ONR_SIGN_CAPTION},
    {"piccaption", ONR_SIGN_CAPTION},
    {"player", ONR_SIGN_OUT},
    {"poll", ONR_SIGN_OUT},
    {"popover", ONR_SIGN_OUT},
    {"popular", ONR_SIGN_OUT},
    {"popup", ONR_SIGN_OUT},
    {"popups", ONR_SIGN_OUT},
    {"post", ONR_SIGN_ARTICLE_},
    {"postbody", ONR_SIGN_BODY},
    {"postcontent", ONR_SIGN_BODY},
    {"postdate", ONR_SIGN_TIME},
    {"posted", ONR_SIGN_TIME},
    {"postentry", ONR_SIGN_BODY},
    {"postmeta", ONR_SIGN_OUT},
    {"postmetadata", ONR_SIGN_OUT},
    {"posttext", ONR_SIGN_BODY},
    {"posttitle", ONR_SIGN_TITLE},
    {"prev", ONR_SIGN_OUT},
    {"previous", ONR_SIGN_OUT},
    {"print", ONR_SIGN_OUT},
    {"printfooter", ONR_SIGN_OUT},
    {"printonly", ONR_SIGN_OUT},
    {"promo", ONR_SIGN_OUT},
    {"promobox", ONR_SIGN_OUT},
    {"promos", ONR_SIGN_OUT},
    {"promoted", ONR_SIGN_OUT},
    {"promotion", ONR_SIGN_OUT},
    {"pubdate", ONR_SIGN_TIME},
    {"publication", ONR_SIGN_TIME},
    {"publish", ONR_SIGN_TIME},
    {"publishdate", ONR_SIGN_TIME},
    {"published", ONR_SIGN_TIME},
    {"quiz", ONR_SIGN_OUT},
    {"rating", ONR_SIGN_OUT},
    {"ratings", ONR_SIGN_OUT},
    {"reaction", ONR_SIGN_COMMENT},
    {"reactions", ONR_SIGN_COMMENT},
    {"read", ONR_SIGN_READ_},
    {"reader", ONR_SIGN_HIDDEN_},
    {"reading", ONR_SIGN_OUT},
    {"readmore", ONR_SIGN_OUT},
    {"readtime", ONR_SIGN_OUT},
    {"recent", ONR_SIGN_OUT},
    {"recirc", ONR_SIGN_OUT},
    {"recirculation", ONR_SIGN_OUT},
    {"recommend", ONR_SIGN_OUT},
    {"recommendation", ONR_SIGN_OUT},
    {"recommendations", ONR_SIGN_OUT},
    {"recommended", ONR_SIGN_OUT},
    {"references", ONR_SIGN_OUT},
    {"reflist", ONR_SIGN_OUT},
    {"register", ONR_SIGN_OUT},
    {"related", ONR_SIGN_OUT},
    {"relatedarticles", ONR_SIGN_OUT},
    {"relatedcontent", ONR_SIGN_OUT},
    {"relatedlinks", ONR_SIGN_OUT},
    {"relatedposts", ONR_SIGN_OUT},
    {"replies", ONR_SIGN_COMMENT},
    {"reporter", ONR_SIGN_BYLINE},
    {"reporters", ONR_SIGN_BYLINE},
    {"reprint", ONR_SIGN_OUT},
    {"respond", ONR_SIGN_COMMENT},
    {"revcontent", ONR_SIGN_OUT},
    {"rollover", ONR_SIGN_OUT},
    {"rss", ONR_SIGN_OUT},
    {"rsvp", ONR_SIGN_OUT},
    {"screen", ONR_SIGN_VISUALLY_},
    {"search", ONR_SIGN_OUT},
    {"see", ONR_SIGN_READ_},
    {"seealso", ONR_SIGN_OUT},
    {"seemore", ONR_SIGN_OUT},
    {"share", ONR_SIGN_OUT},
    {"sharebar", ONR_SIGN_OUT},
    {"sharebuttons", ONR_SIGN_OUT},
    {"sharedaddy", ONR_SIGN_OUT},
    {"sharelinks", ONR_SIGN_OUT},
    {"sharing", ONR_SIGN_OUT},
    {"shop", ONR_SIGN_OUT},
    {"shopping", ONR_SIGN_OUT},
    {"show", ONR_SIGN_READ_},
    {"sidebar", ONR_SIGN_OUT},
    {"sidebars", ONR_SIGN_OUT},
    {"sidenav", ONR_SIGN_OUT},
    {"sign", ONR_SIGN_READ_},
    {"signin", ONR_SIGN_OUT},
    {"signup", ONR_SIGN_OUT},
    {"signuppromo", ONR_SIGN_OUT},
    {"single", ONR_SIGN_ARTICLE_},
    {"sitemap", ONR_SIGN_OUT},
    {"skip", ONR_SIGN_OUT},
    {"skyscraper", ONR_SIGN_OUT},
    {"slideshow", ONR_SIGN_OUT},
    {"social", ONR_SIGN_OUT},
    {"socialmedia", ONR_SIGN_OUT},
    {"sponsor", ONR_SIGN_OUT},
    {"sponsored", ONR_SIGN_OUT},
    {"sponsors", ONR_SIGN_OUT},
    {"sponsorship", ONR_SIGN_OUT},
    {"spotim", ONR_SIGN_OUT},
    {"sqs", ONR_SIGN_LAYOUT},
    {"sr", ONR_SIGN_VISUALLY_},
    {"standfirst", ONR_SIGN_LEAD},
    {"story", ONR_SIGN_ARTICLE_},
    {"storybody", ONR_SIGN_BODY},
    {"storycontent", ONR_SIGN_BODY},
    {"storycopy", ONR_SIGN_BODY},
    {"storytext", ONR_SIGN_BODY},
    {"storytitle", ONR_SIGN_TITLE},
    {"subhead", ONR_SIGN_LEAD},
    {"subheading", ONR_SIGN_LEAD},
    {"subheadline", ONR_SIGN_LEAD},
    {"subnav", ONR_SIGN_OUT},
    {"subscribe", ONR_SIGN_OUT},
    {"subscriber", ONR_SIGN_OUT},
    {"subscription", ONR_SIGN_OUT},
    {"subtitle", ONR_SIGN_LEAD},
    {"summary", ONR_SIGN_LEAD},
    {"survey", ONR_SIGN_OUT},
    {"syndication", ONR_SIGN_OUT},
    {"taboola", ONR_SIGN_OUT},
    {"tag", ONR_SIGN_OUT},
    {"tagcloud", ONR_SIGN_OUT},
    {"taglist", ONR_SIGN_OUT},
    {"tags", ONR_SIGN_OUT},
    {"tcf", ONR_SIGN_OUT | ONR_SIGN_NOTICE},
    {"teaser", ONR_SIGN_OUT},
    {"teasers", ONR_SIGN_OUT},
    {"teasertext", ONR_SIGN_LEAD},
    {"text", ONR_SIGN_BODY_ | ONR_SIGN_HIDDEN_},
    {"textbody", ONR_SIGN_BODY},
    {"ticker", ONR_SIGN_OUT},
    {"time", ONR_SIGN_TIME},
    {"timestamp", ONR_SIGN_TIME},
    {"title", ONR_SIGN_TITLE},
    {"toc", ONR_SIGN_OUT},
    {"tocbox", ONR_SIGN_OUT},
    {"toolbar", ONR_SIGN_OUT},
    {"tools", ONR_SIGN_OUT},
    {"tooltip", ONR_SIGN_OUT},
    {"topics", ONR_SIGN_OUT},
    {"trending", ONR_SIGN_OUT},
    {"trendingnow", ONR_SIGN_OUT},
    {"tweetbutton", ONR_SIGN_OUT},
    {"txt", ONR_SIGN_BODY_},
    {"up", ONR_SIGN_MORE_},
    {"update", ONR_SIGN_UPDATED},
    {"updated", ONR_SIGN_UPDATED},
    {"upnext", ONR_SIGN_OUT},
    {"utility", ONR_SIGN_OUT},
    {"vc", ONR_SIGN_LAYOUT},
    {"viafoura", ONR_SIGN_OUT},
    {"video", ONR_SIGN_OUT},
    {"view", ONR_SIGN_READ_},
    {"visually", ONR_SIGN_VISUALLY_},
    {"visuallyhidden", ONR_SIGN_VISUALLY_},
    {"voting", ONR_SIGN_OUT},
    {"whatsapp", ONR_SIGN_OUT},
    {"widget", ONR_SIGN_OUT},
    {"widgets", ONR_SIGN_OUT},
    {"wpb", ONR_SIGN_LAYOUT},
    {"wpcaption", ONR_SIGN_CAPTION},
    {"writer", ONR_SIGN_BYLINE},
    {"writers", ONR_SIGN_BYLINE},
    {"yarpp", ONR_SIGN_OUT},
    {"zergnet", ONR_SIGN_OUT},
};

enum { KNOWN_COUNT = sizeof known / sizeof known[0] };

/* Words have two letters at least. */
static uint32_t pair_of(const char *word)
{
    return (uint32_t)(word[0] - 'a') * ONR_LETTERS + (uint32_t)(word[1] - 'a');
}

static uint32_t bit_of_third(const char *word, size_t len)
{
    return len > 2 ? 2u << (word[2] - 'a') : 1;
}

void onr_word_index_init(onr_word_index *index)
{
    *index = (onr_word_index){.first = {0}};
    for (uint32_t i = 0; i < KNOWN_COUNT; i++) {
        const char *word = known[i].word;
        index->first[word[0] - 'a' + 1]++;
        index->thirds[pair_of(word)] |= bit_of_third(word, word[2] == '\0' ? 2 : 3);
    }
    for (uint32_t i = 0; i < ONR_LETTERS; i++) index->first[i + 1] += index->first[i];
}

static int compare(const char *word, size_t len, const char *other)
{
    for (size_t i = 1; i < len; i++) { /* the first letters are the same */
        int order = (unsigned char)word[i] - (unsigned char)other[i];
        if (order != 0) return order;
    }
    return other[len] == '\0' ? 0 : -1;
}

static uint32_t search(const onr_word_index *index, const char *word, size_t len)
{
    uint32_t low = index->first[word[0] - 'a'], high = index->first[word[0] - 'a' + 1];
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = compare(word, len, known[middle].word);
        if (order == 0) return known[middle].signs;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return 0;
}

/* The signs of a word in letters of any case. */
static uint32_t signs_of_word(const onr_word_index *index, onr_slice name)
{
    char word[MAX_WORD_BYTES];
    if (name.len < 2 || name.len > MAX_WORD_BYTES) return 0;
    for (size_t i = 0; i < 3 && i < name.len; i++) word[i] = onr_lower(name.ptr[i]);
    if ((index->thirds[pair_of(word)] & bit_of_third(word, name.len)) == 0) return 0;
    for (size_t i = 3; i < name.len; i++) word[i] = onr_lower(name.ptr[i]);
    return search(index, word, name.len);
}

/* What two words mean together. */
static uint32_t signs_of_pair(uint32_t first, uint32_t second)
{
    uint32_t signs = 0;
    if ((first & ONR_SIGN_ARTICLE_) && (second & ONR_SIGN_BODY_)) signs |= ONR_SIGN_BODY;
    if ((first & ONR_SIGN_READ_) && (second & ONR_SIGN_MORE_)) signs |= ONR_SIGN_OUT;
    if ((first & ONR_SIGN_VISUALLY_) && (second & ONR_SIGN_HIDDEN_)) signs |= ONR_SIGN_OUT;
    return signs;
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The next word, which is empty at the end: a word is capitals, then small letters. `joined` is set
 * when no space is before it. */
static onr_slice next_word(onr_slice name, size_t *at, bool *joined)
{
    size_t i = *at;
    *joined = true;
    for (; i < name.len && !is_small(name.ptr[i]) && !is_capital(name.ptr[i]); i++)
        *joined &= name.ptr[i] != ' ';
    size_t start = i;
    while (i < name.len && is_capital(name.ptr[i])) i++;
    while (i < name.len && is_small(name.ptr[i])) i++;
    *at = i;
    return (onr_slice){name.ptr + start, i - start};
}

uint32_t onr_signs_of(const onr_word_index *index, onr_slice name)
{
    uint32_t signs = 0, last = 0;
    bool joined;
    for (size_t at = 0; at < name.len;) {
        onr_slice word = next_word(name, &at, &joined);
        if (word.len == 0) break;
        uint32_t found = signs_of_word(index, word);
        signs |= found;
        if (joined) signs |= signs_of_pair(last, found);
        last = found;
    }
    return signs;
}
