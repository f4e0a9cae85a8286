/*
 * words.js - where words begin and end, for moving a border by keys.
 */

const WORD = /[\p{L}\p{N}\p{M}’'-]+|[^\s\p{L}\p{N}\p{M}]/gu;

/** Borders of the words of text within [from, to): [{begin, end}], marks are words of their own. */
export function wordsOf(text, from, to)
{
    return [...text.slice(from, to).matchAll(WORD)].map((match) => ({
        begin: from + match.index, end: from + match.index + match[0].length,
    }));
}

/** The end moved by a word: later (1) or earlier (-1), but behind `least`. */
export function moveEnd(words, end, by, least)
{
    const ends = words.map((word) => word.end).filter((at) => at > least);
    const next = by > 0 ? ends.find((at) => at > end) : ends.findLast((at) => at < end);
    return next ?? end;
}

/** The beginning moved by a word, but before `most`. */
export function moveBegin(words, begin, by, most)
{
    const begins = words.map((word) => word.begin).filter((at) => at < most);
    const next = by > 0 ? begins.find((at) => at > begin) : begins.findLast((at) => at < begin);
    return next ?? begin;
}
