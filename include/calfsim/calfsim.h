// SPDX-License-Identifier: GPL-3.0-or-later
// The whole public interface.
#ifndef CALFSIM_H
#define CALFSIM_H

#include <calfsim/experiment.h>
#include <calfsim/laboratory.h>
#include <calfsim/parameters.h>
#include <calfsim/plan.h>
#include <calfsim/run.h>
#include <calfsim/status.h>
#include <calfsim/version.h>

#endif
