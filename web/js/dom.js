/*
 * dom.js - making elements.
 *
 * Everything that is shown goes through here as text, never as markup, so a string from a report
 * can be no more than letters on the page.
 */

const SVG = "http://www.w3.org/2000/svg";

// Characters that would reorder the text around them, and controls without a picture.
const UNSEEN = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Text without what could steer the page that shows it; each such character is one U+FFFD. */
export function visible(text)
{
    return String(text).replace(UNSEEN, "\ufffd");
}

function setAttribute(element, name, value)
{
    if (value === null || value === undefined || value === false) return;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else element.setAttribute(name, visible(value));
}

function append(element, child)
{
    if (child === null || child === undefined || child === false) return;
    if (Array.isArray(child)) child.forEach((one) => append(element, one));
    else element.append(child instanceof Node ? child : visible(child));
}

function fill(element, attributes, children)
{
    for (const [name, value] of Object.entries(attributes ?? {})) setAttribute(element, name, value);
    append(element, children);
    return element;
}

/**
 * An element: h("a", {href: "/d/1", onclick: go}, "text", node, [more]).
 * Attributes that are null or false are left out, as are such children.
 */
export function h(tag, attributes, ...children)
{
    return fill(document.createElement(tag), attributes, children);
}

/** The same for elements of a picture. */
export function s(tag, attributes, ...children)
{
    return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Somebody's words among ours: their direction stays with them. */
export function bdi(text, className)
{
    return h("bdi", {class: className}, text);
}

/** A link to a page of the web, where the address is one; else its text. */
export function outside(url, text)
{
    if (!/^https?:\/\//i.test(url ?? "")) return bdi(text ?? url ?? "");
    return h("a", {href: url, rel: "noreferrer noopener", target: "_blank"}, bdi(text ?? url));
}
