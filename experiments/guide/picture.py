# SPDX-License-Identifier: GPL-3.0-or-later
# The guide's picture: a row for each piece of advice, a column for each kind of runner.
"""Draws what guide.py read."""
import io

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Arc, Circle, Rectangle, Wedge
from PIL import Image, PngImagePlugin

import pictograms
from levers import KINDS, LEVERS, TOGETHER, USUAL

GOOD, BAD, WORLDS = "#0072b2", "#d55e00", "#222222"  # told apart by every kind of colour vision
BAND = (0.05, 0.95)
DPI, COLOURS = 120, 64
# In inches: the columns from left to right, the parts from top to bottom.
ICON, LABEL, PANEL, TRIALS, MARGIN = 0.66, 2.3, 1.56, 0.74, 0.1
TITLE, HEADER, ROW, FOOTER, KEY = 0.72, 2.0, 0.58, 1.0, 0.85
WIDTH = 2 * MARGIN + ICON + LABEL + len(KINDS) * PANEL + TRIALS
LEFT, RIGHT = -1.95, 1.45  # sore days a week, of every panel
KEYWORD = "calfsim-guide"  # of the PNG, for the digest of what is drawn

OPPOSITE_LABELS = {
    "a fifth more": "run more", "fast build-up": "in a hurry", "flatter shoe": "flatter shoe",
    "push off": "push off", "5 % faster": "run faster", "longer steps": "longer steps",
    "heel up": "heel up", "lean forward": "lean forward",
}
BARS = {"A": 3, "B": 2, "C": 1, "-": 0}


def middle_and_band(by_world):
    return float(np.median(by_world)), *np.quantile(by_world, BAND)


class Sheet:
    """A figure in inches from its top left corner."""

    def __init__(self, height):
        self.height = height
        self.figure = plt.figure(figsize=(WIDTH, height))

    def axes(self, x, y, width, height):
        return self.figure.add_axes((x / WIDTH, 1 - (y + height) / self.height, width / WIDTH,
                                     height / self.height))

    def blank(self, x, y, width, height, limits=None):
        """Axes without any ink; x and y from 0 to 1, or as wide and high as the limits say."""
        axes = self.axes(x, y, width, height)
        axes.set_axis_off()
        axes.set_xlim(0, limits[0] if limits else 1)
        axes.set_ylim(0, limits[1] if limits else 1)
        return axes

    def text(self, x, y, words, size, **style):
        return self.figure.text(x / WIDTH, 1 - y / self.height, words, fontsize=size, **style)


def draw_face(axes, x, y, radius, happy):
    colour = GOOD if happy else BAD
    axes.add_patch(Circle((x, y), radius, facecolor=colour, edgecolor="none"))
    for side in (-1, 1):
        axes.add_patch(Circle((x + side * 0.36 * radius, y + 0.3 * radius), 0.13 * radius,
                              color="white"))
    drop, height, start = (0.05, 1.0, 200) if happy else (0.62, 0.8, 20)
    axes.add_patch(Arc((x, y - drop * radius), 1.1 * radius, height * radius, theta1=start,
                       theta2=start + 140, color="white", linewidth=2))


def draw_week(sheet, x, y, sore):
    """Seven mornings, so many of them sore."""
    axes = sheet.blank(x, y, PANEL, 0.24, (PANEL, 0.24))
    for day in range(7):
        centre = (PANEL / 2 + (day - 3) * 0.2, 0.12)
        part = min(max(sore - day, 0), 1)
        axes.add_patch(Circle(centre, 0.085, facecolor="#e3e3e3", edgecolor="none"))
        if part > 0:
            axes.add_patch(Wedge(centre, 0.085, 90 - 360 * part, 90, facecolor=BAD))


def draw_trials(sheet, x, y, grade):
    """How good the trials are: bars as of a telephone's reception."""
    axes = sheet.blank(x, y, TRIALS, ROW, (TRIALS, ROW))
    for bar in range(3):
        full = bar < BARS[grade]
        axes.add_patch(Rectangle((TRIALS / 2 - 0.22 + 0.16 * bar, 0.13), 0.11, 0.12 + 0.09 * bar,
                                 facecolor=pictograms.INK if full else "#dddddd"))


def draw_bar(axes, y, by_world, height=0.62):
    value, low, high = middle_and_band(by_world)
    axes.barh(y, value, height=height, color=GOOD if value > 0 else BAD, zorder=2)
    axes.plot((low, high), (y, y), color=WORLDS, linewidth=1.1, alpha=0.55, zorder=3,
              solid_capstyle="butt")


def draw_panel(sheet, x, y, result, levers):
    """One kind of runner: a pair of bars for each piece of advice."""
    axes = sheet.axes(x + 0.05, y, PANEL - 0.1, ROW * len(levers))
    axes.set_xlim(LEFT, RIGHT)
    axes.set_ylim(len(levers), 0)
    axes.patch.set_alpha(0)
    for row, lever in enumerate(levers):
        saved = result["worth"][lever.strategy]["days"]
        if lever.opposite:
            draw_bar(axes, row + 0.69, result["harm"][lever.opposite]["days"], 0.3)
            draw_bar(axes, row + 0.31, saved, 0.3)
        else:
            draw_bar(axes, row + 0.5, saved, 0.3)
    for day in (-1, 1):
        axes.axvline(day, color="#cccccc", linewidth=0.8, zorder=0)
    axes.axvline(0, color=pictograms.INK, linewidth=1.2, zorder=4)
    axes.set_xticks((-1, 0, 1), ("1", "0", "1"), fontsize=13)
    axes.xaxis.set_ticks_position("bottom")
    axes.tick_params(left=False, labelleft=False, length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def draw_header(sheet, x, y, kind, result):
    pictograms.OF_KIND[kind.name](sheet.blank(x + (PANEL - 0.8) / 2, y, 0.8, 0.8))
    sheet.text(x + PANEL / 2, y + 0.9, kind.short, 14.5, ha="center", va="top", linespacing=1.05)
    draw_week(sheet, x, y + 1.4, np.median(result["sore_days"][USUAL]))
    faces = sheet.blank(x + 0.05, y + 1.67, PANEL - 0.1, 0.28, (RIGHT - LEFT, 0.28))
    scale = (PANEL - 0.1) / (RIGHT - LEFT)  # inches a sore day: circles stay round
    faces.set_xlim(0, PANEL - 0.1)
    draw_face(faces, (-1 - LEFT) * scale, 0.14, 0.13, False)
    draw_face(faces, (1 - LEFT) * scale, 0.14, 0.13, True)


def draw_label(sheet, y, lever):
    pictograms.OF_LEVER[lever.strategy](sheet.blank(MARGIN, y + 0.03, ROW - 0.06, ROW - 0.06))
    x, two = MARGIN + ICON, lever.opposite is not None
    sheet.text(x, y + (0.19 if two else 0.29), lever.label, 16.5, va="center", fontweight="bold",
               color=GOOD)
    if two:
        sheet.text(x, y + 0.42, OPPOSITE_LABELS[lever.opposite], 14.5, va="center", color=BAD)


def draw_key(sheet, y):
    axes = sheet.blank(MARGIN, y, WIDTH - 2 * MARGIN, KEY, (WIDTH - 2 * MARGIN, KEY))
    right = WIDTH - 2 * MARGIN
    axes.add_patch(Rectangle((0.1, 0.53), 0.4, 0.18, facecolor=GOOD))
    axes.plot((0.25, 0.9), (0.62, 0.62), color=WORLDS, linewidth=1.1, alpha=0.55)
    for x, y, words, side in ((1.02, 0.62, "line: what science does not know", "left"),
                              (right, 0.62, "trials: how well tested on people", "right"),
                              (0.1, 0.22, "* instead of in a hurry: any build-up costs something",
                               "left")):
        axes.text(x, y, words, fontsize=12.5, ha=side, va="center")


def draw(results):
    everyone = results[KINDS[0].name]
    levers = [lever for lever in LEVERS if lever.strategy not in TOGETHER]
    levers.sort(key=lambda lever: -np.median(everyone["worth"][lever.strategy]["days"]))
    body = ROW * len(levers)
    sheet = Sheet(TITLE + HEADER + body + FOOTER + KEY)
    top, x0 = TITLE + HEADER, MARGIN + ICON + LABEL

    stripes = sheet.blank(0, top, WIDTH, body, (1, len(levers)))
    for row in range(0, len(levers), 2):
        stripes.add_patch(Rectangle((0, len(levers) - row - 1), 1, 1, color="#f4f4f4"))
    sheet.text(MARGIN, 0.45, "Sore calves: what helps, and whom?", 25, fontweight="bold",
               va="center")
    sheet.text(MARGIN, TITLE + 1.52, "sore mornings a week", 15, va="center")
    sheet.text(MARGIN, TITLE + 1.81, "more, or fewer, with:", 15, va="center")
    sheet.text(WIDTH - MARGIN - TRIALS / 2, TITLE + 1.81, "trials", 14.5, ha="center", va="center")
    for row, lever in enumerate(levers):
        draw_label(sheet, top + row * ROW, lever)
        draw_trials(sheet, WIDTH - MARGIN - TRIALS, top + row * ROW, lever.trials)
    for column, kind in enumerate(KINDS):
        x, result = x0 + column * PANEL, results[kind.name]
        draw_header(sheet, x, TITLE, kind, result)
        draw_panel(sheet, x, top, result, levers)
        draw_week(sheet, x, top + body + 0.5, np.median(result["sore_days"][TOGETHER[1]]))
    sheet.text(x0 - 0.15, top + body + 0.17, "sore mornings a week", 13, ha="right", va="center")
    pictograms.tick(sheet.blank(MARGIN + 0.02, top + body + 0.4, 0.44, 0.44))
    sheet.text(MARGIN + ICON, top + body + 0.62, "all of it together", 16.5, va="center",
               fontweight="bold", color=GOOD)
    draw_key(sheet, top + body + FOOTER)
    return sheet.figure


def save(results, path, digest):
    drawn = io.BytesIO()
    figure = draw(results)
    figure.savefig(drawn, format="png", dpi=DPI)
    plt.close(figure)
    picture = Image.open(drawn).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    text = PngImagePlugin.PngInfo()
    text.add_text(KEYWORD, digest)
    picture.save(path, format="PNG", optimize=True, pnginfo=text)


def digest_in(path):
    """The digest that `save` left in a picture; empty if it left none."""
    with Image.open(path) as picture:
        return picture.info.get(KEYWORD, "")
