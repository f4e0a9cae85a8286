/*
 * voices.js - who speaks in a report, at its side.
 */
import {bdi, h} from "./dom.js";
import {count, standing} from "./format.js";
import {voicesOf} from "./record.js";

const AT_ONCE = 40;

function row(voice, toggle)
{
    const role = standing(voice.speaker);
    const kind = voice.speaker?.kind;
    return h("li", null,
        h("button", {type: "button", class: "voice", "aria-pressed": "false",
                     onclick: (event) => toggle(voice, event.currentTarget)},
          h("span", {class: "who"}, bdi(voice.name)),
          h("span", {class: "n", "aria-label": count(voice.statements.length, "statement")},
            voice.statements.length),
          (role || (kind && kind !== "person")) &&
            h("span", {class: "role"}, bdi(role || kind))));
}

/**
 * The list of speakers. Pressing one leaves only their statements marked.
 * @param onpick  called with the list of statements, or null for all.
 */
export function voices(report, onpick)
{
    let pressed = null;
    function toggle(voice, button)
    {
        pressed?.setAttribute("aria-pressed", "false");
        pressed = pressed === button ? null : button;
        pressed?.setAttribute("aria-pressed", "true");
        onpick(pressed === null ? null : voice.statements);
    }

    const all = voicesOf(report);
    const list = h("ul", {class: "voices"}, all.slice(0, AT_ONCE).map((v) => row(v, toggle)));
    const more = all.length > AT_ONCE && h("button", {type: "button", class: "more", onclick() {
        list.append(...all.slice(AT_ONCE).map((v) => row(v, toggle)));
        this.remove();
    }}, `${all.length - AT_ONCE} more`);
    const named = all.some((voice) => voice.speaker !== null);
    return h("section", {"aria-labelledby": "voices"},
        h("h2", {id: "voices"}, named ? "Who speaks" : "Sources"),
        all.length > 0 ? list : h("p", {class: "quiet"}, "Nobody is said to have said anything."),
        more);
}
