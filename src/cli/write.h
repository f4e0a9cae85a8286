/*
 * write.h - write(2) until all is written.
 */
#ifndef ONR_CLI_WRITE_H
#define ONR_CLI_WRITE_H

#include <stddef.h>

/** Write all bytes to an open file, through signals and on non-blocking files too.
 *  @return 0, or the errno of the failure. */
int onr_write_all(int fd, const char *bytes, size_t len);

#endif
