# SPDX-License-Identifier: GPL-3.0-or-later
# The model's pages (src/model/*.md) say what the program has: every parameter with its grade and
# source, files and functions that exist, links that lead somewhere.
"""Without options: the tests. With --update: the tables of parameters, written anew."""
import csv
import glob
import io
import os
import re
import subprocess
import sys
import unittest

from program import PROGRAM

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MODEL = os.path.join(ROOT, "src", "model")
BLOCK = re.compile(r"(<!-- parameters: ([\w ]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
BULLETS = ("Unit", "Where", "Form", "Limits")
FORM = re.compile(r"(A|B|C|definition|convention)\b")
KINDS = {"variability": "runners", "uncertainty": "worlds"}


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def pages():
    """The text of every page by its name."""
    return {os.path.basename(path): text_of(path)
            for path in sorted(glob.glob(os.path.join(MODEL, "*.md")))}


def parameters():
    """What `calfsim params --csv` says of each parameter."""
    printed = subprocess.run([PROGRAM, "params", "--csv"], check=True, stdout=subprocess.PIPE,
                             encoding="utf-8").stdout
    return {row["name"]: row for row in csv.DictReader(io.StringIO(printed))}


def table_of(names, known):
    lines = ["", "| parameter | default, unit | differs between | grade | meaning | source |",
             "| --- | --- | --- | --- | --- | --- |"]
    for name in names.split():
        row = known[name]
        spread = f"{row['prior']}({row['prior_a']}, {row['prior_b']})"
        who = KINDS.get(row["kind"])
        unit = "" if row["unit"] == "1" else " " + row["unit"].replace("*", "\\*")
        lines.append(f"| `{name}` | {row['default']}{unit} | "
                     f"{who + ': ' + spread if who else 'fixed'} | {row['grade']} | "
                     f"{row['meaning']} | {row['source']} |")
    return "\n".join(lines) + "\n\n"


def with_tables(text, known):
    """A page with its tables as they should be."""
    return BLOCK.sub(lambda block: block[1] + table_of(block[2], known) + block[4], text)


def equations(text):
    """(title, body) of every section of a page that has an equation."""
    parts = re.split(r"^### (.*)$", BLOCK.sub("", text), flags=re.MULTILINE)
    return [(title, body) for title, body in zip(parts[1::2], parts[2::2]) if "```" in body]


def anchors(text):
    """The fragments by which GitHub reaches the headings of a page."""
    titles = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


class ModelDocs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pages, cls.known = pages(), parameters()

    def test_every_parameter_stands_in_one_table(self):
        listed = [name for text in self.pages.values() for block in BLOCK.finditer(text)
                  for name in block[2].split()]
        self.assertEqual(sorted(listed), sorted(self.known))

    def test_tables_are_those_of_the_program(self):
        for name, text in self.pages.items():
            self.assertEqual(with_tables(text, self.known), text,
                             f"{name}: bring it up to date with test_model_docs.py --update")

    def test_parameters_are_explained_where_they_are_listed(self):
        for name, text in self.pages.items():
            words = set(re.findall(r"\w+", BLOCK.sub("", text)))
            for block in BLOCK.finditer(text):
                for parameter in block[2].split():
                    short = re.sub(r"_(gas|sol)$", "_m", parameter)
                    self.assertTrue({parameter, short} & words, f"{name}: {parameter}")

    def test_every_equation_is_explained(self):
        count = 0
        for name, text in self.pages.items():
            for title, body in equations(text):
                count += 1
                bullets = dict(re.findall(r"^- \*\*(\w+)\*\* (.*)", body, re.MULTILINE))
                self.assertEqual(tuple(bullets), BULLETS, f"{name}: {title}")
                self.assertRegex(bullets["Form"], FORM, f"{name}: {title}")
        self.assertGreater(count, 30)

    def test_functions_are_where_the_pages_say(self):
        for name, text in self.pages.items():
            for title, body in equations(text):
                where = re.search(r"^- \*\*Where\*\* (.*?)^- ", body, re.MULTILINE | re.DOTALL)[1]
                code, functions = None, 0
                for token in re.findall(r"`([^`]+)`", where):
                    if "." in token:
                        code = text_of(os.path.join(MODEL, token))
                        continue
                    functions += 1
                    self.assertRegex(code, rf"\b{token}\(", f"{name}: {title}")
                self.assertGreater(functions, 0, f"{name}: {title}")

    def test_every_file_and_state_is_named(self):
        whole = "\n".join(self.pages.values())
        for path in glob.glob(os.path.join(MODEL, "*.[chd]*")):
            self.assertIn(f"`{os.path.basename(path)}`", whole)
        for state in re.findall(r"^CALF_STATE_\w+\((\w+)", text_of(f"{MODEL}/state.def"), re.M):
            self.assertIn(f"`{state}`", self.pages["rest.md"])

    def test_links_lead_somewhere(self):
        for name, text in self.pages.items():
            for target, fragment in re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]*))?\)", text):
                if "://" in target:
                    continue
                path = os.path.normpath(os.path.join(MODEL, target or name))
                self.assertTrue(os.path.exists(path), f"{name}: {target}")
                if fragment:
                    self.assertIn(fragment, anchors(text_of(path)), f"{name}: {target}")


def update():
    known = parameters()
    for name, text in pages().items():
        with open(os.path.join(MODEL, name), "w", encoding="utf-8") as file:
            file.write(with_tables(text, known))


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        update()
    else:
        unittest.main()
