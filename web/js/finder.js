/*
 * finder.js - one field above a list.
 */
import {h} from "./dom.js";
import {go} from "./router.js";

/** A form that shows the list of `path` for the letters in its field. */
export function finder(path, label, query, more = null)
{
    return h("form", {class: "search", role: "search", onsubmit(event) {
        event.preventDefault();
        const values = [...new FormData(this)].filter(([, value]) => value !== "");
        go(path + (values.length > 0 ? "?" + new URLSearchParams(values) : ""));
    }},
        h("div", {class: "line"},
          h("label", {class: "field"}, h("span", null, label),
            h("input", {name: "q", type: "search", value: query.get("q") ?? ""})),
          h("button", {class: "primary"}, "Find")),
        more);
}
