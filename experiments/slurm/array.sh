#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One task of a job array: lives its part of a campaign and stops. `submit` sends it off; by hand:
#   sbatch --array=1-8 array.sh EXPERIMENT.yaml OUT.h5 [options of calfsim run]
# Finished pieces are durable, so it may be killed at any moment, run twice, or run too late.
#SBATCH --job-name=calfsim
#SBATCH --nodes=1 --ntasks=1 --cpus-per-task=4
#SBATCH --mem-per-cpu=500M
#SBATCH --time=01:00:00
#SBATCH --requeue --open-mode=append
#SBATCH --output=calfsim-%A-%a.log
#SBATCH --signal=B:USR1@120
set -eu
experiment=$1 out=$2
shift 2

# The threads are those that Slurm gave, each on a core of its own.
export OMP_NUM_THREADS="${SLURM_CPUS_PER_TASK:-1}"
export OMP_PLACES="${OMP_PLACES:-cores}" OMP_PROC_BIND="${OMP_PROC_BIND:-close}"

# The largest index rather than the number of tasks: `sbatch --array=3 ...` lives part 3 of 3.
"${CALFSIM:-calfsim}" run "$experiment" -o "$out" --campaign "$out.campaign" \
    --part "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_MAX" "$@" &

# Slurm sends USR1 two minutes before the time is up: queue again, for the rest. SLURM_JOB_ID would
# queue the whole array again, since that of its last task is that of the array.
trap 'scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"' USR1
wait $!
