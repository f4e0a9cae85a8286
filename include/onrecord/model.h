/*
 * onrecord/model.h - a trained model: one file, mapped read-only.
 *
 * A model is checked whole when it is opened (version, sizes, checksum), never trusted. After that
 * it is constant: any number of pipelines and threads may share one. It must outlive them.
 * The file format is described in docs/formats/model.md.
 */
#ifndef ONRECORD_MODEL_H
#define ONRECORD_MODEL_H

#include <onrecord/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct onr_model onr_model;

/** Which implementation of the kernels to run. All give the same bytes of output. */
typedef enum onr_isa {
    ONR_ISA_BEST,   /**< the fastest this processor has */
    ONR_ISA_PLAIN,  /**< portable C */
    ONR_ISA_AVX2,   /**< x86-64 with AVX2 */
    ONR_ISA_VNNI    /**< x86-64 with AVX-512 BW/VL and VNNI */
} onr_isa;

/**
 * Open a model file.
 *
 * @param out    set to the model on success, to NULL on failure.
 * @param path   NULL-terminated path; NULL opens the model the library was built with: the file
 *               named by the build, else the installed one.
 * @param alloc  allocator for the handle, copied; NULL for malloc.
 * @param err    filled on failure, may be NULL.
 * @return ONR_OK; ONR_EIO when the file cannot be read; ONR_EMODEL when it is truncated, altered
 *         or of another version; ONR_ENOMEM.
 *
 * Cost: maps the file and reads it once for the checksum.
 */
ONR_API onr_status onr_model_open(onr_model **out, const char *path, const onr_alloc *alloc,
                                  onr_error *err);

/** As onr_model_open(), from bytes that the caller keeps alive and unchanged until the close.
 *  `bytes` must be aligned to 64. */
ONR_API onr_status onr_model_open_memory(onr_model **out, const void *bytes, size_t size,
                                         const onr_alloc *alloc, onr_error *err);

/** Choose the kernels; call before any pipeline uses the model.
 *  @return ONR_EUSAGE when this processor lacks them. */
ONR_API onr_status onr_model_set_isa(onr_model *model, onr_isa isa);

/** The kernels in use: "plain", "avx2" or "avx512-vnni". Static. */
ONR_API const char *onr_model_isa_name(const onr_model *model);

/** Name and version as trained, e.g. "en-attribution" and "1"; the SHA-256 in hexadecimal, 64
 *  characters, of all that follows the file's header of 128 bytes. Owned by the model. */
ONR_API onr_slice onr_model_name(const onr_model *model);
ONR_API onr_slice onr_model_version(const onr_model *model);
ONR_API onr_slice onr_model_sha256(const onr_model *model);

/** Close; no pipeline may use it any more. NULL is allowed. */
ONR_API void onr_model_close(onr_model *model);

#ifdef __cplusplus
}
#endif

#endif
