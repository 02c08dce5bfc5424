// SPDX-License-Identifier: GPL-3.0-or-later
// The standard normal distribution in plain arithmetic: the same bits in every lane of every CPU.
#ifndef CALF_POPULATION_NORMAL_H
#define CALF_POPULATION_NORMAL_H

#include "core/elementary.h"

#include <math.h>

/** The polynomial c0 + c1 x + ... + c7 x^7. */
static inline double calf_polynomial7(double x, double c0, double c1, double c2, double c3,
    double c4, double c5, double c6, double c7)
{
    double x2 = x * x;
    return ((c0 + c1 * x) + (c2 + c3 * x) * x2) + ((c4 + c5 * x) + (c6 + c7 * x) * x2) * (x2 * x2);
}

/** The number below which a standard normal one stays with probability `p`. Between 2^-1022 and
 *  1 - 2^-53 its error is below 1e-15 (1 + |value|); beyond, it stays finite.
 *
 *  Source  PPND16 of algorithm AS 241 (Wichura 1988, Applied Statistics 37, 477-484): a rational
 *          function for the middle, one for the tails and one for the far tails, of which all are
 *          worked out and one is taken. */
static inline double calf_normal_quantile(double p)
{
    double q = p - 0.5, s = 0.180625 - q * q, size = q < 0 ? -q : q;
    double over = q *
        calf_polynomial7(s, 3.3871328727963666080e0, 1.3314166789178437745e+2,
            1.9715909503065514427e+3, 1.3731693765509461125e+4, 4.5921953931549871457e+4,
            6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3);
    double under = calf_polynomial7(s, 1, 4.2313330701600911252e+1, 6.8718700749205790830e+2,
        5.3941960214247511077e+3, 2.1213794301586595867e+4, 3.9307895800092710610e+4,
        2.8729085735721942674e+4, 5.2264952788528545610e+3);
    double r = sqrt(-calf_log(calf_min(p, 1 - p)));
    int far = r > 5;
    double t = far ? r - 5 : r - 1.6, sign = q < 0 ? -1 : 1;
    double over_tail =
        calf_polynomial7(t, far ? 6.65790464350110377720e0 : 1.42343711074968357734e0,
            far ? 5.46378491116411436990e0 : 4.63033784615654529590e0,
            far ? 1.78482653991729133580e0 : 5.76949722146069140550e0,
            far ? 2.96560571828504891230e-1 : 3.64784832476320460504e0,
            far ? 2.65321895265761230930e-2 : 1.27045825245236838258e0,
            far ? 1.24266094738807843860e-3 : 2.41780725177450611770e-1,
            far ? 2.71155556874348757815e-5 : 2.27238449892691845833e-2,
            far ? 2.01033439929228813265e-7 : 7.74545014278341407640e-4);
    double under_tail =
        calf_polynomial7(t, 1, far ? 5.99832206555887937690e-1 : 2.05319162663775882187e0,
            far ? 1.36929880922735805310e-1 : 1.67638483018380384940e0,
            far ? 1.48753612908506148525e-2 : 6.89767334985100004550e-1,
            far ? 7.86869131145613259100e-4 : 1.48103976427480074590e-1,
            far ? 1.84631831751005468180e-5 : 1.51986665636164571966e-2,
            far ? 1.42151175831644588870e-7 : 5.47593808499534494600e-4,
            far ? 2.04426310338993978564e-15 : 1.05075007164441684324e-9);
    over = size <= 0.425 ? over : sign * over_tail;
    under = size <= 0.425 ? under : under_tail;
    return over / under;
}

/** The density of a standard normal number. */
static inline double calf_normal_density(double x)
{
    return calf_exp(-0.5 * (x * x)) * 0.3989422804014326779;
}

/** The probability that a standard normal number is below x, for x <= 0; relative error below
 *  (8 + x^2) 1e-16 as far down as x = -37.
 *
 *  Source  Cody 1969 (Mathematics of Computation 23, 631-637), as in ANORM of Algorithm 715 (Cody
 *          1993, ACM TOMS 19, 22-32): three rational functions, of which one is taken. */
static inline double calf_normal_tail(double x)
{
    double y = -x, y2 = x * x;
    double over_middle = calf_polynomial7(y2, 18154.981253343561249, 1067.6894854603709582,
        161.02823106855587881, 2.2352520354606839287, 0.065682337918207449113, 0, 0, 0);
    double under_middle = calf_polynomial7(y2, 45507.789335026729956, 10260.932208618978205,
        976.09855173777669322, 47.20258190468824187, 1, 0, 0, 0);
    double over_tail = calf_polynomial7(y, 9842.7148383839780218, 11602.651437647350124,
                           6848.1904505362823326, 2494.5375852903726711, 597.27027639480026226,
                           93.506656132177855979, 8.8831497943883759412, 0.39894151208813466764) +
        1.0765576773720192317e-8 * ((y2 * y2) * (y2 * y2));
    double under_tail = calf_polynomial7(y, 19685.429676859990727, 38912.003286093271411,
                            34900.952721145977266, 18615.571640885098091, 6485.558298266760755,
                            1519.377599407554805, 235.38790178262499861, 22.266688044328115691) +
        (y2 * y2) * (y2 * y2);
    double w = 1 / calf_max(y2, 1);
    double over_far =
        calf_polynomial7(w, 2.9112874951168792e-5, 0.001421619193227893466, 0.022235277870649807,
            0.1274011611602473639, 0.21589853405795699, 0.02307344176494017303, 0, 0);
    double under_far = calf_polynomial7(w, 7.29751555083966205e-5, 0.00378239633202758244,
        0.0659881378689285515, 0.468238212480865118, 1.28426009614491121, 1, 0, 0);
    double far = (0.3989422804014326779 - w * (over_far / under_far)) / y;
    double bell = calf_exp(-0.5 * y2);
    return y <= 0.66291             ? 0.5 - y * (over_middle / under_middle)
        : y <= 0x1.6a09e667f3bcdp+2 ? bell * (over_tail / under_tail)
                                    : bell * far;
}

/** The probability that a standard normal number is below x; absolute error below 4e-16. */
static inline double calf_normal_below(double x)
{
    double tail = calf_normal_tail(x < 0 ? x : -x);
    return x < 0 ? tail : 1 - tail;
}

#endif
