/*
 * api.js - asking the server.
 */
import {author, forget, sign, token} from "./token.js";

const ROOT = "/api/v1";

/** What the server could not do, in its words. */
export class ApiError extends Error {
    constructor(status, code, message)
    {
        super(message);
        this.status = status;
        this.code = code;
    }
}

/** The address of a route, with those parameters that have a value. */
export function address(path, parameters = {})
{
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
        if (value !== "" && value !== null && value !== undefined) query.set(name, value);
    }
    const text = query.toString();
    return ROOT + path + (text === "" ? "" : "?" + text);
}

async function failure(response)
{
    try {
        const {error} = await response.json();
        return new ApiError(response.status, error.code, error.message);
    } catch {
        return new ApiError(response.status, "unknown", `the server answered ${response.status}`);
    }
}

async function ask(url, options)
{
    let response;
    try {
        response = await fetch(url, {credentials: "omit", ...options});
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new ApiError(0, "offline", "the server does not answer");
    }
    if (!response.ok) throw await failure(response);
    return response.json();
}

/** GET a route. */
export function get(path, parameters, signal)
{
    return ask(address(path, parameters), {signal});
}

/** Read a report: a body as it is, with its type. @return its record. */
export function read(body, type, signal)
{
    return ask(ROOT + "/read", {method: "POST", body, signal, headers: {"Content-Type": type}});
}

/**
 * Write: needs a name and a token, which are asked for where they are missing.
 * @return the answer, or null when the reader would rather not sign.
 */
export async function write(path, body)
{
    if (!await sign()) return null;
    try {
        return await ask(ROOT + path, {
            method: "POST",
            body: JSON.stringify({author: author(), ...body}),
            headers: {"Content-Type": "application/json", Authorization: `Bearer ${token()}`},
        });
    } catch (error) {
        if (error.status !== 401) throw error;
        forget();
        return write(path, body);
    }
}
