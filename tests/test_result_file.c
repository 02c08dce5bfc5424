// SPDX-License-Identifier: GPL-3.0-or-later
// Result files: round trips, places that cannot be written, full disks, files that are not results.
#define _XOPEN_SOURCE 700 // mkdtemp
#include "analysis/diff.h"
#include "results/spread.h"
#include "sample.h"

#include <dirent.h>
#include <fcntl.h>
#include <hdf5.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_ROOM = 512 };

static char folder[PATH_ROOM];

static const char *in_folder(char *path, const char *name)
{
    snprintf(path, PATH_ROOM, "%.400s/%.100s", folder, name);
    return path;
}

static int make_folder(void **state)
{
    (void)state;
    const char *place = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.300s/calfsim-test-XXXXXX", place ? place : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static int entries(int remove_them)
{
    char path[PATH_ROOM];
    int count = 0;
    DIR *open = opendir(folder);
    assert_non_null(open);
    for (const struct dirent *entry; (entry = readdir(open));) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        count++;
        if (remove_them)
            unlink(in_folder(path, entry->d_name));
    }
    closedir(open);
    return count;
}

static int remove_folder(void **state)
{
    (void)state;
    entries(1);
    return rmdir(folder);
}

static int empty_folder(void **state)
{
    (void)state;
    entries(1);
    return 0;
}

static void round_trip(void **state)
{
    (void)state;
    char path[PATH_ROOM];
    const sample usual = {.trajectories = 1};
    calf_result *result = NULL;
    double *values = NULL;
    size_t count = 0;
    assert_int_equal(sample_write(&usual, in_folder(path, "a.h5")), CALF_OK);
    assert_int_equal(entries(0), 1);
    assert_int_equal(calf_result_open(path, &result), CALF_OK);
    assert_string_equal(result->title, "A sample");
    assert_string_equal(result->experiment, "title: A sample\nmodel: 1\n");
    assert_string_equal(result->start, "2026-03-01");
    assert_string_equal(result->experiment_hash, "13a63bf870bcc8a6");
    assert_true(result->seed == UINT64_MAX && result->runners == 40 && result->worlds == 3);
    assert_true(result->days == 10 && result->history_days == 84 && result->sore_day_mm == 10);
    assert_int_equal(result->strategy_count, 3);
    assert_string_equal(result->strategies[2], "größer");
    assert_true(calf_result_has(result, "trajectories/ctl"));
    assert_false(calf_result_has(result, "trajectories/nothing"));
    assert_false(calf_result_has(result, "nothing/ctl"));
    assert_false(calf_result_has(result, "tendon_load_mean"));
    assert_int_equal(calf_result_read(result, "ctl_mean", &values, &count), CALF_OK);
    assert_int_equal(count, 3 * 3 * 10);
    assert_true(fabs(values[(2 * 3 + 1) * 10 + 4] - (10 + 2 + 12 + 9.75)) < 1e-9);
    free(values);
    assert_int_equal(calf_result_read(result, "nothing", &values, &count), CALF_BAD_INPUT);
    assert_int_equal(calf_result_read(result, "strategy", &values, &count), CALF_BAD_INPUT);
    assert_int_equal(calf_result_read(result, "trajectories", &values, &count), CALF_BAD_INPUT);
    calf_result_close(result);
}

static void points_come_back(void **state)
{
    (void)state;
    char path[PATH_ROOM];
    const sample sweep = {.points = 4, .trajectories = 1};
    calf_result *result = NULL;
    double *values = NULL;
    size_t count = 0;
    assert_int_equal(sample_write(&sweep, in_folder(path, "a.h5")), CALF_OK);
    assert_int_equal(calf_result_open(path, &result), CALF_OK);
    assert_int_equal(result->points, 4);
    assert_int_equal(result->factors, SAMPLE_FACTORS);
    assert_string_equal(result->factor_names[1], "intensity");
    assert_string_equal(result->factor_paths[0], "strategies.1.volume");
    for (size_t p = 0; p < 4; p++)
        for (size_t f = 0; f < SAMPLE_FACTORS; f++)
            assert_true(result->point_values[p * SAMPLE_FACTORS + f] == sample_factor(p, f));
    assert_int_equal(calf_result_read(result, "ctl_mean", &values, &count), CALF_OK);
    assert_int_equal(count, 4 * 3 * 3 * 10);
    const double expected = 10 + 2 + 12 + 9.75 + 3 * sample_point_soreness; // see sample_soreness()
    assert_true(fabs(values[((3 * 3 + 2) * 3 + 1) * 10 + 4] - expected) < 1e-9);
    free(values);
    assert_int_equal(calf_result_read_point(result, "ctl_mean", 3, &values, &count), CALF_OK);
    assert_int_equal(count, 3 * 3 * 10);
    assert_true(fabs(values[(2 * 3 + 1) * 10 + 4] - expected) < 1e-9);
    free(values);
    assert_int_equal(calf_result_read_point(result, "quantile", 3, &values, &count), CALF_OK);
    assert_int_equal(count, CALF_QUANTILE_COUNT);
    free(values);
    assert_int_equal(
        calf_result_read_point(result, "ctl_mean", 4, &values, &count), CALF_BAD_INPUT);
    calf_result_close(result);
}

// A sweep of one point holds the numbers of the same run without a sweep.
static void one_point_is_a_run(void **state)
{
    (void)state;
    static const char *const datasets[] = {"outcome_quantile", "difference_mean",
        "soreness_mm_quantile", "world_parameter", "trajectories/soreness_mm", "runners/outcomes",
        "runners/parameters"};
    char a[PATH_ROOM], b[PATH_ROOM];
    const sample usual = {.trajectories = 1}, sweep = {.trajectories = 1, .points = 1};
    calf_result *one = NULL, *other = NULL;
    assert_int_equal(sample_write(&usual, in_folder(a, "a")), CALF_OK);
    assert_int_equal(sample_write(&sweep, in_folder(b, "b")), CALF_OK);
    assert_int_equal(calf_result_open(a, &one), CALF_OK);
    assert_int_equal(calf_result_open(b, &other), CALF_OK);
    assert_int_equal(one->points, 0);
    for (size_t i = 0; i < sizeof datasets / sizeof *datasets; i++) {
        double *x = NULL, *y = NULL;
        size_t x_count = 0, y_count = 0;
        assert_int_equal(calf_result_read(one, datasets[i], &x, &x_count), CALF_OK);
        assert_int_equal(calf_result_read(other, datasets[i], &y, &y_count), CALF_OK);
        assert_int_equal(x_count, y_count);
        assert_memory_equal(x, y, x_count * sizeof *x);
        free(x);
        free(y);
    }
    calf_result_close(one);
    calf_result_close(other);
}

// The group over_worlds is what the worlds of the file give, also where it is made in several
// pieces: 50 points of 540 numbers each, against 7700 that a piece takes.
static void over_worlds_is_the_spread_of_the_worlds(void **state)
{
    (void)state;
    enum { INNER = SAMPLE_DAYS * 2 * CALF_QUANTILE_COUNT, WORLDS = 3, POINTS = 50 };
    char path[PATH_ROOM];
    const sample sweep = {.points = POINTS};
    calf_result *result = NULL;
    double *values, *spread, *error;
    size_t count;
    assert_int_equal(sample_write(&sweep, in_folder(path, "a.h5")), CALF_OK);
    assert_int_equal(calf_result_open(path, &result), CALF_OK);
    assert_int_equal(calf_result_read(result, "soreness_mm_quantile", &values, &count), CALF_OK);
    assert_int_equal(count, POINTS * SAMPLE_STRATEGIES * WORLDS * INNER);
    assert_int_equal(
        calf_result_read(result, "over_worlds/soreness_mm_quantile", &spread, &count), CALF_OK);
    assert_int_equal(count, POINTS * SAMPLE_STRATEGIES * INNER * CALF_SPREAD_COUNT);
    assert_int_equal(
        calf_result_read(result, "over_worlds/soreness_mm_quantile_error", &error, &count),
        CALF_OK);
    for (size_t i = 0; i < count; i++) {
        double room[WORLDS];
        calf_spread_values truth;
        const size_t number = i / CALF_SPREAD_COUNT, outer = number / INNER, inner = number % INNER;
        calf_spread_over_worlds(
            values + outer * WORLDS * INNER + inner, INNER, WORLDS, 1, room, &truth);
        assert_true(spread[i] == truth.value[i % CALF_SPREAD_COUNT]);
        assert_true(error[i] == (double)(float)truth.error[i % CALF_SPREAD_COUNT]);
    }
    free(values);
    free(spread);
    free(error);
    calf_result_close(result);
}

// Everything that a file can hold has a name that is taken, but for the factors of its sweep.
static herr_t expect_taken(hid_t file, const char *path, const H5O_info_t *info, void *data)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const bool factor = strcmp(name, "volume") == 0 || strcmp(name, "intensity") == 0;
    (void)file, (void)info;
    *(size_t *)data += 1;
    if (strcmp(path, ".") != 0 && calf_result_name_is_taken(name) == factor)
        fail_msg("%s: a factor may%s have this name", path, factor ? " not" : "");
    return 0;
}

static void names_of_the_file_are_taken(void **state)
{
    (void)state;
    char path[PATH_ROOM];
    size_t seen = 0;
    const sample everything = {
        .trajectories = 1, .points = 2, .daily = (1u << CALF_GROUP_COUNT) - 1};
    assert_int_equal(sample_write(&everything, in_folder(path, "a.h5")), CALF_OK);
    const hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
    assert_true(file >= 0);
    assert_true(H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, expect_taken, &seen) >= 0);
    assert_true(seen > 80); // 17 fields in three datasets each, and all else
    H5Fclose(file);
    assert_false(calf_result_name_is_taken(""));
    assert_false(calf_result_name_is_taken("sore"));
    assert_false(calf_result_name_is_taken("World"));
}

static void names_of_factors_are_checked(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "", ".", "two words", "a/b", "world", "outcome_mean", "volume"};
    char path[PATH_ROOM];
    const sample sweep = {.points = 2};
    calf_result_header header = sample_header(&sweep);
    calf_result_writer *writer = NULL;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const char *const names[SAMPLE_FACTORS] = {"volume", wrong[i]};
        header.factor_names = names;
        assert_int_equal(
            calf_result_create(in_folder(path, "a.h5"), &header, &writer), CALF_BAD_INPUT);
        assert_non_null(strstr(calf_error_text(), wrong[i]));
        assert_int_equal(entries(0), 0);
    }
}

static void expect_refused(const char *path, const char *reason)
{
    const sample usual = {0};
    const calf_result_header header = sample_header(&usual);
    calf_result_writer *writer = NULL;
    assert_int_equal(calf_result_create(path, &header, &writer), CALF_BAD_INPUT);
    assert_null(writer);
    assert_non_null(strstr(calf_error_text(), reason));
    assert_non_null(strstr(calf_error_text(), path));
}

static void places_that_cannot_be_written(void **state)
{
    (void)state;
    char path[PATH_ROOM];
    expect_refused(folder, "Is a directory");
    expect_refused(in_folder(path, "missing/a.h5"), "No such file or directory");
    expect_refused(in_folder(path, "missing/"), "Is a directory");
    expect_refused("/proc/a.h5", "cannot write");
    expect_refused("/dev/null", "not a file");
    expect_refused("", "empty");
    FILE *file = fopen(in_folder(path, "plain"), "w");
    assert_non_null(file);
    fclose(file);
    expect_refused(in_folder(path, "plain/a.h5"), "Not a directory");
    assert_int_equal(entries(0), 1);
}

static void too_large_is_found_before_work(void **state)
{
    (void)state;
    char path[PATH_ROOM];
    const sample usual = {.trajectories = 1};
    calf_result_header header = sample_header(&usual);
    calf_result_writer *writer = NULL;
    header.runners = 1000000000000u;
    assert_int_equal(calf_result_create(in_folder(path, "a.h5"), &header, &writer), CALF_BAD_INPUT);
    assert_non_null(strstr(calf_error_text(), "GB are free"));
    assert_int_equal(entries(0), 0);
}

static void abandoned_files_are_gone(void **state)
{
    (void)state;
    char path[PATH_ROOM];
    const sample usual = {.trajectories = 1};
    const calf_result_header header = sample_header(&usual);
    calf_result_writer *writer = NULL;
    assert_int_equal(calf_result_create(in_folder(path, "a.h5"), &header, &writer), CALF_OK);
    assert_int_equal(entries(0), 1);
    calf_result_abandon(writer);
    calf_result_abandon(NULL);
    assert_int_equal(entries(0), 0);
    // Trajectories that were promised and not written are no result.
    const calf_provenance nothing = {0};
    assert_int_equal(calf_result_create(path, &header, &writer), CALF_OK);
    assert_int_equal(calf_result_finish(writer, &nothing), CALF_FAILED);
    assert_int_equal(entries(0), 0);
}

// Runs in a child of its own, as the limit and HDF5's exit belong to the process. Gives 0 when
// writing failed as it should, with stderr empty.
static int write_under_limit(const char *path, const char *noise, rlim_t limit)
{
    const struct rlimit size = {limit, limit};
    const sample usual = {.trajectories = 1};
    const int err = open(noise, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    signal(SIGXFSZ, SIG_IGN);
    if (err < 0 || dup2(err, 2) < 0 || setrlimit(RLIMIT_FSIZE, &size) != 0)
        return 9;
    const calf_status status = sample_write(&usual, path);
    if (status == CALF_OK)
        return 8;
    return status == CALF_FAILED && strstr(calf_error_text(), "File too large") ? 0 : 7;
}

static int in_child(const char *path, const char *noise, rlim_t limit)
{
    int status = 0;
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        exit(write_under_limit(path, noise, limit)); // with HDF5's own clearing up
    assert_true(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + status;
}

static void full_places_fail_cleanly(void **state)
{
    (void)state;
    char path[PATH_ROOM], noise[PATH_ROOM];
    struct stat written;
    in_folder(noise, "noise");
    for (rlim_t limit = 1000; limit < 440000; limit += 20011) {
        const int got = in_child(in_folder(path, "a.h5"), noise, limit);
        assert_int_equal(got, 0);
        assert_int_equal(stat(noise, &written), 0);
        assert_int_equal(written.st_size, 0);
        assert_int_equal(entries(0), 1);
    }
    assert_int_equal(in_child(path, noise, 4000000), 8);
}

static void write_bytes(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void expect_unreadable(const char *path, const char *reason)
{
    calf_result *result = NULL;
    assert_int_equal(calf_result_open(path, &result), CALF_BAD_INPUT);
    assert_null(result);
    assert_non_null(strstr(calf_error_text(), reason));
}

static void what_is_no_result(void **state)
{
    (void)state;
    char path[PATH_ROOM], whole[PATH_ROOM];
    const sample usual = {0};
    expect_unreadable(in_folder(path, "missing"), "No such file");
    expect_unreadable(folder, "Is a directory");
    write_bytes(in_folder(path, "empty"), "", 0);
    expect_unreadable(path, "not an HDF5 file");
    write_bytes(in_folder(path, "text"), "title: an experiment, not a result\n", 35);
    expect_unreadable(path, "not an HDF5 file");
    const hid_t other =
        H5Fcreate(in_folder(path, "other"), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    assert_true(other >= 0);
    H5Fclose(other);
    expect_unreadable(path, "not a result of calfsim");

    assert_int_equal(sample_write(&usual, in_folder(whole, "whole")), CALF_OK);
    FILE *file = fopen(whole, "rb");
    static char bytes[2000000];
    assert_non_null(file);
    const size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    write_bytes(in_folder(path, "half"), bytes, size / 2);
    expect_unreadable(path, "damaged or incomplete");
    write_bytes(path, bytes, 100);
    expect_unreadable(path, path);
}

static char *differences(const char *a, const char *b, size_t *count)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    assert_non_null(out);
    assert_int_equal(calf_result_diff(a, b, out, count), CALF_OK);
    fclose(out);
    return text;
}

static void same_results_do_not_differ(void **state)
{
    (void)state;
    char a[PATH_ROOM], b[PATH_ROOM];
    const sample here = {.trajectories = 1}, there = {.trajectories = 1, .host = "elsewhere"};
    size_t count = 1;
    assert_int_equal(sample_write(&here, in_folder(a, "a")), CALF_OK);
    assert_int_equal(sample_write(&there, in_folder(b, "b")), CALF_OK);
    char *text = differences(a, b, &count);
    assert_int_equal(count, 0);
    assert_string_equal(text, "");
    free(text);
}

// Worlds are collected before they are written: nearly in order, as threads end them, and far from
// it.
static void worlds_may_come_in_any_order(void **state)
{
    (void)state;
    static const size_t strides[] = {50, 2, 20};
    char a[PATH_ROOM], b[PATH_ROOM], c[PATH_ROOM];
    const sample straight = {.worlds = 51};
    assert_int_equal(sample_write(&straight, in_folder(a, "a")), CALF_OK);
    for (size_t i = 0; i < sizeof strides / sizeof *strides; i++) {
        const sample mixed = {.worlds = 51, .stride = strides[i]};
        size_t count = 1;
        assert_int_equal(sample_write(&mixed, in_folder(b, "b")), CALF_OK);
        free(differences(a, b, &count));
        assert_int_equal(count, 0);
    }
    const sample points = {.worlds = 7, .points = 3},
                 mixed = {.worlds = 7, .points = 3, .backwards = 1};
    size_t count = 1;
    assert_int_equal(sample_write(&points, in_folder(b, "b")), CALF_OK);
    assert_int_equal(sample_write(&mixed, in_folder(c, "c")), CALF_OK);
    free(differences(b, c, &count));
    assert_int_equal(count, 0);
    calf_result *result = NULL;
    double *values;
    assert_int_equal(calf_result_open(a, &result), CALF_OK);
    assert_int_equal(calf_result_read(result, "outcome_mean", &values, &count), CALF_OK);
    for (size_t i = 0; i < count; i++)
        assert_true(isfinite(values[i]));
    const size_t one_strategy = (size_t)51 * CALF_OUTCOME_COUNT;
    for (size_t w = 0; w < 51; w++) // soreness of the second strategy grows with the world
        assert_true(fabs(values[one_strategy + w * CALF_OUTCOME_COUNT + CALF_OUTCOME_sore_days] -
                        values[one_strategy + CALF_OUTCOME_sore_days] - 0.2 * (double)w) < 1e-9);
    free(values);
    calf_result_close(result);
}

static void changes_are_found(void **state)
{
    (void)state;
    char a[PATH_ROOM], b[PATH_ROOM];
    const sample one = {0}, shifted = {.shift = 0.5}, renamed = {.title = "Another"};
    const sample less = {.daily = 1u << CALF_GROUP_soreness}, wider = {.worlds = 4};
    size_t count = 0;
    assert_int_equal(sample_write(&one, in_folder(a, "a")), CALF_OK);
    assert_int_equal(sample_write(&shifted, in_folder(b, "b")), CALF_OK);
    char *text = differences(a, b, &count);
    assert_true(count >= 1);
    assert_non_null(strstr(text, "outcome_mean: 3 of 99 values differ, at most by 0.5 (relative "));
    assert_non_null(strstr(text, "world 1, outcome distance"));
    assert_null(strstr(text, "difference_mean"));
    free(text);

    assert_int_equal(sample_write(&renamed, b), CALF_OK);
    text = differences(a, b, &count);
    assert_int_equal(count, 1);
    assert_non_null(strstr(text, "title"));
    assert_non_null(strstr(text, "Another"));
    free(text);

    assert_int_equal(sample_write(&less, b), CALF_OK);
    text = differences(a, b, &count);
    assert_int_equal(count, 12 * 7); // three statistics of seven fields, errors, both over worlds
    assert_non_null(strstr(text, "ctl_mean: only in "));
    free(text);

    assert_int_equal(sample_write(&wider, b), CALF_OK);
    text = differences(a, b, &count);
    assert_non_null(strstr(text, "outcome_mean: shape 3 x 3 x 11, and 3 x 4 x 11"));
    free(text);

    const sample sweep = {.points = 2}, longer = {.points = 3};
    assert_int_equal(sample_write(&sweep, a), CALF_OK);
    assert_int_equal(sample_write(&longer, b), CALF_OK);
    text = differences(a, b, &count);
    assert_non_null(strstr(text, "volume: shape 2, and 3"));
    assert_non_null(
        strstr(text, "difference_sd: shape 2 x 3 x 3 x 3 x 11, and 3 x 3 x 3 x 3 x 11"));
    free(text);
    assert_int_equal(calf_result_diff(a, folder, stderr, &count), CALF_BAD_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(round_trip, empty_folder),
        cmocka_unit_test_teardown(points_come_back, empty_folder),
        cmocka_unit_test_teardown(one_point_is_a_run, empty_folder),
        cmocka_unit_test_teardown(over_worlds_is_the_spread_of_the_worlds, empty_folder),
        cmocka_unit_test_teardown(names_of_the_file_are_taken, empty_folder),
        cmocka_unit_test_teardown(names_of_factors_are_checked, empty_folder),
        cmocka_unit_test_teardown(places_that_cannot_be_written, empty_folder),
        cmocka_unit_test_teardown(too_large_is_found_before_work, empty_folder),
        cmocka_unit_test_teardown(abandoned_files_are_gone, empty_folder),
        cmocka_unit_test_teardown(full_places_fail_cleanly, empty_folder),
        cmocka_unit_test_teardown(what_is_no_result, empty_folder),
        cmocka_unit_test_teardown(same_results_do_not_differ, empty_folder),
        cmocka_unit_test_teardown(worlds_may_come_in_any_order, empty_folder),
        cmocka_unit_test_teardown(changes_are_found, empty_folder),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
