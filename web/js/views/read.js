/*
 * read.js - give a report, see who said what.
 */
import {read} from "../api.js";
import {h} from "../dom.js";
import {savers, statementRows} from "../download.js";
import {count} from "../format.js";
import {keysOf} from "../keys.js";
import {Reading} from "../reading.js";
import {pack, unpack} from "../sharing.js";
import {say} from "../status.js";

const PAGE = /^\s*(?:<!doctype html|<html|<head|<body|<article|<div|<p[ >]|<\?xml)/i;

function metadata()
{
    const field = (label, name, type, hint) => h("label", {class: "field"}, h("span", null, label),
        h("input", {name, type, placeholder: hint, autocomplete: "off"}));
    return h("details", null, h("summary", null, "What is known about it"),
        h("div", {class: "fields"}, field("Title", "title", "text"),
          field("Publication", "site", "text"),
          field("Address", "url", "url", "https://"), field("Published", "published", "date")));
}

/** What was typed, as a request. */
function requestOf(form)
{
    const values = new FormData(form);
    const body = values.get("report");
    const request = PAGE.test(body) ? {html: body} : {text: body};
    for (const name of ["title", "site", "url", "published"]) {
        if (values.get(name)) request[name] = values.get(name);
    }
    return request;
}

async function showRecord(context, record)
{
    const {main} = context;
    const reading = new Reading(record);
    const {report} = reading;
    const stem = record.id ?? "report";
    const share = h("button", {type: "button", class: "plain", onclick: () => copyAddress(record)},
                    "Copy link");
    main.replaceChildren(
        h("div", {class: "toolbar"}, h("a", {href: "/"}, "Read another"), share,
          savers(stem, record, () => statementRows(report))),
        reading.element);
    document.title = `${reading.title} – onrecord`;
    keysOf(reading, context.signal);
    say(`${count(report.statements.length, "statement")} found`);
    const fragment = await pack(requestAgain(record));
    if (!context.signal.aborted && fragment !== null) {
        history.replaceState(null, "", location.pathname + fragment);
    }
    main.querySelector("h1")?.focus({preventScroll: true});
    return reading.title;
}

// Of a page only its text is passed on.
function requestAgain({id, text, title, site, url, published, byline})
{
    const request = {id, text, title, site, url, published};
    if (byline?.length > 0) request.byline = byline.join(", ");
    return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== null));
}

async function copyAddress(record)
{
    const fragment = await pack(requestAgain(record));
    if (fragment === null) return say("This report is too long for a link");
    try {
        await navigator.clipboard.writeText(location.origin + "/" + fragment);
        say("Link copied. The report is in the link; nobody stores it.");
    } catch {
        say("The browser does not let the page copy. The link is in the address bar.");
    }
}

async function readAndShow(context, body, type, note)
{
    note.textContent = "Reading …";
    try {
        return await showRecord(context, await read(body, type, context.signal));
    } catch (error) {
        if (context.signal.aborted) return null;
        note.textContent = `It could not be read: ${error.message}.`;
        return null;
    }
}

function acceptFiles(context, zone, note)
{
    const take = (file) => {
        const isPage = /\.x?html?$/i.test(file.name) || /html/.test(file.type);
        return readAndShow(context, file, isPage ? "text/html" : "text/plain", note);
    };
    const {signal} = context;
    zone.addEventListener("dragover", (event) => {
        event.preventDefault();
        zone.classList.add("over");
    }, {signal});
    zone.addEventListener("dragleave", () => zone.classList.remove("over"), {signal});
    zone.addEventListener("drop", (event) => {
        event.preventDefault();
        zone.classList.remove("over");
        const [file] = event.dataTransfer.files;
        if (file !== undefined) take(file);
    }, {signal});
    return (event) => event.target.files[0] && take(event.target.files[0]);
}

function drawForm(context)
{
    const note = h("p", {class: "note", role: "alert"});
    const area = h("textarea", {name: "report", rows: "12", required: true, spellcheck: "false",
                                id: "report", "aria-describedby": "report-hint"});
    const form = h("form", {class: "paste", onsubmit(event) {
        event.preventDefault();
        readAndShow(context, JSON.stringify(requestOf(form)), "application/json", note);
    }},
        h("label", {for: "report"}, "A report, as text or as the source of a page"), area,
        h("p", {class: "quiet", id: "report-hint"},
          "Paste it, or drop a file here. It is read on the machine of this server and not kept."));
    const onchange = acceptFiles(context, form, note);
    const example = async () => {
        area.value = await (await fetch("/example.txt", {signal: context.signal})).text();
        form.requestSubmit();
    };
    form.append(metadata(), h("div", {class: "actions"},
        h("button", {class: "primary"}, "Read it"),
        h("label", {class: "file"}, h("input", {type: "file", onchange,
            accept: ".txt,.html,.htm,.xhtml,text/plain,text/html"}), h("span", null, "Open a file")),
        h("button", {type: "button", class: "plain", onclick: example}, "Show me an example")),
        note);
    context.main.replaceChildren(h("section", {class: "front"},
        h("h1", {tabindex: "-1"}, "Who said what?"),
        h("p", {class: "lead"}, "Give a news report. Every statement that it attributes to somebody ",
          "is marked: who, the words that tell it, and what was said."),
        form));
    return note;
}

export async function show(context)
{
    const request = await unpack(location.hash);
    const note = drawForm(context);
    if (request === null) return "Read";
    const title = await readAndShow(context, JSON.stringify(request), "application/json", note);
    return title ?? "Read";
}
