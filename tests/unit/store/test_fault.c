/*
 * Writes and memory that fail, at every one in turn: the call says so, nothing is stored or all of
 * it, and the store goes on working.
 */
#include "store_testing.h"

/* ---- a VFS whose n-th write, sync or truncation fails ---- */

static long writes_left = -1; /* until failure; negative for never */
static sqlite3_vfs *real_vfs;
static sqlite3_vfs failing_vfs;
static sqlite3_io_methods failing_methods;

typedef struct failing_file {
    sqlite3_file base;
    sqlite3_file *real;
} failing_file;

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((failing_file *)(void *)file)->real;
}

static bool fails_now(void)
{
    if (writes_left < 0) return false;
    if (writes_left == 0) return true;
    writes_left--;
    return false;
}

static int x_close(sqlite3_file *f)
{
    sqlite3_file *real = real_of(f);
    int code = real->pMethods != NULL ? real->pMethods->xClose(real) : SQLITE_OK;
    free(real);
    return code;
}
static int x_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    return real_of(f)->pMethods->xRead(real_of(f), to, n, at);
}
static int x_write(sqlite3_file *f, const void *from, int n, sqlite3_int64 at)
{
    if (fails_now()) return SQLITE_FULL;
    return real_of(f)->pMethods->xWrite(real_of(f), from, n, at);
}
static int x_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    if (fails_now()) return SQLITE_IOERR_TRUNCATE;
    return real_of(f)->pMethods->xTruncate(real_of(f), size);
}
static int x_sync(sqlite3_file *f, int flags)
{
    if (fails_now()) return SQLITE_IOERR_FSYNC;
    return real_of(f)->pMethods->xSync(real_of(f), flags);
}
static int x_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return real_of(f)->pMethods->xFileSize(real_of(f), size);
}
static int x_lock(sqlite3_file *f, int lock)
{
    return real_of(f)->pMethods->xLock(real_of(f), lock);
}
static int x_unlock(sqlite3_file *f, int lock)
{
    return real_of(f)->pMethods->xUnlock(real_of(f), lock);
}
static int x_reserved(sqlite3_file *f, int *out)
{
    return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}
static int x_control(sqlite3_file *f, int op, void *arg)
{
    return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}
static int x_sector(sqlite3_file *f)
{
    return real_of(f)->pMethods->xSectorSize(real_of(f));
}
static int x_device(sqlite3_file *f)
{
    return real_of(f)->pMethods->xDeviceCharacteristics(real_of(f));
}
static int x_shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **out)
{
    return real_of(f)->pMethods->xShmMap(real_of(f), region, size, extend, out);
}
static int x_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
    return real_of(f)->pMethods->xShmLock(real_of(f), offset, n, flags);
}
static void x_shm_barrier(sqlite3_file *f)
{
    real_of(f)->pMethods->xShmBarrier(real_of(f));
}
static int x_shm_unmap(sqlite3_file *f, int remove)
{
    return real_of(f)->pMethods->xShmUnmap(real_of(f), remove);
}

static int x_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    (void)vfs;
    failing_file *f = (failing_file *)(void *)file;
    f->base.pMethods = NULL;
    f->real = calloc(1, (size_t)real_vfs->szOsFile);
    if (f->real == NULL) return SQLITE_NOMEM;
    int code = real_vfs->xOpen(real_vfs, name, f->real, flags, out);
    if (code != SQLITE_OK) {
        free(f->real);
        return code;
    }
    f->base.pMethods = &failing_methods;
    return SQLITE_OK;
}

static void install_vfs(void)
{
    real_vfs = sqlite3_vfs_find(NULL);
    failing_vfs = *real_vfs;
    failing_vfs.zName = "failing";
    failing_vfs.szOsFile = sizeof(failing_file);
    failing_vfs.xOpen = x_open;
    failing_methods = (sqlite3_io_methods){
        2,         x_close,   x_read,    x_write,       x_truncate,  x_sync,    x_size,
        x_lock,    x_unlock,  x_reserved, x_control,    x_sector,    x_device,  x_shm_map,
        x_shm_lock, x_shm_barrier, x_shm_unmap, NULL,   NULL};
    assert_int_equal(sqlite3_vfs_register(&failing_vfs, 1), SQLITE_OK);
}

/* ---- memory whose n-th allocation fails ---- */

static long allocations_left = -1;
static sqlite3_mem_methods real_memory;

static void *failing_malloc(int size)
{
    if (allocations_left == 0) return NULL;
    if (allocations_left > 0) allocations_left--;
    return real_memory.xMalloc(size);
}

static void *failing_realloc(void *ptr, int size)
{
    if (allocations_left == 0) return NULL;
    if (allocations_left > 0) allocations_left--;
    return real_memory.xRealloc(ptr, size);
}

static void install_memory(void)
{
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory), SQLITE_OK);
    sqlite3_mem_methods failing = real_memory;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing), SQLITE_OK);
}

static void *own_resize(void *ctx, void *ptr, size_t old_size, size_t new_size)
{
    (void)ctx;
    (void)old_size;
    if (allocations_left == 0) return NULL;
    if (allocations_left > 0) allocations_left--;
    return realloc(ptr, new_size);
}

static void own_release(void *ctx, void *ptr, size_t size)
{
    (void)ctx;
    (void)size;
    free(ptr);
}

/* ---- what is tried ---- */

static const char text[] = "Ana Ruiz said the harbour will stay open for every ship. "
                           "The mayor said nobody came.";
static const said list[] = {
    {"Ana Ruiz", "said", "the harbour will stay open for every ship", NULL},
    {"The mayor", "said", "nobody came", NULL},
    {NULL, NULL, NULL, NULL}};

enum { RECORDS = 3 };

/* Open a store, add three documents, correct one, close. Answers the first failure. */
static onr_status use_store(void)
{
    const onr_alloc alloc = {own_resize, own_release, NULL};
    onr_store *store;
    onr_error err = {.status = ONR_OK};
    onr_status status = onr_store_open(&store, test_path, ONR_STORE_CREATE, &alloc, &err);
    if (status != ONR_OK) return status;
    char *lines[RECORDS];
    onr_store_item items[RECORDS];
    for (int i = 0; i < RECORDS; i++) {
        char meta[40];
        snprintf(meta, sizeof meta, "\"url\":\"http://%d.org\",", i);
        lines[i] = make_record("a", meta, "m1", text, list);
        items[i] = (onr_store_item){.record = slice_of(lines[i])};
    }
    status = onr_store_add(store, items, RECORDS, &err);
    for (int i = 0; i < RECORDS; i++) {
        bool stored = items[i].outcome != ONR_STORED_NOT;
        assert_int_equal(stored, status == ONR_OK);
        if (!stored) assert_true(items[i].error.message[0] != '\0');
        free(lines[i]);
    }
    if (status == ONR_OK) {
        const onr_correction c = {.action = ONR_CORRECT_REJECT, .author = slice_of("jd")};
        status = onr_store_correct(store, 2, &c, NULL, NULL, &err);
    }
    if (status != ONR_OK) assert_true(err.message[0] != '\0');
    onr_store_close(store);
    return status;
}

/* All documents or none, and whole ones. */
static void assert_sound(void)
{
    if (access(test_path, F_OK) != 0) return;
    if (ask("SELECT count(*) FROM sqlite_master WHERE name = 'document'") != 1) return;
    int64_t documents = ask("SELECT count(*) FROM document");
    assert_true(documents == 0 || documents == RECORDS);
    assert_int_equal(ask("SELECT count(*) FROM attribution WHERE origin = 0"), documents * 2);
    assert_int_equal(ask("SELECT count(*) FROM text"), documents);
    assert_int_equal(ask("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(ask("SELECT count(*) FROM statement_fts WHERE statement_fts MATCH 'nobody'"),
                     ask("SELECT count(*) FROM statements WHERE content = 'nobody came'"));
}

static void test_fault__writes(void **state)
{
    (void)state;
    bool done = false;
    for (long n = 0; !done; n++) {
        remove_store();
        writes_left = n;
        onr_status status = use_store();
        bool failed = writes_left == 0;
        writes_left = -1;
        done = !failed;
        /* What fails while closing is mended by the next opening. */
        if (status != ONR_OK) assert_true(failed);
        assert_sound();
        assert_true(n < 10000);
    }
    assert_int_equal(ask("SELECT count(*) FROM correction"), 1);
}

static void test_fault__the_same_command_again_mends_it(void **state)
{
    (void)state;
    for (long n = 5; n < 120; n += 7) {
        remove_store();
        writes_left = n;
        use_store();
        writes_left = -1;
        assert_int_equal(use_store(), ONR_OK);
        assert_int_equal(ask("SELECT count(*) FROM document"), RECORDS);
        assert_sound();
    }
}

static void test_fault__memory(void **state)
{
    (void)state;
    bool done = false;
    /* Thousands of allocations: all of the first, then ever larger steps. */
    for (long n = 0; !done; n += 1 + n / 16) {
        remove_store();
        allocations_left = n;
        onr_status status = use_store();
        done = allocations_left > 0;
        allocations_left = -1;
        if (done) assert_int_equal(status, ONR_OK);
        assert_sound();
    }
}

int main(void)
{
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, setup_path, teardown_path)
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_fault__writes),
        STORE_TEST(test_fault__the_same_command_again_mends_it),
        STORE_TEST(test_fault__memory),
    };
    install_memory();
    install_vfs();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
