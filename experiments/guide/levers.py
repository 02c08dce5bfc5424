# SPDX-License-Identifier: GPL-3.0-or-later
# What the guide's experiment compares: the kinds of runner, the pieces of advice, their opposites,
# and what is known of each. Results are not here: they come out of a run.
"""Kinds of runner and pieces of advice of the calf guide, with their evidence."""
import os
import re
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

# One row a lever, which `calfsim advise` puts into other plans: see there what the columns are.
TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "src", "coach",
                     "levers.def")
# C's comments, texts and characters, names, numbers and marks.
TOKEN = re.compile(r'//[^\n]*|#undef[^\n]*|\s+|(?P<text>"[^"]*")|(?P<grade>\'.\')|'
                   r'(?P<word>[#\w.-]+)|(?P<mark>[(),])')


def tokens(text):
    """(kind, token) of C source as plain as the table's."""
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise ValueError(f"{TABLE}: cannot be read from: {text[at:at + 40]!r}")
        if match.lastgroup:
            yield match.lastgroup, match.group().strip("\"'")
        at = match.end()


def rows(text):
    """The arguments of each CALF_LEVER of the table, texts joined and their names put in."""
    defined = dict(re.findall(r'(?m)^#define (\w+) "([^"]*)"$', text))
    depth, row = 0, None
    for kind, token in tokens(re.sub(r"(?m)^#define.*$", "", text)):
        if token == "CALF_LEVER":
            row = [""]
        elif kind == "mark" and row is not None:
            depth += {"(": 1, ")": -1, ",": 0}[token]
            if token == "," and depth == 1:
                row.append("")
            elif depth == 0:
                yield row
                row = None
        elif row is not None:
            row[-1] += defined.get(token, token) if kind == "word" else token


# The guide's plan is level, and its strategy 'slow build-up' is set against the fast one.
NOT_WEIGHED = ("no downhill",)
AGAINST = {"slow build-up": "fast build-up"}
OPPOSITE_OF = {"shorter steps": "longer steps", "heel down": "heel up", "lift the feet": "push off",
               "stay tall": "lean forward", "a fifth less": "a fifth more",
               "5 % slower": "5 % faster", "slow build-up": "fast build-up",
               "higher heel": "flatter shoe"}


def levers_of_the_table():
    with open(TABLE, encoding="utf-8") as file:
        text = file.read()
    for _, name, label, _, _, minutes, trials, parameters, what, found, _ in rows(text):
        if name not in NOT_WEIGHED:
            yield Lever(name, label, what, tuple(parameters.split()), trials, found, int(minutes),
                        OPPOSITE_OF.get(name), AGAINST.get(name, USUAL))


LEVERS = (
    *levers_of_the_table(),
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
