/*
 * onrecord/onrecord.h - everything. See base.h for the conventions, pipeline.h for an example.
 */
#ifndef ONRECORD_ONRECORD_H
#define ONRECORD_ONRECORD_H

#include <onrecord/base.h>
#include <onrecord/batch.h>
#include <onrecord/correct.h>
#include <onrecord/doc.h>
#include <onrecord/export.h>
#include <onrecord/family.h>
#include <onrecord/model.h>
#include <onrecord/pipeline.h>
#include <onrecord/query.h>
#include <onrecord/reader.h>
#include <onrecord/record.h>
#include <onrecord/serve.h>
#include <onrecord/store.h>
#include <onrecord/syntax.h>
#include <onrecord/verify.h>

#endif
