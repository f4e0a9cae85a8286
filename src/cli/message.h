/*
 * message.h - lines on standard error.
 *
 * Messages hold names of files and words of inputs, which anybody may have written: control
 * characters in them are shown as '?', so that they cannot steer a terminal.
 */
#ifndef ONR_CLI_MESSAGE_H
#define ONR_CLI_MESSAGE_H

/** Print "onrecord: " and the message as one line, cut at 8 KiB. Errors are ignored: there is
 *  nowhere left to report them. */
void onr_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/** The same without the name of the program. */
void onr_say_plain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
