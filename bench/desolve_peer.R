# SPDX-License-Identifier: GPL-3.0-or-later
# The model in R with deSolve: a peer that bench_peers measures calfsim against. Lives the runners
# of FOLDER/runners.csv through FOLDER/runs.csv and writes FOLDER/mornings.txt: the CPU seconds it
# took, then soreness and force of both muscles, of every runner every morning at 7:00.
#
# Every stretch, a rest or a steady segment, is one call of lsoda at a relative tolerance of 1e-6,
# for both muscles at once: the time goes into calling the right-hand side, not into arithmetic.
# Each state is a pair, gastrocnemius first.
library(deSolve)

report_hour <- 7
states <- c("metabolic", "central", "bout", "lesion", "mediators", "sensitisation", "acute",
            "deficit", "stimulus", "sum_stimulus", "sum_dose")
at <- setNames(lapply(seq_along(states) - 1, function(k) 2 * k + 1:2), states)

# Rates of both muscles [1/h] whose mean, weighted by capacity, is the runner's [1/s].
split_rate <- function(p, rate, ratio) {
    soleus <- rate / (p$soleus_capacity_share + (1 - p$soleus_capacity_share) * ratio)
    3600 * c(ratio * soleus, soleus)
}

# One running step: the forces of model section 3.
step_of <- function(p, speed, grade, cadence_ratio, forefoot, heel, push_off, lean, lift) {
    push <- 1 - p$pushoff_contact * push_off
    strike <- 1 + forefoot * (p$strike_peak_kiss + p$strike_peak_nokiss * (1 - heel))
    slope <- 1 + (if (grade > 0) p$grade_up else p$grade_down) * grade
    multiplier <- min(strike * (1 - p$lift_effect * lift) * slope, p$multiplier_cap)
    cadence <- (p$cadence_base + p$cadence_slope * speed) * cadence_ratio
    contact <- p$contact_coef * speed^p$contact_exponent * push / sqrt(cadence_ratio)
    peak <- p$demand_ref * (1 + p$speed_slope * (min(speed, p$speed_cap) - 3.5)) *
        cadence_ratio^p$cadence_peak_exponent * push^-p$pushoff_exponent *
        exp(p$lean_effect * lean) * multiplier
    extra <- if (strike < 1) 0 else peak * (strike - 1) / strike
    share <- p$soleus_share - p$soleus_share_slope * (speed - 3.5) - 0.02 * push_off
    share <- min(max(share, 0), 1)
    phi <- c(((1 - share) * (peak - extra) + p$strike_gastroc_share * extra) /
                 (1 - p$soleus_capacity_share),
             (share * (peak - extra) + (1 - p$strike_gastroc_share) * extra) /
                 p$soleus_capacity_share)
    shared <- (1 + 0.1 * forefoot * (1 - heel)) *
        max(1 + p$overstride_lengthening * (1 - cadence_ratio), 0.1) *
        (if (grade > 0) max(1 - 0.04 * grade, 0.3) else 1 - 0.02 * grade)
    lengthening <- shared * (1 + c(p$strike_lengthening_gas, p$strike_lengthening_sol) * forefoot)
    list(cadence = cadence, contact = contact, duty = contact * cadence / 120, phi = phi,
         lengthening = lengthening)
}

strength_of <- function(p) (1 + p$heel_raise_reps / 30) / (1 + 25 / 30)

slow_force <- function(p, central, deficit) {
    power <- pmax(deficit, 0)^p$deficit_hill
    (1 - central) * (1 - p$deficit_max * power / (p$deficit_half^p$deficit_hill + power))
}

# What stays the same along a segment.
drive_of <- function(r, step) {
    p <- r$p
    reference <- step_of(p, 3, 0, 1, 0, 1, 0, 0, 0)
    relative <- step$phi / strength_of(p) / reference$phi
    loading <- step$phi / step$contact / (reference$phi / reference$contact)
    dose <- p$dose_per_km / (1000 / 3 * reference$cadence / 120) * relative^p$dose_exponent *
        loading^p$loading_rate_exponent * step$lengthening
    change <- min(abs(p$forefootness - r$habit), 1)
    protection <- r$protection * (1 - (1 - p$strike_transfer) * change)
    pause <- 1 + (p$rest_multiplier - 1) * p$stride_rest_share
    activation <- step$phi / strength_of(p) * p$impulse_shape * step$duty
    list(p = p, recovery = r$recovery * (step$duty + pause * (1 - step$duty)),
         tiring = r$fatigue * activation, central = 3600 * p$central_rate * activation,
         raw = dose * 3600 * step$cadence / 120, coupling = -p$fatigue_coupling * p$dose_exponent,
         conditioned = (1 + r$conditioning / p$conditioning_half)^-p$conditioning_exponent,
         vulnerable = (1 - p$protection_max * protection) * p$susceptibility *
             exp(-p$rom_effect * (p$dorsiflexion_rom - 38) / 6),
         acute = p$acute_gain / step$lengthening)
}

rest_rates <- function(t, y, d) {
    p <- d$p
    list(c(-d$recovery * y[1:2], -y[3:4] / p$central_tau, -y[5:6] / p$bout_tau,
           -y[7:8] / p$lesion_tau, (y[7:8] - y[9:10]) / p$mediator_tau,
           (y[9:10] - y[11:12]) / p$sensitisation_tau, -y[13:14] / p$acute_tau,
           -y[15:16] / p$deficit_tau, -y[17:18] / p$stimulus_tau, 0, 0, 0, 0))
}

run_rates <- function(t, y, d) {
    p <- d$p
    slow <- slow_force(p, y[3:4], y[15:16])
    raw <- d$raw * slow^d$coupling
    dose <- d$conditioned * raw
    convex <- p$bout_exponent * pmax(y[5:6], 0)^(p$bout_exponent - 1) * dose
    damage <- d$vulnerable * exp(-p$refractory * y[11:12]) * convex
    stimulus <- (1 - y[17:18]) * dose / p$protection_dose
    list(c(d$tiring / slow - d$recovery * y[1:2], d$central - y[3:4] / p$central_tau,
           dose - y[5:6] / p$bout_tau, damage - y[7:8] / p$lesion_tau,
           (y[7:8] - y[9:10]) / p$mediator_tau, (y[9:10] - y[11:12]) / p$sensitisation_tau,
           d$acute * convex - y[13:14] / p$acute_tau, damage - y[15:16] / p$deficit_tau,
           stimulus - y[17:18] / p$stimulus_tau, stimulus, raw))
}

integrate <- function(y, hours, rates, drive) {
    lsoda(y, c(0, hours), rates, drive, rtol = 1e-6, atol = 1e-6)[2, -1]
}

fade <- function(r, hours) {
    r$protection <- r$protection * exp(-hours / 24 / r$p$protection_tau)
    r$conditioning <- r$conditioning * exp(-hours / 24 / r$p$conditioning_tau)
    r$now <- r$now + hours
    r
}

rest <- function(r, until) {
    hours <- until - r$now
    if (hours <= 0)
        return(r)
    r$y <- integrate(r$y, hours, rest_rates,
                     list(p = r$p, recovery = r$p$rest_multiplier * r$recovery))
    fade(r, hours)
}

run <- function(r, segments) {
    p <- r$p
    hours <- 0
    km <- 0
    r$y[c(at$sum_stimulus, at$sum_dose)] <- 0
    for (s in segments) {
        speed <- if (s$speed_mps > 0) s$speed_mps else s$intensity * p$threshold_speed
        took <- if (s$duration_min > 0) s$duration_min / 60 else s$distance_km / (3.6 * speed)
        step <- step_of(p, speed, s$grade_percent, p$cadence_ratio, p$forefootness,
                        p$heel_contact, p$push_off, p$trunk_lean, p$shoe_lift)
        r$y <- integrate(r$y, took, run_rates, drive_of(r, step))
        hours <- hours + took
        km <- km + 3.6 * speed * took
    }
    gained <- exp(-p$protection_gain * r$y[at$sum_stimulus])
    r$protection <- 1 - (1 - r$protection) * gained
    r$conditioning <- r$conditioning + r$y[at$sum_dose] / p$conditioning_tau
    r$habit <- r$habit + (p$forefootness - r$habit) * (1 - exp(-km / p$strike_habit_km))
    fade(r, hours)
}

begin <- function(p) {
    list(p = p, y = numeric(2 * length(states)), protection = c(0, 0), conditioning = c(0, 0),
         habit = p$forefootness, now = 0,
         fatigue = split_rate(p, p$fatigue_rate, p$gas_sol_fatigue_ratio),
         recovery = split_rate(p, p$fatigue_rate * p$recovery_ratio, p$gas_sol_recovery_ratio))
}

# Soreness and force of both muscles, [day, 4].
live <- function(p, sessions, days) {
    r <- begin(p)
    mornings <- matrix(0, days, 4)
    due <- 1
    for (day in seq_len(days)) {
        r <- rest(r, max(24 * (day - 1) + report_hour, r$now))
        power <- pmax(r$y[at$sensitisation] + r$y[at$acute], 0)^p$soreness_hill
        mornings[day, ] <- c(100 * power / (p$soreness_half^p$soreness_hill + power),
                             (1 - r$y[at$metabolic]) *
                                 slow_force(p, r$y[at$central], r$y[at$deficit]))
        while (due <= length(sessions) &&
               sessions[[due]][[1]]$due_h < 24 * day + report_hour) {
            r <- rest(r, max(sessions[[due]][[1]]$due_h, r$now))
            r <- run(r, sessions[[due]])
            due <- due + 1
        }
    }
    mornings
}

asked <- commandArgs(trailingOnly = TRUE)
if (length(asked) != 2)
    stop("Usage: Rscript desolve_peer.R FOLDER DAYS")
rows_of <- function(table) lapply(seq_len(nrow(table)), function(k) as.list(table[k, ]))
runners <- rows_of(read.csv(file.path(asked[1], "runners.csv")))
runs <- read.csv(file.path(asked[1], "runs.csv"))
sessions <- unname(lapply(split(runs, runs$session), rows_of))
begun <- proc.time()
mornings <- do.call(rbind, lapply(runners, live, sessions, as.integer(asked[2])))
took <- proc.time() - begun
file <- file(file.path(asked[1], "mornings.txt"), "w")
writeLines(format(took[["user.self"]] + took[["sys.self"]], digits = 12), file)
write.table(format(mornings, digits = 12, trim = TRUE), file, quote = FALSE, row.names = FALSE,
            col.names = FALSE)
close(file)
