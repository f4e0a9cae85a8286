#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

onr_status onr_fail(onr_error *err, onr_status status, const char *format, ...)
{
    if (err == NULL) return status;
    *err = (onr_error){.status = status};
    va_list args;
    va_start(args, format);
    vsnprintf(err->message, sizeof err->message, format, args);
    va_end(args);
    return status;
}

onr_status onr_fail_memory(onr_error *err)
{
    return onr_fail(err, ONR_ENOMEM, "out of memory");
}

const char *onr_status_name(onr_status status)
{
    switch (status) {
    case ONR_OK: return "ok";
    case ONR_END: return "end";
    case ONR_ENOMEM: return "out of memory";
    case ONR_EIO: return "input/output error";
    case ONR_EFORMAT: return "malformed input";
    case ONR_EMODEL: return "unusable model";
    case ONR_ELIMIT: return "limit exceeded";
    case ONR_ETIME: return "out of time";
    case ONR_EUSAGE: return "wrong use";
    }
    return "unknown status";
}

const char *onr_version(void)
{
    return ONR_VERSION;
}
