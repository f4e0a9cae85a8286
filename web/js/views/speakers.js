/*
 * speakers.js - those who speak.
 */
import {address, get} from "../api.js";
import {bdi, h} from "../dom.js";
import {downloads} from "../download.js";
import {finder} from "../finder.js";
import {count, day, standing} from "../format.js";
import {pages} from "../pages.js";

function span({first_day: first, last_day: last})
{
    if (!first) return "";
    return first === last ? day(first) : `${day(first)} – ${day(last)}`;
}

function item(speaker)
{
    const href = speaker.person ? `/s/${speaker.person}`
                                : "/search?" + new URLSearchParams({speaker: speaker.name ?? ""});
    const role = standing(speaker);
    return h("li", {class: "row"},
        h("p", {class: "who"}, h("a", {href}, bdi(speaker.name ?? "Nobody named")),
          role && h("span", {class: "role"}, " ", bdi(role))),
        h("p", {class: "origin"}, count(speaker.statements, "statement"), " in ",
          count(speaker.documents, "report"), span(speaker) && ` · ${span(speaker)}`));
}

export async function show({main, query, signal})
{
    const parameters = {q: query.get("q")};
    const first = await get("/speakers", parameters, signal);
    const files = {...parameters, limit: 1000};
    main.replaceChildren(h("h1", {tabindex: "-1"}, "Speakers"),
        finder("/s", "Name", query),
        pages(first, (cursor) => get("/speakers", {...parameters, cursor}, signal), item,
              "Nobody of that name is on record."),
        downloads("speakers", address("/speakers", files),
                  address("/speakers", {...files, format: "csv"}),
                  first.next !== null && files.limit));
    return "Speakers";
}
