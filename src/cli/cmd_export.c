#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <onrecord/export.h>

#include "cli/command.h"
#include "cli/message.h"
#include "cli/stores.h"
#include "cli/write.h"

enum { DB, FORMAT, OUTPUT, CORRECTED, HELP, VERSION };

static const onr_option options[] = {
    [DB] = {"db", 'd', "FILE", "the store"},
    [FORMAT] = {"format", 'f', "NAME", "jsonl (default), csv, brat or webannotation"},
    [OUTPUT] = {"output", 'o', "FOLDER", "for brat: write NAME.txt and NAME.ann there"},
    [CORRECTED] = {"corrected", 'c', NULL, "only reports with corrections, as training\ndata"},
    [HELP] = {"help", 'h', NULL, "print this help and end"},
    [VERSION] = {"version", 'V', NULL, "print the version and end"},
};

enum { OPTION_COUNT = sizeof options / sizeof *options };

static const char usage[] =
    "Usage: onrecord export --db FILE [OPTION]...\n"
    "Print everything in a store, corrections laid over it: records (jsonl), a table of\n"
    "statements (csv), standoff annotation (brat), Web Annotations (webannotation).\n";

static const char notes[] =
    "\nExamples:\n"
    "  onrecord export --db record.db --format csv > statements.csv\n"
    "  onrecord export --db record.db --format brat --corrected --output training\n"
    "\nExit status: 0 done, 1 nothing could be done or the output is incomplete, 2 wrong usage.\n";

typedef struct run {
    onr_output out;
    const char *folder; /* NULL for standard output */
    bool named;         /* brat on standard output: each document needs its name */
    bool failed;
} run;

/* A file name that can do no harm: the document's number, then what is plain in its name. */
static void make_name(char *out, size_t size, const run *r, const onr_export_item *item,
                      const char *extension)
{
    char name[64];
    size_t len = 0;
    for (size_t i = 0; i < item->name.len && len + 1 < sizeof name; i++) {
        char c = item->name.ptr[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-';
        name[len++] = plain ? c : '_';
    }
    name[len] = '\0';
    snprintf(out, size, "%s/%llu-%s%s", r->folder, (unsigned long long)item->document, name,
             extension);
}

static bool write_file(run *r, const char *path, onr_slice bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    int error = fd < 0 ? errno : onr_write_all(fd, bytes.ptr, bytes.len);
    if (fd >= 0 && close(fd) != 0 && error == 0) error = errno;
    if (error == 0) return true;
    onr_say("%s: %s", path, strerror(error));
    r->failed = true;
    return false;
}

static bool take_item(void *ctx, const onr_export_item *item)
{
    run *r = ctx;
    char path[4096];
    if (r->folder == NULL) {
        if (r->named) {
            onr_output_text(&r->out, "# ");
            for (size_t i = 0; i < item->name.len; i++) {
                char c = item->name.ptr[i];
                onr_output_write(&r->out, (unsigned char)c < ' ' ? " " : &c, 1);
            }
            onr_output_text(&r->out, "\n");
        }
        return onr_output_write(&r->out, item->output.ptr, item->output.len);
    }
    make_name(path, sizeof path, r, item, ".txt");
    if (!write_file(r, path, item->text)) return false;
    make_name(path, sizeof path, r, item, ".ann");
    return write_file(r, path, item->output);
}

static int export(const char *db, onr_export_format format, const char *folder, bool corrected)
{
    run r = {.folder = folder, .named = format == ONR_EXPORT_BRAT};
    onr_buffer head = {0};
    onr_error err;
    if (folder != NULL && mkdir(folder, 0777) != 0 && errno != EEXIST) {
        onr_say("%s: %s", folder, strerror(errno));
        return ONR_EXIT_NOTHING;
    }
    onr_store *store = onr_open_store(db, ONR_STORE_READ);
    if (store == NULL) return ONR_EXIT_NOTHING;
    onr_output_init(&r.out, 1);
    onr_status status = onr_hit_write_head(&head, format, &err);
    if (status == ONR_OK) onr_output_write(&r.out, head.ptr, head.len);
    if (status == ONR_OK)
        status = onr_store_export(store, format, corrected, take_item, &r, &err);
    onr_buffer_free(&head);
    onr_store_close(store);
    bool written = onr_output_finish(&r.out);
    if (status != ONR_OK && status != ONR_END) {
        onr_say("%s: %s; the output is incomplete", db, err.message);
        return ONR_EXIT_NOTHING;
    }
    return status == ONR_OK && written && !r.failed ? ONR_EXIT_DONE : ONR_EXIT_NOTHING;
}

int onr_command_export(int argc, char **argv)
{
    const char *db = NULL, *folder = NULL;
    bool corrected = false;
    onr_export_format format = ONR_EXPORT_JSONL;
    const unsigned allowed = 1u << ONR_EXPORT_JSONL | 1u << ONR_EXPORT_CSV |
                             1u << ONR_EXPORT_BRAT | 1u << ONR_EXPORT_WEBANNOTATION;
    onr_args args = onr_args_start("export", options, OPTION_COUNT, argc, argv);
    for (int found; (found = onr_args_next(&args)) != ONR_ARGS_END;) {
        switch (found) {
        case DB: db = args.value; break;
        case FORMAT:
            if (!onr_parse_export_format("export", &format, args.value, allowed))
                return ONR_EXIT_USAGE;
            break;
        case OUTPUT: folder = args.value; break;
        case CORRECTED: corrected = true; break;
        case HELP: return onr_command_help(usage, options, OPTION_COUNT, notes);
        case VERSION: return onr_command_version();
        default: return ONR_EXIT_USAGE;
        }
    }
    const char *wrong = NULL;
    if (db == NULL) wrong = "no store given: --db FILE";
    if (args.operand_count > 0) wrong = "export takes no operands";
    if (folder != NULL && format != ONR_EXPORT_BRAT) wrong = "--output is for --format brat";
    if (wrong == NULL) return export(db, format, folder, corrected);
    onr_args_complain("export", "%s", wrong);
    return ONR_EXIT_USAGE;
}
