/*
 * document.js - a stored report, and correcting it.
 */
import {address, get} from "../api.js";
import {Corrector} from "../correct.js";
import {h} from "../dom.js";
import {savers, statementRows} from "../download.js";
import {history as historyOf} from "../history.js";
import {keysOf} from "../keys.js";
import {Reading} from "../reading.js";

// The statement that the address names, by its number in the record's order.
function wanted(reading, query)
{
    const number = Number(query.get("statement"));
    return reading.report.statements.find(({data}) => data.statement === number) ?? null;
}

/** Draw the document, and draw it anew whenever a correction has changed it. */
async function draw(context, state)
{
    const {main, number, query, signal} = context;
    const record = await get(`/documents/${number}`, {}, signal);
    const reading = new Reading(record);
    const corrector = new Corrector(reading, state, async (index) => {
        const scroll = scrollY;
        await draw(context, state);
        scrollTo(0, scroll);
        const {statements} = state.reading.report;
        state.reading.choose(statements[Math.min(index, statements.length - 1)] ?? null);
    });
    state.reading = reading;
    state.keys?.abort();
    state.keys = new AbortController();
    signal.addEventListener("abort", () => state.keys.abort(), {once: true});
    main.replaceChildren(
        h("div", {class: "toolbar"}, h("a", {href: "/d"}, "All reports"), corrector.helpButton(),
          savers(`document-${number}`, record, () => statementRows(reading.report))),
        reading.element, historyOf(record.corrections ?? [], (n) => corrector.undo(n)));
    keysOf(reading, state.keys.signal, corrector.commands());
    const statement = wanted(reading, query);
    if (statement !== null && !state.drawn) reading.choose(statement, true);
    state.drawn = true;
    return reading.title;
}

export function show(context)
{
    return draw(context, {done: [], drawn: false});
}
