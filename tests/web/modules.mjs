// The modules that only compute, in the page.
import assert from "node:assert/strict";

async function points(page)
{
    const found = await page.evaluate(async () => {
        const {pointsOf} = await import("/js/points.js");
        const text = "a😀b😀😀c", points = pointsOf(text);
        const units = [0, 1, 2, 3, 4, 5, 6].map(points.toUnit);
        return {units, back: units.map(points.toPoint), plain: pointsOf("abc").toUnit(2),
                last: text.slice(units[5], units[6])};
    });
    assert.deepEqual(found, {units: [0, 1, 3, 4, 6, 8, 9], back: [0, 1, 2, 3, 4, 5, 6], plain: 2,
                             last: "c"});
}

async function segments(page)
{
    const found = await page.evaluate(async () => {
        const module = await import("/js/segments.js");
        const marks = [{begin: 0, end: 6, n: 1}, {begin: 2, end: 4, n: 2}, {begin: 3, end: 20, n: 3}];
        const pieces = module.segments(marks, 1, 10);
        return {
            pieces: pieces.map(({begin, end, marks: on}) => [begin, end, on.map((one) => one.n)]),
            shares: module.share(marks, [{begin: 0, end: 2}, {begin: 3, end: 9}, {begin: 9, end: 30}])
                .map((list) => list.map((one) => one.n)),
        };
    });
    assert.deepEqual(found.pieces, [[1, 2, [1]], [2, 3, [1, 2]], [3, 4, [1, 2, 3]], [4, 6, [1, 3]],
                                    [6, 10, [3]]]);
    assert.deepEqual(found.shares, [[1], [1, 2, 3], [3]]);
}

async function words(page)
{
    const found = await page.evaluate(async () => {
        const {wordsOf, moveEnd, moveBegin} = await import("/js/words.js");
        const text = "“We’re here,” Zoë said.", list = wordsOf(text, 0, text.length);
        return {words: list.map(({begin, end}) => text.slice(begin, end)),
                end: moveEnd(list, 6, 1, 0), least: moveEnd(list, 1, -1, 0),
                begin: moveBegin(list, 7, -1, 11), most: moveBegin(list, 1, 1, 2)};
    });
    assert.deepEqual(found, {words: ["“", "We’re", "here", ",", "”", "Zoë", "said", "."],
                             end: 11, least: 1, begin: 1, most: 1});
}

async function scale(page)
{
    const found = await page.evaluate(async () => {
        const {periods, roundUp} = await import("/js/scale.js");
        const of = (object) => periods(new Map(Object.entries(object)))
            .map(({period, count}) => [period, count]);
        return {gap: of({"2025-11": 1, "2026-01": 2}), none: of({"2026-13": 4, x: 1}),
                years: of({"2001-01": 1, "2001-02": 1, "2016-01": 5}).length,
                far: of({"0016-01": 1, "2016-01": 5}), round: [0, 1, 3, 11, 501].map(roundUp)};
    });
    assert.deepEqual(found, {gap: [["2025-11", 1], ["2025-12", 0], ["2026-01", 2]], none: [], years: 16,
                             far: [["0016", 1], ["2016", 5]], round: [1, 1, 5, 20, 1000]});
}

async function tables(page)
{
    const found = await page.evaluate(async () => {
        const {csv} = await import("/js/download.js");
        return csv([["a", "b"], ["=1+1", -1], ["say \"no\"", null], ["@x", "two\nlines"]]);
    });
    assert.equal(found, "a,b\r\n'=1+1,-1\r\n\"say \"\"no\"\"\",\r\n'@x,\"two\nlines\"\r\n");
}

async function sharing(page)
{
    const found = await page.evaluate(async () => {
        const {pack, unpack} = await import("/js/sharing.js");
        const fragment = await pack({text: "“Yes,” she said 😀.".repeat(50)});
        // A small bomb: more than what is unpacked.
        const bomb = await pack({text: "x".repeat((4 << 20) - 20)});
        return {short: fragment.length < 400, same: (await unpack(fragment)).text.length,
                broken: await unpack(fragment.slice(0, -9)), other: await unpack("#token=1"),
                bomb: bomb === null || (await unpack(bomb)) !== null};
    });
    assert.deepEqual(found, {short: true, same: 950, broken: null, other: null, bomb: true});
}

export const MODULES = {points, segments, words, scale, tables, sharing};
