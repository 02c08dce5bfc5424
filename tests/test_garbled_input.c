// SPDX-License-Identifier: GPL-3.0-or-later
// No garbled file makes the reader fall over; the garbling is the same in every run.
#include "mistakes.h"

// With a sweep, so that its reader is garbled, too.
static const char swept[] =
    "sweep:\n"
    "  design: sobol\n"
    "  points: 3\n"
    "  seed: 5\n"
    "  factors:\n"
    "    volume: [0.8, 1]\n"
    "    late: {of: strategies.two.from_day, from: 0, to: 20, whole: true, scale: linear}\n";
enum { LENGTH = sizeof sound + sizeof swept - 2 };

// Either the text is refused with a message, or its resolved text reads back.
static void expect_no_crash(const char *text)
{
    calf_experiment *experiment, *again;
    char *resolved;
    if (calf_experiment_parse(text, "exp.yaml", NULL, 0, &experiment) != CALF_OK) {
        assert_null(experiment);
        assert_true(calf_error_text()[0] != '\0');
        return;
    }
    assert_int_equal(calf_experiment_text(experiment, &resolved), CALF_OK);
    if (calf_experiment_parse(resolved, "again.yaml", NULL, 0, &again) != CALF_OK)
        fail_msg("%s\nfrom:\n%s\nresolved:\n%s", calf_error_text(), text, resolved);
    calf_experiment_destroy(again);
    calf_experiment_destroy(experiment);
    free(resolved);
}

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void garbled_files_are_survived(void **state)
{
    (void)state;
    static const char letters[] = "{}[]:,-&*!|>'\"%@`# \n\t0123456789.eabx~?\\\x01\xC3\xFF";
    const size_t length = LENGTH;
    char text[LENGTH + 64], whole[LENGTH + 1];
    uint32_t random = 2026;
    snprintf(whole, sizeof whole, "%s%s", sound, swept);
    for (size_t cut = 0; cut <= length; cut++) {
        snprintf(text, sizeof text, "%.*s", (int)cut, whole);
        expect_no_crash(text);
    }
    for (int round = 0; round < 4000; round++) {
        memcpy(text, whole, sizeof whole);
        for (uint32_t edits = 1 + next_random(&random) % 4; edits > 0; edits--) {
            const size_t at = next_random(&random) % length, other = next_random(&random) % length;
            const uint32_t kind = next_random(&random) % 3;
            if (kind == 0)
                text[at] = letters[next_random(&random) % (sizeof letters - 1)];
            else if (kind == 1)
                memmove(
                    &text[at], &text[at + (text[at] != 0)], strlen(&text[at]) + (text[at] == 0));
            else if (other + 12 < length && at + 12 < strlen(text))
                memcpy(&text[at], &whole[other], next_random(&random) % 12);
        }
        expect_no_crash(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(garbled_files_are_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
