#include "query/context.h"

#include "doc/doc.h"
#include "ingest/text.h"
#include "token/token.h"

enum {
    GAP_LEN = 5,         /* of the " … " between the pieces of a part */
    MAX_CONTEXT = 1500   /* bytes; a longer one is cut to the statement itself */
};

static bool cut_sentences(onr_context *context, const onr_doc *doc, onr_arena *arena)
{
    context->ends = onr_arena_array(arena, (size_t)doc->sentence_count + 1, sizeof *context->ends);
    if (context->ends == NULL) return false;
    for (uint32_t i = 0; i < doc->sentence_count; i++)
        context->ends[context->count++] =
            onr_token_end(&doc->tokens[doc->sentences[i].end_token - 1]);
    return true;
}

bool onr_context_init(onr_context *context, onr_slice text, onr_arena *arena)
{
    onr_input in = {.text = text};
    *context = (onr_context){.text = text};
    if (!onr_points_init(&context->points, text, arena)) return false;
    onr_doc *doc = onr_doc_new(arena->alloc);
    bool ok = doc != NULL && onr_ingest_text(doc, &in, NULL) == ONR_OK &&
              onr_token_run(doc, NULL) == ONR_OK && cut_sentences(context, doc, arena);
    onr_doc_free(doc);
    return ok;
}

/* Index of the first sentence that ends behind `byte`. */
static uint32_t sentence_at(const onr_context *context, uint32_t byte)
{
    uint32_t low = 0, high = context->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (context->ends[middle] <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static onr_span bytes_of(const onr_context *context, onr_place place)
{
    return (onr_span){onr_points_byte(&context->points, place.begin),
                      onr_points_byte(&context->points, place.end)};
}

static onr_span widen(onr_span span, onr_span with)
{
    if (with.start_byte < span.start_byte) span.start_byte = with.start_byte;
    if (with.end_byte > span.end_byte) span.end_byte = with.end_byte;
    return span;
}

/* From the first word of a statement to its last; `all` with source and cue. */
static onr_span hull(const onr_context *context, const onr_entry_part parts[ONR_PART_COUNT],
                     bool all)
{
    onr_span span = {UINT32_MAX, 0};
    for (int role = all ? 0 : ONR_CONTENT; role < ONR_PART_COUNT; role++)
        for (uint32_t i = 0; i < parts[role].count; i++)
            span = widen(span, bytes_of(context, parts[role].places[i]));
    return span;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static onr_span to_sentences(const onr_context *context, onr_span span)
{
    uint32_t first = sentence_at(context, span.start_byte);
    uint32_t last = sentence_at(context, span.end_byte - 1);
    uint32_t start = first == 0 ? 0 : context->ends[first - 1];
    while (start < span.start_byte && is_blank(context->text.ptr[start])) start++;
    span.start_byte = start;
    if (last < context->count && context->ends[last] > span.end_byte)
        span.end_byte = context->ends[last];
    return span;
}

static onr_span choose(const onr_context *context, const onr_entry_part parts[ONR_PART_COUNT])
{
    onr_span all = to_sentences(context, hull(context, parts, true));
    if (all.end_byte - all.start_byte <= MAX_CONTEXT) return all;
    onr_span content = to_sentences(context, hull(context, parts, false));
    if (content.end_byte - content.start_byte <= MAX_CONTEXT) return content;
    return hull(context, parts, false);
}

/* The part of `span` within `window`, counted from its start; empty when there is none. */
static onr_span inside(onr_span span, onr_span window)
{
    if (span.start_byte < window.start_byte) span.start_byte = window.start_byte;
    if (span.end_byte > window.end_byte) span.end_byte = window.end_byte;
    if (span.start_byte >= span.end_byte) return (onr_span){0, 0};
    return (onr_span){span.start_byte - window.start_byte, span.end_byte - window.start_byte};
}

static void add_mark(onr_mark *marks, uint32_t *count, onr_span span, onr_mark_kind kind)
{
    if (span.start_byte < span.end_byte) marks[(*count)++] = (onr_mark){span, kind};
}

/* A word of the content, whose pieces are joined by gaps, as a place in the text. */
static onr_span word_in_text(const onr_context *context, const onr_entry_part *content,
                             onr_span word)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < content->count; i++) {
        onr_span piece = bytes_of(context, content->places[i]);
        uint32_t len = piece.end_byte - piece.start_byte;
        if (word.start_byte >= at && word.end_byte <= at + len)
            return (onr_span){piece.start_byte + word.start_byte - at,
                              piece.start_byte + word.end_byte - at};
        at += len + GAP_LEN;
    }
    return (onr_span){0, 0};
}

static onr_slice piece(const onr_context *context, uint32_t start, uint32_t end)
{
    while (start < end && is_blank(context->text.ptr[start])) start++;
    while (end > start && is_blank(context->text.ptr[end - 1])) end--;
    if (start == end || end - start > MAX_CONTEXT) return (onr_slice){NULL, 0};
    return (onr_slice){context->text.ptr + start, end - start};
}

/* The sentences that end before the window and begin behind it. */
static void set_neighbours(const onr_context *context, onr_hit *hit, onr_span window)
{
    uint32_t first = sentence_at(context, window.start_byte);
    uint32_t last = sentence_at(context, window.end_byte - 1);
    if (first > 0)
        hit->before = piece(context, first > 1 ? context->ends[first - 2] : 0,
                            context->ends[first - 1]);
    if (last + 1 < context->count)
        hit->after = piece(context, context->ends[last], context->ends[last + 1]);
}

bool onr_context_set(const onr_context *context, onr_hit *hit,
                     const onr_entry_part parts[ONR_PART_COUNT], const onr_span *words,
                     uint32_t word_count, onr_arena *arena)
{
    uint32_t most = word_count;
    for (int role = 0; role < ONR_PART_COUNT; role++) most += parts[role].count;
    onr_mark *marks = onr_arena_array(arena, most, sizeof *marks);
    if (marks == NULL) return false;
    if (parts[ONR_CONTENT].count == 0 || context->text.len == 0) return true;
    onr_span window = choose(context, parts);
    if (window.start_byte >= window.end_byte) return true;
    hit->context = (onr_slice){context->text.ptr + window.start_byte,
                               window.end_byte - window.start_byte};
    hit->marks = marks;
    set_neighbours(context, hit, window);
    for (int role = 0; role < ONR_PART_COUNT; role++)
        for (uint32_t i = 0; i < parts[role].count; i++)
            add_mark(marks, &hit->mark_count,
                     inside(bytes_of(context, parts[role].places[i]), window),
                     (onr_mark_kind)role);
    for (uint32_t i = 0; i < word_count; i++) {
        onr_span word = word_in_text(context, &parts[ONR_CONTENT], words[i]);
        add_mark(marks, &hit->mark_count, inside(word, window), ONR_MARK_WORD);
    }
    return true;
}
