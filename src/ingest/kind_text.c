#include "ingest/kind.h"

/* Plain text is what nothing else is. */
static onr_status claims(onr_reading *reading, bool *claimed, onr_error *err)
{
    (void)reading;
    (void)err;
    *claimed = true;
    return ONR_OK;
}

static onr_status next(void *state, onr_reading *reading, onr_input *in, onr_error *err)
{
    (void)state;
    if (reading->reports > 0) return ONR_END;
    reading->reports++;
    onr_status status = onr_reading_take_all(reading, err);
    if (status != ONR_OK) return status;
    *in = (onr_input){.id = reading->stem, .text = onr_stream_window(&reading->stream)};
    return ONR_OK;
}

const onr_kind onr_kind_text = {.name = "text", .claims = claims, .next = next};
