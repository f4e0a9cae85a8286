/*
 * fuzz_reader.c - any bytes as a file of any kind, packed or not: in one piece, then in small
 * pieces under small limits.
 */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const onr_reader_options usual = {.max_report_bytes = 1 << 20, .max_unpacked_bytes = 4 << 20,
                                      .max_ratio = 200};
    const onr_reader_options narrow = {.max_report_bytes = 100, .max_unpacked_bytes = 10000};
    read_all("-", (memory_stream){bytes, size, 0, SIZE_MAX}, &usual, SIZE_MAX);
    read_all("a.html.gz", (memory_stream){bytes, size, 0, 5}, &narrow, SIZE_MAX);
    return 0;
}
