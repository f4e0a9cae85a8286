/*
 * fuzz_jsonl.c - any bytes as a stream, read to its end: in one piece, then in small pieces under
 * a small limit and with a name that claims JSON Lines.
 */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const onr_reader_options usual = ONR_READER_OPTIONS_DEFAULT;
    const onr_reader_options narrow = {.max_report_bytes = 48};
    read_all("-", (memory_stream){bytes, size, 0, SIZE_MAX}, &usual, SIZE_MAX);
    read_all("a.jsonl", (memory_stream){bytes, size, 0, 7}, &narrow, SIZE_MAX);
    return 0;
}
