/*
 * status.js - short messages for those who look and those who listen.
 */
import {visible} from "./dom.js";

let timer = 0;

/** Tell those who listen what the others see on the page. */
export function tell(message)
{
    const place = document.getElementById("status");
    clearTimeout(timer);
    place.classList.remove("on");
    place.textContent = visible(message);
}

/** Say something that is of interest now; it goes away by itself. */
export function say(message)
{
    const place = document.getElementById("status");
    tell(message);
    place.classList.add("on");
    timer = setTimeout(() => place.classList.remove("on"), 4000);
}
