#include <onrecord/verify.h>

#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/sha256.h"
#include "doc/doc.h"
#include "ingest/text.h"
#include "verify/verifier.h"

onr_status onr_verifier_open(onr_verifier **out, const onr_alloc *alloc, onr_error *err)
{
    onr_verifier *v = onr_resize(alloc, NULL, 0, sizeof *v);
    *out = v;
    if (v == NULL) return onr_fail_memory(err);
    memset(v, 0, sizeof *v);
    if (alloc != NULL) {
        v->alloc_copy = *alloc;
        v->alloc = &v->alloc_copy;
    }
    onr_entry_init(&v->entry, v->alloc);
    return ONR_OK;
}

void onr_verifier_close(onr_verifier *v)
{
    if (v == NULL) return;
    onr_entry_deinit(&v->entry);
    onr_release(v->alloc, v->originals, v->original_capacity * sizeof *v->originals);
    onr_release(v->alloc, v->slots, v->slot_count * sizeof *v->slots);
    onr_alloc copy = v->alloc_copy;
    onr_release(v->alloc == NULL ? NULL : &copy, v, sizeof *v);
}

void onr_verifier_set_jobs(onr_verifier *v, uint32_t jobs)
{
    v->jobs = jobs < ONR_VERIFY_MAX_JOBS ? jobs : ONR_VERIFY_MAX_JOBS;
}

const onr_verify_counts *onr_verifier_counts(const onr_verifier *v)
{
    return &v->counts;
}

/* ---- originals ---- */

static uint32_t slot_of(const onr_verifier *v, const uint8_t id[32])
{
    uint64_t hash;
    memcpy(&hash, id, sizeof hash);
    return (uint32_t)onr_hash_mix(hash) & (v->slot_count - 1);
}

static void put_slot(onr_verifier *v, uint32_t index)
{
    uint32_t at = slot_of(v, v->originals[index].id);
    while (v->slots[at] != 0) at = (at + 1) & (v->slot_count - 1);
    v->slots[at] = index + 1;
}

static bool grow_slots(onr_verifier *v)
{
    if (v->original_count * 2 < v->slot_count) return true;
    uint32_t count = v->slot_count == 0 ? 64 : v->slot_count * 2;
    uint32_t *slots = onr_resize(v->alloc, NULL, 0, count * sizeof *slots);
    if (slots == NULL) return false;
    memset(slots, 0, count * sizeof *slots);
    onr_release(v->alloc, v->slots, v->slot_count * sizeof *v->slots);
    v->slots = slots;
    v->slot_count = count;
    for (uint32_t i = 0; i < v->original_count; i++) put_slot(v, i);
    return true;
}

onr_status onr_verifier_add_original(onr_verifier *v, const onr_input *in, onr_error *err)
{
    if (v->original_count == UINT32_MAX / 4 || !grow_slots(v) ||
        !onr_grow(v->alloc, &v->originals, &v->original_capacity,
                  (uint64_t)v->original_count + 1, sizeof *v->originals))
        return onr_fail_memory(err);
    /* The document repairs the text as it did when the record was made. */
    onr_doc *doc = onr_doc_new(v->alloc);
    if (doc == NULL) return onr_fail_memory(err);
    onr_status status = onr_ingest_text(doc, in, err);
    if (status == ONR_OK) {
        onr_original *o = &v->originals[v->original_count++];
        onr_sha256_bytes(o->id, in->id.ptr, in->id.len);
        memcpy(o->text, onr_doc_sha256(doc), sizeof o->text);
        put_slot(v, v->original_count - 1);
    }
    onr_doc_free(doc);
    return status;
}

/* ---- checks ---- */

static onr_verify_item make_item(const onr_entry *entry, onr_verdict verdict, const char *why)
{
    return (onr_verify_item){
        .verdict = verdict, .name = entry->id, .attribution = ONR_NONE, .why = why};
}

static onr_verify_item check_original(const onr_verifier *v, const onr_entry *entry)
{
    uint8_t id[32], text[32];
    bool found = false;
    onr_sha256_bytes(id, entry->id.ptr, entry->id.len);
    onr_sha256_bytes(text, entry->text.ptr, entry->text.len);
    for (uint32_t at = slot_of(v, id); v->slots[at] != 0; at = (at + 1) & (v->slot_count - 1)) {
        const onr_original *o = &v->originals[v->slots[at] - 1];
        if (memcmp(o->id, id, sizeof id) != 0) continue;
        found = true;
        if (memcmp(o->text, text, sizeof text) == 0)
            return make_item(entry, ONR_VERIFIED, "all is as recorded");
    }
    if (!found) return make_item(entry, ONR_MISSING, "there is no original of that id");
    return make_item(entry, ONR_ALTERED, "the text is not that of the original");
}

onr_verify_item onr_verify_entry(const onr_verifier *v, const onr_entry *entry)
{
    onr_verify_item item = make_item(entry, ONR_ALTERED, NULL);
    onr_fault fault = onr_entry_check(entry, &item.attribution);
    item.why = onr_fault_text(fault);
    if (fault != ONR_FAULT_NONE) return item;
    if (v->slot_count > 0) return check_original(v, entry);
    item.verdict = ONR_VERIFIED;
    return item;
}

bool onr_verify_report(onr_verifier *v, const onr_verify_item *item, onr_verify_fn take, void *ctx)
{
    switch (item->verdict) {
    case ONR_VERIFIED: v->counts.verified++; break;
    case ONR_ALTERED: v->counts.altered++; break;
    case ONR_MISSING: v->counts.missing++; break;
    }
    return take(ctx, item);
}

onr_status onr_verifier_check_record(onr_verifier *v, onr_slice line, onr_verify_fn take, void *ctx,
                                     onr_error *err)
{
    onr_error why;
    onr_verify_item item;
    onr_status status = onr_entry_parse(&v->entry, line, &why);
    if (status == ONR_ENOMEM) return onr_fail_memory(err);
    if (status == ONR_OK) {
        v->counts.statements += v->entry.attribution_count;
        item = onr_verify_entry(v, &v->entry);
    } else {
        item = (onr_verify_item){
            .verdict = ONR_ALTERED, .attribution = ONR_NONE, .why = why.message};
    }
    return onr_verify_report(v, &item, take, ctx) ? ONR_OK : ONR_END;
}
