#include "cli/output.h"

#include <errno.h>
#include <string.h>

#include "cli/message.h"
#include "cli/write.h"

void onr_output_init(onr_output *out, int fd)
{
    out->fd = fd;
    out->error = 0;
    out->used = 0;
}

bool onr_output_flush(onr_output *out)
{
    if (out->error == 0) out->error = onr_write_all(out->fd, out->bytes, out->used);
    out->used = 0;
    return out->error == 0;
}

bool onr_output_write(onr_output *out, const char *bytes, size_t len)
{
    if (len > sizeof out->bytes - out->used && !onr_output_flush(out)) return false;
    if (len >= sizeof out->bytes) {
        if (out->error == 0) out->error = onr_write_all(out->fd, bytes, len);
    } else if (len > 0) {
        memcpy(out->bytes + out->used, bytes, len);
        out->used += len;
    }
    return out->error == 0;
}

bool onr_output_text(onr_output *out, const char *text)
{
    return onr_output_write(out, text, strlen(text));
}

bool onr_output_spaces(onr_output *out, size_t count)
{
    bool ok = true;
    while (ok && count-- > 0) ok = onr_output_write(out, " ", 1);
    return ok;
}

bool onr_output_finish(onr_output *out)
{
    if (onr_output_flush(out)) return true;
    if (out->error != EPIPE) onr_say("cannot write to standard output: %s", strerror(out->error));
    return false;
}
