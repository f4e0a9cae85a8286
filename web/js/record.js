/*
 * record.js - a record as the views need it.
 *
 * Places become units of the string; statements know their speaker, their parent and how deep they
 * stand; paragraphs are what has line breaks around it.
 */
import {pointsOf} from "./points.js";

export const PARTS = ["source", "cue", "content"];

function placesOf(part, points)
{
    return (part?.spans ?? []).map(([begin, end]) => ({begin: points.toUnit(begin),
                                                       end: points.toUnit(end)}));
}

function depthOf(statement, byId)
{
    let depth = 0;
    // A record from elsewhere may have a circle of parents.
    for (let up = byId.get(statement.data.parent); up !== undefined && depth < 9; depth++) {
        up = byId.get(up.data.parent);
    }
    return depth;
}

function makeStatement(data, index, points, speakers)
{
    const places = {};
    for (const part of PARTS) places[part] = placesOf(data[part], points);
    return {
        index, data, places,
        speaker: speakers.get(data.speaker) ?? null,
        begin: Math.min(...PARTS.flatMap((part) => places[part].map((p) => p.begin)), Infinity),
        children: [],
        depth: 0,
    };
}

function link(statements)
{
    const byId = new Map(statements.map((statement) => [statement.data.id, statement]));
    for (const statement of statements) {
        statement.depth = depthOf(statement, byId);
        statement.parent = byId.get(statement.data.parent) ?? null;
        statement.parent?.children.push(statement);
    }
}

function blocksOf(record, points)
{
    if (record.blocks?.length > 0) {
        return record.blocks.map(({span, kind}) => ({begin: points.toUnit(span[0]),
                                                     end: points.toUnit(span[1]), kind}));
    }
    return [...record.text.matchAll(/\S.*/g)].map((line) => ({
        begin: line.index, end: line.index + line[0].length, kind: "body",
    }));
}

// A dateline is a block of its own on the line of what follows.
function paragraphsOf(text, blocks)
{
    const paragraphs = [];
    for (const block of blocks) {
        const last = paragraphs.at(-1);
        if (last?.kind === "dateline" && !text.slice(last.end, block.begin).includes("\n")) {
            last.kind = block.kind;
            last.dateline = {begin: last.begin, end: last.end, kind: "dateline", owner: null};
            last.end = block.end;
        } else {
            paragraphs.push({...block});
        }
    }
    return paragraphs;
}

/** The view of a record: {data, text, points, title, paragraphs, statements, warnings, speakers}. */
export function makeReport(data)
{
    const points = pointsOf(data.text);
    const speakers = new Map((data.speakers ?? []).map((speaker) => [speaker.id, speaker]));
    const statements = (data.attributions ?? []).map(
        (attribution, index) => makeStatement(attribution, index, points, speakers));
    link(statements);
    const paragraphs = paragraphsOf(data.text, blocksOf(data, points));
    const warnings = (data.warnings ?? []).map((warning) => ({
        ...warning, begin: points.toUnit(warning.span?.[0] ?? 0),
        end: points.toUnit(warning.span?.[1] ?? 0),
    }));
    return {data, text: data.text, points, paragraphs, statements, warnings, speakers};
}

/** All marks of the text: statements' parts, datelines, warnings. */
export function marksOf(report)
{
    const marks = [];
    for (const statement of report.statements) {
        for (const part of PARTS) {
            for (const place of statement.places[part]) {
                marks.push({...place, kind: part, owner: statement});
            }
        }
    }
    for (const paragraph of report.paragraphs) {
        if (paragraph.dateline) marks.push(paragraph.dateline);
    }
    for (const warning of report.warnings) {
        if (warning.begin < warning.end) marks.push({...warning, kind: "warning", owner: null});
    }
    return marks;
}

/** Who speaks, in the text's words where no name is known. */
export function nameOf(statement)
{
    const {speaker, data} = statement;
    return speaker?.name ?? data.source?.text ?? "nobody named";
}

/** "Ana Ruiz did not say: that it was so", for those who cannot see the marks. */
export function sentenceOf(statement)
{
    const {cue, content} = statement.data;
    return `${nameOf(statement)} ${cue?.text ?? "is quoted"}: ${content?.text ?? ""}`;
}

/**
 * Speakers with their statements, those first who say most.
 * @return [{name, speaker or null, statements}]
 */
export function voicesOf(report)
{
    const voices = new Map();
    for (const statement of report.statements) {
        const key = statement.speaker ?? nameOf(statement);
        if (!voices.has(key)) {
            voices.set(key, {name: nameOf(statement), speaker: statement.speaker, statements: []});
        }
        voices.get(key).statements.push(statement);
    }
    return [...voices.values()].sort((a, b) => b.statements.length - a.statements.length);
}
