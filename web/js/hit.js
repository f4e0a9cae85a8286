/*
 * hit.js - a statement that was found, in its sentences.
 */
import {bdi, h, outside} from "./dom.js";
import {day, percent, standing} from "./format.js";
import {pointsOf} from "./points.js";
import {segments} from "./segments.js";

function inContext({text, marks})
{
    const {toUnit} = pointsOf(text);
    const places = marks.map(({kind, span}) => ({kind, begin: toUnit(span[0]), end: toUnit(span[1])}));
    return segments(places, 0, text.length).map((piece) => {
        const words = text.slice(piece.begin, piece.end);
        if (piece.marks.length === 0) return words;
        const kinds = new Set(piece.marks.map((mark) => `is-${mark.kind}`));
        return h(kinds.has("is-word") ? "mark" : "span", {class: [...kinds].join(" ")}, words);
    });
}

function speakerOf({speaker, source})
{
    if (speaker === null) return h("strong", null, bdi(source?.text ?? "Nobody named"));
    const name = h("strong", null, bdi(speaker.name));
    const role = standing(speaker);
    return [speaker.id ? h("a", {href: `/s/${speaker.id}`}, name) : name,
            role !== "" && h("span", {class: "role"}, " ", bdi(role))];
}

/** An item of a list of statements. @param withSpeaker  false on the speaker's own page. */
export function hit(result, withSpeaker = true)
{
    const {document: report, context, before, after, family, reviewed} = result;
    const text = context ? [before && h("span", {class: "quiet"}, before, " "), inContext(context),
                            after && h("span", {class: "quiet"}, " ", after)]
                         : result.content?.text;
    return h("li", {class: "hit"},
        withSpeaker && h("p", {class: "who"}, speakerOf(result)),
        h("p", {class: "passage", dir: "auto"}, text),
        h("p", {class: "origin"},
          h("a", {href: `/d/${report.number}?statement=${result.statement}`},
            bdi(report.title ?? report.id ?? `Report ${report.number}`)),
          report.site && [" · ", bdi(report.site)],
          report.published && [" · ", h("time", null, day(report.published))],
          report.url && [" · ", outside(report.url, "original")],
          ` · ${result.form} ${result.act}`,
          result.negated && h("span", {class: "tag"}, "was not said"),
          ` · ${percent(result.confidence)} sure`,
          family && [" · ", h("a", {href: `/f/${family}`}, "same words elsewhere")],
          reviewed && ` · ${reviewed}`));
}
