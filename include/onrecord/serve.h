/*
 * onrecord/serve.h - the record over HTTP: the API of docs/api.md and a web page.
 *
 *     onr_serve_options options = ONR_SERVE_OPTIONS_DEFAULT;
 *     options.db = "record.db";
 *     if (onr_server_start(&server, model, &options, &err) != ONR_OK) ...
 *     printf("%s\n", onr_server_url(server));
 *     // until it is time to end
 *     onr_server_stop(server);
 *
 * A server has threads of its own: one for the connections, `readers` that read reports and share
 * the model, `finders` that look into the store. Requests wait for them in two short queues; when
 * one is full the answer is 503 at once. It binds to the loopback unless told otherwise, knows its
 * names, and takes corrections only with its token (see src/serve/guard.h).
 */
#ifndef ONRECORD_SERVE_H
#define ONRECORD_SERVE_H

#include <onrecord/model.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct onr_server onr_server;

/** A request that is over, for a log; borrowed for the call. The texts are as they were sent. */
typedef struct onr_serve_entry {
    const char *peer;      /**< address of the other side, without port */
    const char *method, *target;
    int status;
    uint64_t body_bytes;   /**< of the answer */
    uint64_t microseconds; /**< from the headers to the end of the answer */
    bool complete;         /**< false when the connection broke first */
} onr_serve_entry;

/** Called from the thread of the connections, never concurrently; it should not take long. */
typedef void (*onr_serve_log_fn)(void *ctx, const onr_serve_entry *entry);

/** How to serve; start from ONR_SERVE_OPTIONS_DEFAULT. */
typedef struct onr_serve_options {
    const char *db;          /**< the store; NULL for none */
    const char *address;     /**< to bind to, a numeric address of IPv4 or IPv6 */
    uint16_t port;           /**< 0 takes a free one */
    const char *const *hosts; /**< names besides those of the loopback, without port */
    uint32_t host_count;
    const char *token;       /**< needed to write; NULL makes one */
    bool read_only;          /**< take no corrections */
    uint32_t readers;        /**< threads that read reports; 0 for one for each processor */
    uint32_t finders;        /**< threads that look into the store; 0 for the same */
    uint32_t queue;          /**< requests that may wait, for either */
    uint32_t connections;    /**< at most; when it gets crowded, idle ones have to go early */
    uint64_t max_body_bytes; /**< longer bodies are answered 413 */
    uint32_t max_head_bytes; /**< of request line and headers */
    uint32_t head_seconds;   /**< for a request's headers to come, or for the next request */
    uint32_t body_seconds;   /**< for its body */
    uint32_t send_seconds;   /**< for its answer to be taken */
    uint32_t stop_seconds;   /**< that onr_server_stop() waits for requests under way */
    uint32_t find_seconds;   /**< that a look into the store may take, to 86400; 0 for ever */
    onr_serve_log_fn log;    /**< NULL for none */
    void *log_ctx;
    const onr_alloc *alloc;  /**< called from several threads at once; NULL for malloc; copied */
} onr_serve_options;

#define ONR_SERVE_OPTIONS_DEFAULT                                                                  \
    {NULL, "127.0.0.1", 8080, NULL, 0, NULL, false, 0, 0, 64, 16384, 8u << 20, 32u << 10, 15, 60, \
     60, 30, 10, NULL, NULL, NULL}

/**
 * Start to serve.
 *
 * @param model    borrowed until the stop; NULL: nothing is read, and only the store is served.
 * @param options  copied, with all texts; NULL for the defaults.
 * @return ONR_OK; ONR_EIO when the address cannot be bound or the store not opened; ONR_EUSAGE for
 *         an address that is none, or neither model nor store; ONR_EFORMAT for a file that is no
 *         store; ONR_ENOMEM.
 */
ONR_API onr_status onr_server_start(onr_server **out, const onr_model *model,
                                    const onr_serve_options *options, onr_error *err);

/** "http://127.0.0.1:8080/". Owned by the server. */
ONR_API const char *onr_server_url(const onr_server *server);

/** The token for corrections; NULL when none are taken. Owned by the server. */
ONR_API const char *onr_server_token(const onr_server *server);

/** Take no more connections, finish the requests under way, end all threads and free the server.
 *  NULL is allowed. */
ONR_API void onr_server_stop(onr_server *server);

#ifdef __cplusplus
}
#endif

#endif
