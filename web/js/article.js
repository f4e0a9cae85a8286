/*
 * article.js - a report's text with its statements marked.
 *
 * Paragraphs are drawn in portions: the first at once, so that reading can begin, the others when
 * the browser has time. Each piece of marked text carries the numbers of its statements; choosing
 * one lights up all of its parts.
 */
import {h} from "./dom.js";
import {marksOf, sentenceOf} from "./record.js";
import {segments, share} from "./segments.js";

const FIRST = 24, PORTION = 60;

const HEADINGS = {headline: "h2", standfirst: "p", caption: "p"};

function classOf(marks)
{
    const names = new Set();
    let depth = -1;
    for (const mark of marks) {
        names.add(`is-${mark.kind}`);
        if (mark.kind === "content") depth = Math.max(depth, mark.owner.depth);
        if (mark.owner?.data.negated && mark.kind === "cue") names.add("is-negated");
        if (mark.owner?.rejected) names.add("is-rejected");
    }
    if (depth > 0) names.add(depth > 1 ? "is-deep" : "is-nested");
    return [...names].join(" ");
}

// The number that stands behind a statement: for keys, fingers and screen readers.
function reference(statement)
{
    const number = statement.index + 1;
    return h("button", {type: "button", class: statement.data.reviewed ? "ref is-reviewed" : "ref",
                        "data-ref": statement.index,
                        "aria-pressed": "false",
                        "aria-label": `Statement ${number}. ${sentenceOf(statement)}`}, number);
}

function endOf(statement)
{
    const {cue, content} = statement.places;
    return (cue.at(-1) ?? content.at(-1))?.end ?? -1;
}

function piece(text, segment)
{
    const words = text.slice(segment.begin, segment.end);
    if (segment.marks.length === 0) return words;
    const owners = new Set(segment.marks.map((mark) => mark.owner?.index ?? ""));
    owners.delete("");
    return h("span", {class: classOf(segment.marks), "data-of": [...owners].join(" ") || null},
             words);
}

function sentence(text, paragraph, marks)
{
    const nodes = [];
    for (const segment of segments(marks, paragraph.begin, paragraph.end)) {
        nodes.push(piece(text, segment));
        for (const {kind, owner, end} of segment.marks) {
            const last = kind === "cue" || (kind === "content" && owner.places.cue.length === 0);
            if (last && end === segment.end && end === endOf(owner)) nodes.push(reference(owner));
        }
    }
    return nodes;
}

function notes(warnings)
{
    if (warnings.length === 0) return null;
    return h("ul", {class: "notes", "aria-label": "Warnings"}, warnings.map((warning) =>
        h("li", null, h("span", {class: "kind"}, warning.kind.replaceAll("-", " ")), " ",
          warning.why)));
}

function drawParagraph(report, paragraph, marks, isTitle)
{
    const tag = isTitle ? "h1" : HEADINGS[paragraph.kind] ?? "p";
    const warnings = report.warnings.filter((warning) =>
        warning.begin >= paragraph.begin && warning.begin < Math.max(paragraph.end, paragraph.begin + 1));
    return h("div", {class: `block ${paragraph.kind}`},
             h(tag, {dir: "auto", tabindex: isTitle ? "-1" : null},
               sentence(report.text, paragraph, marks)),
             notes(warnings));
}

function whenIdle(work)
{
    if ("requestIdleCallback" in window) requestIdleCallback(work, {timeout: 200});
    else setTimeout(work, 16);
}

/** An article that draws itself. */
export class Article {
    /**
     * @param report    from makeReport().
     * @param intro     what stands beneath the title, or at the top where there is none.
     * @param onchoose  called with the statement that the reader points at.
     */
    constructor(report, intro, onchoose)
    {
        this.report = report;
        this.blocks = [];
        this.element = h("div", {class: "text", onclick: (event) => this.clicked(event, onchoose)});
        this.lists = share(marksOf(report), report.paragraphs);
        this.chosen = null;
        const titled = report.paragraphs[0]?.kind === "headline";
        this.titleAt = titled ? 0 : -1;
        if (titled) this.draw(1);
        this.element.append(intro);
        this.draw(FIRST);
        this.goOn();
    }

    get drawn()
    {
        return this.blocks.length;
    }

    /** Draw the next paragraphs. */
    draw(n)
    {
        const stop = Math.min(this.drawn + n, this.report.paragraphs.length);
        const blocks = [];
        for (let i = this.drawn; i < stop; i++) blocks.push(this.block(i));
        this.blocks.push(...blocks);
        this.element.append(...blocks);
    }

    block(i)
    {
        const {report, lists, titleAt} = this;
        return drawParagraph(report, report.paragraphs[i], lists[i], i === titleAt);
    }

    goOn()
    {
        if (this.drawn >= this.report.paragraphs.length) return;
        whenIdle(() => {
            this.draw(PORTION);
            if (this.chosen !== null) this.light(this.chosen);
            this.goOn();
        });
    }

    clicked(event, onchoose)
    {
        const button = event.target.closest("[data-ref]");
        if (button !== null) return onchoose(this.report.statements[button.dataset.ref]);
        const span = event.target.closest("[data-of]");
        if (span === null || String(getSelection()) !== "") return;
        // Where several meet, the innermost; again, the one around it.
        const under = span.dataset.of.split(" ").map((i) => this.report.statements[i])
            .sort((a, b) => b.depth - a.depth);
        onchoose(under[(under.indexOf(this.chosen) + 1) % under.length]);
    }

    /** The elements of a statement's parts. */
    partsOf(statement)
    {
        return this.element.querySelectorAll(`[data-of~="${statement.index}"]`);
    }

    light(statement)
    {
        for (const span of this.partsOf(statement)) span.classList.add("on");
        this.button(statement)?.setAttribute("aria-pressed", "true");
    }

    button(statement)
    {
        return this.element.querySelector(`[data-ref="${statement.index}"]`);
    }

    /** Light up a statement, null for none; with `follow` bring it into view. */
    choose(statement, follow = false)
    {
        for (const span of this.element.querySelectorAll(".on")) span.classList.remove("on");
        this.element.querySelector('[aria-pressed="true"]')?.setAttribute("aria-pressed", "false");
        this.chosen = statement;
        if (statement === null) return;
        // It may not be drawn yet.
        while (this.button(statement) === null && this.drawn < this.report.paragraphs.length) {
            this.draw(PORTION);
        }
        this.light(statement);
        if (follow) this.partsOf(statement)[0]?.scrollIntoView({block: "center"});
    }

    /** Draw those paragraphs anew that a statement touches or touched. */
    redraw(statement)
    {
        const touches = (list) => list.some((mark) => mark.owner === statement);
        const before = this.lists;
        this.lists = share(marksOf(this.report), this.report.paragraphs);
        for (let i = 0; i < this.drawn; i++) {
            if (!touches(before[i]) && !touches(this.lists[i])) continue;
            const block = this.block(i);
            this.blocks[i].replaceWith(block);
            this.blocks[i] = block;
        }
        if (this.chosen !== null) this.light(this.chosen);
    }

    /** Show that a statement was accepted or rejected. */
    mark(statement)
    {
        for (const span of this.partsOf(statement)) {
            span.classList.toggle("is-rejected", statement.rejected === true);
        }
        this.button(statement)?.classList.toggle("is-reviewed", Boolean(statement.data.reviewed));
    }

    /** Leave only a speaker's statements marked; null for all. */
    only(statements)
    {
        this.element.classList.toggle("only", statements !== null);
        for (const span of this.element.querySelectorAll(".kept")) span.classList.remove("kept");
        for (const statement of statements ?? []) {
            for (const span of this.partsOf(statement)) span.classList.add("kept");
        }
    }
}
