#include "export/csv.h"

static bool is_formula(onr_slice value)
{
    size_t at = 0;
    while (at < value.len && value.ptr[at] == ' ') at++;
    return at < value.len && value.ptr[at] != '\0' && strchr("=+-@\t\r", value.ptr[at]) != NULL;
}

static bool needs_marks(onr_slice value)
{
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] != '\0' && strchr("\",\r\n", value.ptr[i]) != NULL) return true;
    return value.len > 0 && (value.ptr[0] == ' ' || value.ptr[value.len - 1] == ' ');
}

void onr_put_csv(onr_writer *w, onr_slice value)
{
    bool marks = needs_marks(value);
    if (marks) onr_put_char(w, '"');
    if (is_formula(value)) onr_put_char(w, '\'');
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '\0') {
            onr_put_text(w, "\xEF\xBF\xBD");
            continue;
        }
        if (value.ptr[i] == '"') onr_put_char(w, '"');
        onr_put_char(w, value.ptr[i]);
    }
    if (marks) onr_put_char(w, '"');
}
