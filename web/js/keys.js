/*
 * keys.js - single keys in a report.
 *
 * They work while no field has the focus, and can be turned off in the help, for those whose
 * machine types by voice.
 */
import {h} from "./dom.js";
import {openDialog} from "./dialog.js";

const OFF = "onrecord.keys-off";

function isTyping(target)
{
    return target.closest?.("input, textarea, select, dialog, [contenteditable]") !== null;
}

/** What the keys do. @param commands  {key: [what it does, function]} */
export async function help(commands)
{
    const off = h("input", {type: "checkbox", checked: localStorage.getItem(OFF) === null});
    const form = h("form", {method: "dialog"},
        h("dl", {class: "keys"}, Object.entries(commands).map(([key, [what]]) =>
            [h("dt", null, h("kbd", null, key)), h("dd", null, what)])),
        h("label", {class: "check"}, off, " Single keys are on"),
        h("div", {class: "actions"}, h("button", {class: "primary"}, "Close")));
    await openDialog("Keys", form);
    if (off.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
}

/**
 * Listen to keys until the view is left.
 * @param commands  as for help(); "?" is added.
 */
export function listen(commands, signal)
{
    commands["?"] = ["this help", () => help(commands)];
    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented ||
            isTyping(event.target)) return;
        if (localStorage.getItem(OFF) !== null && event.key !== "?" && event.key !== "Escape") return;
        const command = commands[event.key];
        if (command === undefined) return;
        event.preventDefault();
        command[1]();
    }, {signal});
}

/** The keys of every report. */
export function keysOf(reading, signal, more = {})
{
    listen({
        j: ["next statement", () => reading.step(1)],
        k: ["statement before", () => reading.step(-1)],
        ...more,
        Escape: ["close the statement", () => reading.close()],
    }, signal);
}
