# SPDX-License-Identifier: GPL-3.0-or-later
# `calfsim report`: the page in a real browser. It loads without complaints or requests, says what
# the result says, takes hostile names for text, fits a phone, prints, and needs no script.
import json
import os
import re
import shutil
import subprocess
import sys
import unittest

import numpy as np
import xarray as xr

import browser
import program

HOSTILE = "<img src=x onerror=alert(1)></script><!--<script>'\"&\u2028"
EXPERIMENT = """\
title: {title}
model: 1
seed: 11
days: 28
start: 2026-11-23
history: {{days: 28, plan: base}}
population: {{runners: 60, worlds: 6, set: {{threshold_speed: 3.4}}}}
plans:
  base:
    week:
      tue: [{{run: {{distance_km: 8, intensity: 1.0}}}}]
      thu: [{{run: {{distance_km: 8, intensity: 0.8}}}}]
      sun: [{{run: {{distance_km: 16, intensity: 0.75, grade_percent: 3}}}}]
  raises: {{extends: base, week: {{wed: [{{strength: {{knee: straight, sets: 3, reps: 15}}}}]}}}}
strategies:
  - {{name: as now, plan: base}}
  - {{name: with raises, plan: raises}}
  - {{name: "{name}", plan: base, volume: 0.7}}
output: {{daily: [soreness, force]}}
"""
HAS_SCRIPT = os.environ.get("CALFSIM_PAGE_SCRIPT", "1") == "1"


def quoted(text):
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\u2028", "\\u2028")


class PageTest(program.ProgramTest):
    def make(self, *arguments, title="A plan", name="less", settings=()):
        """A result and its page."""
        self.write("plan.yaml", EXPERIMENT.format(title=title, name=quoted(name)))
        self.succeed("run", "plan.yaml", "-o", "out.h5", "--quiet", *settings)
        self.succeed("report", "out.h5", *arguments)
        return self.read("out.html").decode()

    def browse(self, **options):
        if not (browser.DRIVER and browser.BROWSER):
            self.skipTest("no chromium with chromedriver here")
        if os.environ.get("CALFSIM_SANITIZE"):
            self.skipTest("a sanitizer looks at the program, not at its pages")
        window = browser.Browser(**options)
        self.addCleanup(window.close)
        window.open(self.path("out.html"))
        return window

    def result(self, group=None):
        data = xr.open_dataset(self.path("out.h5"), group=group, decode_times=False)
        self.addCleanup(data.close)
        return data


class Figures(PageTest):
    def band(self, values):
        """Middle, low and high over worlds as results have them (over_worlds)."""
        return np.quantile(values, [0.5, 0.05, 0.95])

    def test_figures_equal_the_result(self):
        self.make("--no-advice")
        if not HAS_SCRIPT:
            self.skipTest("a build without Chart.js")
        figures = self.browse().run(
            "return JSON.parse(document.getElementById('figures').textContent)")
        data = self.result()
        for index, strategy in enumerate(figures["strategies"]):
            of = data.isel(strategy=index)
            quantiles = of.calf_soreness_mm_quantile
            for key, at, spread in (("middle", 0.5, 0), ("low", 0.5, 1), ("high", 0.5, 2),
                                    ("tenth", 0.1, 0), ("nine_tenths", 0.9, 0)):
                expected = [self.band(quantiles.sel(quantile=at).isel(day=day).values)[spread]
                            for day in range(figures["days"])]
                np.testing.assert_allclose(strategy["soreness"][key], expected, atol=0.0051)
            force = of.force_available_quantile.sel(quantile=0.5).median("world").values * 100
            np.testing.assert_allclose(strategy["gastrocnemius"]["middle"], force[:, 0], atol=0.0051)
            np.testing.assert_allclose(strategy["soleus"]["middle"], force[:, 1], atol=0.0051)
            sore = self.band(of.outcome_mean.sel(outcome="sore_days").values)
            np.testing.assert_allclose([strategy["sore_days"][key] for key in ("middle", "low", "high")],
                                       sore, rtol=1e-5)

    def test_tables_equal_the_result(self):
        self.make("--no-advice")
        rows = self.browse().run(
            "return [...document.querySelectorAll('#comparison tr')].slice(1).map(row =>"
            " [...row.cells].map(cell => cell.textContent))")
        data = self.result()
        self.assertEqual([row[0] for row in rows], ["as now", "with raises", "less"])
        weeks = data.sizes["day"] / 7
        for index, row in enumerate(rows):
            of = data.isel(strategy=index).outcome_mean
            km = of.sel(outcome="distance").median("world").item() / weeks
            self.assertEqual(row[1], f"{km:.0f}")
            for cell, outcome, factor, decimals in ((2, "sore_days", 1, 1), (5, "peak_soreness", 1, 0),
                                                    (6, "see_professional", 100, 0)):
                numbers = [float(found) for found in re.findall(r"[\d.]+", row[cell])]
                expected = factor * self.band(of.sel(outcome=outcome).values)
                np.testing.assert_allclose(numbers, expected, atol=0.51 * 10 ** -decimals)

    def test_calendar(self):
        self.make("--no-advice")
        rows = self.browse().run(
            "return [...document.querySelectorAll('#strategy-1 .plan tr')].map(row =>"
            " [...row.cells].map(cell => cell.textContent))")
        self.assertEqual(rows[0], ["", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "km"])
        self.assertEqual(rows[1], ["2026-11-23", "", "8.0100 F", "S", "8.080 ", "", "", "1675 LH", "32"])
        self.assertEqual(len(rows), 5)


class InTheBrowser(PageTest):
    def test_it_asks_for_nothing_and_does_not_complain(self):
        self.make("--no-advice")
        window = self.browse()
        self.assertEqual(window.complaints(), [])
        self.assertEqual([url for url in window.requests() if not url.startswith("data:")],
                         ["file://" + self.path("out.html")])
        self.assertIn("default-src 'none'", self.read("out.html").decode())
        self.assertNotRegex(self.read("out.html").decode(), r"(?:src|href)=[\"']?(?:https?:)?//")

    def test_switches(self):
        if not HAS_SCRIPT:
            self.skipTest("a build without Chart.js")
        self.make("--no-advice")
        window = self.browse()
        shown = "return [...document.querySelectorAll('section.strategy')].map(s => s.offsetParent !== null)"
        self.assertEqual(window.run(shown), [True, False, False])
        window.run("const tabs = document.getElementById('tabs'); tabs.value = 2;"
                   "tabs.dispatchEvent(new Event('change'))")
        self.assertEqual(window.run(shown), [False, False, True])
        lines = "return Chart.getChart('course').data.datasets.filter(one => !one.isEdge).map(one => one.label)"
        self.assertEqual(window.run(lines), ["as now", "with raises"])
        window.run("document.querySelectorAll('.switches input')[2].click()")
        self.assertEqual(window.run(lines), ["as now", "with raises", "less"])
        tip = window.run(
            "const chart = Chart.getChart('course');"
            "chart.tooltip.setActiveElements([{datasetIndex: 2, index: 6}], {x: 0, y: 0});"
            "chart.update(); return [chart.tooltip.title, chart.tooltip.body.map(b => b.lines)].flat(3)")
        self.assertEqual(tip[0], "Sun 2026-11-29")
        self.assertRegex(tip[1], r"^as now: \d+\.\d mm \(\d+\.\d to \d+\.\d\); one of ten above \d+\.\d$")
        self.assertEqual(window.complaints(), [])

    def test_a_phone(self):
        self.make(name="a strategy with a name that is far too long for any table on any telephone")
        for width in (360, 400):
            window = self.browse(width=width, height=800)
            self.assertLessEqual(window.run("return document.documentElement.scrollWidth"), width)
            window.close()

    def test_light_and_dark(self):
        self.make("--no-advice")
        paper = "return getComputedStyle(document.body).backgroundColor"
        self.assertEqual(self.browse().run(paper), "rgb(255, 255, 255)")
        self.assertEqual(self.browse(dark=True).run(paper), "rgb(22, 24, 27)")

    def test_without_script_everything_is_there(self):
        for arguments, options in (((), {"script": False}), (("--no-script",), {})):
            page = self.make("--no-advice", *arguments)
            window = self.browse(**options)
            self.assertEqual(window.run(
                "return [...document.querySelectorAll('section.strategy')].map(s => "
                "[s.offsetParent !== null, s.querySelectorAll('svg').length])"), [[True, 2]] * 3)
            self.assertEqual("<canvas" in page, False)
        self.assertNotIn("<script", page)

    @unittest.skipUnless(shutil.which("pdftotext"), "no pdftotext")
    def test_print_has_every_strategy(self):
        self.make("--no-advice")
        with open(self.path("out.pdf"), "wb") as file:
            file.write(self.browse().pdf())
        text = subprocess.run(["pdftotext", self.path("out.pdf"), "-"], check=True,
                              stdout=subprocess.PIPE, encoding="utf-8").stdout
        for words in ("In short", "as now", "with raises", "less", "What to watch for"):
            self.assertIn(words, text)
        self.assertEqual(text.count("2026-11-30"), 3)  # a week of each calendar
        self.assertNotIn("Strategies in the chart", text)
        self.assertIn("sore_day_mm: 10", text)  # of the experiment, which is folded on the screen

    def test_hostile_names_are_text(self):
        self.make(title='"' + quoted(HOSTILE) + '"', name=HOSTILE)
        window = self.browse()
        self.assertEqual(window.complaints(), [])
        self.assertEqual(window.run("return document.querySelectorAll('img').length"), 0)
        shown = HOSTILE.replace("\u2028", "\ufffd")
        self.assertEqual(window.run("return document.querySelector('h1').textContent")[:20], shown[:20])
        self.assertIn(HOSTILE[:-1], window.run(
            "return document.querySelector('#strategy-2 h3').textContent"))
        if HAS_SCRIPT:
            self.assertEqual(window.run("return document.querySelectorAll('.switches label').length"), 3)


class AnyResult(PageTest):
    def test_the_advice_is_that_of_the_command(self):
        page = self.make()
        self.succeed("advise", "plan.yaml", "--json", "advice.json")
        advice = json.loads(self.read("advice.json"))
        rows = re.findall(r"<tr><td>([^<]*)</td><td class=\"n\">(-?[\d.]+)",
                          page[page.index('id="advice"'):])
        levers = advice["levers"]
        self.assertEqual([float(row[1]) for row in rows[:3]],
                         [round(lever["saved"]["mean"], 2) for lever in levers[:3]])

    def test_one_strategy_one_runner_no_days(self):
        for settings in (["--set", "population.worlds=1"], ["--runners", "1"],
                         ["--set", "output.daily=[]"]):
            page = self.make("--no-advice", settings=settings)
            self.assertIn("What to watch for", page)
        self.assertIn("daily: [soreness, force]", page)
        self.assertNotIn("<script", page)
        text = EXPERIMENT.format(title="One", name="x")
        lines = [line for line in text.splitlines() if "with raises" not in line and '"x"' not in line]
        self.write("one.yaml", "\n".join(lines) + "\n")
        self.succeed("run", "one.yaml", "-o", "one.h5", "--quiet")
        self.succeed("report", "one.h5", "--no-advice")
        self.assertIn("one strategy alone", self.read("one.html").decode())

    def test_how_it_was_made(self):
        page = self.make("--no-advice")
        self.assertRegex(page, r"finished on 20\d\d-\S+ by calfsim \d+\.\d+\.\d+: calfsim run plan.yaml -o out.h5")

    def test_one_scale_for_all_strategies(self):
        page = self.make("--no-advice")
        charts = re.findall(r"<svg[^>]*Soreness of the calf.*?</svg>", page, re.DOTALL)
        ticks = [re.findall(r'text-anchor="end">([\d.]+)<', chart) for chart in charts]
        self.assertEqual(len(ticks), 3)
        self.assertEqual(ticks[1:], ticks[:2])

    def test_many_strategies(self):
        text = EXPERIMENT.format(title="Many", name="x")
        more = "".join(f"  - {{name: volume {k}, plan: base, volume: {0.5 + 0.02 * k}}}\n"
                       for k in range(25))
        self.write("many.yaml", text.replace("output:", more + "output:"))
        self.succeed("run", "many.yaml", "-o", "out.h5", "--quiet")
        self.succeed("report", "out.h5", "--no-advice")
        window = self.browse()
        self.assertEqual(window.complaints(), [])
        self.assertEqual(window.run("return document.querySelectorAll('section.strategy').length"), 28)
        self.assertLess(os.path.getsize(self.path("out.html")), 2.5e6)

    def test_a_sweep_has_points(self):
        self.write("plan.yaml", EXPERIMENT.format(title="Sweep", name="x") +
                   "sweep:\n  design: grid\n  factors:\n    threshold_speed: {levels: [3, 4]}\n")
        self.succeed("run", "plan.yaml", "-o", "out.h5", "--quiet")
        self.assertIn("--point", self.fail_with(2, "report", "out.h5"))
        self.succeed("report", "out.h5", "--point", "1", "--no-advice")
        page = self.read("out.html").decode()
        self.assertIn("Point 1 of a sweep of 2", page)
        self.assertIn("<td>threshold_speed</td><td class=\"n\">4</td>", page)

    def test_bad_input(self):
        self.make("--no-advice")
        self.write("mine.html", "my own page")
        for arguments, words in ((["out.h5", "-o", "mine.html"], "not overwritten"),
                                 (["plan.yaml"], "plan.yaml"), (["nothing.h5"], "nothing.h5"),
                                 ([], "one result file"), (["out.h5", "--point", "0"], "--point")):
            self.assertIn(words, self.fail_with(2, "report", *arguments))
        self.assertEqual(self.read("mine.html"), b"my own page")
        self.assertIn("<!DOCTYPE html>", self.succeed("report", "out.h5", "--no-advice", "-o", "-"))


if __name__ == "__main__":
    if not (browser.DRIVER and browser.BROWSER):
        print("no chromium with chromedriver here: what a browser shows is not tested", file=sys.stderr)
    unittest.main()
