/*
 * fuzz_feed.c - any bytes as a feed, in one piece and in small ones. What does not begin with
 * markup is read as what stands in a channel.
 */
#include "reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char START[] = "<rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>";
    const onr_reader_options usual = ONR_READER_OPTIONS_DEFAULT;
    const onr_reader_options narrow = {.max_report_bytes = 60};
    bool wrap = size > 0 && bytes[0] != '<' && bytes[0] < 0x80;
    size_t start = wrap ? sizeof START - 1 : 0;
    uint8_t *feed = malloc(start + size + 1);
    if (feed == NULL) return 0;
    memcpy(feed, START, start);
    if (size > 0) memcpy(feed + start, bytes, size);
    read_all("a", (memory_stream){feed, start + size, 0, SIZE_MAX}, &usual, start + size + 2);
    read_all("a", (memory_stream){feed, start + size, 0, 11}, &narrow, start + size + 2);
    free(feed);
    return 0;
}
