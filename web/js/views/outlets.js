/*
 * outlets.js - which outlet lets whom speak.
 */
import {get} from "../api.js";
import {h} from "../dom.js";
import {savers} from "../download.js";
import {matrix} from "../matrix.js";

function rows({outlets, speakers})
{
    return [["speaker", "affiliation", ...outlets.map((outlet) => outlet.name)],
            ...speakers.map((speaker) => [speaker.name, speaker.affiliation, ...speaker.counts])];
}

export async function show({main, query, signal})
{
    const data = await get("/outlets", {limit: query.get("limit")}, signal);
    const known = data.outlets.length > 0 && data.speakers.length > 0;
    main.replaceChildren(h("h1", {tabindex: "-1"}, "Outlets by speakers"),
        h("p", {class: "lead"}, "The speakers with most statements, and where they are quoted."),
        known ? matrix(data) : h("p", {class: "lead quiet"}, "No outlet is on record yet."),
        savers("outlets", data, () => rows(data)));
    return "Outlets by speakers";
}
