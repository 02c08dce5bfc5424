// SPDX-License-Identifier: GPL-3.0-or-later
// Storing statistics: a head, the moments, the counts of pairs, then lists and histograms as far as
// they hold anything.
#include "results/statistics_store.h"

#include "core/error.h"

#include <string.h>

typedef struct stored_head {
    uint64_t rows, pairs, staged, poured;
} stored_head;

static stored_head head_of(const calf_statistics *statistics)
{
    return (stored_head){.rows = statistics->rows,
        .pairs = statistics->pairs,
        .staged = statistics->staged,
        .poured = statistics->poured};
}

static size_t list_bytes(const stored_head *head)
{
    return (size_t)head->staged * sizeof(uint16_t);
}

static size_t bytes_of(const stored_head *head, const calf_statistics *statistics)
{
    const size_t histogram = head->poured ? sizeof *statistics->histogram : 0;
    return sizeof *head +
        (size_t)head->rows * (sizeof *statistics->moments + list_bytes(head) + histogram) +
        (size_t)head->pairs * sizeof *statistics->sides;
}

size_t calf_statistics_stored_bytes(const calf_statistics *statistics)
{
    const stored_head head = head_of(statistics);
    return bytes_of(&head, statistics);
}

static char *put(char *to, const void *from, size_t bytes)
{
    memcpy(to, from, bytes);
    return to + bytes;
}

void calf_statistics_store(const calf_statistics *statistics, void *bytes)
{
    const stored_head head = head_of(statistics);
    char *to = put(bytes, &head, sizeof head);
    to = put(to, statistics->moments, statistics->rows * sizeof *statistics->moments);
    to = put(to, statistics->sides, statistics->pairs * sizeof *statistics->sides);
    if (statistics->poured)
        to = put(to, statistics->histogram, statistics->rows * sizeof *statistics->histogram);
    for (size_t row = 0; row < statistics->rows; row++)
        to = put(to, statistics->list + row * statistics->room, list_bytes(&head));
}

static const char *take(void *to, const char *from, size_t bytes)
{
    memcpy(to, from, bytes);
    return from + bytes;
}

calf_status calf_statistics_restore(calf_statistics *statistics, const void *bytes, size_t count)
{
    const stored_head own = head_of(statistics);
    stored_head head = {0};
    const char *from = bytes;
    if (count >= sizeof head)
        from = take(&head, from, sizeof head);
    if (head.rows != own.rows || head.pairs != own.pairs || head.staged > statistics->room ||
        head.poured > (statistics->histogram != NULL) || count != bytes_of(&head, statistics))
        return calf_error_set(CALF_BAD_INPUT, "stored statistics have another shape");
    calf_statistics_clear(statistics);
    from = take(statistics->moments, from, statistics->rows * sizeof *statistics->moments);
    from = take(statistics->sides, from, statistics->pairs * sizeof *statistics->sides);
    if (head.poured)
        from = take(statistics->histogram, from, statistics->rows * sizeof *statistics->histogram);
    for (size_t row = 0; row < statistics->rows; row++)
        from = take(statistics->list + row * statistics->room, from, list_bytes(&head));
    statistics->staged = head.staged;
    statistics->poured = head.poured != 0;
    return CALF_OK;
}
