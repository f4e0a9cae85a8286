/*
 * points.js - from code points to the units of a string, and back.
 *
 * The record counts code points; strings here count UTF-16 units, two for characters above U+FFFF.
 * Those characters are rare, so we keep a list of where they stand: a look-up is a binary search,
 * and free where there are none.
 */

function placesOfPairs(text)
{
    const places = [];
    let points = 0;
    for (let i = 0; i < text.length; i++, points++) {
        const unit = text.charCodeAt(i);
        if (unit < 0xd800 || unit > 0xdbff || i + 1 >= text.length) continue;
        const next = text.charCodeAt(i + 1);
        if (next < 0xdc00 || next > 0xdfff) continue;
        places.push(points);
        i++;
    }
    return places;
}

// How many of the sorted numbers are smaller.
function rank(places, value)
{
    let low = 0, high = places.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (places[middle] < value) low = middle + 1;
        else high = middle;
    }
    return low;
}

/** {toUnit(point), toPoint(unit)} of a text. */
export function pointsOf(text)
{
    const places = /[\ud800-\udbff]/.test(text) ? placesOfPairs(text) : [];
    if (places.length === 0) return {toUnit: (n) => n, toPoint: (n) => n};
    // The unit after each pair, to count back.
    const units = places.map((point, i) => point + i + 1);
    return {
        toUnit: (point) => point + rank(places, point),
        toPoint: (unit) => unit - rank(units, unit),
    };
}
