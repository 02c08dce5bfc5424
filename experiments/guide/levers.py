# SPDX-License-Identifier: GPL-3.0-or-later
# What the guide's experiment compares: the kinds of runner, the pieces of advice, their opposites,
# and what is known of each. Results are not here: they come out of a run.
"""Kinds of runner and pieces of advice of the calf guide, with their evidence."""
from collections import namedtuple

# name: of the result; title: in tables; short: in the picture; who: the definition and its reason;
# settings: of `calfsim run --set`.
Kind = namedtuple("Kind", "name title short who settings")

KINDS = (
    Kind("everyone", "everyone", "everyone",
         "Runners as the priors have them, 39.5 km a week in four runs", ()),
    Kind("weak-calf", "weak calf", "weak calf\n≤ 16 raises",
         "At most 16 single-leg heel raises to exhaustion: the weakest tenth of the prior, whose "
         "median is 25",
         ("population.vary={heel_raise_reps: {lognormal: [25, 0.35], high: 16}}",)),
    Kind("stiff-ankle", "stiff ankle", "stiff ankle\n≤ 30°",
         "At most 30 degrees of dorsiflexion in the weight-bearing lunge: the stiffest 9 % of the "
         "prior, whose mean is 38, and the low end of published means",
         ("population.vary={dorsiflexion_rom: {normal: [38, 6], high: 30}}",)),
    Kind("forefoot", "forefoot striker", "forefoot\nstriker",
         "Forefootness 0.75 or more, nearer to the forefoot (1) than to the midfoot (0.5), and "
         "used to it: the foremost 1.2 % of the prior, as its foremost tenth begins at the midfoot",
         ("population.vary={forefootness: {beta: [0.5, 2.5], low: 0.75}}",)),
    Kind("high-volume", "high volume", "high volume\n69 km a week",
         "The same four runs 1.75 times as long, 69 km a week, in the twelve weeks before as well: "
         "the largest weeks of an experienced runner's marathon plan (Higdon Intermediate 1: 71 "
         "km). No prior has it: volume is training",
         ("history.plan=longer base", "strategies.all.volume=1.75",
          "strategies.a fifth less.volume=1.4", "strategies.a fifth more.volume=2.1",
          "strategies.all of it.volume=1.4")),
)

USUAL = "as usual"

# strategy, against: names in experiment.yaml; label: in the picture; what: the change, exactly;
# parameters: of the model, that carry it; trials: grade of those of the advice itself with
# soreness or pain as outcome (A several, B one, or of a related exercise or complaint, - none
# found); found: what they say; minutes: that it takes a week; opposite: the strategy that does
# the contrary.
Lever = namedtuple("Lever", "strategy label what parameters trials found minutes opposite against",
                   defaults=(0, None, USUAL))

RAISES = ("heel_raise_reps", "hypertrophy_gain_gas", "hypertrophy_gain_sol", "neural_gain",
          "neural_max", "heel_raise_dose", "dose_exponent")
RAISES_FOUND = (
    "Soreness after running: no trial. Force of the calf: 21 % in 8 weeks in the untrained "
    "(Urlando 2007), 7 % in 14 weeks in runners (Albracht 2013)")
SPEED = ("speed_slope", "loading_rate_exponent", "dose_exponent")

LEVERS = (
    Lever("straight raises", "heel raises",
          "3 x 15 single-leg heel raises, knee straight, on Mon, Wed and Fri, days without a run",
          RAISES, "-", RAISES_FOUND, minutes=18),
    Lever("bent raises", "raises, knee bent", "The same with the knee bent",
          RAISES + ("gas_bent_share",), "-",
          RAISES_FOUND + ". Bent knees train the gastrocnemius hardly at all (Kinoshita 2023)",
          minutes=18),
    Lever("raises in turn", "raises, both knees", "The same, knee straight on Mon and Fri, bent on Wed",
          RAISES + ("gas_bent_share", "sol_straight_share"), "-", RAISES_FOUND, minutes=18),
    Lever("raises on run days", "raises, run days",
          "The same, knee straight, two hours after the runs of Tue, Thu and Sat",
          RAISES + ("interference_max", "interference_tau"), "-",
          "Soreness: no trial. Strength: 6 h or more from endurance work gains more than right "
          "beside it (Robineau 2016, rugby players)", minutes=18),
    Lever("rolling", "foam rolling", "5 min of rolling every evening",
          ("rolling_effect", "rolling_tau"), "A",
          "6 % less soreness on average (meta-analysis: Wiewelhove 2019)", minutes=35),
    Lever("stretching", "stretching", "5 min of calf stretching every evening",
          ("stretch_gain_max", "rom_gain_share", "rom_effect"), "A",
          "Next to nothing: 0.5 to 4 points of 100 (12 trials: Herbert 2011); a leg stretched for "
          "six weeks got as sore as the other (Brusco 2018, hamstrings)", minutes=35),
    Lever("shorter steps", "shorter steps", "5 % more steps a minute at the same speed",
          ("cadence_peak_exponent", "overstride_lengthening", "dose_exponent"), "B",
          "Mixed. Downhill, over-striders got sorest (Rowlands 2001); in a second bout steps 8 % "
          "longer or shorter made no difference (Eston 2000)", opposite="longer steps"),
    Lever("heel down", "heel down", "The heel touches the ground on every step",
          ("heel_contact", "strike_peak_nokiss", "dose_exponent"), "-",
          "No running study of heel contact was found", opposite="heel up"),
    Lever("lift the feet", "lift the feet",
          "Push-off 0.5 lower on the scale from -1 (feet lifted, ankles loose) to 1 (vigorous)",
          ("push_off", "pushoff_contact", "pushoff_exponent", "loading_rate_exponent",
           "dose_exponent"), "-",
          "No study of push-off cues. A longer contact lowers tendon load (Aubol 2025)",
          opposite="push off"),
    Lever("stay tall", "stay tall", "Trunk 7 degrees more upright",
          ("lean_effect", "dose_exponent"), "-",
          "Soreness: no trial. Work of the ankle did not differ between 4 and 11 degrees of lean "
          "(Teng and Powers 2015)", opposite="lean forward"),
    Lever("a fifth less", "run less", "Every run 20 % shorter",
          ("dose_per_km", "bout_exponent", "conditioning_half", "conditioning_exponent"), "B",
          "Half the minutes of downhill walking, a third of the response (Maeo 2015); in runners' "
          "diaries soreness hardly rises with load (PMData)", opposite="a fifth more"),
    Lever("5 % slower", "run slower", "Every run 5 % slower, same km", SPEED, "-",
          "Soreness: no trial. Tendon force is a fifth higher at 5.6 than at 3.3 m/s (Starbuck "
          "2021)",
          minutes=12, opposite="5 % faster"),
    Lever("no fast session", "no intervals", "Saturday's intervals become an easy run, same km",
          SPEED, "-", "No trial with soreness as outcome was found", minutes=4),
    Lever("slow build-up", "build up slowly*",
          "To half more km by 5 % a week, against the same by 20 % a week (*fast build-up*)",
          ("conditioning_half", "conditioning_tau", "protection_tau", "bout_exponent"), "B",
          "Soreness: none after walks downhill that grew by 20 min a week (Descente Sports Science "
          "36). Injuries: 10 % a week no better than 24 % (Buist 2008), single long runs worse "
          "(Frandsen 2025)", opposite="fast build-up", against="fast build-up"),
    Lever("listen", "sore? rest",
          "On mornings rated 40 mm or more no run, from 20 mm on half of it",
          ("report_noise", "mediator_tau", "sensitisation_tau", "refractory"), "-",
          "No trial was found"),
    Lever("higher heel", "higher heel", "6 mm more heel, by shoe or insert",
          ("lift_effect", "dose_exponent"), "B",
          "Painful Achilles tendons: inserts did better than exercises (Rabusin 2021). Force fell "
          "with 18 mm, not surely with 12 (Farris 2012). Flat shoes: more calf and shin pain (Ryan "
          "2014)", opposite="flatter shoe"),
    Lever("all but running less", "all, same km",
          "Raises in turn, rolling, stretching, shorter steps, heel down, feet lifted, tall, "
          "higher heel, listening", ("dose_exponent", "lift_effect", "neural_max"), "-",
          "Never tried together", minutes=88),
    Lever("all of it", "all of it", "The same, every run 20 % shorter, and no fast session",
          ("dose_exponent", "dose_per_km", "lift_effect", "neural_max"), "-",
          "Never tried together", minutes=88),
)
TOGETHER = ("all but running less", "all of it")

# What the guide warns of; each is set against 'as usual'.
OPPOSITES = {
    "longer steps": "5 % fewer steps a minute at the same speed: over-striding",
    "heel up": "The heel never touches the ground after landing in front of it",
    "push off": "Push-off 0.5 higher on the scale from -1 to 1",
    "lean forward": "Trunk 7 degrees further forward",
    "a fifth more": "Every run 20 % longer",
    "5 % faster": "Every run 5 % faster, same km",
    "slow build-up": "To half more km by 5 % a week, against as usual",
    "fast build-up": "To half more km by 20 % a week",
    "flatter shoe": "6 mm less heel",
}
