/*
 * families.js - the same words in several reports.
 */
import {address, get} from "../api.js";
import {bdi, h} from "../dom.js";
import {downloads} from "../download.js";
import {finder} from "../finder.js";
import {count, day, shorten} from "../format.js";
import {pages} from "../pages.js";

function differences({wording_differs: wording, speakers_differ: speakers})
{
    if (wording && speakers) return "words and speakers differ";
    if (wording) return "words differ";
    return speakers ? "speakers differ" : null;
}

function item(family)
{
    const {first} = family;
    const differing = differences(family);
    return h("li", {class: "row"},
        h("p", {class: "passage"}, h("a", {href: `/f/${family.family}`},
            bdi(shorten(first.content ?? "", 180)))),
        h("p", {class: "origin"}, bdi(first.speaker ?? "nobody named"), " · ",
          count(family.members, "report"), ", ", count(family.outlets, "outlet"),
          first.published && [" · first ", h("time", null, day(first.published))],
          differing && [" ", h("span", {class: "tag"}, differing)]));
}

export async function show({main, query, signal})
{
    const parameters = {q: query.get("q"), disagree: query.get("disagree")};
    const first = await get("/families", parameters, signal);
    const files = {...parameters, limit: 1000};
    const only = h("label", {class: "check"}, h("input", {type: "checkbox", name: "disagree",
        value: "true", checked: query.get("disagree") === "true"}),
        " Only where words or speakers differ");
    main.replaceChildren(h("h1", {tabindex: "-1"}, "The same words"),
        h("p", {class: "lead"}, "Quotations that stand in more than one report, and how they change."),
        finder("/f", "Words", query, only),
        pages(first, (cursor) => get("/families", {...parameters, cursor}, signal), item,
              "No such words stand in more than one report."),
        downloads("families", address("/families", files),
                  address("/families", {...files, format: "csv"}),
                  first.next !== null && files.limit));
    return "The same words";
}
