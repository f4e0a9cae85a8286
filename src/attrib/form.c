#include "attrib/form.h"

#include <string.h>
#include <strings.h>

static bool in_quotation(uint8_t quoted, bool nested)
{
    if (nested && !(quoted & ONR_QUOTED_NESTED)) return false;
    return quoted & ONR_QUOTED_INSIDE;
}

onr_form onr_form_of(const onr_doc *doc, const onr_pieces *content, bool nested)
{
    uint32_t words = 0, quoted = 0;
    for (uint32_t p = 0; p < content->count; p++) {
        for (uint32_t i = content->at[p].first_token; i < content->at[p].end_token; i++) {
            if (!(doc->tokens[i].flags & ONR_TOKEN_WORD)) continue;
            words++;
            quoted += in_quotation(doc->quoted[i], nested);
        }
    }
    if (quoted == 0) return ONR_FORM_INDIRECT;
    return quoted == words ? ONR_FORM_DIRECT : ONR_FORM_MIXED;
}

static bool token_is(const onr_doc *doc, uint32_t token, const char *word)
{
    onr_slice t = onr_doc_token_text(doc, token);
    return t.len == strlen(word) && strncasecmp(t.ptr, word, t.len) == 0;
}

static bool is_negation(const onr_doc *doc, uint32_t token)
{
    static const char *const words[] = {"not",     "n't",    "n’t",    "never",
                                        "neither", "nobody", "without"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_is(doc, token, words[i])) return true;
    return false;
}

/* Words that may stand between a negation and the verb it denies: "did not immediately say". */
static bool is_between(const onr_doc *doc, uint32_t token)
{
    static const char *const words[] = {"yet",  "immediately", "even", "ever",  "actually",
                                        "have", "be",          "been", "to",    "directly",
                                        "publicly", "explicitly", "specifically", "really"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token_is(doc, token, words[i])) return true;
    return false;
}

bool onr_negated(const onr_doc *doc, const onr_pieces *cue)
{
    if (cue->count == 0) return false;
    onr_range range = cue->at[0];
    for (uint32_t i = range.first_token; i < range.end_token; i++)
        if (is_negation(doc, i)) return true;
    for (uint32_t i = range.first_token; i-- > 0 && range.first_token - i <= 3;) {
        if (is_negation(doc, i)) return true;
        if (!is_between(doc, i)) return false;
    }
    return false;
}
