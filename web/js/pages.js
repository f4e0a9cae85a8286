/*
 * pages.js - a list that goes on.
 */
import {h} from "./dom.js";
import {say} from "./status.js";

/**
 * A list with a button for what follows.
 *
 * @param first  the first answer: {results, next}.
 * @param fetchNext  (cursor) => the next answer.
 * @param draw  (result) => a list item.
 * @param empty  what to say when there is nothing.
 */
export function pages(first, fetchNext, draw, empty)
{
    if (first.results.length === 0) return h("p", {class: "lead quiet"}, empty);
    const list = h("ol", {class: "list"}, first.results.map(draw));
    let cursor = first.next;
    const button = h("button", {type: "button", class: "more", onclick: async () => {
        button.disabled = true;
        try {
            const answer = await fetchNext(cursor);
            const items = answer.results.map(draw);
            list.append(...items);
            cursor = answer.next;
            items[0]?.querySelector("a, button")?.focus();
        } catch (error) {
            say(`There is no more just now: ${error.message}`);
        }
        button.disabled = false;
        button.hidden = cursor === null;
    }}, "More");
    button.hidden = cursor === null;
    return h("div", null, list, button);
}
