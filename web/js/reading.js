/*
 * reading.js - a report on the page: its text, who speaks at the side, and the chosen statement.
 */
import {Article} from "./article.js";
import {card} from "./card.js";
import {bdi, h, outside} from "./dom.js";
import {count, day} from "./format.js";
import {makeReport} from "./record.js";
import {voices} from "./voices.js";

function headerOf({data, paragraphs})
{
    const titled = paragraphs[0]?.kind === "headline";
    const signed = paragraphs.some(({kind}) => kind === "byline");
    const line = [
        data.site && bdi(data.site),
        data.published && h("time", null, day(data.published)),
        !signed && data.byline?.length > 0 && bdi(data.byline.join(", ")),
        data.url && outside(data.url, "original"),
    ].filter(Boolean);
    return [
        !titled && h("h1", {tabindex: "-1"}, bdi(data.title ?? data.id ?? "A report")),
        line.length > 0 && h("p", {class: "dateline-of"}, line.map((part, i) =>
            [i > 0 && h("span", {class: "dot", "aria-hidden": "true"}, " · "), part])),
    ];
}

function summary({statements, warnings, data})
{
    const parts = [count(statements.length, "statement")];
    if (warnings.length > 0) parts.push(count(warnings.length, "warning"));
    if (data.language && !data.language.startsWith("en")) parts.push(`language ${data.language}`);
    return parts.join(", ");
}

function legend()
{
    return h("p", {class: "legend"},
        h("span", {class: "is-source"}, "Source"), " ", h("span", {class: "is-cue"}, "cue"), " ",
        h("span", {class: "is-content"}, "content,"), " ",
        h("span", {class: "is-content is-nested"}, "content within content"));
}

/** A report that is shown; views put `element` on the page. */
export class Reading {
    constructor(data)
    {
        this.report = makeReport(data);
        this.chosen = null;
        this.listeners = [];
        const intro = h("div", {class: "intro"}, headerOf(this.report),
            h("div", {class: "byside"}, h("p", {class: "quiet"}, summary(this.report)), legend()));
        this.article = new Article(this.report, intro, (statement) => this.choose(statement));
        this.place = h("div", {class: "chosen", "aria-live": "polite"});
        this.tools = h("div", {class: "tools"});
        this.element = h("div", {class: `reading${this.report.warnings.length ? " noted" : ""}`},
            h("article", {class: "report"}, this.article.element),
            h("aside", {class: "side", "aria-label": "Statements and speakers"},
              h("div", {class: "sheet"}, this.place, this.tools),
              voices(this.report, (statements) => this.article.only(statements))));
    }

    get title()
    {
        const {data, paragraphs, text} = this.report;
        const first = paragraphs[0];
        return data.title ?? (first?.kind === "headline" ? text.slice(first.begin, first.end) : null)
            ?? data.id ?? "A report";
    }

    /** Choose a statement, or none. */
    choose(statement, follow = false)
    {
        this.chosen = statement;
        this.article.choose(statement, follow);
        this.element.classList.toggle("open", statement !== null);
        this.showCard();
        this.listeners.forEach((listen) => listen(statement));
    }

    showCard()
    {
        const {chosen, report} = this;
        this.place.replaceChildren(...(chosen === null ? [] : [
            this.pager(), card(chosen, report, (other) => this.choose(other, true)),
        ]));
    }

    pager()
    {
        const {statements} = this.report;
        const step = (by, label, sign) => h("button", {type: "button", class: "icon",
            "aria-label": label, onclick: () => this.step(by)}, sign);
        return h("div", {class: "pager"},
            h("span", null, `${this.chosen.index + 1} of ${statements.length}`),
            step(-1, "Previous statement", "‹"), step(1, "Next statement", "›"),
            h("button", {type: "button", class: "icon", "aria-label": "Close statement",
                         onclick: () => this.close()}, "×"));
    }

    close()
    {
        const button = this.chosen && this.article.button(this.chosen);
        this.choose(null);
        button?.focus({preventScroll: true});
    }

    /** Go to the next statement (1) or the one before (-1). */
    step(by)
    {
        const {statements} = this.report;
        const from = this.chosen?.index ?? (by > 0 ? -1 : statements.length);
        const next = statements[from + by];
        if (next !== undefined) this.choose(next, true);
    }
}
