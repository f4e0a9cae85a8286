/*
 * timeline.js - statements over time, as a picture and as a table.
 */
import {h, s} from "./dom.js";
import {count as counted, day} from "./format.js";
import {periods, roundUp} from "./scale.js";

const HEIGHT = 160, LEFT = 36, BOTTOM = 24, TOP = 10;
const WIDEST = 720, NARROWEST = 300; // of the picture
const WIDEST_BAR = 48, LABEL = 44;

// Drawn as wide as it is shown, so that its letters are as large as others are.
function roomFor(main)
{
    return Math.max(NARROWEST, Math.min(WIDEST, main?.clientWidth ?? WIDEST));
}

// Every how many bars there is room for a label.
function labelStep(step)
{
    return [1, 2, 3, 6, 12, 24, 60].find((every) => step * every >= LABEL) ?? Math.ceil(LABEL / step);
}

function bar(one, i, {step, top})
{
    const full = HEIGHT - BOTTOM - TOP;
    const height = one.count / top * full;
    const gap = step > 6 ? 2 : 0.5;
    return s("rect", {class: "bar", x: (LEFT + i * step + gap / 2).toFixed(2),
                      y: (HEIGHT - BOTTOM - height).toFixed(2),
                      width: (step - gap).toFixed(2), height: height.toFixed(2)},
             s("title", null, `${day(one.period)}: ${one.count}`));
}

function label(one, i, {step})
{
    const text = one.period.length === 4 ? one.period : `${one.period.slice(5)}/${one.period.slice(2, 4)}`;
    return s("text", {class: "label", x: LEFT + (i + 0.5) * step, y: HEIGHT - 7,
                      "text-anchor": "middle"}, text);
}

function grid(top, width)
{
    const line = (share) => {
        const y = HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
        return [s("line", {class: "grid", x1: LEFT, x2: width, y1: y, y2: y}),
                s("text", {class: "label", x: LEFT - 6, y: y + 4, "text-anchor": "end"},
                  share * top)];
    };
    return [line(0), top % 2 === 0 && line(0.5), line(1)];
}

function picture(list)
{
    const top = roundUp(Math.max(...list.map((one) => one.count)));
    const width = roomFor(document.getElementById("main"));
    const scale = {step: Math.min((width - LEFT) / list.length, WIDEST_BAR), top};
    const every = labelStep(scale.step);
    const total = list.reduce((sum, one) => sum + one.count, 0);
    const words = `${counted(total, "statement")}, ${day(list[0].period)} to ` +
                  `${day(list.at(-1).period)}; the table below has the numbers`;
    return s("svg", {viewBox: `0 0 ${width} ${HEIGHT}`, class: "timeline", role: "img",
                     "aria-label": words},
             grid(top, width), list.map((one, i) => bar(one, i, scale)),
             list.map((one, i) => i % every === 0 && label(one, i, scale)));
}

function table(list, linkOf)
{
    const row = (one) => h("tr", null,
        h("th", {scope: "row"}, linkOf ? h("a", {href: linkOf(one.period)}, day(one.period))
                                       : day(one.period)),
        h("td", {class: "n"}, one.count));
    return h("details", {class: "numbers"}, h("summary", null, "The numbers"),
        h("table", null,
          h("thead", null, h("tr", null, h("th", {scope: "col"}, "Period"),
                             h("th", {scope: "col", class: "n"}, "Statements"))),
          h("tbody", null, list.filter((one) => one.count > 0).map(row))));
}

/**
 * A timeline, null where no day is known.
 * @param counts  Map of "2026-01" to a number.
 * @param title   the heading.
 * @param linkOf  (period) => address, for the table; may be left out.
 */
export function timeline(counts, title, linkOf)
{
    const list = periods(counts);
    if (list.length === 0) return null;
    return h("figure", {class: "picture"}, h("figcaption", null, title), picture(list),
             table(list, linkOf));
}
