#include "names/person.h"

#include <string.h>

onr_gender onr_gender_of_title(onr_slice word)
{
    if (onr_word_listed(" mrs ms miss madam madame lady dame queen princess duchess baroness "
                        "congresswoman chairwoman spokeswoman actress sister ",
                        word))
        return ONR_GENDER_FEMALE;
    if (onr_word_listed(" mr sir lord king prince duke baron congressman chairman spokesman actor "
                        "brother father imam sheikh ayatollah pope ",
                        word))
        return ONR_GENDER_MALE;
    return ONR_GENDER_UNKNOWN;
}

bool onr_is_title(onr_slice word)
{
    return onr_word_listed(" mr mrs ms miss mx dr prof sen rep gov gen lt col sgt maj capt cpl "
                           "pvt adm rev fr hon pres president senator congressman governor "
                           "congresswoman sir lady lord dame judge justice ",
                           word);
}

bool onr_is_suffix(onr_slice word)
{
    return onr_word_listed(" jr sr ii iii iv phd md ", word);
}

static bool is_word(const onr_doc *doc, uint32_t token)
{
    return (doc->tokens[token].flags & ONR_TOKEN_WORD) != 0;
}

static bool is_tail(const onr_doc *doc, uint32_t token)
{
    onr_slice word = onr_doc_token_text(doc, token);
    return !is_word(doc, token) || onr_is_suffix(word) || onr_word_listed(" 's ’s ", word);
}

onr_range onr_person_core(const onr_doc *doc, onr_range words)
{
    while (words.first_token < words.end_token && is_tail(doc, words.end_token - 1))
        words.end_token--;
    while (words.first_token < words.end_token &&
           (!is_word(doc, words.first_token) ||
            onr_is_title(onr_doc_token_text(doc, words.first_token))))
        words.first_token++;
    return words;
}

/* Short forms that are no beginning of the long one, each behind it; pairs are parted by commas. */
static const char NICKNAMES[] =
    ",william bill,william will,william billy,robert bob,robert rob,robert bobby,richard dick,"
    "richard rick,michael mike,james jim,james jimmy,joseph joe,john jack,john johnny,"
    "thomas tom,timothy tim,edward ted,edward ed,theodore ted,charles chuck,charles charlie,"
    "henry hank,margaret peggy,margaret maggie,elizabeth liz,elizabeth beth,elizabeth betty,"
    "katherine kate,katherine kathy,catherine cathy,catherine kate,kathleen kathy,james jeb,"
    "anthony tony,bernard bernie,stephen steve,steven steve,patricia pat,patrick pat,"
    "lawrence larry,gerald jerry,jerome jerry,mitchell mitch,andrew andy,andrew drew,"
    "rebecca becky,deborah debbie,deborah deb,susan sue,barbara barb,victoria vicky,"
    "christopher kit,harold hal,walter walt,ronald ron,donald don,daniel dan,kenneth ken,"
    "nancy nan,jacob jake,zachary zack,alexander sasha,vladimir volodya,dmitry dima,";

static bool is_nickname(const char *full, const char *brief)
{
    char needle[48];
    if (strlen(full) + strlen(brief) + 4 > sizeof needle) return false;
    strcpy(needle, ",");
    strcat(needle, full);
    strcat(needle, " ");
    strcat(needle, brief);
    strcat(needle, ",");
    return strstr(NICKNAMES, needle) != NULL;
}

/* "Chris" begins "Christopher", but "Jo" does not begin "John". */
static bool begins(const char *brief, const char *full)
{
    size_t len = strlen(brief);
    return len >= 3 && strncmp(brief, full, len) == 0;
}

bool onr_given_agree(onr_slice a, onr_slice b)
{
    char x[24], y[24];
    if (onr_word_equal(a, b)) return true;
    if (!onr_word_fold(x, sizeof x, a) || !onr_word_fold(y, sizeof y, b)) return false;
    if (x[0] == '\0' || y[0] == '\0') return false;
    if (x[1] == '\0' || y[1] == '\0') return x[0] == y[0];
    return begins(x, y) || begins(y, x) || is_nickname(x, y) || is_nickname(y, x);
}

static char initial_of(onr_slice word)
{
    return word.len == 0 ? '\0' : (char)(word.ptr[0] | 32);
}

static uint32_t size_of(onr_range r)
{
    return r.end_token - r.first_token;
}

/* "George W. Bush" is not "George H. W. Bush"; either may be "George Bush". */
static bool middles_agree(const onr_doc *doc, onr_range a, onr_range b)
{
    if (size_of(a) < 3 || size_of(b) < 3) return true;
    return initial_of(onr_doc_token_text(doc, a.first_token + 1)) ==
           initial_of(onr_doc_token_text(doc, b.first_token + 1));
}

bool onr_full_names_agree(const onr_doc *doc, onr_range a, onr_range b)
{
    return onr_word_equal(onr_doc_token_text(doc, a.end_token - 1),
                          onr_doc_token_text(doc, b.end_token - 1)) &&
           onr_given_agree(onr_doc_token_text(doc, a.first_token),
                           onr_doc_token_text(doc, b.first_token)) &&
           middles_agree(doc, a, b);
}
