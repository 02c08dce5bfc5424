// SPDX-License-Identifier: GPL-3.0-or-later
// Writing one world: its part of every dataset of the root.
#include "core/error.h"
#include "results/hdf5_util.h"
#include "results/result_writer.h"
#include "results/world_numbers.h"

calf_status calf_result_write_world(
    calf_result_writer *writer, size_t world, const calf_world_numbers *numbers)
{
    calf_h5_quiet quiet;
    const calf_layout *layout = &writer->layout;
    if (world >= layout->size[CALF_DIM_WORLD])
        return calf_error_set(
            CALF_FAILED, "%s: the result has no world %zu", writer->aside.target, world);
    calf_window part = calf_window_all(layout);
    calf_window_one(&part, CALF_DIM_WORLD, world);
    calf_status status = CALF_OK;
    calf_h5_quiet_begin(&quiet);
    for (size_t i = 0; i < layout->count && status == CALF_OK; i++)
        if (numbers->of[i])
            status = calf_result_write_window(
                writer, &layout->datasets[i], &part, H5T_NATIVE_DOUBLE, numbers->of[i]);
    calf_h5_quiet_end(&quiet);
    return status;
}
