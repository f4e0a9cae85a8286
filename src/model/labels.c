#include "model/labels.h"

#include <string.h>

#include "base/error.h"

onr_status onr_labels_load(onr_labels *labels, const onr_model *model, const char *name,
                           uint32_t most, onr_error *err)
{
    onr_section section;
    onr_status status = onr_model_section(model, name, ONR_SECTION_BYTES, 1, &section, err);
    if (status != ONR_OK) return status;
    const char *bytes = section.data;
    *labels = (onr_labels){.bytes = {bytes, section.rows}};
    for (uint32_t i = 0; i < section.rows; i++) labels->count += bytes[i] == '\0';
    if (labels->count == 0 || labels->count > most || bytes[section.rows - 1] != '\0')
        return onr_fail(err, ONR_EMODEL, "model labels '%s' have another shape", name);
    return ONR_OK;
}

bool onr_labels_next(onr_labels *labels, onr_slice *name)
{
    if (labels->count == 0) return false;
    *name = (onr_slice){labels->bytes.ptr, strlen(labels->bytes.ptr)};
    labels->bytes.ptr += name->len + 1;
    labels->bytes.len -= name->len + 1;
    labels->count--;
    return true;
}
