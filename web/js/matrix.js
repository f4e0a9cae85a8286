/*
 * matrix.js - how often each outlet lets each speaker speak, as a picture and as a table.
 */
import {bdi, h, s} from "./dom.js";
import {shorten} from "./format.js";

const CELL = 44, LEFT = 190, TOP = 116;

// The area of a disc tells the number.
function disc(value, most, x, y, words)
{
    if (value === 0) return s("circle", {class: "none", cx: x, cy: y, r: 1.5});
    const r = Math.max(2.5, Math.sqrt(value / most) * CELL / 2 * 0.9);
    const inside = r > 11;
    return [
        s("circle", {class: "disc", cx: x, cy: y, r: r.toFixed(2)}, s("title", null, words)),
        s("text", {class: inside ? "in" : "out", x: inside ? x : x + r + 2, y: y + 4,
                   "text-anchor": inside ? "middle" : "start"}, value),
    ];
}

function column(outlet, j)
{
    const x = LEFT + j * CELL + CELL / 2;
    return s("text", {class: "label", x, y: TOP - 10, transform: `rotate(-45 ${x} ${TOP - 10})`},
             shorten(outlet.name ?? "unknown", 20));
}

// Two of one name are told apart by whom they speak for.
function labelled(speaker, speakers)
{
    const name = speaker.name ?? "nobody";
    const alone = speakers.filter((other) => other.name === speaker.name).length < 2;
    const beside = alone || !speaker.affiliation ? null : speaker.affiliation;
    return {...speaker, name, beside, label: beside ? `${name}, ${beside}` : name};
}

function nameOf({name, beside}, y)
{
    const line = (text, shift, kind) =>
        s("text", {class: kind, x: LEFT - 10, y: y + shift, "text-anchor": "end"}, text);
    if (beside === null) return line(shorten(name, 24), 4, "label");
    return [line(shorten(name, 24), -1, "label"), line(shorten(beside, 30), 12, "out")];
}

function row(speaker, i, outlets, most)
{
    const y = TOP + i * CELL + CELL / 2;
    return [
        s("line", {class: "grid", x1: LEFT, x2: LEFT + outlets.length * CELL, y1: y, y2: y}),
        nameOf(speaker, y),
        speaker.counts.map((value, j) => disc(value, most, LEFT + j * CELL + CELL / 2, y,
            `${speaker.label} in ${outlets[j].name}: ${value}`)),
    ];
}

function picture({outlets, speakers})
{
    const most = Math.max(1, ...speakers.flatMap((speaker) => speaker.counts));
    // Names of the last columns lean out to the right.
    const width = LEFT + outlets.length * CELL + 90, height = TOP + speakers.length * CELL;
    return s("svg", {viewBox: `0 0 ${width} ${height}`, width, height, class: "matrix", role: "img",
                     "aria-label": "Discs as large as the number of statements; the table below has "
                                   + "the numbers"},
             outlets.map(column), speakers.map((speaker, i) => row(speaker, i, outlets, most)));
}

function table({outlets, speakers})
{
    const head = h("tr", null, h("th", {scope: "col"}, "Speaker"),
        outlets.map((outlet) => h("th", {scope: "col"}, bdi(outlet.name ?? "unknown"))));
    const line = (speaker) => h("tr", null,
        h("th", {scope: "row"}, speaker.person
            ? h("a", {href: `/s/${speaker.person}`}, bdi(speaker.label)) : bdi(speaker.label)),
        speaker.counts.map((value) => h("td", {class: "n"}, value)));
    return h("details", {class: "numbers"}, h("summary", null, "The numbers"),
        h("div", {class: "wide", tabindex: "0", role: "region", "aria-label": "Table of numbers"},
          h("table", null, h("thead", null, head), h("tbody", null, speakers.map(line)))));
}

/** The figure of what /outlets answers. */
export function matrix({outlets, speakers})
{
    const data = {outlets, speakers: speakers.map((speaker) => labelled(speaker, speakers))};
    return h("figure", {class: "picture"},
        h("div", {class: "wide", tabindex: "0", role: "region",
                  "aria-label": "Picture of outlets by speakers"}, picture(data)),
        table(data));
}
