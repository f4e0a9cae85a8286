/*
 * token.js - who corrects, and the token that the server asks for.
 *
 * The token is printed when the server starts. It comes with the address (#token=…) or is asked for
 * once; it is kept until the tab is closed. The name is kept for the next time.
 */
import {h} from "./dom.js";
import {openDialog} from "./dialog.js";

const TOKEN = "onrecord.token";
const AUTHOR = "onrecord.author";

/** Take the token out of the address, where it could be read over a shoulder. */
export function takeFromAddress()
{
    const match = /(?:^#|&)token=([^&]+)/.exec(location.hash);
    if (match === null) return;
    sessionStorage.setItem(TOKEN, decodeURIComponent(match[1]));
    history.replaceState(history.state, "", location.pathname + location.search);
}

export function token()
{
    return sessionStorage.getItem(TOKEN) ?? "";
}

/** Forget a token that the server did not take. */
export function forget()
{
    sessionStorage.removeItem(TOKEN);
}

export function author()
{
    return localStorage.getItem(AUTHOR) ?? "";
}

function field(label, attributes, hint)
{
    return h("label", {class: "field"}, h("span", null, label), h("input", attributes),
             hint && h("small", null, hint));
}

/** Ask for what is missing. @return false when the reader would rather not. */
export async function sign()
{
    if (token() !== "" && author() !== "") return true;
    const form = h("form", {method: "dialog"},
        h("p", null, "Corrections stand under a name and are kept beside what the machine read."),
        field("Your name", {name: "author", value: author(), required: true, autocomplete: "name"}),
        field("Token", {name: "token", value: token(), required: true, autocomplete: "off",
                        spellcheck: "false"},
              "The server printed it when it was started."),
        h("div", {class: "actions"},
            h("button", {value: "ok", class: "primary"}, "Sign"),
            h("button", {value: "", formnovalidate: true, type: "submit"}, "Not now")));
    if (await openDialog("Who corrects?", form) !== "ok") return false;
    const values = new FormData(form);
    localStorage.setItem(AUTHOR, values.get("author").trim());
    sessionStorage.setItem(TOKEN, values.get("token").trim());
    return true;
}
