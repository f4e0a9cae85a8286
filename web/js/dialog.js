/*
 * dialog.js - a question in front of the page.
 */
import {h} from "./dom.js";

/**
 * Show a form and wait until it is closed.
 * @return the value of the button it was closed with, "" for none (Escape).
 */
export function openDialog(title, form)
{
    const heading = h("h2", {id: "dialog-title"}, title);
    const dialog = h("dialog", {"aria-labelledby": "dialog-title"}, heading, form);
    document.body.append(dialog);
    dialog.showModal();
    return new Promise((resolve) => {
        dialog.addEventListener("close", () => {
            dialog.remove();
            resolve(dialog.returnValue);
        });
    });
}
