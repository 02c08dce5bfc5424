// SPDX-License-Identifier: GPL-3.0-or-later
// The folder of a campaign: whose it is, its pieces, its locks, its end.
#include "engine/campaign.h"

#include "core/build.h"
#include "core/error.h"
#include "core/file_lock.h"
#include "core/hash.h"
#include "core/sources.h"
#include "engine/campaign_folder.h"
#include "results/leftover.h"

#include <calfsim/version.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

// Bytes of the lock file: below these, one a piece. Everybody shares the last one while at work.
enum { LOCK_BEGINNING = 1, LOCK_RESULT = 2, LOCK_PRESENCE = 3 };
static const uint64_t lock_beyond_pieces = UINT64_C(1) << 62;

typedef enum piece_state { PIECE_OPEN, PIECE_TAKEN, PIECE_FINISHED } piece_state;

struct calf_campaign {
    char *folder;
    uint64_t id;
    char cut[64]; ///< how the work is cut into pieces, as a text
    uint64_t pieces, finished, cursor;
    unsigned char *state; ///< piece_state [piece]
    int lock; ///< the lock file
    bool began; ///< the folder is known to be this experiment's
    const calf_run_options *options;
};

static const char program_text[] =
    "calfsim " CALFSIM_VERSION "\nsources " CALF_BUILD_SOURCES "\ncompiler " CALF_BUILD_COMPILER
    "\nflags " CALF_BUILD_FLAGS "\n";

static void piece_path(const calf_campaign *campaign, uint64_t piece, char path[CALF_PATH_ROOM])
{
    snprintf(path, CALF_PATH_ROOM, "%s/%08" PRIu64 ".piece", campaign->folder, piece);
}

// False when another process has the byte. Without locks everybody gets it.
static bool lock_byte(const calf_campaign *campaign, uint64_t byte)
{
    return calf_file_lock(campaign->lock, byte, CALF_LOCK_EXCLUSIVE) != CALF_LOCK_REFUSED;
}

static void unlock_byte(const calf_campaign *campaign, uint64_t byte)
{
    calf_file_lock(campaign->lock, byte, CALF_LOCK_NONE);
}

static bool set_presence(const calf_campaign *campaign, calf_lock_kind kind)
{
    const uint64_t byte = lock_beyond_pieces + LOCK_PRESENCE;
    return calf_file_lock(campaign->lock, byte, kind) != CALF_LOCK_REFUSED;
}

static void note(const calf_campaign *campaign, const char *text)
{
    if (campaign->options->note != NULL)
        campaign->options->note(campaign->options->context, text);
}

static bool stop_asked(const calf_campaign *campaign)
{
    const calf_run_options *options = campaign->options;
    return options->should_stop != NULL && options->should_stop(options->context);
}

// What stands in a piece's place stays for who wants to look at it, until the campaign ends.
static calf_status put_aside(const calf_campaign *campaign, uint64_t piece)
{
    char path[CALF_PATH_ROOM], bad[CALF_PATH_ROOM + 32], text[CALF_PATH_ROOM + 256];
    piece_path(campaign, piece, path);
    snprintf(text, sizeof text, "%s; it is simulated again", calf_error_text());
    for (int n = 1; n < 1000; n++) {
        snprintf(bad, sizeof bad, "%s.%d.bad", path, n);
        if (access(bad, F_OK) != 0)
            break;
    }
    if (rename(path, bad) != 0 && errno != ENOENT)
        return calf_error_set(
            CALF_FAILED, "%s: cannot put it aside as %s: %s", path, bad, strerror(errno));
    note(campaign, text);
    return CALF_OK;
}

static calf_status refuse_folder(const calf_campaign *campaign, const char *what)
{
    return calf_error_set(CALF_BAD_INPUT,
        "%s: %s; allowed: its own experiment, another --campaign, or this folder removed",
        campaign->folder, what);
}

static calf_status cannot_work(const calf_campaign *campaign, const char *why)
{
    return calf_error_set(CALF_BAD_INPUT, "%s: cannot work there: %s", campaign->folder, why);
}

// A text that must be what it was when the campaign began.
static calf_status check_text(
    const calf_campaign *campaign, const char *name, const char *text, const char *owner)
{
    char *there = NULL, difference[512], what[768];
    calf_status status = calf_folder_read(campaign->folder, name, &there);
    if (status != CALF_OK)
        return status;
    if (calf_folder_difference(there, text, difference, sizeof difference)) {
        snprintf(what, sizeof what, "the campaign of another %s: %s", owner, difference);
        status = refuse_folder(campaign, what);
    }
    free(there);
    return status;
}

static calf_status begin(const calf_campaign *campaign, const char *experiment)
{
    if (calf_folder_has(campaign->folder, "experiment.yaml")) {
        calf_status status = check_text(campaign, "program", program_text, "program");
        if (status == CALF_OK)
            status = check_text(campaign, "experiment.yaml", experiment, "experiment");
        if (status == CALF_OK)
            status = check_text(campaign, "pieces", campaign->cut, "size of pieces");
        if (status != CALF_BAD_INPUT || calf_folder_has_pieces(campaign->folder) ||
            !set_presence(campaign, CALF_LOCK_EXCLUSIVE))
            return status;
        set_presence(campaign, CALF_LOCK_SHARED);
    }
    calf_status status = calf_folder_write(campaign->folder, "program", program_text);
    if (status == CALF_OK)
        status = calf_folder_write(campaign->folder, "pieces", campaign->cut);
    return status != CALF_OK ? status
                             : calf_folder_write(campaign->folder, "experiment.yaml", experiment);
}

static const struct timespec moment = {.tv_nsec = 10000000}; // between two attempts

// Whether the folder at the path is still the one that was opened.
static bool is_gone(const calf_campaign *campaign)
{
    char path[CALF_PATH_ROOM];
    struct stat own, there;
    snprintf(path, sizeof path, "%s/lock", campaign->folder);
    return fstat(campaign->lock, &own) != 0 || stat(path, &there) != 0 ||
        own.st_ino != there.st_ino || own.st_dev != there.st_dev;
}

// Nothing is written into a folder before it is known to be a campaign's.
static calf_status check_folder(const calf_campaign *campaign)
{
    const char *folder = campaign->folder;
    if (access(folder, R_OK | W_OK | X_OK) != 0 && errno != ENOENT)
        return cannot_work(campaign, strerror(errno));
    errno = 0;
    const bool empty = calf_folder_is_empty(folder);
    const int code = errno; // of a folder that cannot be read
    if (empty || calf_folder_has(folder, "experiment.yaml"))
        return CALF_OK;
    return code == ENOMEM ? calf_error_no_memory()
                          : refuse_folder(campaign, "holds something that is no campaign");
}

// Makes the folder where there is none and opens its lock file. It may be removed in between, by a
// process that has put its result together.
static calf_status enter(calf_campaign *campaign)
{
    enum { looks = 3 };
    char path[CALF_PATH_ROOM];
    snprintf(path, sizeof path, "%s/lock", campaign->folder);
    for (int attempt = 0; attempt < 10; attempt++) {
        calf_status status = calf_folder_make(campaign->folder);
        if (status == CALF_OK)
            status = check_folder(campaign);
        if (status == CALF_BAD_INPUT && attempt < looks) { // what was looked at may just have gone
            nanosleep(&moment, NULL);
            continue;
        }
        if (status != CALF_OK)
            return status;
        campaign->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (campaign->lock < 0 && errno == ENOENT)
            continue;
        if (campaign->lock < 0)
            return cannot_work(campaign, strerror(errno));
        if (set_presence(campaign, CALF_LOCK_SHARED) && !is_gone(campaign))
            return CALF_OK;
        close(campaign->lock);
        campaign->lock = -1;
        nanosleep(&moment, NULL);
    }
    return cannot_work(campaign, "another process is removing it");
}

static calf_status begin_by_one(const calf_campaign *campaign, const char *experiment)
{
    while (!lock_byte(campaign, lock_beyond_pieces + LOCK_BEGINNING))
        nanosleep(&moment, NULL);
    calf_status status = begin(campaign, experiment);
    unlock_byte(campaign, lock_beyond_pieces + LOCK_BEGINNING);
    return status;
}

static bool is_there(const calf_campaign *campaign, uint64_t piece)
{
    char path[CALF_PATH_ROOM];
    piece_path(campaign, piece, path);
    return access(path, F_OK) == 0;
}

static void note_finished(calf_campaign *campaign, uint64_t piece)
{
    campaign->state[piece] = PIECE_FINISHED;
    campaign->finished++;
}

// Whether a piece is this process's to live at all.
static bool is_own(const calf_campaign *campaign, uint64_t piece)
{
    const calf_run_options *options = campaign->options;
    return options->parts == 0 || piece % (uint64_t)options->parts == (uint64_t)options->part - 1;
}

// Reads through what earlier runs have finished.
static calf_status check_pieces(calf_campaign *campaign)
{
    for (uint64_t k = 0; k < campaign->pieces; k++) {
        calf_piece *piece;
        if (stop_asked(campaign))
            return calf_error_set(CALF_FAILED, "stopped before the end");
        if (!is_own(campaign, k) || !is_there(campaign, k))
            continue;
        note_finished(campaign, k);
        calf_status status = calf_campaign_read(campaign, k, &piece);
        if (status == CALF_FAILED)
            return status;
        if (status == CALF_OK)
            calf_piece_destroy(piece);
    }
    return CALF_OK;
}

calf_status calf_campaign_open(const char *folder, const char *experiment, const calf_work *work,
    const calf_run_options *options, calf_campaign **campaign)
{
    *campaign = NULL;
    if (strlen(folder) + 64 > CALF_PATH_ROOM)
        return calf_error_set(CALF_BAD_INPUT, "%.100s...: the path is too long", folder);
    calf_campaign *made = calloc(1, sizeof *made);
    if (made == NULL)
        return calf_error_no_memory();
    *made = (calf_campaign){.folder = strdup(folder),
        .pieces = work->pieces,
        .state = calloc((size_t)work->pieces, 1),
        .lock = -1,
        .options = options};
    if (options->piece_runner_days > 0)
        snprintf(made->cut, sizeof made->cut, "--piece-days %.17g\n", options->piece_runner_days);
    else
        strcpy(made->cut, "the usual size\n");
    made->id = calf_checksum(
        calf_text_hash(program_text) ^ calf_text_hash(made->cut), experiment, strlen(experiment));
    calf_status status = CALF_OK;
    if (made->folder == NULL || made->state == NULL)
        status = calf_error_no_memory();
    if (status == CALF_OK)
        calf_folder_remove_leftovers(folder);
    if (status == CALF_OK)
        status = enter(made);
    if (status == CALF_OK)
        status = begin_by_one(made, experiment);
    if (status == CALF_OK) {
        made->began = true;
        calf_leftovers_remove(folder, NULL);
    }
    if (status == CALF_OK)
        status = check_pieces(made);
    if (status == CALF_OK)
        *campaign = made;
    else
        calf_campaign_close(made);
    return status;
}

// Of processes that leave at once, each gives way to the others, so that one finds itself alone.
static bool is_last(const calf_campaign *campaign)
{
    set_presence(campaign, CALF_LOCK_NONE);
    return set_presence(campaign, CALF_LOCK_EXCLUSIVE) && !is_gone(campaign);
}

// Goes out of the folder, which is removed when there is nothing in it to go on from.
static void leave(const calf_campaign *campaign)
{
    const bool unused = campaign->began
        ? campaign->finished == 0 && !calf_folder_has_pieces(campaign->folder)
        : calf_folder_is_empty(campaign->folder);
    if (unused && is_last(campaign))
        calf_folder_remove(campaign->folder);
    close(campaign->lock);
}

void calf_campaign_close(calf_campaign *campaign)
{
    if (campaign == NULL)
        return;
    if (campaign->lock >= 0)
        leave(campaign);
    free(campaign->folder);
    free(campaign->state);
    free(campaign);
}

bool calf_campaign_exists(const char *folder)
{
    return calf_folder_has(folder, "experiment.yaml");
}

// Another process may have finished a piece since it was found open: look under its lock.
static bool take(calf_campaign *campaign, uint64_t piece)
{
    if (!is_own(campaign, piece) || campaign->state[piece] != PIECE_OPEN ||
        !lock_byte(campaign, piece))
        return false;
    if (!is_there(campaign, piece)) {
        campaign->state[piece] = PIECE_TAKEN;
        return true;
    }
    unlock_byte(campaign, piece);
    note_finished(campaign, piece);
    return false;
}

bool calf_campaign_claim(calf_campaign *campaign, uint64_t *piece)
{
    bool taken = false;
#pragma omp critical(calf_campaign)
    while (!taken && campaign->cursor < campaign->pieces) {
        *piece = campaign->cursor++;
        taken = take(campaign, *piece);
    }
    return taken;
}

calf_status calf_campaign_publish(calf_campaign *campaign, uint64_t number, const calf_piece *piece)
{
    char path[CALF_PATH_ROOM];
    piece_path(campaign, number, path);
    calf_status status = calf_piece_write(piece, path, campaign->id, number);
    if (status != CALF_OK)
        return status;
#pragma omp critical(calf_campaign)
    {
        note_finished(campaign, number);
        unlock_byte(campaign, number);
    }
    return CALF_OK;
}

uint64_t calf_campaign_finished(const calf_campaign *campaign)
{
    return campaign->finished;
}

bool calf_campaign_has(const calf_campaign *campaign, uint64_t piece)
{
    bool finished;
#pragma omp critical(calf_campaign)
    finished = campaign->state[piece] == PIECE_FINISHED;
    return finished;
}

static calf_campaign_state look_for_result(const calf_campaign *campaign)
{
    if (!lock_byte(campaign, lock_beyond_pieces + LOCK_RESULT))
        return CALF_CAMPAIGN_BUSY;
    return is_gone(campaign) ? CALF_CAMPAIGN_GONE : CALF_CAMPAIGN_COMPLETE;
}

calf_campaign_state calf_campaign_look(calf_campaign *campaign)
{
    if (is_gone(campaign))
        return CALF_CAMPAIGN_GONE;
    bool waiting = false;
    campaign->cursor = 0;
    for (uint64_t k = 0; k < campaign->pieces; k++) {
        if (!is_own(campaign, k) || campaign->state[k] == PIECE_FINISHED)
            continue;
        campaign->state[k] = PIECE_OPEN;
        if (take(campaign, k)) {
            campaign->state[k] = PIECE_OPEN;
            unlock_byte(campaign, k);
            return CALF_CAMPAIGN_OPEN;
        }
        waiting = waiting || campaign->state[k] != PIECE_FINISHED;
    }
    if (waiting)
        return CALF_CAMPAIGN_BUSY;
    return campaign->options->parts > 0 ? CALF_CAMPAIGN_PART : look_for_result(campaign);
}

calf_status calf_campaign_read(calf_campaign *campaign, uint64_t number, calf_piece **piece)
{
    char path[CALF_PATH_ROOM];
    piece_path(campaign, number, path);
    calf_status status = calf_piece_read(path, campaign->id, number, piece);
    if (status != CALF_BAD_INPUT)
        return status;
    campaign->state[number] = PIECE_OPEN;
    campaign->finished--;
    const calf_status aside = put_aside(campaign, number);
    return aside != CALF_OK ? aside : status;
}

void calf_campaign_remove(calf_campaign *campaign)
{
    calf_folder_remove(campaign->folder);
    calf_campaign_close(campaign);
}
