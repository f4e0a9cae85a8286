/*
 * correct.js - correcting a statement, by keys or buttons.
 *
 * Accepting and rejecting are shown at once and written behind the reader's back, one after the
 * other; the next statement is already there. An edit gives the statement a new number, so the
 * report is fetched anew.
 */
import {write} from "./api.js";
import {h} from "./dom.js";
import {help} from "./keys.js";
import {PARTS, nameOf} from "./record.js";
import {SpanEditor} from "./span-editor.js";
import {say} from "./status.js";

const LABELS = {confirm: "accepted", reject: "rejected"};

export class Corrector {
    /**
     * @param reading  the report on the page.
     * @param state    kept over redraws: {done: numbers of this visit's corrections}.
     * @param refresh  (index) => fetch the report anew and choose the statement at index.
     */
    constructor(reading, state, refresh)
    {
        Object.assign(this, {reading, state, refresh, editor: null});
        this.queue = state.queue ?? Promise.resolve();
        reading.listeners.push(() => this.chosenChanged());
    }

    commands()
    {
        return {
            a: ["accept", () => this.judge("confirm")],
            r: ["reject", () => this.judge("reject")],
            s: ["change the speaker", () => this.askSpeaker()],
            e: ["change places of source, cue, content", () => this.editPlaces()],
            u: ["undo the last correction", () => this.undo()],
        };
    }

    helpButton()
    {
        return h("button", {type: "button", class: "plain", onclick: () => help({
            j: ["next statement"], k: ["statement before"], ...this.commands(),
            Escape: ["close the statement"], "?": ["this help"],
        })}, "Keys");
    }

    chosenChanged()
    {
        this.editor?.stop();
        this.editor = null;
        const {chosen, tools} = this.reading;
        tools.replaceChildren(...(chosen === null ? [] : [this.buttons()]));
    }

    buttons()
    {
        const button = (key, label, act) => h("button", {type: "button", "aria-keyshortcuts": key,
            onclick: act}, label, " ", h("kbd", {"aria-hidden": "true"}, key));
        return h("div", {class: "corrections", role: "group", "aria-label": "Correct"},
            button("a", "Accept", () => this.judge("confirm")),
            button("r", "Reject", () => this.judge("reject")),
            button("s", "Speaker", () => this.askSpeaker()),
            button("e", "Places", () => this.editPlaces()),
            button("u", "Undo", () => this.undo()));
    }

    // One write after the other, in the order of the keys; answers null when it failed.
    send(path, body)
    {
        const next = this.queue.then(() => write(path, body)).catch((error) => {
            say(`Not written: ${error.message}`);
            return null;
        });
        this.queue = this.state.queue = next;
        return next;
    }

    correct(statement, action, fields)
    {
        return this.send("/corrections", {statement: statement.data.statement, action,
                                          ...(fields && {fields})});
    }

    async judge(action)
    {
        const statement = this.reading.chosen;
        if (statement === null || statement.rejected || statement.data.statement == null) return;
        const before = statement.data.reviewed;
        statement.rejected = action === "reject";
        statement.data.reviewed = action === "confirm" ? "confirmed" : before;
        this.reading.article.mark(statement);
        const last = this.reading.report.statements.length - 1;
        if (statement.index < last) this.reading.step(1);
        else this.reading.choose(statement);
        const answer = await this.correct(statement, action);
        if (answer === null) {
            statement.rejected = false;
            statement.data.reviewed = before;
            this.reading.article.mark(statement);
            return;
        }
        this.state.done.push({number: answer.correction, index: statement.index});
        say(`Statement ${statement.index + 1} ${LABELS[action]}`);
    }

    /** A field in place of the buttons. */
    askSpeaker()
    {
        const statement = this.reading.chosen;
        if (statement === null) return;
        const names = [...this.reading.report.speakers.values()].map(({name}) => name);
        const input = h("input", {name: "speaker", list: "speaker-names", autocomplete: "off",
                                  value: nameOf(statement)});
        const form = h("form", {class: "speaker-form", onsubmit: (event) => {
            event.preventDefault();
            this.edit(statement, {speaker: input.value.trim() || null});
        }, onkeydown: (event) => event.key === "Escape" && this.chosenChanged()},
            h("label", {class: "field"}, h("span", null, "Who said it?"), input),
            h("datalist", {id: "speaker-names"}, names.map((value) => h("option", {value}))),
            h("div", {class: "actions"}, h("button", {class: "primary"}, "Save"),
              h("button", {type: "button", onclick: () => this.chosenChanged()}, "Cancel")));
        this.reading.tools.replaceChildren(form);
        input.select();
        input.focus();
    }

    editPlaces()
    {
        const statement = this.reading.chosen;
        if (statement === null || this.editor !== null) return;
        this.editor = new SpanEditor(this.reading, statement, {
            save: (places) => this.savePlaces(statement, places),
            cancel: () => this.chosenChanged(),
        });
        this.reading.tools.replaceChildren(this.editor.element);
        this.editor.element.focus();
    }

    savePlaces(statement, changed)
    {
        const {toPoint} = this.reading.report.points;
        const fields = {};
        for (const part of PARTS.filter((name) => changed.has(name))) {
            const spans = statement.places[part].map(({begin, end}) => [toPoint(begin), toPoint(end)]);
            fields[part] = spans.length > 0 ? spans : null;
        }
        this.editor = null;
        if (changed.size === 0) return this.chosenChanged();
        return this.edit(statement, fields);
    }

    async edit(statement, fields)
    {
        const answer = await this.correct(statement, "edit", fields);
        if (answer !== null) {
            this.state.done.push({number: answer.correction, index: statement.index});
            say(`Statement ${statement.index + 1} changed`);
        }
        await this.refresh(statement.index);
    }

    /** Take back a correction; without a number the last one of this visit. */
    async undo(number)
    {
        await this.queue;
        const last = number === undefined ? this.state.done.pop() : {number, index: 0};
        if (last === undefined) return say("There is nothing to undo");
        const answer = await this.send(`/corrections/${last.number}/undo`, {});
        if (answer === null) return;
        this.state.done = this.state.done.filter((one) => one.number !== last.number);
        await this.refresh(last.index);
        say("Undone");
    }
}
