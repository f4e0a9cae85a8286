#include "cli/options.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli/message.h"

enum { HELP_COLUMN = 24 };

onr_args onr_args_start(const char *command, const onr_option *options, size_t option_count,
                        int argc, char **argv)
{
    return (onr_args){.command = command,
                      .options = options,
                      .option_count = option_count,
                      .argc = argc,
                      .argv = argv,
                      .next = 1};
}

int onr_args_complain(const char *command, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    onr_say("%s", text);
    const char *space = command != NULL ? " " : "";
    onr_say_plain("Try 'onrecord%s%s --help'.", space, command != NULL ? command : "");
    return ONR_ARGS_WRONG;
}

/* The index of the option of that name, or ONR_ARGS_END. */
static int find_name(const onr_args *args, const char *name, size_t len)
{
    for (size_t i = 0; i < args->option_count; i++) {
        const char *known = args->options[i].name;
        if (strlen(known) == len && memcmp(known, name, len) == 0) return (int)i;
    }
    return ONR_ARGS_END;
}

static int find_letter(const onr_args *args, char letter)
{
    for (size_t i = 0; i < args->option_count; i++)
        if (args->options[i].letter == letter) return (int)i;
    return ONR_ARGS_END;
}

/* Give option `found` its value: the one attached to it, or the next argument. */
static int set_value(onr_args *args, int found, const char *attached)
{
    const onr_option *option = &args->options[found];
    args->value = attached;
    if (option->value == NULL) {
        if (attached == NULL) return found;
        return onr_args_complain(args->command, "option '--%s' takes no value", option->name);
    }
    if (attached != NULL) return found;
    if (args->next == args->argc)
        return onr_args_complain(args->command, "option '--%s' needs a value", option->name);
    args->value = args->argv[args->next++];
    return found;
}

static int take_long(onr_args *args, const char *arg)
{
    const char *name = arg + 2;
    size_t len = strcspn(name, "=");
    int found = find_name(args, name, len);
    if (found < 0)
        return onr_args_complain(args->command, "unknown option '%.*s'", (int)len + 2, arg);
    return set_value(args, found, name[len] == '=' ? name + len + 1 : NULL);
}

static int take_letter(onr_args *args, const char *arg)
{
    int found = find_letter(args, arg[1]);
    if (found < 0) return onr_args_complain(args->command, "unknown option '%s'", arg);
    return set_value(args, found, arg[2] != '\0' ? arg + 2 : NULL);
}

int onr_args_next(onr_args *args)
{
    while (args->next < args->argc) {
        char *arg = args->argv[args->next++];
        if (args->options_ended || arg[0] != '-' || arg[1] == '\0')
            args->argv[1 + args->operand_count++] = arg;
        else if (strcmp(arg, "--") == 0)
            args->options_ended = true;
        else
            return arg[1] == '-' ? take_long(args, arg) : take_letter(args, arg);
    }
    return ONR_ARGS_END;
}

bool onr_parse_number(uint32_t *out, const char *text, uint32_t most)
{
    uint64_t value = 0;
    if (*text == '\0') return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') return false;
        value = value * 10 + (uint64_t)(*text - '0');
        if (value > most) return false;
    }
    *out = (uint32_t)value;
    return true;
}

static void print_option(onr_output *out, const onr_option *option)
{
    char left[64];
    int len = snprintf(left, sizeof left, "  %c%c%c --%s%s%s", option->letter ? '-' : ' ',
                       option->letter ? option->letter : ' ', option->letter ? ',' : ' ',
                       option->name, option->value ? " " : "", option->value ? option->value : "");
    onr_output_text(out, left);
    onr_output_spaces(out, len < HELP_COLUMN ? (size_t)(HELP_COLUMN - len) : 2);
    for (const char *line = option->help;;) {
        size_t line_len = strcspn(line, "\n");
        onr_output_write(out, line, line_len);
        onr_output_text(out, "\n");
        if (line[line_len] == '\0') break;
        line += line_len + 1;
        onr_output_spaces(out, HELP_COLUMN);
    }
}

void onr_options_print(onr_output *out, const onr_option *options, size_t option_count)
{
    for (size_t i = 0; i < option_count; i++) print_option(out, &options[i]);
}
