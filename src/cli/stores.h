/*
 * stores.h - what commands that look into a store have in common.
 */
#ifndef ONR_CLI_STORES_H
#define ONR_CLI_STORES_H

#include <onrecord/export.h>
#include <onrecord/store.h>

#include "cli/options.h"
#include "cli/output.h"

/** Open a store, or say why not. */
onr_store *onr_open_store(const char *path, onr_store_mode mode);

/** Say what failed with a store; answers the exit status: ONR_EXIT_USAGE for a usage error. */
int onr_store_failed(const char *command, const char *path, onr_status status,
                     const onr_error *err);

/** The slice of a C string; absent for NULL. */
onr_slice onr_argument(const char *text);

/** A format by its name, of those in `allowed` (bits 1 << onr_export_format). False after a
 *  message. */
bool onr_parse_export_format(const char *command, onr_export_format *out, const char *name,
                             unsigned allowed);

/** Text on a terminal, otherwise jsonl. */
onr_export_format onr_default_format(void);

/** Colours and width of standard output. */
onr_record_options onr_output_options(void);

#endif
