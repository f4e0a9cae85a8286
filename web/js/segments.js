/*
 * segments.js - text cut where marks begin and end.
 *
 * Marks overlap: a cue stands in the content of another statement, a content runs over paragraphs.
 * Elements cannot overlap, so the text is cut at every border, and each piece knows the marks over
 * it.
 */

/**
 * Pieces of [from, to), in order, without gaps.
 * @param marks  [{begin, end, …}] in any order; parts outside are cut off.
 * @return [{begin, end, marks: […]}]
 */
export function segments(marks, from, to)
{
    const borders = [];
    for (const mark of marks) {
        const begin = Math.max(mark.begin, from), end = Math.min(mark.end, to);
        if (begin >= end) continue;
        borders.push({at: begin, mark, opens: true}, {at: end, mark, opens: false});
    }
    borders.sort((a, b) => a.at - b.at);

    const pieces = [], open = new Set();
    let at = from;
    for (const border of borders) {
        if (border.at > at) pieces.push({begin: at, end: border.at, marks: [...open]});
        at = border.at;
        if (border.opens) open.add(border.mark);
        else open.delete(border.mark);
    }
    if (at < to) pieces.push({begin: at, end: to, marks: []});
    return pieces;
}

/**
 * For each stretch those marks that touch it.
 * @param stretches  [{begin, end}] in order, disjoint.
 */
export function share(marks, stretches)
{
    const lists = stretches.map(() => []);
    for (const mark of marks) {
        let low = 0, high = stretches.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (stretches[middle].end <= mark.begin) low = middle + 1;
            else high = middle;
        }
        for (; low < stretches.length && stretches[low].begin < mark.end; low++) {
            lists[low].push(mark);
        }
    }
    return lists;
}
