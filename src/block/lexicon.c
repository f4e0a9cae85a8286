#include "block/lexicon.h"

#include <string.h>

enum { MAX_WORD = 15 };

/* clang-format off */
enum {
    P = ONR_SAYS_PROMOTION, I = ONR_SAYS_INVITATION, O = ONR_SAYS_OFFER, E = ONR_SAYS_POINTER,
    A = ONR_SAYS_APPEAL, U = ONR_SAYS_BLURB, C = ONR_SAYS_CREDIT, D = ONR_SAYS_CONTRIBUTED,
    B = ONR_SAYS_BYLINE, K = ONR_SAYS_CAPTION, G = ONR_SAYS_PICTURE, N = ONR_SAYS_NOTE,
    L = ONR_SAYS_ALONE
};

static const onr_phrase phrases[] = {
    {"(c)", N}, {"/ afp", G}, {"/ ap", G}, {"/ bloomberg", G}, {"/ epa", G}, {"/ getty", G},
    {"/ pa", G}, {"/ reuters", G}, {"a report by", B}, {"above", E}, {"above :", E},
    {"abstract", N}, {"accept cookies", A}, {"access", I}, {"activate", I},
    {"additional editing", C}, {"additional report", C}, {"additional reporting", C},
    {"additional reports", C}, {"additional research", C}, {"additional writing", C},
    {"advertisement", P | L}, {"advertising", P | L}, {"affiliate links", A}, {"afp /", G},
    {"agencies contributed", C}, {"alamy", G}, {"alerts", O}, {"all rights reserved", N},
    {"all rights reserved by", A}, {"all the latest", U}, {"already a subscriber", P},
    {"also :", P}, {"also read", P}, {"analysis by", B}, {"ap photo", G}, {"article by", B},
    {"article continues after", P}, {"article continues below", P}, {"assisted with this", D},
    {"author :", B}, {"authors :", B}, {"become a member", P}, {"become a subscriber", P},
    {"below", E}, {"below :", E}, {"buy now", P}, {"by", B}, {"by :", B}, {"by email", O},
    {"caption :", K}, {"catch up", I}, {"check out", I}, {"clarification :", N}, {"click", I},
    {"click here", P}, {"click here for", A}, {"click here to", A}, {"comments", P | N | L},
    {"compiled by", C}, {"continue reading", P}, {"contributed reporting", D},
    {"contributed research", D}, {"contributed to that report", D},
    {"contributed to the report", D}, {"contributed to the story", D}, {"contributed to this", D},
    {"contributing :", C}, {"contributing reporter", C}, {"contributing reporters", C},
    {"contributing writers", C}, {"contributors :", C}, {"cookie policy", A}, {"copyright", N},
    {"correction :", N}, {"correction appended", N}, {"corrections :", N}, {"cover image", K},
    {"cover photo", K}, {"credit :", K}, {"credits :", K}, {"digest", O}, {"disclaimer", N},
    {"disclosure", N | L}, {"discover", I}, {"do n't miss", P}, {"download", I},
    {"download our", P | A}, {"download the app", P}, {"download the free", P}, {"e - mail", I},
    {"e - paper", O}, {"earn a commission", A}, {"edited by", C}, {"editing by", C},
    {"editor 's note", N}, {"editors ' note", N}, {"editors note", N}, {"email", P | I | L},
    {"email updates", O}, {"email us at", A}, {"enable javascript", A}, {"enjoy", I},
    {"enter your email", P}, {"epa /", G}, {"essential reading", U}, {"everything you need", U},
    {"exclusive access", O}, {"exclusive by", B}, {"explore", I}, {"extra reporting", C},
    {"facebook :", P}, {"featured image", K}, {"file -", K}, {"file photo", K | G},
    {"file picture", K}, {"filed under", N}, {"find out", I}, {"first published", N}, {"follow", I},
    {"follow her on twitter", A}, {"follow him on twitter", A}, {"follow me on twitter", A},
    {"follow them on twitter", A}, {"follow us", P}, {"follow us on", A}, {"for free", O | E},
    {"for more", I}, {"for more information visit", P}, {"for the latest", P}, {"foto :", K},
    {"free", E}, {"free access", O}, {"free of charge", O}, {"free trial", O}, {"from", B},
    {"from our correspondent", B}, {"full access", O}, {"further reporting", C}, {"gallery", N | L},
    {"get", I}, {"getty images", G}, {"got a tip", P}, {"graphic :", K}, {"graphic by", K},
    {"handout", G}, {"have a tip", P}, {"helped with this", D}, {"here", E}, {"here :", E},
    {"illustration :", K}, {"illustration by", K}, {"image :", K}, {"image by", K},
    {"image courtesy", K}, {"image credit", K}, {"image source", K}, {"images :", K},
    {"in this article :", P}, {"in your inbox", A}, {"inbox", O}, {"instagram :", P},
    {"into your inbox", A}, {"istock", G}, {"join", I}, {"join our", P}, {"keep reading", P},
    {"last modified", N}, {"last updated", N}, {"learn more", I}, {"leave a comment", P},
    {"like us on", P}, {"listen", I}, {"listen :", P}, {"live blog", O}, {"log in", P | I | L},
    {"log in to", P}, {"main image", K}, {"main photo", K}, {"may receive a commission", A},
    {"minute read", N}, {"mobile app", O}, {"more", E}, {"more :", P}, {"more from", P},
    {"more on this", P}, {"more photos", O}, {"more stories", P | O | L}, {"most popular", P},
    {"most read", P}, {"never miss", P}, {"news and analysis", U}, {"newsletter", P | O | L},
    {"newsletters", P | O | L}, {"note to readers", N}, {"notifications", O}, {"on facebook", O},
    {"on instagram", O}, {"on telegram", O}, {"on twitter", O}, {"on whatsapp", O}, {"on x @", O},
    {"on youtube", O}, {"opinion by", B}, {"originally published", N}, {"other reporting", C},
    {"our app", O}, {"our daily", U}, {"our daily newsletter", A}, {"our free", O},
    {"our free newsletter", A}, {"our newsletter", A}, {"our weekly", U},
    {"our weekly newsletter", A}, {"pa wire", G}, {"paid content", P}, {"photo :", K | G},
    {"photo by", K | G}, {"photo courtesy", K}, {"photo credit", K}, {"photo illustration", K},
    {"photograph :", K}, {"photograph by", K}, {"photographs by", K}, {"photography by", K},
    {"photos :", K}, {"photos by", K}, {"picture :", K}, {"picture alliance", G}, {"picture by", K},
    {"picture credit", K}, {"pictured :", K}, {"pictured above", K}, {"pictured below", K},
    {"pictures by", K}, {"podcast", O}, {"podcasts", O}, {"posted by", B}, {"posted in", N},
    {"premium", O}, {"print", P | L}, {"print this", N | L}, {"privacy policy", A},
    {"promoted", P | L}, {"provided reporting", D}, {"provided research", D}, {"published :", N},
    {"push notifications", O}, {"read", I}, {"read :", P}, {"read also", P}, {"read more", P},
    {"read next", P}, {"read our full", P}, {"read the full story", P}, {"read the rest", P},
    {"reading time", N}, {"receive", I}, {"recommended", P | L}, {"recommended for you", P},
    {"recommended reading", P}, {"register", P | I | L}, {"register for free", P},
    {"register now", P}, {"register to", P}, {"related :", P}, {"related articles", P},
    {"related coverage", P}, {"related stories", P}, {"reported by", C}, {"reported from", D},
    {"reporter :", B}, {"reporters :", C}, {"reporting and writing by", C}, {"reporting by", C},
    {"republished with", N}, {"research by", C}, {"reuters /", G}, {"rss", O}, {"scroll down", P},
    {"see", I}, {"see also", P}, {"see more", P}, {"send", I}, {"send us", I}, {"share", P | L},
    {"share this", P}, {"shutterstock", G}, {"sign in", I}, {"sign in to", P},
    {"sign up", P | I | L}, {"sign up for", P}, {"sign up for her newsletter", A},
    {"sign up for his newsletter", A}, {"sign up for our", A}, {"sign up for the newsletter", A},
    {"sign up here", P}, {"sign up now", P}, {"sign up to", P}, {"source :", N},
    {"source : getty", K}, {"sources :", N}, {"special offer", O}, {"sponsored", P | L},
    {"sponsored content", P}, {"start", I}, {"start your", I}, {"stay", I}, {"stay ahead", U},
    {"stay informed", U}, {"stay up to date", U}, {"story by", B}, {"story continues after", P},
    {"story continues below", P}, {"straight to your", A}, {"subscribe", P | I | L},
    {"subscribe for", P}, {"subscribe here", P | A}, {"subscribe now", P}, {"subscribe to", P},
    {"subscribe to our", A}, {"subscribe to read", A}, {"subscribe today", P}, {"subscription", O},
    {"support our", I}, {"tags :", N}, {"tap", I}, {"tap here", P}, {"tell us", I},
    {"terms and conditions apply", A}, {"terms of service", A}, {"text :", B}, {"text by", B},
    {"the app", O}, {"the best of", U}, {"the latest news", U}, {"the stories you", U},
    {"this article has been", N}, {"this article was", N}, {"this newsletter", A},
    {"this piece has been", N}, {"this piece was originally", N}, {"this post has been", N},
    {"this post was", N}, {"this report has been", N}, {"this report was", N},
    {"this story has been", N}, {"this story was", N}, {"this weekly newsletter", A},
    {"to your inbox", A}, {"top stories", P | L}, {"topic :", N}, {"topics :", N},
    {"translated by", C}, {"translation :", C}, {"translation by", C}, {"trending", P | L},
    {"try", I}, {"try it free", P}, {"twitter :", P}, {"unlimited access", O}, {"unlock", I},
    {"unsubscribe", O}, {"unsubscribe anytime", A}, {"unsubscribe at any", A}, {"updated :", N},
    {"upgrade", I}, {"via ap", G}, {"via email", O}, {"via getty", G}, {"via reuters", G},
    {"video :", K}, {"video by", K}, {"videos", N | L}, {"view", I}, {"view comments", P},
    {"visit", I}, {"want", I}, {"want more", I}, {"watch", I}, {"watch :", P},
    {"what to read next", P}, {"what you need to know", U}, {"with additional reporting", C},
    {"with agencies", C}, {"with agency", C}, {"with contributions", C}, {"with files from", C},
    {"with information from", C}, {"with input from", C}, {"with inputs from", C},
    {"with material from", C}, {"with post wires", C}, {"with reporting", C},
    {"with reports from", C}, {"with the collaboration of", C}, {"with wire services", C},
    {"with wires", C}, {"words by", B}, {"writing and reporting by", C}, {"writing by", C},
    {"written by", B}, {"you can unsubscribe", A}, {"you may also like", P},
    {"you might also like", P}, {"you might like", P}, {"your daily", U}, {"your essential", U},
    {"your guide", U}, {"your morning", U}, {"your must - read", U}, {"your weekly", U},
    {"\xC2\xA9", N},
};

typedef struct byline_word {
    char word[MAX_WORD + 1];
    uint8_t kind;
} byline_word;

enum {
    W_ROLE = ONR_WORD_ROLE, W_ORG = ONR_WORD_ORGANISATION, W_DATE = ONR_WORD_DATE,
    W_PART = ONR_WORD_PARTICLE, W_LEAD = ONR_WORD_LEAD, W_PLACE = ONR_WORD_PLACE
};

static const byline_word byline_words[] = {
    {"a.m", W_DATE}, {"a.m.", W_DATE}, {"abc", W_ORG}, {"additional", W_LEAD}, {"af", W_PART},
    {"afp", W_ORG}, {"agence", W_ORG}, {"agencies", W_ORG}, {"agency", W_ORG}, {"ago", W_DATE},
    {"al", W_PART}, {"also", W_LEAD}, {"am", W_DATE}, {"analysis", W_LEAD}, {"analyst", W_ROLE},
    {"anchor", W_ROLE}, {"and", W_LEAD}, {"ani", W_ORG}, {"ans", W_ORG}, {"ap", W_ORG},
    {"app", W_ORG}, {"assistant", W_ROLE}, {"associated", W_ORG}, {"associates", W_ORG},
    {"aug", W_DATE}, {"author", W_LEAD}, {"authors", W_LEAD}, {"av", W_PART}, {"bbc", W_ORG},
    {"bin", W_PART}, {"bint", W_PART}, {"blog", W_ORG}, {"blogger", W_ROLE}, {"bloomberg", W_ORG},
    {"board", W_ORG}, {"broadcasting", W_ORG}, {"bst", W_DATE}, {"bureau", W_ROLE}, {"by", W_LEAD},
    {"cbs", W_ORG}, {"center", W_ORG}, {"centre", W_ORG}, {"cet", W_DATE}, {"channel", W_ORG},
    {"chief", W_ROLE}, {"club", W_ORG}, {"cnbc", W_ORG}, {"cnn", W_ORG}, {"co", W_ORG},
    {"columnist", W_ROLE}, {"com", W_ORG}, {"commentator", W_ROLE}, {"committee", W_ORG},
    {"company", W_ORG}, {"compiled", W_LEAD}, {"contributing", W_LEAD}, {"contributor", W_ROLE},
    {"contributors", W_ORG}, {"corp", W_ORG}, {"corporation", W_ORG}, {"correspondent", W_ROLE},
    {"correspondents", W_ROLE}, {"council", W_ORG}, {"critic", W_ROLE}, {"da", W_PART},
    {"daily", W_ORG}, {"date", W_DATE}, {"de", W_PART}, {"dec", W_DATE}, {"december", W_DATE},
    {"del", W_PART}, {"della", W_PART}, {"den", W_PART}, {"department", W_ORG}, {"deputy", W_ROLE},
    {"der", W_PART}, {"des", W_PART}, {"desk", W_ORG}, {"di", W_PART}, {"digital", W_ORG},
    {"director", W_ROLE}, {"dispatch", W_ORG}, {"dos", W_PART}, {"dpa", W_ORG}, {"dr", W_LEAD},
    {"dr.", W_LEAD}, {"du", W_PART}, {"east", W_PLACE}, {"economist", W_ROLE}, {"edited", W_LEAD},
    {"editing", W_LEAD}, {"editor", W_ROLE}, {"editorial", W_ORG}, {"editors", W_ROLE},
    {"edt", W_DATE}, {"efe", W_ORG}, {"el", W_PART}, {"espn", W_ORG}, {"est", W_DATE},
    {"exclusive", W_LEAD}, {"executive", W_ROLE}, {"extra", W_LEAD}, {"feb", W_DATE},
    {"february", W_DATE}, {"first", W_DATE}, {"fm", W_ORG}, {"fort", W_PLACE},
    {"foundation", W_ORG}, {"france-presse", W_ORG}, {"freelance", W_ROLE}, {"fri", W_DATE},
    {"friday", W_DATE}, {"from", W_LEAD}, {"further", W_LEAD}, {"gazette", W_ORG}, {"getty", W_ORG},
    {"gmt", W_DATE}, {"great", W_PLACE}, {"group", W_ORG}, {"guardian", W_ORG}, {"head", W_ROLE},
    {"herald", W_ORG}, {"hour", W_DATE}, {"hours", W_DATE}, {"huffpost", W_ORG}, {"ibn", W_PART},
    {"images", W_ORG}, {"inc", W_ORG}, {"institute", W_ORG}, {"intern", W_ROLE},
    {"international", W_ORG}, {"ist", W_DATE}, {"jan", W_DATE}, {"january", W_DATE},
    {"journal", W_ORG}, {"journalist", W_ROLE}, {"july", W_DATE}, {"la", W_PART}, {"las", W_PLACE},
    {"last", W_DATE}, {"le", W_PART}, {"limited", W_ORG}, {"los", W_PLACE}, {"ltd", W_ORG},
    {"magazine", W_ORG}, {"mail", W_ORG}, {"managing", W_ROLE}, {"march", W_DATE}, {"media", W_ORG},
    {"min", W_DATE}, {"ministry", W_ORG}, {"minute", W_DATE}, {"minutes", W_DATE},
    {"modified", W_DATE}, {"mon", W_DATE}, {"monday", W_DATE}, {"monitor", W_ORG},
    {"mount", W_PLACE}, {"mr", W_LEAD}, {"mr.", W_LEAD}, {"mrs", W_LEAD}, {"mrs.", W_LEAD},
    {"ms", W_LEAD}, {"ms.", W_LEAD}, {"msnbc", W_ORG}, {"nbc", W_ORG}, {"net", W_ORG},
    {"network", W_ORG}, {"new", W_PLACE}, {"news", W_ORG}, {"newspaper", W_ORG},
    {"newspapers", W_ORG}, {"newsroom", W_ORG}, {"north", W_PLACE}, {"nov", W_DATE},
    {"november", W_DATE}, {"npr", W_ORG}, {"oct", W_DATE}, {"october", W_DATE}, {"office", W_ORG},
    {"online", W_ORG}, {"opinion", W_LEAD}, {"org", W_ORG}, {"other", W_LEAD}, {"p.m", W_DATE},
    {"p.m.", W_DATE}, {"pa", W_ORG}, {"pdt", W_DATE}, {"photographer", W_ROLE},
    {"photographs", W_LEAD}, {"photography", W_LEAD}, {"pictures", W_LEAD}, {"pm", W_DATE},
    {"port", W_PLACE}, {"post", W_ORG}, {"posted", W_LEAD}, {"presenter", W_ROLE}, {"press", W_ORG},
    {"producer", W_ROLE}, {"professor", W_ROLE}, {"pst", W_DATE}, {"pti", W_ORG},
    {"published", W_DATE}, {"radio", W_ORG}, {"report", W_LEAD}, {"reported", W_LEAD},
    {"reporter", W_ROLE}, {"reporter:", W_LEAD}, {"reporters", W_ROLE}, {"reporting", W_LEAD},
    {"reports", W_LEAD}, {"research", W_LEAD}, {"reuters", W_ORG}, {"review", W_ORG},
    {"saint", W_PLACE}, {"san", W_PLACE}, {"santa", W_PLACE}, {"sat", W_DATE}, {"saturday", W_DATE},
    {"senior", W_ROLE}, {"sept", W_DATE}, {"september", W_DATE}, {"service", W_ORG},
    {"services", W_ORG}, {"south", W_PLACE}, {"special", W_ROLE}, {"st", W_PLACE},
    {"staff", W_ROLE}, {"standard", W_ORG}, {"state", W_ORG}, {"story", W_LEAD}, {"studio", W_ORG},
    {"sun", W_ORG}, {"sunday", W_DATE}, {"syndicate", W_ORG}, {"team", W_ORG}, {"telegraph", W_ORG},
    {"television", W_ORG}, {"ten", W_PART}, {"ter", W_PART}, {"text", W_LEAD}, {"thu", W_DATE},
    {"thur", W_DATE}, {"thurs", W_DATE}, {"thursday", W_DATE}, {"time", W_DATE}, {"times", W_ORG},
    {"today", W_DATE}, {"translated", W_LEAD}, {"translation", W_LEAD}, {"tribune", W_ORG},
    {"tue", W_DATE}, {"tues", W_DATE}, {"tuesday", W_DATE}, {"tv", W_ORG}, {"und", W_LEAD},
    {"united", W_PLACE}, {"university", W_ORG}, {"updated", W_DATE}, {"upi", W_ORG}, {"usa", W_ORG},
    {"utc", W_DATE}, {"van", W_PART}, {"video", W_LEAD}, {"voa", W_ORG}, {"von", W_PART},
    {"washington", W_PLACE}, {"watch", W_ORG}, {"wed", W_DATE}, {"wednesday", W_DATE},
    {"weekly", W_ORG}, {"west", W_PLACE}, {"wire", W_ORG}, {"wires", W_ORG}, {"with", W_LEAD},
    {"words", W_LEAD}, {"world", W_ORG}, {"writer", W_ROLE}, {"writers", W_ROLE},
    {"writing", W_LEAD}, {"written", W_LEAD}, {"www", W_ORG}, {"xinhua", W_ORG}, {"y", W_PART},
    {"yesterday", W_DATE}, {"zu", W_PART},
};
/* clang-format on */

enum {
    PHRASE_COUNT = sizeof phrases / sizeof *phrases,
    BYLINE_WORD_COUNT = sizeof byline_words / sizeof *byline_words
};

const onr_phrase *onr_phrases(size_t *count)
{
    *count = PHRASE_COUNT;
    return phrases;
}

/* As strcmp() of the phrase's first word and the word. */
static int compare_first(const char *phrase, onr_slice word)
{
    for (size_t i = 0; i < word.len; i++) {
        bool over = phrase[i] == ' ' || phrase[i] == '\0';
        if (over || phrase[i] != word.ptr[i])
            return over || (unsigned char)phrase[i] < (unsigned char)word.ptr[i] ? -1 : 1;
    }
    return phrase[word.len] != ' ' && phrase[word.len] != '\0';
}

size_t onr_phrases_of(onr_slice word, size_t *first)
{
    size_t low = 0, high = PHRASE_COUNT, count = 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_first(phrases[middle].words, word) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (low + count < PHRASE_COUNT && compare_first(phrases[low + count].words, word) == 0)
        count++;
    return count;
}

onr_byline_word onr_byline_word_of(onr_slice word)
{
    char lower[MAX_WORD + 1] = {0};
    if (word.len > MAX_WORD) return ONR_WORD_NAME;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.ptr[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    size_t low = 0, high = BYLINE_WORD_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(byline_words[middle].word, lower);
        if (order == 0) return (onr_byline_word)byline_words[middle].kind;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return ONR_WORD_NAME;
}
