/*
 * family.js - one quotation in all its reports, with what each changed.
 */
import {get} from "../api.js";
import {bdi, h, outside} from "../dom.js";
import {savers} from "../download.js";
import {count, day} from "../format.js";

const TAGS = {added: "ins", missing: "del"};

function pieces(member)
{
    if (!member.pieces || member.pieces.length === 0) return bdi(member.content ?? "");
    return member.pieces.map(({text, kind}) => TAGS[kind] ? h(TAGS[kind], null, bdi(text)) : text);
}

function variant(member, i)
{
    return h("li", {class: "variant"},
        h("p", {class: "origin"},
          member.published ? h("time", null, day(member.published)) : "day unknown", " · ",
          bdi(member.outlet ?? "outlet unknown"), " · ",
          h("a", {href: `/d/${member.document}?statement=${member.statement}`},
            bdi(member.title ?? member.document_name ?? `Report ${member.document}`)),
          member.url && [" · ", outside(member.url, "original")],
          i === 0 ? h("span", {class: "tag"}, "earliest")
                  : !member.differs && h("span", {class: "tag calm"}, "same words")),
        h("blockquote", {dir: "auto"}, pieces(member)),
        h("p", {class: "who"}, "— ", bdi(member.speaker ?? "nobody named"),
          member.cue && h("span", {class: "role"}, " ", bdi(member.cue))));
}

function rows({members})
{
    return [["statement", "document", "title", "outlet", "published", "url", "speaker", "cue",
             "content", "differs"],
            ...members.map((m) => [m.statement, m.document, m.title ?? m.document_name, m.outlet,
                                   m.published, m.url, m.speaker, m.cue, m.content, m.differs])];
}

export async function show({main, number, signal})
{
    const family = await get(`/families/${number}`, {}, signal);
    const {members} = family;
    main.classList.add("family");
    main.replaceChildren(
        h("header", null,
          h("h1", {tabindex: "-1"}, "The same words in ", count(members.length, "report")),
          h("p", {class: "quiet"}, count(family.outlets, "outlet"),
            family.wording_differs && "; the words differ",
            family.speakers_differ && "; the speakers differ"),
          family.wording_differs && h("p", {class: "legend"}, "Beside the earliest: ",
            h("ins", null, "only here"), ", ", h("del", null, "only in the earliest")),
          savers(`family-${number}`, family, () => rows(family))),
        h("ol", {class: "variants"}, members.map(variant)));
    return "The same words";
}
