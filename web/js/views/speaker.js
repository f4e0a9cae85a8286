/*
 * speaker.js - one person: what they said, when, where, and in which words.
 */
import {get} from "../api.js";
import {bdi, h} from "../dom.js";
import {savers} from "../download.js";
import {count, day} from "../format.js";
import {timeline} from "../timeline.js";
import {results} from "./search.js";

function counts(title, list, name)
{
    if (!list || list.length === 0) return null;
    const most = Math.max(...list.map((one) => one.statements));
    const row = (one) => h("tr", null, h("th", {scope: "row"}, bdi(one.name ?? "unknown")),
        h("td", {class: "n"}, one.statements),
        h("td", {class: "meter"}, h("meter", {min: 0, max: most, value: one.statements,
            "aria-label": `${one.statements} of ${most}`})));
    return h("section", {"aria-labelledby": name}, h("h2", {id: name}, title),
             h("table", {class: "counts"}, h("tbody", null, list.map(row))));
}

function tellingWords(words)
{
    if (!words || words.length === 0) return null;
    return h("section", {"aria-labelledby": "words"}, h("h2", {id: "words"}, "Telling words"),
        h("ul", {class: "words"}, words.map(({word, count: n}) =>
            h("li", null, bdi(word), h("span", {class: "quiet", "aria-label": count(n, "time")},
                                       " ", n)))));
}

function standingOf({roles, affiliations, affiliation})
{
    const names = [...(roles ?? []), ...(affiliations ?? [])].map((one) => one.name);
    if (names.length === 0 && affiliation) names.push(affiliation);
    return names.filter(Boolean).slice(0, 4);
}

function rows(speaker)
{
    return [["what", "name", "statements"],
            ...speaker.months.map((one) => ["month", one.month, one.statements]),
            ...speaker.outlets.map((one) => ["outlet", one.name, one.statements]),
            ...speaker.words.map((one) => ["word", one.word, one.count])];
}

export async function show({main, number, signal})
{
    const parameters = {speaker_id: number, sort: "oldest"};
    const [speaker, said] = await Promise.all([
        get(`/speakers/${number}`, {}, signal), results(parameters, signal, false)]);
    const months = new Map(speaker.months.map((one) => [one.month, one.statements]));
    const linkOf = (period) => "/search?" + new URLSearchParams({speaker_id: number, from: period,
                                                                 to: period});
    main.classList.add("speaker");
    main.replaceChildren(
        h("header", null, h("h1", {tabindex: "-1"}, bdi(speaker.name)),
          standingOf(speaker).length > 0 &&
            h("p", {class: "lead"}, standingOf(speaker).map((name, i) => [i > 0 && ", ", bdi(name)])),
          h("p", {class: "quiet"}, count(speaker.statements, "statement"), " in ",
            count(speaker.documents, "report"),
            speaker.first_day && `, ${day(speaker.first_day)} to ${day(speaker.last_day)}`),
          savers(`speaker-${number}`, speaker, () => rows(speaker))),
        timeline(months, "Statements over time", linkOf) ?? "",
        h("div", {class: "columns"}, counts("Outlets", speaker.outlets, "outlets"),
          tellingWords(speaker.words)),
        h("section", {"aria-labelledby": "said"}, h("h2", {id: "said"}, "What was said"),
          said.node));
    return speaker.name;
}
