/*
 * documents.js - the reports on record.
 */
import {address, get} from "../api.js";
import {bdi, h} from "../dom.js";
import {downloads} from "../download.js";
import {finder} from "../finder.js";
import {count, day} from "../format.js";
import {pages} from "../pages.js";

function item(report)
{
    return h("li", {class: "row"},
        h("p", {class: "who"}, h("a", {href: `/d/${report.number}`},
            bdi(report.title ?? report.id ?? `Report ${report.number}`))),
        h("p", {class: "origin"}, report.site && [bdi(report.site), " · "],
          report.published && [h("time", null, day(report.published)), " · "],
          count(report.statements, "statement"),
          report.warnings > 0 && ` · ${count(report.warnings, "warning")}`));
}

export async function show({main, query, signal})
{
    const parameters = {q: query.get("q"), outlet: query.get("outlet")};
    const first = await get("/documents", parameters, signal);
    const files = {...parameters, limit: 1000};
    main.replaceChildren(h("h1", {tabindex: "-1"}, "Reports"),
        finder("/d", "Title", query),
        pages(first, (cursor) => get("/documents", {...parameters, cursor}, signal), item,
              "There is no such report on record."),
        downloads("reports", address("/documents", files),
                  address("/documents", {...files, format: "csv"}),
                  first.next !== null && files.limit));
    return "Reports";
}
