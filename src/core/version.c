// SPDX-License-Identifier: GPL-3.0-or-later
// The version of the library.
#include <calfsim/version.h>

const char *calf_version(void)
{
    return CALFSIM_VERSION;
}
