/*
 * download.js - what a view shows, as a file.
 */
import {h} from "./dom.js";

// Spreadsheets run cells that begin like this as formulas.
const FORMULA = /^[=+\-@\t\r]/;

function cell(value)
{
    let text = value === null || value === undefined ? "" : String(value);
    if (typeof value === "string" && FORMULA.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV (RFC 4180); the first has the names of the columns. */
export function csv(rows)
{
    return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

function save(name, type, content)
{
    const url = URL.createObjectURL(new Blob([content], {type}));
    const link = h("a", {href: url, download: name});
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function link(text, href, name)
{
    return h("a", {href, download: name}, text);
}

function button(text, act)
{
    return h("button", {type: "button", class: "plain", onclick: act}, text);
}

/**
 * Links for what the server has as files.
 * @param csvAddress  null where it makes no table of it.
 * @param most  how many lines a file has at most, where there may be more; may be left out.
 */
export function downloads(name, jsonAddress, csvAddress, most)
{
    return h("p", {class: "downloads"},
             most ? `Download (the first ${most.toLocaleString("en")}): ` : "Download: ",
             link("JSON", jsonAddress, `${name}.json`),
             csvAddress && link("CSV", csvAddress, `${name}.csv`));
}

/**
 * The same for what only the page has.
 * @param data  what becomes JSON.  @param rows  () => rows of the table.
 */
export function savers(name, data, rows)
{
    return h("p", {class: "downloads"}, "Download: ",
        button("JSON", () => save(`${name}.json`, "application/json", JSON.stringify(data))),
        button("CSV", () => save(`${name}.csv`, "text/csv", csv(rows()))));
}

/** The rows of a record's statements. */
export function statementRows(report)
{
    const head = ["statement", "speaker", "role", "affiliation", "source", "cue", "content", "form",
                  "act", "negated", "confidence", "within"];
    return [head, ...report.statements.map(({data, speaker, index}) => [
        index + 1, speaker?.name, speaker?.role, speaker?.affiliation, data.source?.text,
        data.cue?.text, data.content?.text, data.form, data.act, data.negated, data.confidence,
        data.parent,
    ])];
}
