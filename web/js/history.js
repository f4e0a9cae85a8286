/*
 * history.js - what people have corrected in a report.
 */
import {bdi, h} from "./dom.js";
import {count, day} from "./format.js";

const WORDS = {confirm: "accepted", reject: "rejected", edit: "edited", undo: "undid"};

function change({field, before, after})
{
    const value = (v) => v === null || v === "" ? "nothing" : bdi(
        typeof v === "string" ? v : JSON.stringify(v));
    return h("li", null, field, ": ", h("del", null, value(before)), " → ",
             h("ins", null, value(after)));
}

function entry(one, undo)
{
    const {number, at, author, action, undoes, active, reason, fields} = one;
    return h("li", {class: active === false ? "undone" : null},
        h("p", null, h("span", {class: "quiet"}, `${number}. `), bdi(author), " ",
          WORDS[action] ?? action, undoes ? ` ${undoes}` : "", ", ", h("time", {datetime: at}, day(at)),
          reason && [": ", bdi(reason)], active === false && " (undone)", " ",
          active !== false && action !== "undo" && h("button", {type: "button", class: "plain",
              "aria-label": `Undo correction ${number}`, onclick: () => undo(number)}, "Undo")),
        fields?.length > 0 && h("ul", null, fields.map(change)));
}

/** The list of corrections, nothing where there are none. @param undo  called with a number. */
export function history(corrections, undo)
{
    if (corrections.length === 0) return h("div", {class: "history"});
    return h("details", {class: "history"},
        h("summary", null, count(corrections.length, "correction")),
        h("ol", null, corrections.map((one) => entry(one, undo))));
}
