# SPDX-License-Identifier: GPL-3.0-or-later
# `calfsim validate`: the terminal, the JSON and the page say the same, and mistakes are told.
import html.parser
import json
import re
import unittest

import program


class Page(html.parser.HTMLParser):
    """The text of a page, its elements, and whether they are closed in order."""
    VOID = {"meta", "link", "br", "img", "input", "hr"}

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.attributes, self.text = [], [], [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            raise AssertionError(f"</{tag}> closes nothing")

    def handle_data(self, data):
        self.text += data


class Validate(program.ProgramTest):
    def test_terminal_json_and_page_agree(self):
        said = self.succeed("validate", "--json", "v.json", "--page", "v.html")
        found = json.loads(self.read("v.json"))
        self.assertGreater(len(found["targets"]), 50)
        page = self.read("v.html").decode()
        for row in found["targets"]:
            line = next(line for line in said.splitlines() if line.startswith(row["what"]))
            self.assertEqual("MISS" in line, not row["passes"], line)
            self.assertIn(row["role"], line)
            self.assertIn(row["source"], line)
            decimals = {"ratio": 2, "%": 1, "mm": 1, "deg": 1}.get(row["unit"], 0)
            shown = {-1: "less", 0: "same", 1: "more"}[row["model"]] if row["unit"] == "sign" \
                else f"{row['model']:.{decimals}f}"
            self.assertIn(f" {shown} ", line)
            low, high = row["accepted"]
            self.assertEqual(row["passes"], low <= row["model"] <= high)
        misses = [row for row in found["targets"] if not row["passes"]]
        self.assertEqual(page.count('class="miss"'), len(misses))
        plain = " ".join(Page(page).text.split())
        for row in misses:
            self.assertIn(" ".join(row["why"].split()), " ".join(said.split()))
            self.assertIn(row["why"], plain)

    def test_page_stands_alone(self):
        self.succeed("validate", "--page", "v.html")
        text = self.read("v.html").decode()
        page = Page(text)
        self.assertEqual(page.open, [])
        self.assertTrue(self.succeed("validate", "--page", "-").startswith("<!DOCTYPE html>"))
        self.assertNotIn("script", page.tags)
        self.assertFalse([a for a in page.attributes if a[0] in ("src", "href")])
        self.assertNotRegex(text, r"https?://|url\(|@import")
        self.assertEqual(page.tags.count("figcaption"), 5)
        self.assertIsNone(re.search(r"\b(nan|inf)\b", text))

    def test_another_parameter_turns_a_verdict(self):
        usual = json.loads(self.succeed("validate", "--json", "-"))
        steep = json.loads(self.succeed("validate", "--json", "-", "--set", "speed_slope=0.15"))
        turned = {a["id"] for a, b in zip(usual["targets"], steep["targets"])
                  if a["passes"] != b["passes"]}
        self.assertIn("mech_speed", turned)
        self.assertIn("speed_slope=0.15", steep["command"])

    def test_a_page_is_replaced(self):
        self.succeed("validate", "--page", "v.html")
        before = self.read("v.html")
        self.succeed("validate", "--page", "v.html")
        self.assertEqual(self.read("v.html"), before)
        self.assertEqual(self.files(), ["v.html"])

    def test_what_is_no_report_is_not_overwritten(self):
        self.write("mine.yaml", "model: 1\n")
        for option in ("--json", "--page"):
            self.assertIn("is no report of calfsim; it is not overwritten",
                          self.fail_with(2, "validate", option, "mine.yaml"))
        self.assertEqual(self.read("mine.yaml"), b"model: 1\n")

    def test_mistakes(self):
        for arguments, says in [
                (("--set", "speed_slop=1"), "did you mean 'speed_slope'?"),
                (("--set", "speed_slope"), "allowed is NAME=VALUE"),
                (("--set", "speed_slope=x"), "'x' is not a number"),
                (("--set", "speed_slope=99"), "outside"),
                (("--json", "no/such/folder.json"), "no/such"),
                (("--page", "."), "Is a directory"),
                (("--json", "-", "--page", "-"), "--json - and --page - exclude each other"),
                (("--jsn", "x"), "no option '--jsn'"),
                (("--json",), "needs a value"),
                (("experiment.yaml",), "'experiment.yaml' is not needed")]:
            self.assertIn(says, self.fail_with(2, "validate", *arguments), arguments)
        self.assertEqual(self.files(), [])


if __name__ == "__main__":
    unittest.main()
