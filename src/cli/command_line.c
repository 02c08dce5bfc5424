// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands share.
#include "cli/command_line.h"

#include "core/closest.h"
#include "core/error.h"
#include "core/number.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

calf_status calf_overrides_add(calf_overrides *overrides, const char *key, const char *value)
{
    char **grown =
        realloc(overrides->settings, (overrides->count + 1) * sizeof *overrides->settings);
    if (grown == NULL)
        return calf_error_no_memory();
    overrides->settings = grown;
    size_t size = (key != NULL ? strlen(key) + 1 : 0) + strlen(value) + 1;
    char *setting = malloc(size);
    if (setting == NULL)
        return calf_error_no_memory();
    snprintf(setting, size, "%s%s%s", key != NULL ? key : "", key != NULL ? "=" : "", value);
    overrides->settings[overrides->count++] = setting;
    return CALF_OK;
}

void calf_overrides_clear(calf_overrides *overrides)
{
    for (size_t k = 0; k < overrides->count; k++)
        free(overrides->settings[k]);
    free(overrides->settings);
    *overrides = (calf_overrides){0};
}

char *calf_cli_text(int argc, char **argv)
{
    size_t size = sizeof "calfsim";
    for (int k = 0; k < argc; k++)
        size += strlen(argv[k]) + 1;
    char *text = malloc(size);
    if (text == NULL)
        return NULL;
    strcpy(text, "calfsim");
    for (int k = 0; k < argc; k++)
        strcat(strcat(text, " "), argv[k]);
    return text;
}

int calf_cli_terminal_width(void)
{
    enum { WIDTH_MAX = 120 };
    struct winsize size;
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 0;
    return size.ws_col < WIDTH_MAX ? size.ws_col : WIDTH_MAX;
}

// "; did you mean 'a'?", or what there is.
static calf_status unknown(
    const char *option, const char *name, const char *what, const char *const names[], size_t count)
{
    char known[1024] = "";
    size_t used = 0;
    const char *closest = calf_closest_name(name, names, count);
    if (closest != NULL)
        return calf_error_set(
            CALF_BAD_INPUT, "%s '%s': no such %s; did you mean '%s'?", option, name, what, closest);
    for (size_t k = 0; k < count && used < sizeof known; k++)
        used += (size_t)snprintf(
            known + used, sizeof known - used, "%s'%s'", k > 0 ? ", " : "", names[k]);
    return calf_error_set(
        CALF_BAD_INPUT, "%s '%s': no such %s; there are %s", option, name, what, known);
}

calf_status calf_cli_find_name(const char *option, const char *name, const char *what,
    const char *const names[], size_t count, size_t *found)
{
    for (size_t k = 0; k < count; k++)
        if (strcmp(names[k], name) == 0) {
            *found = k;
            return CALF_OK;
        }
    return unknown(option, name, what, names, count);
}

calf_status calf_cli_find_outcome(const char *name, calf_outcome_id *outcome)
{
    const char *names[CALF_OUTCOME_COUNT];
    size_t found = 0;
    for (int id = 0; id < CALF_OUTCOME_COUNT; id++) {
        names[id] = calf_outcome_describe((calf_outcome_id)id)->name;
        if (strcmp(calf_outcome_describe((calf_outcome_id)id)->label, name) == 0) {
            *outcome = (calf_outcome_id)id;
            return CALF_OK;
        }
    }
    const calf_status status =
        calf_cli_find_name("--outcome", name, "outcome", names, CALF_OUTCOME_COUNT, &found);
    *outcome = (calf_outcome_id)found;
    return status;
}

int calf_cli_failed(const char *command, calf_status status)
{
    if (calf_error_text()[0] != '\0') // another process may have said it
        fprintf(stderr, "calfsim %s: %s\n", command, calf_error_text());
    return status;
}

int calf_cli_misused(const char *command, const char *what, ...)
{
    va_list arguments;
    fprintf(stderr, "calfsim %s: ", command);
    va_start(arguments, what);
    vfprintf(stderr, what, arguments);
    va_end(arguments);
    fprintf(stderr, "; see 'calfsim %s --help'\n", command);
    return CALF_BAD_INPUT;
}

int calf_cli_bad_option(const char *command, int option, char **argv)
{
    const char *given = argv[optind - 1];
    return option == ':' ? calf_cli_misused(command, "'%s' needs a value", given)
                         : calf_cli_misused(command, "no option '%s'", given);
}

int calf_cli_count(const char *command, const char *option, const char *text, size_t low,
    size_t high, size_t *value)
{
    bool negative;
    uint64_t number;
    if (!calf_integer_parse(text, &negative, &number) || (negative && number > 0) || number < low ||
        number > high)
        return calf_cli_misused(
            command, "%s '%s': allowed is a whole number from %zu to %zu", option, text, low, high);
    *value = (size_t)number;
    return CALF_OK;
}

int calf_cli_flushed(const char *command)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return CALF_OK;
    fprintf(
        stderr, "calfsim %s: cannot write to the standard output: %s\n", command, strerror(errno));
    return CALF_FAILED;
}

calf_status calf_cli_find_point(const calf_result *result, const char *text, size_t *point)
{
    bool negative = false;
    uint64_t value = 0;
    if (result->points == 0)
        return calf_error_set(CALF_BAD_INPUT,
            "--point '%s': %s is not the result of a sweep; leave the option out", text,
            result->path);
    if (!calf_integer_parse(text, &negative, &value) || negative || value >= result->points)
        return calf_error_set(CALF_BAD_INPUT,
            "--point '%s': allowed is a whole number from 0 to %zu, the points of %s", text,
            result->points - 1, result->path);
    *point = (size_t)value;
    return CALF_OK;
}
