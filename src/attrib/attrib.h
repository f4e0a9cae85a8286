/*
 * attrib.h - who said what: sources, cues and contents.
 *
 * Reads: tokens, sentences, paragraphs, quotes, the encoder's states. Adds: attributions.
 *
 * Window by window: a tagger finds cues (cue.h); a second one finds, given a cue, its source and
 * content (span.h); quotations that go on in later paragraphs are followed (follow.h); contents
 * are read again for attributions nested in them (nested.h). At the end of the document the
 * attributions are put in order (order.h).
 */
#ifndef ONR_ATTRIB_ATTRIB_H
#define ONR_ATTRIB_ATTRIB_H

#include "attrib/act.h"
#include "attrib/confidence.h"
#include "attrib/span.h"
#include "encode/encoder.h"
#include "encode/view.h"

/* The tagger's columns: a block that begins with the cue labels, then the projection. */
enum { ONR_CUE_COLUMNS = ONR_COLUMNS };

/* The trained parts, borrowed from a model; constant after loading. */
typedef struct onr_attrib {
    const onr_encoder *encoder;
    onr_matrix tagger; /* states -> 64 columns that begin with the cue labels, 64 for span.h */
    onr_span_tagger spans;
    onr_acts acts;
    onr_calibration calibration;
    const uint8_t *cue_steps; /* [vocabulary rows] how often a form is in a cue, 0 to 7 */
    float cue_bias;           /* added to "no cue" */
    float nested_bias;        /* ... when a content is read again */
} onr_attrib;

/* Working memory of one pipeline; grows to what a window needs and stays. */
typedef struct onr_attrib_work {
    onr_arena arena;
    float *tagged;         /* [ONR_WINDOW_TOKENS][tagger.columns] */
    uint32_t *tokens;      /* [ONR_WINDOW_TOKENS] */
    uint8_t *in_cue;       /* [ONR_WINDOW_TOKENS] */
    uint8_t *quoted;       /* [ONR_WINDOW_TOKENS] */
    onr_cue *cues;         /* [ONR_WINDOW_TOKENS] */
    onr_rows nested_rows;
    onr_span_work spans;
    const onr_alloc *alloc;
    onr_candidates candidates; /* of the document so far */
} onr_attrib_work;

/** Find the stage's parts in a model. `encoder` is borrowed and already loaded. */
onr_status onr_attrib_load(onr_attrib *attrib, const onr_encoder *encoder, const onr_model *model,
                           onr_error *err);

/** Make working memory; release it with onr_attrib_work_deinit() even after a failure. */
onr_status onr_attrib_work_init(onr_attrib_work *work, const onr_attrib *attrib,
                                const onr_alloc *alloc, onr_error *err);
void onr_attrib_work_deinit(onr_attrib_work *work);

/** Begin a document. */
void onr_attrib_begin(onr_attrib_work *work);

/**
 * Read one window; its attributions wait in `work`.
 *
 * @return ONR_OK or ONR_ENOMEM.
 */
onr_status onr_attrib_window(const onr_attrib *attrib, onr_attrib_work *work, const onr_doc *doc,
                             const onr_view *view, onr_error *err);

/** Write the document's attributions. @return ONR_OK or ONR_ENOMEM. */
onr_status onr_attrib_end(const onr_attrib *attrib, onr_attrib_work *work, onr_doc *doc,
                          onr_error *err);

#endif
