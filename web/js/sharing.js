/*
 * sharing.js - a report in the address.
 *
 * What was pasted is stored nowhere. To share the view of it, the report itself is packed into the
 * part of the address that is never sent to a server.
 */

const LIMIT = 60000; // longer addresses are cut or refused on their way through other programs
const UNPACKED_LIMIT = 4 << 20;

async function through(stream, bytes, limit)
{
    const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
    const chunks = [];
    let size = 0;
    for (;;) {
        const {done, value} = await reader.read();
        if (done) break;
        size += value.length;
        if (size > limit) throw new Error("too large");
        chunks.push(value);
    }
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function toLetters(bytes)
{
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromLetters(text)
{
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")),
                           (letter) => letter.charCodeAt(0));
}

/** The fragment that holds a request to read, or null where it would be too long. */
export async function pack(request)
{
    const bytes = new TextEncoder().encode(JSON.stringify(request));
    if (bytes.length > UNPACKED_LIMIT) return null;
    const packed = await through(new CompressionStream("deflate-raw"), bytes, Infinity);
    const text = "#report=" + toLetters(packed);
    return text.length > LIMIT ? null : text;
}

/** The request in a fragment, or null where there is none that can be read. */
export async function unpack(fragment)
{
    const match = /^#report=([\w-]+)$/.exec(fragment);
    if (match === null) return null;
    try {
        const bytes = await through(new DecompressionStream("deflate-raw"), fromLetters(match[1]),
                                    UNPACKED_LIMIT);
        const request = JSON.parse(new TextDecoder().decode(bytes));
        return typeof request.text === "string" ? request : null;
    } catch {
        return null;
    }
}
