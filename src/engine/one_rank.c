// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks where the program was built without MPI: one, that nobody asks for anything.
#include "engine/ranks.h"

#include <stddef.h>

int calf_ranks_count(void)
{
    return 1;
}

int calf_ranks_own(void)
{
    return 0;
}

void calf_ranks_leave(void)
{
}

calf_status calf_ranks_agree(calf_run_plan *plan, calf_status status)
{
    (void)plan;
    return status;
}

calf_status calf_service_begin(calf_delivery *delivery, calf_service **service)
{
    (void)delivery;
    *service = NULL;
    return CALF_OK;
}

calf_status calf_service_end(calf_service *service)
{
    (void)service;
    return CALF_OK;
}

bool calf_ranks_ask(uint64_t *piece)
{
    (void)piece;
    return false;
}

void calf_ranks_send(uint64_t number, const calf_piece *piece)
{
    (void)number, (void)piece;
}

void calf_ranks_say_goodbye(calf_status status)
{
    (void)status;
}
