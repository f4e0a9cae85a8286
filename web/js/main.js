/*
 * main.js - where the page begins: the token, the views, the first address.
 */
import {get} from "./api.js";
import {start} from "./router.js";
import {takeFromAddress} from "./token.js";

const WITHOUT_STORE = ["/"];

// A server without a store reads and no more; do not offer what it has not.
async function hideWhatIsNotThere()
{
    try {
        const health = await get("/health");
        if (health.documents !== null) return;
        for (const link of document.querySelectorAll(".masthead nav a")) {
            link.parentElement.hidden = !WITHOUT_STORE.includes(link.getAttribute("href"));
        }
    } catch {
        // The view will say what is wrong.
    }
}

takeFromAddress();
addEventListener("hashchange", takeFromAddress);
start([
    [/^\/(?:read)?$/, () => import("./views/read.js")],
    [/^\/search$/, () => import("./views/search.js")],
    [/^\/s$/, () => import("./views/speakers.js")],
    [/^\/s\/(\d+)$/, () => import("./views/speaker.js")],
    [/^\/f$/, () => import("./views/families.js")],
    [/^\/f\/(\d+)$/, () => import("./views/family.js")],
    [/^\/outlets$/, () => import("./views/outlets.js")],
    [/^\/d$/, () => import("./views/documents.js")],
    [/^\/d\/(\d+)$/, () => import("./views/document.js")],
]);
hideWhatIsNotThere();
