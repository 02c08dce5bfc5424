// SPDX-License-Identifier: GPL-3.0-or-later
// Section 5 for a bout of known dose: what laboratories do, without a step or a repetition.
#ifndef CALF_MODEL_DOSE_H
#define CALF_MODEL_DOSE_H

#include "model/batch.h"
#include "model/state.h"

/** Both muscles take a raw dose [DU] at once: damage, protection and conditioning. It leaves
 * fatigue and acute soreness as they are, whose drive in such a bout is not known. What follows
 * decays over the bout's length, which is the caller's. */
void calf_dose_live(const calf_batch *batch, double du, calf_state *state);

#endif
