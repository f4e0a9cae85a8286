#include "store/packed.h"

#include <stdio.h>
#include <string.h>

#include "base/varint.h"

enum {
    MANY = 3,            /* of two bits: the number follows */
    PLACE_MOST = 2 * 5,  /* bytes of one, packed */
    PLACE_TEXT = 2 * 10 + 4, /* "[4294967295,4294967295]," */
    ENTITY_MOST = 8 * ONR_VARINT_MAX,
    FLAG_NUMBER = 1,
    FLAG_MORE = 2,
    REFERENCE = 2 /* from here on a name is words of a mention, and a type a known one */
};

/* Part of the format: more only at the end. */
static const char *const TYPES[] = {"PERSON",  "NORP",     "FAC",     "ORG",     "GPE",
                                    "LOC",     "PRODUCT",  "EVENT",   "WORK_OF_ART", "LAW",
                                    "LANGUAGE", "DATE",    "TIME",    "PERCENT", "MONEY",
                                    "QUANTITY", "ORDINAL", "CARDINAL"};

enum { TYPE_COUNT = sizeof TYPES / sizeof *TYPES };

/* ---- numbers and texts ---- */

typedef struct packer {
    uint8_t *bytes; /* with room for all that is to come */
    size_t len;
    uint32_t end; /* of the place before */
} packer;

static void put_number(packer *p, uint64_t value)
{
    p->len += onr_varint_put(p->bytes + p->len, value);
}

static void put_text(packer *p, onr_slice text)
{
    if (text.len > 0) memcpy(p->bytes + p->len, text.ptr, text.len);
    p->len += text.len;
}

static void put_place(packer *p, onr_place place)
{
    put_number(p, onr_varint_fold((int64_t)place.begin - p->end));
    put_number(p, place.end > place.begin ? place.end - place.begin : 0);
    p->end = place.end;
}

typedef struct unpacker {
    const uint8_t *at, *end;
    uint32_t place_end;
} unpacker;

static bool get_number(unpacker *u, uint64_t *out)
{
    return onr_varint_get(&u->at, u->end, out);
}

static bool get_text(unpacker *u, uint64_t len, onr_slice *out)
{
    if (len > (size_t)(u->end - u->at)) return false;
    *out = (onr_slice){(const char *)u->at, (size_t)len};
    u->at += len;
    return true;
}

static bool get_offset(unpacker *u, uint32_t from, uint32_t *out)
{
    uint64_t folded;
    if (!get_number(u, &folded)) return false;
    int64_t step = onr_varint_unfold(folded);
    if (step < -(int64_t)ONR_NONE || step > (int64_t)ONR_NONE) return false;
    int64_t value = (int64_t)from + step;
    *out = (uint32_t)value;
    return value >= 0 && value < (int64_t)ONR_NONE;
}

static bool get_place(unpacker *u, onr_place *out)
{
    uint64_t len;
    if (!get_offset(u, u->place_end, &out->begin) || !get_number(u, &len)) return false;
    if (len >= ONR_NONE - out->begin) return false;
    out->end = u->place_end = out->begin + (uint32_t)len;
    return true;
}

static unpacker start(onr_slice bytes)
{
    const uint8_t *at = (const uint8_t *)bytes.ptr;
    return (unpacker){.at = at, .end = at == NULL ? NULL : at + bytes.len};
}

/* Of what can be there: each takes two bytes or more. */
static bool is_count(const unpacker *u, uint64_t count)
{
    return count <= (size_t)(u->end - u->at) / 2;
}

/* ---- places of a statement ---- */

onr_slice onr_packed_places(const onr_entry_part parts[ONR_PART_COUNT], onr_arena *arena)
{
    size_t most = 1;
    uint8_t head = 0;
    for (int role = 0; role < ONR_PART_COUNT; role++) {
        uint32_t count = parts[role].count;
        most += ONR_VARINT_MAX + (size_t)count * PLACE_MOST;
        head |= (uint8_t)((count < MANY ? count : MANY) << 2 * role);
    }
    packer p = {.bytes = onr_arena_take(arena, most)};
    if (p.bytes == NULL) return (onr_slice){NULL, 0};
    p.bytes[p.len++] = head;
    for (int role = 0; role < ONR_PART_COUNT; role++)
        if (parts[role].count >= MANY) put_number(&p, parts[role].count);
    for (int role = 0; role < ONR_PART_COUNT; role++)
        for (uint32_t i = 0; i < parts[role].count; i++) put_place(&p, parts[role].places[i]);
    return (onr_slice){(const char *)p.bytes, p.len};
}

static bool get_counts(unpacker *u, uint32_t counts[ONR_PART_COUNT])
{
    if (u->at == u->end) return false;
    uint8_t head = *u->at++;
    for (int role = 0; role < ONR_PART_COUNT; role++) {
        uint64_t count = head >> 2 * role & 3;
        if (count == MANY && !get_number(u, &count)) return false;
        if (!is_count(u, count)) return false;
        counts[role] = (uint32_t)count;
    }
    return true;
}

static bool get_places(unpacker *u, onr_place *places, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!get_place(u, &places[i])) return false;
    return true;
}

bool onr_unpack_places(onr_entry_part parts[ONR_PART_COUNT], onr_slice bytes, onr_arena *arena)
{
    uint32_t counts[ONR_PART_COUNT];
    unpacker u = start(bytes);
    bool sound = get_counts(&u, counts);
    for (int role = 0; role < ONR_PART_COUNT && sound; role++) {
        onr_entry_part *part = &parts[role];
        part->places = onr_arena_array(arena, counts[role], sizeof *part->places);
        if (part->places == NULL) return false;
        part->count = part->capacity = counts[role];
        sound = get_places(&u, part->places, part->count);
    }
    sound = sound && u.at == u.end;
    for (int role = 0; role < ONR_PART_COUNT && !sound; role++) parts[role].count = 0;
    return true;
}

/* ---- mentions ---- */

static bool take_char(onr_slice *text, char c)
{
    if (text->len == 0 || *text->ptr != c) return false;
    text->ptr++;
    text->len--;
    return true;
}

static bool take_number(onr_slice *text, uint32_t *out)
{
    uint64_t value = 0;
    size_t digits = 0;
    for (; digits < text->len && text->ptr[digits] >= '0' && text->ptr[digits] <= '9'; digits++) {
        value = value * 10 + (uint64_t)(text->ptr[digits] - '0');
        if (value >= ONR_NONE) return false;
    }
    *out = (uint32_t)value;
    bool plain = digits == 1 || (digits > 0 && *text->ptr != '0');
    text->ptr += digits;
    text->len -= digits;
    return plain;
}

typedef struct mentions {
    onr_place *places;
    uint32_t count;
    bool is_list; /* false: some other JSON */
} mentions;

/* "[[22,29],[30,34]]" without spaces, as records have it. False without memory. */
static bool read_mentions(mentions *out, onr_slice json, onr_arena *arena)
{
    *out = (mentions){.places = onr_arena_array(arena, json.len / 5 + 1, sizeof *out->places)};
    if (out->places == NULL) return false;
    if (!take_char(&json, '[')) return true;
    while (json.len > 0 && *json.ptr == '[') {
        onr_place *place = &out->places[out->count];
        bool pair = take_char(&json, '[') && take_number(&json, &place->begin) &&
                    take_char(&json, ',') && take_number(&json, &place->end) &&
                    take_char(&json, ']');
        if (!pair || place->end < place->begin) return true;
        out->count++;
        if (json.len < 2 || *json.ptr != ',' || json.ptr[1] != '[') break;
        take_char(&json, ',');
    }
    out->is_list = take_char(&json, ']') && json.len == 0;
    return true;
}

static void put_places(packer *p, const mentions *m)
{
    put_number(p, (uint64_t)m->count + 1);
    p->end = 0;
    for (uint32_t i = 0; i < m->count; i++) put_place(p, m->places[i]);
}

onr_slice onr_packed_mentions(onr_slice json, onr_arena *arena)
{
    mentions m;
    if (!read_mentions(&m, json, arena)) return (onr_slice){NULL, 0};
    size_t most = 2 * ONR_VARINT_MAX + json.len + (size_t)m.count * PLACE_MOST;
    packer p = {.bytes = onr_arena_take(arena, most)};
    if (p.bytes == NULL) return (onr_slice){NULL, 0};
    if (m.is_list) {
        put_places(&p, &m);
    } else {
        put_number(&p, 0);
        put_text(&p, json);
    }
    return (onr_slice){(const char *)p.bytes, p.len};
}

/* False when there are none, or without memory, which leaves `places` NULL. */
static bool get_mentions(unpacker *u, uint64_t count, mentions *out, onr_arena *arena)
{
    *out = (mentions){.count = 0};
    bool possible = is_count(u, count);
    out->places = onr_arena_array(arena, possible ? (size_t)count : 0, sizeof *out->places);
    if (out->places == NULL || !possible) return false;
    u->place_end = 0;
    out->count = (uint32_t)count;
    out->is_list = get_places(u, out->places, out->count);
    return out->is_list;
}

/* A list of mentions as JSON; absent without memory. */
static onr_slice write_mentions(const mentions *m, onr_arena *arena)
{
    size_t room = (size_t)m->count * PLACE_TEXT + 3, len = 0;
    char *out = onr_arena_take(arena, room);
    if (out == NULL) return (onr_slice){NULL, 0};
    out[len++] = '[';
    for (uint32_t i = 0; i < m->count; i++)
        len += (size_t)snprintf(out + len, room - len, i > 0 ? ",[%u,%u]" : "[%u,%u]",
                                (unsigned)m->places[i].begin, (unsigned)m->places[i].end);
    out[len++] = ']';
    return (onr_slice){out, len};
}

bool onr_unpack_mentions(onr_slice *json, onr_slice bytes, onr_arena *arena)
{
    unpacker u = start(bytes);
    uint64_t count;
    mentions m;
    *json = (onr_slice){NULL, 0};
    if (!get_number(&u, &count)) return true;
    if (count == 0) return onr_arena_copy(arena, json, (onr_slice){(const char *)u.at,
                                                                   (size_t)(u.end - u.at)});
    if (!get_mentions(&u, count - 1, &m, arena)) return m.places != NULL;
    *json = write_mentions(&m, arena);
    return json->ptr != NULL;
}

/* ---- names of a document ---- */

static bool same(onr_slice a, onr_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static void put_literal(packer *p, onr_slice text)
{
    put_number(p, text.ptr == NULL ? 0 : 1);
    if (text.ptr == NULL) return;
    put_number(p, text.len);
    put_text(p, text);
}

static void put_name(packer *p, onr_slice name, const mentions *m, const onr_points *points)
{
    for (uint32_t i = 0; i < m->count && m->is_list && name.ptr != NULL; i++) {
        if (!same(onr_points_piece(points, m->places[i].begin, m->places[i].end), name)) continue;
        put_number(p, (uint64_t)i + REFERENCE);
        return;
    }
    put_literal(p, name);
}

static void put_type(packer *p, onr_slice type)
{
    for (uint32_t i = 0; i < TYPE_COUNT && type.ptr != NULL; i++) {
        if (!same(type, (onr_slice){TYPES[i], strlen(TYPES[i])})) continue;
        put_number(p, (uint64_t)i + REFERENCE);
        return;
    }
    put_literal(p, type);
}

static void put_json(packer *p, onr_slice json)
{
    put_number(p, json.ptr == NULL ? 0 : (uint64_t)json.len + 1);
    put_text(p, json);
}

static bool put_entity(packer *p, const onr_entry_entity *n, uint32_t expected,
                       const onr_points *points, onr_arena *arena)
{
    mentions m;
    if (!read_mentions(&m, n->mentions, arena)) return false;
    bool more = n->roles.ptr != NULL || n->affiliations.ptr != NULL || n->extra.len > 0;
    put_number(p, (n->number != expected ? FLAG_NUMBER : 0) | (more ? FLAG_MORE : 0));
    if (n->number != expected) put_number(p, onr_varint_fold((int64_t)n->number - expected));
    if (m.is_list) {
        put_places(p, &m);
    } else {
        put_number(p, 0);
        put_json(p, n->mentions);
    }
    put_name(p, n->name, &m, points);
    put_type(p, n->type);
    if (!more) return true;
    put_json(p, n->roles);
    put_json(p, n->affiliations);
    put_json(p, n->extra.len > 0 ? n->extra : (onr_slice){NULL, 0});
    return true;
}

onr_slice onr_packed_entities(const onr_entry_entity *entities, uint32_t count,
                              const onr_points *points, onr_arena *arena)
{
    size_t most = 1;
    for (uint32_t i = 0; i < count; i++) {
        const onr_entry_entity *n = &entities[i];
        most += ENTITY_MOST + n->name.len + n->type.len + n->mentions.len / 5 * PLACE_MOST +
                n->mentions.len + n->roles.len + n->affiliations.len + n->extra.len;
    }
    packer p = {.bytes = onr_arena_take(arena, most)};
    if (p.bytes == NULL) return (onr_slice){NULL, 0};
    for (uint32_t i = 0; i < count; i++) {
        uint32_t expected = i > 0 ? entities[i - 1].number + 1 : 0;
        if (!put_entity(&p, &entities[i], expected, points, arena)) return (onr_slice){NULL, 0};
    }
    return (onr_slice){(const char *)p.bytes, p.len};
}

static bool get_literal(unpacker *u, onr_slice *out)
{
    uint64_t len;
    return get_number(u, &len) && get_text(u, len, out);
}

static bool get_json(unpacker *u, onr_slice *out)
{
    uint64_t len;
    *out = (onr_slice){NULL, 0};
    return get_number(u, &len) && (len == 0 || get_text(u, len - 1, out));
}

/* False when the bytes make no sense or memory is short; `*memory` tells. */
static bool get_mentions_json(unpacker *u, mentions *m, onr_slice *json, onr_arena *arena,
                              bool *memory)
{
    uint64_t count;
    *m = (mentions){.count = 0};
    if (!get_number(u, &count)) return false;
    if (count == 0) return get_json(u, json);
    if (!get_mentions(u, count - 1, m, arena)) {
        *memory = m->places != NULL;
        return false;
    }
    *json = write_mentions(m, arena);
    *memory = json->ptr != NULL;
    return *memory;
}

static bool get_name(unpacker *u, onr_slice *out, const mentions *m, const onr_points *points)
{
    uint64_t what;
    if (!get_number(u, &what)) return false;
    if (what == 0) return true;
    if (what == 1) return get_literal(u, out);
    if (what - REFERENCE >= m->count) return false;
    onr_place place = m->places[what - REFERENCE];
    *out = onr_points_piece(points, place.begin, place.end);
    return true;
}

static bool get_type(unpacker *u, onr_slice *out)
{
    uint64_t what;
    if (!get_number(u, &what)) return false;
    if (what == 0) return true;
    if (what == 1) return get_literal(u, out);
    if (what - REFERENCE >= TYPE_COUNT) return false;
    *out = (onr_slice){TYPES[what - REFERENCE], strlen(TYPES[what - REFERENCE])};
    return true;
}

static bool get_entity(unpacker *u, onr_entry_entity *out, uint32_t expected,
                       const onr_points *points, onr_arena *arena, bool *memory)
{
    uint64_t flags;
    mentions m;
    *out = (onr_entry_entity){.number = expected};
    if (!get_number(u, &flags)) return false;
    if ((flags & FLAG_NUMBER) != 0 && !get_offset(u, expected, &out->number)) return false;
    if (!get_mentions_json(u, &m, &out->mentions, arena, memory)) return false;
    if (!get_name(u, &out->name, &m, points) || !get_type(u, &out->type)) return false;
    if ((flags & FLAG_MORE) == 0) return true;
    return get_json(u, &out->roles) && get_json(u, &out->affiliations) && get_json(u, &out->extra);
}

bool onr_unpack_entities(onr_entry_entity **entities, uint32_t *count, onr_slice bytes,
                         const onr_points *points, onr_arena *arena)
{
    enum { LEAST = 4 }; /* bytes of an entity: flags, mentions, name, type */
    onr_slice copy;
    bool memory = true;
    *count = 0;
    *entities = onr_arena_array(arena, bytes.len / LEAST, sizeof **entities);
    if (*entities == NULL || !onr_arena_copy(arena, &copy, bytes)) return false;
    unpacker u = start(copy);
    while ((size_t)(u.end - u.at) >= LEAST) {
        uint32_t expected = *count > 0 ? (*entities)[*count - 1].number + 1 : 0;
        if (!get_entity(&u, &(*entities)[*count], expected, points, arena, &memory)) break;
        ++*count;
    }
    return memory;
}
