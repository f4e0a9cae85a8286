/*
 * search.js - finding statements.
 */
import {address, get} from "../api.js";
import {h} from "../dom.js";
import {downloads} from "../download.js";
import {count} from "../format.js";
import {hit} from "../hit.js";
import {pages} from "../pages.js";
import {go} from "../router.js";
import {tell} from "../status.js";
import {timeline} from "../timeline.js";

const FIELDS = ["q", "speaker", "speaker_id", "role", "affiliation", "from", "to", "outlet", "form",
                "act", "cue", "min_confidence", "sort"];
const MOST = 1000; // statements in a file

function parametersOf(query)
{
    return Object.fromEntries(FIELDS.map((name) => [name, query.get(name) ?? ""])
        .filter(([, value]) => value !== ""));
}

function input(label, name, query, attributes = {})
{
    return h("label", {class: "field"}, h("span", null, label),
             h("input", {name, value: query.get(name) ?? "", autocomplete: "off", ...attributes}));
}

function choice(label, name, query, values)
{
    const option = ([value, text]) => h("option", {value, selected: query.get(name) === value}, text);
    return h("label", {class: "field"}, h("span", null, label),
             h("select", {name}, values.map(option)));
}

function words(list)
{
    return [["", "any"], ...list.map((word) => [word, word])];
}

function filters(query)
{
    const open = FIELDS.slice(2).some((name) => query.get(name));
    const day = {placeholder: "2026-01-31", pattern: "\\d{4}(-\\d\\d){0,2}", inputmode: "numeric",
                 title: "a day, a month (2026-01) or a year (2026)"};
    return h("details", {open, class: "filters"}, h("summary", null, "Filters"),
        h("div", {class: "fields"},
          input("Role", "role", query), input("Affiliation", "affiliation", query),
          input("Outlet", "outlet", query), input("Cue", "cue", query, {placeholder: "say"}),
          input("From", "from", query, day), input("To", "to", query, day),
          choice("Form", "form", query, words(["direct", "indirect", "mixed"])),
          choice("Act", "act", query, words(["speech", "writing", "thought", "intent"])),
          choice("At least so sure", "min_confidence", query,
                 [["", "any"], ["0.5", "50 %"], ["0.7", "70 %"], ["0.9", "90 %"]]),
          choice("Order", "sort", query, [["", "newest first"], ["oldest", "oldest first"],
                 ["confidence", "surest first"], ["relevance", "most telling first"]]),
          query.get("speaker_id") && h("input", {type: "hidden", name: "speaker_id",
                                                 value: query.get("speaker_id")})));
}

function searchForm(query)
{
    return h("form", {class: "search", role: "search", onsubmit(event) {
        event.preventDefault();
        const values = [...new FormData(this)].filter(([, value]) => value.trim() !== "");
        go("/search?" + new URLSearchParams(values));
    }},
        h("div", {class: "line"},
          input("Words said", "q", query, {type: "search"}),
          input("Speaker", "speaker", query, {type: "search"}),
          h("button", {class: "primary"}, "Search")),
        filters(query));
}

// The picture comes behind the list: all matches are counted for it, and nobody should wait for that.
async function drawTimeline(place, parameters, signal)
{
    const {sort, ...filters} = parameters;
    const {months} = await get("/search/months", filters, signal);
    const counts = new Map(months.map((one) => [one.month, one.statements]));
    const linkOf = (period) => "/search?" + new URLSearchParams({...parameters, from: period,
                                                                 to: period});
    const picture = timeline(counts, "Statements over time", linkOf);
    if (picture !== null) place.replaceChildren(picture);
}

function summary({results, next})
{
    if (results.length === 0) return "Nothing found";
    const found = count(results.length, "statement");
    return next === null ? `Found ${found}` : `Found more than ${found}`;
}

/** The list of a query with its picture and its files. */
export async function results(parameters, signal, withSpeaker = true)
{
    const first = await get("/search", parameters, signal);
    const place = h("div", {class: "over-time"});
    if (withSpeaker) drawTimeline(place, parameters, signal).catch(() => {});
    const list = pages(first, (cursor) => get("/search", {...parameters, cursor}, signal),
                       (result) => hit(result, withSpeaker),
                       "Nothing of that is on record.");
    const n = first.results.length;
    const files = {...parameters, limit: MOST};
    return {
        said: summary(first),
        node: [withSpeaker && place, list,
               n > 0 && downloads("statements", address("/search", files),
                                  address("/search", {...files, format: "csv"}),
                                  first.next !== null && MOST)],
    };
}

export async function show({main, query, signal})
{
    const parameters = parametersOf(query);
    const place = h("section", {"aria-label": "Statements found", "aria-busy": "true"});
    main.replaceChildren(h("h1", {tabindex: "-1"}, "Search"), searchForm(query), place);
    const found = await results(parameters, signal);
    place.removeAttribute("aria-busy");
    place.append(...found.node.filter(Boolean));
    if (query.size > 0) tell(found.said);
    return [query.get("q"), query.get("speaker")].filter(Boolean).join(", ") || "Search";
}
