// SPDX-License-Identifier: GPL-3.0-or-later
// Elementary functions in plain arithmetic: no call, no branch, no table, so that lane loops
// vectorise and every processor gives the same bits. A C library's functions do neither: they round
// differently from one instruction set to the next.
#ifndef CALF_CORE_ELEMENTARY_H
#define CALF_CORE_ELEMENTARY_H

#include <stdint.h>
#include <string.h>

/** How a double is stored (IEEE 754 binary64), and back. */
static inline uint64_t calf_bits_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double calf_from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/** The smaller and the larger of two numbers; `b` when either is NaN. fmin and fmax treat NaN in a
 * way that no vector instruction does. */
static inline double calf_min(double a, double b)
{
    return a < b ? a : b;
}

static inline double calf_max(double a, double b)
{
    return a > b ? a : b;
}

/** The nearest whole number, ties to even, for |x| < 2^51. */
static inline double calf_nearest(double x)
{
    return (x + 0x1.8p52) - 0x1.8p52;
}

/** 2^x. Relative error below 4e-16; exact where x is whole. 0 below -1022, and x is cut to 1023, so
 * that nothing overflows. NaN gives NaN.
 *
 *  Source  2^x = 2^n (1 + f p(f)), n the nearest whole number to x, |f| <= 1/2, p the minimax
 *          polynomial of degree 10 (Remez, relative error of 2^f 3.4e-18 before rounding). */
static inline double calf_exp2(double x)
{
    double cut = x > 1023 ? 1023 : x;
    double shifted = cut + 0x1.8p52; // the last bits are now those of n
    double power = calf_from_bits((calf_bits_of(shifted) << 52) + 0x3ff0000000000000u);
    double f = cut - (shifted - 0x1.8p52), f2 = f * f, f4 = f2 * f2;
    double low =
        (1.0 + 0x1.62e42fefa39efp-1 * f) + (0x1.ebfbdff82c5a5p-3 + 0x1.c6b08d704a0d7p-5 * f) * f2;
    double middle = (0x1.3b2ab6fb9ff54p-7 + 0x1.5d87fe78a0e4dp-10 * f) +
        (0x1.4309130f2fc4fp-13 + 0x1.ffcbfc7c3de41p-17 * f) * f2;
    double high = (0x1.62bfc6cc2018fp-20 + 0x1.b524cdfe2f070p-24 * f) +
        (0x1.e61ca95c8d8a0p-28 + 0x1.ea1828c19ca03p-32 * f) * f2;
    double result = power * (low + (middle + high * f4) * f4);
    return x < -1022 ? 0 : result;
}

/** Base-2 logarithm for finite x >= 0. Relative error below 5e-16; exact for powers of two. 0 and
 *  denormal numbers count as 2^-1023 or a little more. Infinity and NaN give NaN.
 *
 *  Source  x = 2^e m with m in [sqrt 1/2, sqrt 2); log2 m = s (2/ln 2 + s^2 p(s^2)) with
 *          s = (m - 1)/(m + 1), p the minimax polynomial of degree 6 (Remez, relative error
 *          1.2e-18 before rounding). */
static inline double calf_log2(double x)
{
    const uint64_t half_root = 0x3fe6a09e667f3bcdu; // sqrt 1/2
    uint64_t moved = calf_bits_of(x) + (0x3ff0000000000000u - half_root);
    double e = calf_from_bits(moved >> 52 | 0x4330000000000000u) - (0x1p52 + 1023);
    double m = calf_from_bits((moved & 0x000fffffffffffffu) + half_root);
    double s = (m - 1) / (m + 1), q = s * s, q2 = q * q;
    double low = (0x1.ec709dc3a0455p-1 + 0x1.2776c50ee72e3p-1 * q) +
        (0x1.a61762d20d472p-2 + 0x1.484afcf24b4dep-2 * q) * q2;
    double high = (0x1.0ca11f2ad4ae9p-2 + 0x1.c4799885b1d68p-3 * q) + 0x1.b52aba92e7782p-3 * q2;
    double unless_finite = x - x; // 0, or NaN
    return (e + unless_finite) + s * (0x1.71547652b82fep+1 + q * (low + high * (q2 * q2)));
}

/** e^x; relative error below (4 + 1.3 |x|) 1e-16. Cut as calf_exp2() is. */
static inline double calf_exp(double x)
{
    return calf_exp2(x * 0x1.71547652b82fep+0);
}

/** Natural logarithm; relative error below 6e-16, else as calf_log2(). */
static inline double calf_log(double x)
{
    return calf_log2(x) * 0x1.62e42fefa39efp-1;
}

/** x^y for finite x >= 0 and y >= 1, or x > 0 and any y; relative error below (5 + 4 |y log2 x|)
 *  1e-16. 0^y is 0 from y = 1 on. */
static inline double calf_pow(double x, double y)
{
    return calf_exp2(y * calf_log2(x));
}

#endif
