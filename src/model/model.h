/*
 * model.h - the model file as the stages see it: named, typed, bounds-checked tables.
 *
 * The file is little-endian and is mapped as it is; docs/formats/model.md has it byte by byte.
 * Sections are found by name; a stage asks for the type and the shape it needs and gets a pointer
 * into the map, or an error that names the section.
 */
#ifndef ONR_MODEL_MODEL_H
#define ONR_MODEL_MODEL_H

#include <onrecord/model.h>

#include "kernel/kernel.h"

enum {
    ONR_MODEL_VERSION = 1,
    ONR_MODEL_HEADER_BYTES = 128,
    ONR_MODEL_ENTRY_BYTES = 64,
    ONR_MODEL_NAME_BYTES = 32,
    ONR_MODEL_ALIGNMENT = 64
};

typedef enum onr_section_type {
    ONR_SECTION_BYTES, /* text or bytes; rows = size, columns = 1 */
    ONR_SECTION_I8,
    ONR_SECTION_I16,
    ONR_SECTION_I32, /* also unsigned */
    ONR_SECTION_F32
} onr_section_type;

/* A table inside the map. data has rows * columns elements. */
typedef struct onr_section {
    const void *data;
    uint32_t rows;
    uint32_t columns;
} onr_section;

/**
 * Find a section of a type.
 *
 * @param columns  the number of columns it must have; 0 for any.
 * @return ONR_OK, or ONR_EMODEL with a message that names the section when it is missing or has
 *         another type or shape.
 */
onr_status onr_model_section(const onr_model *model, const char *name, onr_section_type type,
                             uint32_t columns, onr_section *out, onr_error *err);

/** The kernels chosen for this model. */
const onr_kernels *onr_model_kernels(const onr_model *model);

/** Where onr_model_open(NULL) looks; compiled in. */
extern const char *const onr_model_default_paths[];

#endif
