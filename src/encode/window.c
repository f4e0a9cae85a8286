#include "encode/window.h"

/* End of the longest run of ranges from `at` on that fits the window; at itself when not even the
 * first one does. `first` is the token where the window begins. */
static uint32_t fit(const onr_range *ranges, uint32_t count, uint32_t at, uint32_t first)
{
    while (at < count && ranges[at].end_token - first <= ONR_WINDOW_TOKENS) at++;
    return at;
}

static uint32_t index_after(const onr_range *ranges, uint32_t at, uint32_t end_token)
{
    while (ranges[at].end_token < end_token) at++;
    return at + 1;
}

bool onr_window_next(const onr_doc *doc, onr_window *w)
{
    uint32_t first = w->end_token;
    if (first >= doc->token_count) return false;
    uint32_t sentence = w->end_sentence, paragraph = w->end_paragraph;
    if (sentence > 0 && doc->sentences[sentence - 1].end_token > first) sentence--;
    if (paragraph > 0 && doc->paragraphs[paragraph - 1].end_token > first) paragraph--;

    uint32_t end = first + ONR_WINDOW_TOKENS;
    uint32_t after = fit(doc->paragraphs, doc->paragraph_count, paragraph, first);
    if (after > paragraph) {
        end = doc->paragraphs[after - 1].end_token;
    } else {
        after = fit(doc->sentences, doc->sentence_count, sentence, first);
        if (after > sentence) end = doc->sentences[after - 1].end_token;
    }
    *w = (onr_window){first,    end,
                      sentence, index_after(doc->sentences, sentence, end),
                      paragraph, index_after(doc->paragraphs, paragraph, end)};
    return true;
}
