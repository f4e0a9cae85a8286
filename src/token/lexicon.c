#include "token/lexicon.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_WORD = 15 };

typedef struct entry {
    char word[MAX_WORD + 1]; /* lower case */
    uint8_t value;
} entry;

/* clang-format off */
enum { T = ONR_ABBR_TITLE, N = ONR_ABBR_NUMBER, D = ONR_ABBR_DATE, C = ONR_ABBR_NAME,
       A = ONR_ABBR_ANY };

static const entry abbreviations[] = {
    {"adj", A}, {"adm", T}, {"admin", C}, {"al", A}, {"ala", C}, {"approx", A}, {"apr", C},
    {"apt", N}, {"ariz", C}, {"ark", D}, {"art", N}, {"assn", C}, {"asst", A}, {"attn", A},
    {"atty", C}, {"aug", C}, {"ave", C}, {"bldg", C}, {"blvd", C}, {"brig", T}, {"bros", C},
    {"ca", A}, {"cal", D}, {"calif", C}, {"capt", T}, {"cf", A}, {"ch", N}, {"cmdr", T},
    {"co", C}, {"col", T}, {"coll", C}, {"colo", C}, {"comdr", T}, {"conf", C}, {"conn", C},
    {"corp", C}, {"cpl", T}, {"cpt", T}, {"dec", C}, {"del", D}, {"dem", D}, {"dept", C},
    {"det", T}, {"dist", C}, {"div", C}, {"dr", T}, {"ed", D}, {"eds", D}, {"eg", A}, {"esp", A},
    {"est", A}, {"etc", A}, {"ext", A}, {"feb", C}, {"ff", A}, {"fig", N}, {"figs", N},
    {"fla", C}, {"fr", T}, {"fri", C}, {"ft", C}, {"ga", D}, {"gen", T}, {"gov", T}, {"govs", T},
    {"hon", T}, {"hwy", C}, {"ie", A}, {"ill", D}, {"inc", C}, {"ind", D}, {"insp", T},
    {"jan", C}, {"jr", C}, {"jul", D}, {"jun", D}, {"kan", D}, {"ky", D}, {"la", D}, {"lt", T},
    {"ltd", C}, {"maj", T}, {"mar", D}, {"mass", D}, {"md", D}, {"messrs", T}, {"mfg", C},
    {"mgr", T}, {"mich", C}, {"minn", C}, {"misc", A}, {"miss", D}, {"mlle", T}, {"mme", T},
    {"mo", D}, {"mon", C}, {"mont", D}, {"mr", T}, {"mrs", T}, {"ms", T}, {"msgr", T}, {"mt", T},
    {"mx", T}, {"natl", C}, {"neb", C}, {"nev", D}, {"no", N}, {"nos", N}, {"nov", C}, {"oct", C},
    {"okla", C}, {"op", N}, {"ore", D}, {"oz", A}, {"pa", D}, {"par", N}, {"pfc", T}, {"ph", D},
    {"phd", C}, {"pl", D}, {"pls", A}, {"pop", N}, {"pp", N}, {"pres", T}, {"prof", T},
    {"profs", T}, {"pseud", A}, {"pt", N}, {"pte", T}, {"pty", C}, {"pvt", T}, {"rd", D},
    {"rep", T}, {"reps", T}, {"rev", T}, {"rt", T}, {"sat", D}, {"sec", N}, {"sen", T},
    {"sens", T}, {"sept", C}, {"ser", N}, {"sgt", T}, {"sr", C}, {"st", T}, {"sun", D},
    {"supt", T}, {"tenn", C}, {"tex", D}, {"thur", C}, {"thurs", C}, {"tue", C}, {"tues", C},
    {"univ", C}, {"va", D}, {"viz", A}, {"vol", N}, {"vols", N}, {"vs", A}, {"vt", D},
    {"wash", D}, {"wed", C}, {"wis", D}, {"wyo", D},
};

static const char prefixes[][MAX_WORD + 1] = {
    "ante", "anti", "arch", "bi", "bio", "co", "counter", "cross", "de", "e", "ex", "extra",
    "hyper", "inter", "intra", "macro", "mega", "micro", "mid", "mini", "mono", "multi", "neo",
    "non", "over", "paleo", "post", "pre", "pro", "proto", "pseudo", "psycho", "re", "semi",
    "socio", "sub", "super", "tele", "trans", "tri", "ultra", "un", "under", "uni",
};

static const char starters[][MAX_WORD + 1] = {
    "a", "according", "after", "all", "also", "although", "an", "and", "another", "any", "are",
    "as", "asked", "at", "because", "before", "both", "but", "by", "can", "despite", "did", "do",
    "does", "during", "each", "even", "every", "few", "first", "for", "from", "had", "has",
    "have", "he", "her", "here", "his", "how", "however", "i", "if", "in", "instead", "is", "it",
    "its", "last", "let", "like", "many", "meanwhile", "more", "most", "my", "no", "nor", "not",
    "now", "of", "on", "once", "one", "only", "or", "other", "others", "our", "over", "people",
    "perhaps", "please", "several", "she", "since", "so", "some", "still", "such", "that", "the",
    "their", "then", "there", "these", "they", "this", "those", "though", "through", "thus", "to",
    "two", "under", "until", "was", "we", "were", "what", "when", "where", "which", "while",
    "who", "why", "will", "with", "within", "without", "yes", "yet", "you", "your",
};

static const char reporting[][MAX_WORD + 1] = {
    "added", "adds", "admitted", "agreed", "announced", "answered", "argued", "argues", "ask",
    "asked", "asks", "barked", "began", "bellowed", "boasted", "called", "claimed", "commented",
    "complained", "concluded", "continued", "cried", "declared", "exclaimed", "explained",
    "explains", "gasped", "inquired", "insisted", "joked", "laughed", "muttered", "noted",
    "observed", "posted", "pressed", "recalled", "remarked", "repeated", "replied", "replies",
    "reported", "responded", "said", "say", "says", "screamed", "shouted", "snapped", "stated",
    "suggested", "told", "tweeted", "urged", "warned", "whispered", "wondered", "writes", "wrote",
    "yelled",
};

static const char units[][MAX_WORD + 1] = {
    "am", "bn", "cm", "ft", "g", "gb", "ghz", "hr", "hrs", "hz", "k", "kb", "kg", "khz", "km",
    "kmh", "kph", "kw", "lb", "lbs", "m", "mb", "mg", "mhz", "min", "mins", "ml", "mm", "mn",
    "mph", "mw", "oz", "pm", "sq", "tn", "yr", "yrs",
};

static const char elided[][MAX_WORD + 1] = {
    "bout", "cause", "cos", "cuz", "em", "n", "neath", "nother", "nuff", "round", "til", "till",
    "tis", "twas", "tween", "twill",
};

/* 1: enough by itself; 0: also a word, so only behind two dots ("www.un.int.ch"). */
static const entry domains[] = {
    {"at", 0}, {"au", 1}, {"be", 0}, {"biz", 1}, {"ca", 1}, {"ch", 1}, {"cn", 1}, {"co", 1},
    {"com", 1}, {"csv", 1}, {"de", 1}, {"dk", 1}, {"doc", 1}, {"docx", 1}, {"edu", 1}, {"es", 1},
    {"eu", 1}, {"exe", 1}, {"fm", 1}, {"fr", 1}, {"gif", 1}, {"gov", 1}, {"htm", 1}, {"html", 1},
    {"ie", 1}, {"il", 1}, {"in", 0}, {"info", 1}, {"int", 1}, {"io", 1}, {"ir", 1}, {"is", 0},
    {"it", 0}, {"jp", 1}, {"jpeg", 1}, {"jpg", 1}, {"ly", 1}, {"me", 0}, {"mil", 1}, {"mp3", 1},
    {"net", 1}, {"nl", 1}, {"no", 0}, {"nz", 1}, {"org", 1}, {"pdf", 1}, {"php", 1}, {"png", 1},
    {"ppt", 1}, {"pptx", 1}, {"ru", 1}, {"se", 1}, {"so", 0}, {"to", 0}, {"tv", 1}, {"tw", 1},
    {"txt", 1}, {"uk", 1}, {"url", 1}, {"us", 0}, {"xls", 1}, {"xlsx", 1}, {"xml", 1}, {"zip", 1},
};

/* The value is where the word falls apart. */
static const entry fused[] = {
    {"aint", 2}, {"arent", 3}, {"arnt", 2}, {"cannot", 3}, {"cant", 2}, {"couldnt", 5},
    {"didnt", 3}, {"doesnt", 4}, {"dont", 2}, {"gimme", 3}, {"gonna", 3}, {"gotta", 3},
    {"hadnt", 3}, {"hasnt", 3}, {"havent", 4}, {"hes", 2}, {"im", 1}, {"isnt", 2}, {"ive", 1},
    {"lemme", 3}, {"lotta", 3}, {"outta", 3}, {"shouldnt", 6}, {"thats", 4}, {"theres", 5},
    {"theyre", 4}, {"wanna", 3}, {"wasnt", 3}, {"werent", 4}, {"whats", 4}, {"wouldnt", 5},
    {"youll", 3}, {"youre", 3}, {"youve", 3},
};
/* clang-format on */

/* The tables are sorted; an element is or begins with the word. */
static int compare_words(const void *key, const void *element)
{
    return strcmp(key, element);
}

/* Write the lower-case form of an ASCII word; false when it is none or too long. */
static bool fold(char *out, const char *word, size_t len)
{
    if (len == 0 || len > MAX_WORD) return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)word[i];
        if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + ('a' - 'A'));
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return false;
        out[i] = (char)c;
    }
    out[len] = '\0';
    return true;
}

static const void *find(const void *table, size_t count, size_t size, const char *word, size_t len)
{
    char key[MAX_WORD + 1];
    if (!fold(key, word, len)) return NULL;
    return bsearch(key, table, count, size, compare_words);
}

#define FIND(table, word, len)                                                                     \
    find(table, sizeof(table) / sizeof *(table), sizeof *(table), word, len)

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

onr_abbreviation onr_lexicon_abbreviation(const char *word, size_t len)
{
    const entry *e = FIND(abbreviations, word, len);
    if (e == NULL) return ONR_ABBR_NONE;
    bool needs_capital = e->value != ONR_ABBR_ANY && e->value != ONR_ABBR_NUMBER;
    if (needs_capital && !is_upper(word[0])) return ONR_ABBR_NONE;
    /* "EST" is a time zone, "est." an estimate. */
    if (e->value == ONR_ABBR_ANY && len > 2 && is_upper(word[1])) return ONR_ABBR_NONE;
    return (onr_abbreviation)e->value;
}

bool onr_lexicon_prefix(const char *word, size_t len)
{
    return FIND(prefixes, word, len) != NULL;
}

bool onr_lexicon_starter(const char *word, size_t len)
{
    return len > 0 && is_upper(word[0]) && FIND(starters, word, len) != NULL;
}

bool onr_lexicon_reporting(const char *word, size_t len)
{
    return FIND(reporting, word, len) != NULL;
}

bool onr_lexicon_unit(const char *word, size_t len)
{
    return FIND(units, word, len) != NULL;
}

bool onr_lexicon_elided(const char *word, size_t len)
{
    return FIND(elided, word, len) != NULL;
}

bool onr_lexicon_domain(const char *word, size_t len, bool *sure)
{
    const entry *e = FIND(domains, word, len);
    *sure = e != NULL && e->value == 1;
    return e != NULL;
}

#define BIT(letter) (1u << ((letter) - 'a'))

/* Nearly all words are turned away here by length, first and last letter: this is asked for every
 * word of a text. */
static bool may_be_fused(const char *word, size_t len)
{
    static const uint32_t last_letters[26] = {
        ['a' - 'a'] = BIT('t'),
        ['c' - 'a'] = BIT('t'),
        ['d' - 'a'] = BIT('t'),
        ['g' - 'a'] = BIT('a') | BIT('e'),
        ['h' - 'a'] = BIT('s') | BIT('t'),
        ['i' - 'a'] = BIT('e') | BIT('m') | BIT('t'),
        ['l' - 'a'] = BIT('a') | BIT('e'),
        ['o' - 'a'] = BIT('a'),
        ['s' - 'a'] = BIT('t'),
        ['t' - 'a'] = BIT('e') | BIT('s'),
        ['w' - 'a'] = BIT('a') | BIT('s') | BIT('t'),
        ['y' - 'a'] = BIT('e') | BIT('l'),
    };
    if (len < 2 || len > 8) return false;
    unsigned first = ((unsigned char)word[0] | 0x20u) - 'a';
    unsigned last = ((unsigned char)word[len - 1] | 0x20u) - 'a';
    if (first >= 26 || last >= 26 || (last_letters[first] >> last & 1) == 0) return false;
    return len > 3 || first != 't' - 'a'; /* "the", "too" */
}

size_t onr_lexicon_fused(const char *word, size_t len)
{
    if (!may_be_fused(word, len)) return 0;
    const entry *e = FIND(fused, word, len);
    /* "IM" and "IVE" are abbreviations. */
    if (e == NULL || (e->value == 1 && is_upper(word[1]))) return 0;
    return e->value;
}
