// SPDX-License-Identifier: GPL-3.0-or-later
// Random numbers: known answers, the generator against Random123, names that never meet.
#include "core/hash.h"
#include "core/philox.h"
#include "core/random.h"

#include <calfsim/parameters.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#ifdef CALF_HAVE_RANDOM123
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpedantic"
#endif
#include <Random123/philox.h>
#endif

/** Known answers of philox4x32-10 as published with Random123 (tests/kat_vectors). */
static const struct {
    uint32_t counter[4], key[2], out[4];
} known[] = {
    {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
    {{UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX}, {UINT32_MAX, UINT32_MAX},
        {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
    {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0},
        {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
};

static calf_philox philox_of(const uint32_t counter[4], const uint32_t key[2])
{
    calf_philox c = {counter[0], counter[1], counter[2], counter[3]};
    return calf_philox_of(c, key[0], key[1]);
}

static void test_known_answers(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        calf_philox out = philox_of(known[k].counter, known[k].key);
        assert_memory_equal(&out, known[k].out, sizeof out);
    }
}

static void test_as_random123_does(void **state)
{
    (void)state;
#ifdef CALF_HAVE_RANDOM123
    for (uint32_t k = 0; k < 10000; k++) {
        philox4x32_ctr_t counter = {{k, ~k, k * 2654435761u, k << 7}};
        philox4x32_key_t key = {{k * 40503u, k ^ 7}};
        philox4x32_ctr_t theirs = philox4x32(counter, key);
        calf_philox ours = philox_of(counter.v, key.v);
        assert_memory_equal(&ours, theirs.v, sizeof ours);
    }
#else
    skip();
#endif
}

static void test_uniform_is_open(void **state)
{
    (void)state;
    double low = 1, high = 0, sum = 0;
    enum { COUNT = 100000 };
    for (uint32_t k = 0; k < COUNT; k++) {
        double u = calf_uniform(42, (calf_address){1, 2, k, 3});
        low = u < low ? u : low;
        high = u > high ? u : high;
        sum += u;
    }
    assert_true(low > 0 && high < 1);
    // SD of the mean is 1/sqrt(12 n) = 9.1e-4; 4.5 of them: false alarm 7e-6
    assert_true(sum / COUNT > 0.5 - 4.1e-3 && sum / COUNT < 0.5 + 4.1e-3);
}

static void test_uniform_of_words(void **state)
{
    (void)state;
    assert_true(calf_uniform_of(0, 0) == 0x1p-54);
    assert_true(calf_uniform_of(UINT32_MAX, UINT32_MAX) == 1 - 0x1p-53);
    assert_true(calf_uniform_of(0x80000000u, 0) == 0.5); // and a half of the last of 53 bits, lost
    assert_true(calf_uniform_of(0x40000000u, 0x800) == 0.25 + 1.5 * 0x1p-53);
    for (uint32_t k = 0; k < 10000; k++) {
        uint32_t high = k * 2654435761u, low = ~k * 40503u;
        uint64_t bits = ((uint64_t)high << 32 | low) >> 11;
        assert_true(calf_uniform_of(high, low) == ((double)bits + 0.5) * 0x1p-53);
    }
}

static void test_every_part_of_an_address_matters(void **state)
{
    (void)state;
    calf_address base = {calf_stream("heel_raise_reps"), 1, 2, 3};
    double u = calf_uniform(7, base);
    calf_address other[4] = {base, base, base, base};
    other[0].stream++;
    other[1].world++;
    other[2].runner++;
    other[3].index++;
    for (int k = 0; k < 4; k++)
        assert_true(calf_uniform(7, other[k]) != u);
    assert_true(calf_uniform(8, base) != u);
    assert_true(calf_uniform(7 + (UINT64_C(1) << 32), base) != u);
    assert_true(calf_uniform(7, base) == u);
}

static void test_streams_are_distinct(void **state)
{
    (void)state;
    for (int a = 0; a < CALF_PARAMETER_COUNT; a++) {
        uint32_t stream = calf_stream(calf_parameter_describe(a)->name);
        assert_true(stream != calf_stream("rating"));
        for (int b = 0; b < a; b++)
            assert_true(stream != calf_stream(calf_parameter_describe(b)->name));
    }
}

/** Known answers of FNV-1a 64 (Fowler, Noll and Vo's test vectors: "", "a", "foobar"). */
static void test_text_hash(void **state)
{
    (void)state;
    assert_true(calf_text_hash("") == UINT64_C(0xcbf29ce484222325));
    assert_true(calf_text_hash("a") == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(calf_text_hash("foobar") == UINT64_C(0x85944171f73967e8));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_answers),
        cmocka_unit_test(test_as_random123_does),
        cmocka_unit_test(test_uniform_is_open),
        cmocka_unit_test(test_uniform_of_words),
        cmocka_unit_test(test_every_part_of_an_address_matters),
        cmocka_unit_test(test_streams_are_distinct),
        cmocka_unit_test(test_text_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
