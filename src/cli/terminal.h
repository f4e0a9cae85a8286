/*
 * terminal.h - what a terminal can show.
 */
#ifndef ONR_CLI_TERMINAL_H
#define ONR_CLI_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

/** True when colours are welcome: a terminal that is not "dumb", and no NO_COLOR set to
 *  anything but the empty string (no-color.org). */
bool onr_terminal_has_colour(int fd);

/** Columns to fill, between 60 and 120; 0 when `fd` is no terminal or does not tell. */
uint32_t onr_terminal_columns(int fd);

#endif
