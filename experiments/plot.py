#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Draws a result: calf soreness by day, one panel per strategy. Usage: plot.py RESULT.h5 PICTURE
"""Picture of a calfsim result: runners in the middle world as bands, worlds as dashed lines."""
import argparse
import io
import math
import os
import sys
import textwrap

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import xarray as xr
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from PIL import Image

SORENESS = "calf_soreness_mm_quantile"
OUTCOME = "outcome_mean"
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)  # of runners
WORLD_BAND = (0.05, 0.95)  # of worlds

# Blues that keep their order of lightness in every kind of colour vision, and one vermilion.
BAND_90, BAND_50, MEDIAN, WORLDS, LEVEL = "#d3e4f2", "#94c0e0", "#08306b", "#c04a00", "#333333"

WIDTH, DPI = 12.8, 125  # 1600 pixels wide
ROW_HEIGHT = {1: 4.9, 2: 3.0, 3: 2.3}  # inches of a panel by number of rows
ROW_HEIGHT_MORE = 2.0
COLOURS = 32  # of a PNG: enough for what is drawn, and the files stay small
FORMATS = {  # without the time of day, so that the same result gives the same picture
    ".png": {"Software": None},
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None},
}


class BadInput(Exception):
    """The input is wrong; the text says where."""


def plain(text):
    return text.decode() if isinstance(text, bytes) else str(text)


def need(holder, key, path, what):
    if key not in holder:
        raise BadInput(f"{path}: no {what} '{key}': not a calfsim result with daily soreness")
    return holder[key]


def need_dimensions(array, names, path):
    if sorted(array.dims) != sorted(names):
        raise BadInput(f"{path}: {array.name} is [{', '.join(map(str, array.dims))}], "
                       f"not [{', '.join(names)}]")


def at_shares(quantiles, path):
    """Soreness at each of SHARES, [share, strategy, world, day]."""
    need_dimensions(quantiles, ("strategy", "world", "day", "quantile"), path)
    have = quantiles["quantile"].values
    picked = []
    for share in SHARES:
        place = int(np.argmin(np.abs(have - share)))
        if abs(have[place] - share) > 1e-6:
            raise BadInput(f"{path}: {SORENESS} holds no quantile {share}")
        picked.append(quantiles.isel(quantile=place).transpose("strategy", "world", "day").values)
    return np.stack(picked)


def sore_days(data, path):
    """Mean sore days a week of each world, [strategy, world]."""
    outcomes = need(data, OUTCOME, path, "dataset")
    need_dimensions(outcomes, ("strategy", "world", "outcome"), path)
    names = [plain(name) for name in need(data, "outcome", path, "dataset").values]
    if "sore_days" not in names:
        raise BadInput(f"{path}: {OUTCOME} holds no outcome 'sore_days'")
    chosen = outcomes.isel(outcome=names.index("sore_days"))
    return chosen.transpose("strategy", "world").values


def read(path):
    """Everything the picture shows, as a dictionary of plain values and arrays."""
    if not os.path.isfile(path):
        raise BadInput(f"{path}: no such file")
    try:
        data = xr.open_dataset(path, engine="h5netcdf", decode_times=False)
    except Exception as error:  # h5netcdf meets a damaged file with errors of many kinds
        raise BadInput(f"{path}: cannot be read as netCDF-4: {' '.join(str(error).split())}")
    with data:
        quantiles = need(data, SORENESS, path, "dataset")
        for name in ("strategy", "day", "quantile"):
            need(data, name, path, "dataset")
        result = {
            "title": plain(need(data.attrs, "title", path, "attribute")),
            "level": float(need(data.attrs, "sore_day_mm", path, "attribute")),
            "runners": int(need(data.attrs, "runners_per_world", path, "attribute")),
            "strategies": [plain(name) for name in data["strategy"].values],
            "day": data["day"].values.astype(float),
            "soreness": at_shares(quantiles, path),
            "sore_days": sore_days(data, path),
        }
    finished = np.isfinite(result["soreness"]).all(axis=(0, 1, 3))
    if not finished.any():
        raise BadInput(f"{path}: {SORENESS} holds no finished world")
    result["soreness"] = result["soreness"][:, :, finished]
    result["sore_days"] = result["sore_days"][:, finished]
    if result["day"].size == 1:  # a level stretch instead of a point
        result["day"] = result["day"][0] + np.array([0.0, 1.0])
        result["soreness"] = np.repeat(result["soreness"], 2, axis=3)
    return result


def shape_of_grid(count):
    columns = count if count <= 3 else 2 if count == 4 else 3
    return math.ceil(count / columns), columns


def shorten(text, width, lines):
    """Text in at most so many lines of at most so many characters."""
    return "\n".join(textwrap.wrap(text, width, max_lines=lines, placeholder=" ...") or [""])


def sentence_of_sore_days(by_world):
    low, high = np.quantile(by_world, WORLD_BAND)
    text = f"{np.median(by_world):.1f} sore days a week"
    return text + (f" ({low:.1f} to {high:.1f} over worlds)" if by_world.size > 1 else "")


def sentence_of_sample(runners, worlds):
    count = f"{runners:,}".replace(",", " ")
    if worlds == 1:
        return f"{count} runners in one world"
    return (f"{count} runners in each of {worlds} worlds; line and bands: those of the middle "
            "world")


def draw_panel(axes, day, soreness, level):
    """One strategy: soreness [share, world, day]."""
    p5, p25, p50, p75, p95 = np.median(soreness, axis=1)
    axes.fill_between(day, p5, p95, color=BAND_90, linewidth=0)
    axes.fill_between(day, p25, p75, color=BAND_50, linewidth=0)
    axes.axhline(level, color=LEVEL, linestyle=":", linewidth=1.4)
    if soreness.shape[1] > 1:
        for edge in np.quantile(soreness[2], WORLD_BAND, axis=0):
            axes.plot(day, edge, color=WORLDS, linestyle=(0, (4, 2)), linewidth=0.9)
    axes.plot(day, p50, color=MEDIAN, linewidth=1.8)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color="#e6e6e6", linewidth=0.6)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def top_of_data(soreness):
    """Highest value drawn, whichever the strategy."""
    edges = np.quantile(soreness[2], WORLD_BAND[1], axis=1)
    return max(float(np.median(soreness[4], axis=1).max()), float(edges.max()), 1.0)


def set_axes(axes, result):
    """Shared axes: soreness from 0 to what is drawn, days in whole weeks."""
    day, top = result["day"], 1.06 * top_of_data(result["soreness"])
    if top < result["level"] <= 1.6 * top:
        top = 1.04 * result["level"]
    first, last = day.min(), max(day.max(), day.min() + 1)
    weeks = max(1, math.ceil((last - first) / 7 / 7))
    axes.set_xlim(first, last)
    axes.set_ylim(0, min(top, 101))
    if last - first >= 14:
        axes.xaxis.set_major_locator(matplotlib.ticker.MultipleLocator(7 * weeks))
    else:
        axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(7, integer=True))
    return result["level"] <= top


def legend_entries(result, level_shown):
    handles = [
        Line2D([], [], color=MEDIAN, linewidth=1.8, label="median runner"),
        Patch(color=BAND_50, label="50 % of runners"),
        Patch(color=BAND_90, label="90 % of runners"),
    ]
    if result["soreness"].shape[2] > 1:
        handles.append(Line2D([], [], color=WORLDS, linestyle=(0, (4, 2)), linewidth=0.9,
                              label="median runner, 5-95 % of worlds"))
    where = "" if level_shown else " (off scale)"
    handles.append(Line2D([], [], color=LEVEL, linestyle=":", linewidth=1.4,
                          label=f"sore day: from {result['level']:g} mm{where}"))
    return handles


def draw(result):
    count = len(result["strategies"])
    rows, columns = shape_of_grid(count)
    room = 100 // columns  # characters across a panel
    names = [shorten(name, room, 2) for name in result["strategies"]]
    title = shorten(result["title"], 88, 2)
    # Margins and gaps in inches, so that text keeps clear of panels in any grid.
    heading = 0.24 * (1 + max(name.count("\n") for name in names)) + 0.3
    panel = ROW_HEIGHT.get(rows, ROW_HEIGHT_MORE)
    above = 0.75 + 0.3 * title.count("\n") + heading
    below, left, right = 1.05, 0.8, 0.25
    gap = heading + 0.2
    height = above + rows * panel + (rows - 1) * gap + below
    panel_width = (WIDTH - left - right) / columns

    figure, grid = plt.subplots(rows, columns, figsize=(WIDTH, height), sharex=True, sharey=True,
                                squeeze=False)
    figure.subplots_adjust(left=left / WIDTH, right=1 - right / WIDTH, top=1 - above / height,
                           bottom=below / height, hspace=gap / panel, wspace=0.3 / panel_width)
    for index, axes in enumerate(grid.flat):
        if index >= count:
            axes.set_visible(False)
            continue
        draw_panel(axes, result["day"], result["soreness"][:, index], result["level"])
        lowest = index + columns >= count  # of its column
        axes.tick_params(labelbottom=lowest)
        if lowest:
            axes.set_xlabel("day", fontsize=12)
        axes.annotate(sentence_of_sore_days(result["sore_days"][index]), (0, 1),
                      (0, 5), xycoords="axes fraction", textcoords="offset points", fontsize=10,
                      color="#333333")
        axes.annotate(names[index], (0, 1), (0, 21), xycoords="axes fraction",
                      textcoords="offset points", fontsize=12, fontweight="bold")
    level_shown = set_axes(grid[0, 0], result)

    worlds = result["soreness"].shape[2]
    figure.text(left / WIDTH, 1 - 0.18 / height, title, fontsize=16, va="top")
    figure.text(left / WIDTH, 1 - (0.5 + 0.3 * title.count("\n")) / height,
                sentence_of_sample(result["runners"], worlds), fontsize=10, color="#333333",
                va="top")
    middle = (below + (height - above - below) / 2) / height
    figure.text(0.2 / WIDTH, middle, "calf soreness (mm, visual analogue scale)", fontsize=12,
                rotation=90, va="center")
    figure.legend(handles=legend_entries(result, level_shown), loc="lower center", ncol=5,
                  fontsize=11, frameon=False, borderaxespad=0.6, columnspacing=1.6)
    return figure


def save(figure, path, ending):
    settings = {"dpi": DPI, "metadata": FORMATS[ending]}
    if ending != ".png":
        figure.savefig(path, **settings)
        return
    drawn = io.BytesIO()
    figure.savefig(drawn, format="png", **settings)
    picture = Image.open(drawn).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("result", metavar="RESULT.h5")
    parser.add_argument("picture", metavar="PICTURE", help="ends in .png, .svg or .pdf")
    arguments = parser.parse_args()
    ending = os.path.splitext(arguments.picture)[1].lower()
    plt.rcParams.update({"svg.hashsalt": "calfsim", "text.parse_math": False})
    try:
        if ending not in FORMATS:
            raise BadInput(f"{arguments.picture}: the name must end in {', '.join(FORMATS)}")
        save(draw(read(arguments.result)), arguments.picture, ending)
    except BadInput as error:
        print(f"plot.py: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"plot.py: {arguments.picture}: {error.strerror or error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
