// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks by MPI. Rank 0 answers the others on a thread of its own; everywhere else whoever talks
// holds the delivery's lock. So one thread of a process is in MPI at a time.
#include "engine/ranks.h"

#include "core/error.h"
#include "core/hash.h"
#include "core/sources.h"

#include <calfsim/version.h>
#include <mpi.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TAG_ASK = 1, TAG_ANSWER, TAG_PIECE, TAG_DATA, TAG_GOODBYE };
enum { CHUNK_BYTES = 1 << 16, FAILURE_ROOM = 512 };
static const uint64_t no_piece = UINT64_MAX;

// Serialized: one thread at a time, whichever.
static void begin(void)
{
    int begun, provided;
    MPI_Initialized(&begun);
    if (!begun)
        MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided);
}

int calf_ranks_count(void)
{
    int count;
    begin();
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    return count;
}

int calf_ranks_own(void)
{
    int own;
    begin();
    MPI_Comm_rank(MPI_COMM_WORLD, &own);
    return own;
}

void calf_ranks_leave(void)
{
    int begun, ended;
    MPI_Initialized(&begun);
    MPI_Finalized(&ended);
    if (begun && !ended)
        MPI_Finalize();
}

// The worst status of all ranks. The first rank that failed keeps its text, for all of them.
static calf_status worst(calf_status own)
{
    const int count = calf_ranks_count(), rank = calf_ranks_own();
    int mine = own, all, failed = own != CALF_OK ? rank : count, first;
    MPI_Allreduce(&mine, &all, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
    MPI_Allreduce(&failed, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
    if (first < count && first != rank)
        calf_error_set((calf_status)all, "%s", "");
    return (calf_status)all;
}

// What must be the same on all ranks.
static uint64_t identity(const calf_run_plan *plan)
{
    static const char program[] = CALFSIM_VERSION " " CALF_BUILD_SOURCES;
    return calf_checksum(calf_text_hash(plan->text), program, sizeof program);
}

calf_status calf_ranks_agree(calf_run_plan *plan, calf_status status)
{
    struct {
        calf_work work;
        uint64_t identity;
    } first;
    if (calf_ranks_count() == 1)
        return status;
    int level;
    MPI_Query_thread(&level);
    if (status == CALF_OK && level < MPI_THREAD_SERIALIZED)
        status = calf_error_set(CALF_FAILED, "this MPI does not serve threads");
    status = worst(status);
    if (status != CALF_OK)
        return status;
    first.work = plan->work;
    first.identity = identity(plan);
    MPI_Bcast(&first, sizeof first, MPI_BYTE, 0, MPI_COMM_WORLD);
    if (first.identity != identity(plan))
        status = calf_error_set(CALF_BAD_INPUT,
            "rank %d has another experiment or program than rank 0; allowed: the same on all",
            calf_ranks_own());
    plan->work = first.work;
    return worst(status);
}

struct calf_service {
    pthread_t thread;
    calf_delivery *delivery;
    calf_status status; ///< the first failure
    char failure[FAILURE_ROOM];
};

static void note_failure(calf_service *service, calf_status status, const char *text)
{
    if (service->status != CALF_OK || status == CALF_OK)
        return;
    service->status = status;
    snprintf(service->failure, sizeof service->failure, "%s", text);
    calf_delivery_stop(service->delivery);
}

static void answer(calf_service *service, int rank)
{
    uint64_t number = no_piece;
    MPI_Recv(NULL, 0, MPI_BYTE, rank, TAG_ASK, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    if (!calf_delivery_claim(service->delivery, &number))
        number = no_piece;
    MPI_Send(&number, 1, MPI_UINT64_T, rank, TAG_ANSWER, MPI_COMM_WORLD);
}

// Takes the bytes of a piece, or lets them go where there is no room for them.
static void take_bytes(int rank, size_t size, unsigned char *bytes)
{
    unsigned char nowhere[CHUNK_BYTES];
    for (size_t at = 0; at < size; at += CHUNK_BYTES) {
        const size_t left = size - at;
        MPI_Recv(bytes != NULL ? bytes + at : nowhere, left < CHUNK_BYTES ? (int)left : CHUNK_BYTES,
            MPI_BYTE, rank, TAG_DATA, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    }
}

// Takes a lived piece: its number and size, then its bytes.
static void take_piece(calf_service *service, int rank)
{
    uint64_t head[2];
    unsigned char *bytes = NULL;
    calf_piece *piece = NULL;
    MPI_Recv(head, 2, MPI_UINT64_T, rank, TAG_PIECE, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    calf_status status = calf_piece_create(&piece);
    if (status == CALF_OK)
        status = calf_piece_fill(piece, (size_t)head[1], &bytes);
    take_bytes(rank, (size_t)head[1], bytes);
    if (status == CALF_OK)
        status = calf_delivery_take(service->delivery, head[0], piece);
    note_failure(service, status, calf_error_text());
    calf_piece_destroy(piece);
}

static void take_goodbye(calf_service *service, int rank)
{
    char word[1 + FAILURE_ROOM];
    MPI_Recv(word, sizeof word, MPI_CHAR, rank, TAG_GOODBYE, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    note_failure(service, (calf_status)word[0], word + 1);
}

static void *serve(void *argument)
{
    calf_service *service = argument;
    const struct timespec moment = {.tv_nsec = 200000};
    for (int left = calf_ranks_count() - 1; left > 0;) {
        int there;
        MPI_Status from;
        MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &from);
        if (!there) {
            nanosleep(&moment, NULL);
        } else if (from.MPI_TAG == TAG_ASK) {
            answer(service, from.MPI_SOURCE);
        } else if (from.MPI_TAG == TAG_PIECE) {
            take_piece(service, from.MPI_SOURCE);
        } else {
            take_goodbye(service, from.MPI_SOURCE);
            left--;
        }
    }
    return NULL;
}

// Sends the other ranks home, who would wait for ever.
static calf_status send_home(calf_delivery *delivery, calf_status status)
{
    calf_service here = {.delivery = delivery};
    char text[FAILURE_ROOM];
    snprintf(text, sizeof text, "%s", calf_error_text());
    calf_delivery_stop(delivery);
    serve(&here);
    return calf_error_set(status, "%s", text);
}

calf_status calf_service_begin(calf_delivery *delivery, calf_service **service)
{
    *service = NULL;
    if (calf_ranks_count() == 1)
        return CALF_OK;
    calf_service *made = calloc(1, sizeof *made);
    if (made == NULL)
        return send_home(delivery, calf_error_no_memory());
    made->delivery = delivery;
    if (pthread_create(&made->thread, NULL, serve, made) != 0) {
        free(made);
        return send_home(
            delivery, calf_error_set(CALF_FAILED, "cannot begin a thread for the other ranks"));
    }
    *service = made;
    return CALF_OK;
}

calf_status calf_service_end(calf_service *service)
{
    if (service == NULL)
        return CALF_OK;
    pthread_join(service->thread, NULL);
    const calf_status status = service->status == CALF_OK
        ? CALF_OK
        : calf_error_set(service->status, "%s", service->failure);
    free(service);
    return status;
}

bool calf_ranks_ask(uint64_t *piece)
{
    MPI_Send(NULL, 0, MPI_BYTE, 0, TAG_ASK, MPI_COMM_WORLD);
    MPI_Recv(piece, 1, MPI_UINT64_T, 0, TAG_ANSWER, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    return *piece != no_piece;
}

void calf_ranks_send(uint64_t number, const calf_piece *piece)
{
    size_t size;
    const unsigned char *bytes = calf_piece_bytes(piece, &size);
    const uint64_t head[2] = {number, size};
    MPI_Send(head, 2, MPI_UINT64_T, 0, TAG_PIECE, MPI_COMM_WORLD);
    for (size_t at = 0; at < size; at += CHUNK_BYTES) {
        const size_t left = size - at;
        MPI_Send(bytes + at, left < CHUNK_BYTES ? (int)left : CHUNK_BYTES, MPI_BYTE, 0, TAG_DATA,
            MPI_COMM_WORLD);
    }
}

void calf_ranks_say_goodbye(calf_status status)
{
    char word[1 + FAILURE_ROOM] = {(char)status};
    if (status != CALF_OK)
        snprintf(word + 1, FAILURE_ROOM, "rank %d: %s", calf_ranks_own(), calf_error_text());
    MPI_Send(word, sizeof word, MPI_CHAR, 0, TAG_GOODBYE, MPI_COMM_WORLD);
    calf_error_set(status, "%s", "");
}
