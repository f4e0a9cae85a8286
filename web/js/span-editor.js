/*
 * span-editor.js - moving the borders of a statement's parts by words.
 */
import {h} from "./dom.js";
import {PARTS} from "./record.js";
import {moveBegin, moveEnd, wordsOf} from "./words.js";

const AROUND = 2000; // letters to both sides in which a border can be moved at once

export class SpanEditor {
    /** @param done  {save(changed parts), cancel()} */
    constructor(reading, statement, done)
    {
        Object.assign(this, {reading, statement, done, part: "content", changed: new Set()});
        this.before = structuredClone(statement.places);
        this.element = h("div", {class: "span-editor", role: "group", tabindex: "-1",
            "aria-label": "Change places", onkeydown: (event) => this.key(event)});
        this.draw();
    }

    /** Forget what was moved. */
    stop()
    {
        this.statement.places = this.before;
        this.reading.article.redraw(this.statement);
    }

    draw()
    {
        const choice = PARTS.map((part, i) => h("button", {type: "button",
            "aria-pressed": String(part === this.part), onclick: () => this.choose(part)},
            part, " ", h("kbd", {"aria-hidden": "true"}, i + 1)));
        const move = (label, key, act) => h("button", {type: "button", onclick: act}, label, " ",
            h("kbd", {"aria-hidden": "true"}, key));
        this.element.replaceChildren(
            h("div", {class: "parts"}, choice),
            h("p", {class: "preview", "aria-live": "polite"}, this.words()),
            h("div", {class: "moves"},
              move("Longer", "→", () => this.moveEnd(1)), move("Shorter", "←", () => this.moveEnd(-1)),
              move("Begin earlier", "⇧←", () => this.moveBegin(-1)),
              move("Begin later", "⇧→", () => this.moveBegin(1))),
            h("div", {class: "actions"},
              h("button", {type: "button", class: "primary", onclick: () => this.save()}, "Save ",
                h("kbd", {"aria-hidden": "true"}, "↵")),
              h("button", {type: "button", onclick: () => this.cancel()}, "Cancel")));
    }

    words()
    {
        const {text} = this.reading.report;
        const places = this.statement.places[this.part];
        if (places.length === 0) return `no ${this.part}: begin earlier or longer makes one`;
        return places.map(({begin, end}) => text.slice(begin, end)).join(" … ");
    }

    key(event)
    {
        const act = {
            ArrowRight: () => event.shiftKey ? this.moveBegin(1) : this.moveEnd(1),
            ArrowLeft: () => event.shiftKey ? this.moveBegin(-1) : this.moveEnd(-1),
            1: () => this.choose(PARTS[0]), 2: () => this.choose(PARTS[1]),
            3: () => this.choose(PARTS[2]),
            Escape: () => this.cancel(),
            Enter: () => event.target.closest("button") === null && this.save(),
        }[event.key];
        if (act === undefined) {
            // Keys of the report would judge what is half done.
            if (/^[arsejk]$/.test(event.key)) event.stopPropagation();
            return;
        }
        event.stopPropagation();
        if (event.key !== "Enter" || event.target.closest("button") === null) event.preventDefault();
        act();
    }

    choose(part)
    {
        this.part = part;
        this.draw();
        this.element.focus();
    }

    /** The part's places; a new one begins where the statement does. */
    places()
    {
        const {places, begin} = this.statement;
        if (places[this.part].length === 0) {
            const [word] = wordsOf(this.reading.report.text, begin, begin + AROUND);
            if (word !== undefined) places[this.part].push({...word});
        }
        return places[this.part];
    }

    around(at)
    {
        const {text} = this.reading.report;
        return wordsOf(text, Math.max(0, at - AROUND), Math.min(text.length, at + AROUND));
    }

    moveEnd(by)
    {
        const last = this.places().at(-1);
        if (last === undefined) return;
        last.end = moveEnd(this.around(last.end), last.end, by, last.begin);
        this.moved();
    }

    moveBegin(by)
    {
        const [first] = this.places();
        if (first === undefined) return;
        first.begin = moveBegin(this.around(first.begin), first.begin, by, first.end);
        this.moved();
    }

    moved()
    {
        this.changed.add(this.part);
        this.reading.article.redraw(this.statement);
        this.draw();
        this.element.focus({preventScroll: true});
    }

    save()
    {
        this.done.save(this.changed);
    }

    cancel()
    {
        this.done.cancel();
    }
}
