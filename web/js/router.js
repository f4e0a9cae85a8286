/*
 * router.js - which view an address has.
 *
 * A view is a module with `show({main, number, query, signal})`. It fills `main` and answers the
 * title. Its signal is aborted when the reader goes on, so a slow answer never draws over the next
 * view.
 */
import {h} from "./dom.js";

let routes = [];
let leaving = new AbortController();

function problem(error)
{
    return h("section", {class: "problem"},
        h("h1", {tabindex: "-1"}, error.status === 404 ? "Not on record" : "That did not work"),
        h("p", {class: "lead"}, error.message),
        h("p", null, h("a", {href: location.href}, "Try again"), " or ",
          h("a", {href: "/"}, "read a report"), "."));
}

function markCurrent()
{
    for (const link of document.querySelectorAll(".masthead nav a")) {
        const path = link.getAttribute("href");
        const here = path === "/" ? location.pathname === "/"
                                  : location.pathname.split("/")[1] === path.slice(1);
        if (here) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
    }
}

function find()
{
    for (const [pattern, load] of routes) {
        const match = pattern.exec(location.pathname);
        if (match !== null) return {load, number: match[1]};
    }
    return null;
}

async function run(main, signal)
{
    const route = find();
    if (route === null) throw Object.assign(new Error("There is no such page."), {status: 404});
    const view = await route.load();
    if (signal.aborted) return "";
    return view.show({main, number: route.number, query: new URLSearchParams(location.search),
                      signal});
}

async function show(isFirst)
{
    leaving.abort();
    leaving = new AbortController();
    const {signal} = leaving;
    const main = document.getElementById("main");
    main.replaceChildren();
    main.className = "";
    main.setAttribute("aria-busy", "true");
    markCurrent();
    let title = "";
    try {
        title = await run(main, signal);
    } catch (error) {
        if (signal.aborted) return;
        main.replaceChildren(problem(error));
    }
    if (signal.aborted) return;
    main.removeAttribute("aria-busy");
    document.title = title ? `${title} – onrecord` : "onrecord";
    if (!isFirst) (main.querySelector("h1") ?? main).focus({preventScroll: true});
}

/** Go to an address of ours. */
export function go(address)
{
    history.pushState(null, "", address);
    scrollTo(0, 0);
    return show(false);
}

function followLink(event)
{
    const link = event.target.closest?.("a[href]");
    if (event.defaultPrevented || event.button !== 0 || link === null || link === undefined ||
        event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target ||
        link.hasAttribute("download")) return;
    const url = new URL(link.href, location.href);
    if (url.origin !== location.origin || url.pathname.startsWith("/api/")) return;
    if (url.hash === "#main") {
        // Going there by the address would draw the view anew, and what was typed would be gone.
        event.preventDefault();
        document.getElementById("main").focus();
        return;
    }
    if (url.hash !== "" && url.pathname === location.pathname) return;
    event.preventDefault();
    go(url.pathname + url.search);
}

export function start(list)
{
    routes = list;
    document.addEventListener("click", followLink);
    addEventListener("popstate", (event) => {
        if (event.state !== "same") show(false);
    });
    show(true);
}
