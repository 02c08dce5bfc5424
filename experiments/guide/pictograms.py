# SPDX-License-Identifier: GPL-3.0-or-later
# Small drawings for the guide's picture, each in a square of axes from 0 to 1.
"""Pictograms of the advice and of the kinds of runner, drawn by matplotlib."""
import numpy as np
from matplotlib.patches import Arc, Circle, Ellipse, FancyArrowPatch, Polygon, Rectangle

INK, CALF, MOVE, PALE = "#3b3b3b", "#b9785a", "#0072b2", "#c9c9c9"
GROUND = 0.1


def stroke(axes, *points, width=5.0, colour=INK):
    x, y = zip(*points)
    axes.plot(x, y, color=colour, linewidth=width, solid_capstyle="round",
              solid_joinstyle="round")


def arrow(axes, start, end, colour=MOVE, width=2.6, style="-|>", bend=0.0):
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle=style, mutation_scale=12, linewidth=width,
                                   color=colour, shrinkA=0, shrinkB=0, zorder=5,
                                   connectionstyle=f"arc3,rad={bend}"))


def ground(axes, low=0.08, high=0.92):
    stroke(axes, (low, GROUND - 0.06), (high, GROUND - 0.06), width=2, colour=PALE)


def leg(axes, knee, ankle, heel, toe, hip=None, calf=0.24):
    """A lower leg with its calf behind the shin (to the left) and a foot."""
    knee, ankle = np.array(knee), np.array(ankle)
    shin = ankle - knee
    length = np.hypot(*shin)
    middle = knee + 0.4 * shin + 0.08 * np.array([shin[1], -shin[0]])
    axes.add_patch(Ellipse(middle, calf * length / 0.65, 0.66 * length, color=CALF, zorder=2,
                           angle=np.degrees(np.arctan2(shin[0], -shin[1]))))
    if hip is not None:
        stroke(axes, hip, knee, width=6)
    stroke(axes, knee, ankle)
    axes.add_patch(Polygon([ankle, heel, toe], closed=True, facecolor=INK, edgecolor=INK,
                           linewidth=5, joinstyle="round", zorder=3))


def standing(axes, calf=0.24):
    leg(axes, (0.46, 0.95), (0.45, 0.27), (0.4, GROUND), (0.72, GROUND), calf=calf)


def raise_straight(axes):
    ground(axes)
    leg(axes, (0.52, 0.98), (0.46, 0.43), (0.38, 0.3), (0.62, GROUND))
    arrow(axes, (0.17, 0.16), (0.17, 0.72))


def raise_bent(axes):
    ground(axes)
    leg(axes, (0.66, 0.72), (0.46, 0.4), (0.36, 0.28), (0.62, GROUND), hip=(0.36, 0.97))
    arrow(axes, (0.15, 0.16), (0.15, 0.72))


def raise_in_turn(axes):
    ground(axes)
    leg(axes, (0.33, 0.9), (0.27, 0.4), (0.21, 0.28), (0.42, GROUND), calf=0.26)
    leg(axes, (0.86, 0.66), (0.69, 0.38), (0.61, 0.27), (0.83, GROUND), hip=(0.62, 0.92), calf=0.26)


def raise_after_run(axes):
    ground(axes)
    leg(axes, (0.37, 0.98), (0.31, 0.43), (0.23, 0.3), (0.47, GROUND))
    runner(axes, 0.76, 0.34, 0.62)


def runner(axes, x, y, size):
    """A running figure whose hip is at (x, y)."""
    def at(*points):
        return [(x + size * a, y + size * b) for a, b in points]
    axes.add_patch(Circle(at((0.14, 0.62))[0], 0.11 * size, color=INK))
    stroke(axes, *at((0, 0), (0.09, 0.4)), width=4)
    stroke(axes, *at((0, 0), (0.22, -0.12), (0.12, -0.38)), width=3.4)
    stroke(axes, *at((0, 0), (-0.08, -0.22), (-0.32, -0.2)), width=3.4)
    stroke(axes, *at((0.08, 0.36), (-0.14, 0.22), (-0.24, 0.34)), width=3)
    stroke(axes, *at((0.08, 0.36), (0.24, 0.16), (0.36, 0.28)), width=3)


def rolling(axes):
    ground(axes)
    axes.add_patch(Circle((0.5, 0.24), 0.19, facecolor=MOVE, edgecolor="none"))
    axes.add_patch(Circle((0.5, 0.24), 0.07, facecolor="white", edgecolor="none"))
    axes.add_patch(Ellipse((0.5, 0.5), 0.44, 0.18, color=CALF))
    stroke(axes, (0.1, 0.56), (0.86, 0.56), width=6)
    stroke(axes, (0.87, 0.52), (0.9, 0.8), width=7)
    arrow(axes, (0.3, 0.82), (0.7, 0.82), style="<|-|>")


def stretching(axes):
    ground(axes)
    stroke(axes, (0.92, GROUND), (0.92, 0.97), width=4, colour=PALE)
    axes.add_patch(Circle((0.68, 0.88), 0.085, color=INK))
    stroke(axes, (0.47, 0.5), (0.6, 0.77), width=5)
    stroke(axes, (0.6, 0.74), (0.88, 0.7), width=4)
    stroke(axes, (0.47, 0.5), (0.7, 0.38), (0.68, GROUND), (0.79, GROUND), width=4.5)
    stroke(axes, (0.47, 0.5), (0.3, 0.32), width=4.5)
    stroke(axes, (0.3, 0.32), (0.12, GROUND), width=6.5, colour=CALF)
    stroke(axes, (0.12, GROUND), (0.25, GROUND), width=4.5)


def sole(axes, x, y):
    axes.add_patch(Ellipse((x, y + 0.1), 0.24, 0.36, color=INK))
    axes.add_patch(Ellipse((x, y - 0.2), 0.17, 0.2, color=INK))


def steps(axes):
    for x, y in ((0.27, 0.62), (0.73, 0.62)):
        sole(axes, x, y)
    arrow(axes, (0.0, 0.14), (0.42, 0.14))
    arrow(axes, (1.0, 0.14), (0.58, 0.14))


def heel_down(axes):
    ground(axes)
    leg(axes, (0.62, 0.98), (0.5, 0.42), (0.4, 0.27), (0.74, GROUND))
    arrow(axes, (0.26, 0.58), (0.26, 0.1))


def lift(axes):
    ground(axes)
    leg(axes, (0.66, 0.95), (0.42, 0.6), (0.28, 0.56), (0.42, 0.32))
    arrow(axes, (0.72, 0.18), (0.72, 0.62))


def tall(axes):
    ground(axes)
    axes.add_patch(Circle((0.5, 0.86), 0.1, color=INK))
    stroke(axes, (0.5, 0.74), (0.5, 0.42), width=6)
    stroke(axes, (0.5, 0.42), (0.4, GROUND), width=4.5)
    stroke(axes, (0.5, 0.42), (0.6, GROUND), width=4.5)
    stroke(axes, (0.5, 0.7), (0.37, 0.46), width=3.6)
    stroke(axes, (0.5, 0.7), (0.63, 0.46), width=3.6)
    arrow(axes, (0.84, 0.14), (0.84, 0.94))


def road(axes, low, high, y, colour):
    axes.add_patch(Rectangle((low, y - 0.085), high - low, 0.17, color=colour))
    for x in np.arange(low + 0.06, high - 0.06, 0.16):
        stroke(axes, (x, y), (x + 0.05, y), width=1.8, colour="white")


def less(axes):
    road(axes, 0.05, 0.95, 0.7, PALE)
    road(axes, 0.05, 0.72, 0.32, INK)
    arrow(axes, (0.97, 0.32), (0.76, 0.32))


def dial(axes, angle):
    axes.add_patch(Arc((0.5, 0.28), 0.86, 0.86, theta1=0, theta2=180, linewidth=5, color=INK))
    for tick in (0, 45, 90, 135, 180):
        way = np.array([np.cos(np.radians(tick)), np.sin(np.radians(tick))])
        stroke(axes, tuple((0.5, 0.28) + 0.3 * way), tuple((0.5, 0.28) + 0.34 * way), width=2)
    way = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    stroke(axes, (0.5, 0.28), tuple((0.5, 0.28) + 0.33 * way), width=4, colour=MOVE)
    axes.add_patch(Circle((0.5, 0.28), 0.06, color=INK))


def slower(axes):
    dial(axes, 130)


def no_fast(axes):
    axes.add_patch(Polygon([(0.58, 0.97), (0.26, 0.48), (0.46, 0.48), (0.38, 0.05), (0.74, 0.58),
                            (0.53, 0.58)], color=INK))
    stroke(axes, (0.14, 0.12), (0.86, 0.88), width=5, colour="white")
    stroke(axes, (0.14, 0.12), (0.86, 0.88), width=3, colour=MOVE)


def stairs(axes):
    ground(axes, 0.05, 0.95)
    for step in range(5):
        axes.add_patch(Rectangle((0.08 + 0.17 * step, 0.08), 0.13, 0.1 + 0.11 * step, color=INK))
    arrow(axes, (0.08, 0.4), (0.8, 0.92))


def listen(axes):
    leg(axes, (0.36, 0.95), (0.35, 0.27), (0.3, GROUND), (0.58, GROUND), calf=0.28)
    for size in (0.2, 0.36):
        axes.add_patch(Arc((0.2, 0.66), size, 1.2 * size, theta1=110, theta2=250, linewidth=2.4,
                           color="#d55e00"))
    for x in (0.72, 0.86):
        axes.add_patch(Rectangle((x, 0.42), 0.07, 0.36, color=MOVE))


def wedge(axes):
    ground(axes)
    leg(axes, (0.4, 0.97), (0.37, 0.5), (0.3, 0.34), (0.74, 0.18))
    axes.add_patch(Polygon([(0.22, 0.08), (0.22, 0.25), (0.86, 0.1), (0.86, 0.08)], color=MOVE))


def tick(axes):
    stroke(axes, (0.12, 0.5), (0.38, 0.18), (0.9, 0.86), width=8, colour=MOVE)


def everyone(axes):
    for x, y in ((0.26, 0.55), (0.74, 0.55), (0.5, 0.45)):
        axes.add_patch(Circle((x, y + 0.25), 0.15, facecolor=INK, edgecolor="white", linewidth=2))
        axes.add_patch(Ellipse((x, y - 0.23), 0.42, 0.56, facecolor=INK, edgecolor="white",
                               linewidth=2))
    axes.add_patch(Rectangle((0, -0.1), 1, 0.2, color="white"))


def weak(axes):
    ground(axes)
    standing(axes, calf=0.07)


def stiff(axes):
    ground(axes)
    leg(axes, (0.56, 0.95), (0.42, 0.27), (0.36, GROUND), (0.72, GROUND))
    axes.add_patch(Arc((0.42, 0.2), 0.72, 0.72, theta1=10, theta2=72, linewidth=3, color="#d55e00"))


def forefoot(axes):
    ground(axes)
    leg(axes, (0.36, 0.99), (0.42, 0.44), (0.32, 0.37), (0.64, GROUND))
    for angle in (-30, 15, 60):
        way = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        stroke(axes, tuple((0.7, 0.14) + 0.1 * way), tuple((0.7, 0.14) + 0.21 * way), width=2.4,
               colour="#d55e00")


def volume(axes):
    axes.add_patch(Polygon([(0.08, 0.04), (0.92, 0.04), (0.58, 0.95), (0.42, 0.95)], color=INK))
    for low, high in ((0.08, 0.24), (0.36, 0.5), (0.6, 0.71), (0.8, 0.88)):
        stroke(axes, (0.5, low), (0.5, high), width=2.6, colour="white")


OF_LEVER = {
    "straight raises": raise_straight, "bent raises": raise_bent, "raises in turn": raise_in_turn,
    "raises on run days": raise_after_run, "rolling": rolling, "stretching": stretching,
    "shorter steps": steps, "heel down": heel_down, "lift the feet": lift, "stay tall": tall,
    "a fifth less": less, "5 % slower": slower, "no fast session": no_fast, "slow build-up": stairs,
    "listen": listen, "higher heel": wedge,
}
OF_KIND = {"everyone": everyone, "weak-calf": weak, "stiff-ankle": stiff, "forefoot": forefoot,
           "high-volume": volume}
