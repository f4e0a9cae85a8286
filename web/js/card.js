/*
 * card.js - one statement, told in full.
 */
import {bdi, h} from "./dom.js";
import {percent, shorten, standing} from "./format.js";
import {nameOf} from "./record.js";

function fact(name, value)
{
    return value ? [h("dt", null, name), h("dd", null, value)] : null;
}

function person(statement)
{
    const name = bdi(nameOf(statement));
    const number = statement.speaker?.person;
    return number ? h("a", {href: `/s/${number}`}, name) : name;
}

// Who it may be, where it was left open.
function candidates(statement, report)
{
    const list = statement.speaker === null ? statement.data.speaker_candidates ?? [] : [];
    const names = list.map((id) => report.speakers.get(id)?.name).filter(Boolean);
    return fact("Perhaps", names.length > 0 && names.map((name, i) => [i > 0 && ", ", bdi(name)]));
}

function jump(statement, onchoose)
{
    return h("button", {type: "button", class: "plain", onclick: () => onchoose(statement)},
             `${statement.index + 1}. `, bdi(shorten(statement.data.content?.text ?? "", 48)));
}

function facts(statement, report, onchoose)
{
    const {data, parent, children} = statement;
    const source = data.source?.text;
    return h("dl", {class: "facts"},
        fact("In the text as", source && source !== nameOf(statement) && bdi(source)),
        candidates(statement, report),
        fact("Kind", `${data.form} ${data.act}`),
        fact("To", data.addressee && bdi(data.addressee.text)),
        fact("When", data.time && bdi(data.time.text)),
        fact("Where", data.place && bdi(data.place.text)),
        fact("Sure", typeof data.confidence === "number" && percent(data.confidence)),
        fact("Reviewed", statement.rejected ? "rejected" : data.reviewed),
        fact("Within", parent && jump(parent, onchoose)),
        fact("Holds", children.length > 0 && children.map((child) => jump(child, onchoose))),
        fact("Elsewhere", data.family && h("a", {href: `/f/${data.family}`}, "the same words")));
}

/**
 * The card of a statement.
 * @param onchoose  called with another statement that the reader goes to.
 */
export function card(statement, report, onchoose)
{
    const {data} = statement;
    const role = standing(statement.speaker);
    return h("article", {class: "card", "aria-label": `Statement ${statement.index + 1}`},
        h("p", {class: "who"}, h("strong", null, person(statement)),
          role !== "" && h("span", {class: "role"}, bdi(role))),
        h("p", {class: "cue"}, data.cue ? bdi(data.cue.text) : "no words of reporting",
          data.negated && h("span", {class: "tag"}, "was not said")),
        h("blockquote", null, bdi(data.content?.text ?? "")),
        facts(statement, report, onchoose));
}
