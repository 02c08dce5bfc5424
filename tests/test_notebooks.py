# SPDX-License-Identifier: GPL-3.0-or-later
# The notebooks: each runs on small inputs in a bare environment, shows pictures with units and a
# sentence under each, and is committed in normal form (notebooks/tidy.py).
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

try:
    import nbformat
    from nbclient import NotebookClient
except ImportError as error:
    print(f"{error}: install with .ci/packages test")
    sys.exit(77)

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, "notebooks")
PROGRAM = os.environ.get("CALFSIM", os.path.join(ROOT, "build", "dev", "calfsim"))
CELL_TIMEOUT_S = 200
SENTENCE = re.compile(r"[A-Z(].*[.:]", re.DOTALL)  # the first paragraph, whole
MACHINE = re.compile(r"(?<![\w.:/])/(home|root|work|tmp|usr|opt|mnt|var|Users)/")

# Run in the kernel before the notebook: looks at every figure before it is shown, and notes axes
# with numbers on them but no label, or one that names neither a unit nor what it counts.
WATCH = r'''
def _watch_figures():
    import re
    import sys
    unit = re.compile(r"\(.+\)|\b(day|week|date|world|runner)s?\b")
    def numbers(axis):
        shown = [label.get_text() for label in axis.get_ticklabels() if label.get_visible()]
        plain = [re.sub(r"\\[a-z]+|[$]", "", text) for text in shown]
        return any(re.search(r"\d", text) and not re.search("[A-Za-z]{2}", text) for text in plain)
    def faults_of(figure):
        figure.canvas.draw()
        whole = {name: getattr(figure, "_sup" + name, None) for name in ("xlabel", "ylabel")}
        for axes in figure.axes:
            if not (axes.axison and axes.get_visible()):
                continue
            for name, axis in (("xlabel", axes.xaxis), ("ylabel", axes.yaxis)):
                text = axis.get_label_text() or (whole[name].get_text() if whole[name] else "")
                if axis.get_visible() and numbers(axis) and not unit.search(text):
                    yield f"{name} of '{axes.get_title(loc='left')}': '{text}'"
    def watch():
        pyplot = sys.modules.get("matplotlib.pyplot")
        for number in pyplot.get_fignums() if pyplot else []:
            _faults.extend(faults_of(pyplot.figure(number)))
    get_ipython().events.register("post_execute", watch)
_faults = []
_watch_figures()
'''
REPORT = "assert not _faults, _faults"


def notebooks():
    return sorted(glob.glob(os.path.join(FOLDER, "*.ipynb")))


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def executed(path, place):
    """The notebook with its outputs, run on small inputs in a bare environment."""
    notebook = nbformat.reads(text_of(path), as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(WATCH))
    notebook.cells.append(nbformat.v4.new_code_cell(REPORT))
    client = NotebookClient(notebook, timeout=CELL_TIMEOUT_S, kernel_name="python3",
                            resources={"metadata": {"path": FOLDER}})
    client.execute(env={"PATH": "/usr/bin:/bin", "HOME": place, "LANG": "C.UTF-8",
                        "CALFSIM": PROGRAM, "CALFSIM_SMALL": "1",
                        "PYTHONDONTWRITEBYTECODE": "1", "MPLCONFIGDIR": place,
                        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
                        "CALFSIM_RESULTS": os.path.join(place, "results")})
    return notebook.cells[1:-1]


def pictures(cell):
    return sum("image/png" in output.get("data", {}) for output in cell.get("outputs", []))


class Notebooks(unittest.TestCase):
    def test_run_and_show(self):
        for path in notebooks():
            with self.subTest(os.path.basename(path)), tempfile.TemporaryDirectory() as place:
                os.environ["JUPYTER_RUNTIME_DIR"] = place  # files of connections, and no others
                os.environ["IPYTHONDIR"] = place
                cells = executed(path, place)
                self.assertGreater(sum(map(pictures, cells)), 0, "no picture")
                for cell, under in zip(cells, [*cells[1:], None]):
                    self.assertLessEqual(pictures(cell), 1, f"one picture a cell: {cell.source}")
                    if pictures(cell):
                        self.assert_sentence(cell, under)

    def assert_sentence(self, cell, under):
        self.assertTrue(under and under.cell_type == "markdown",
                        f"no text under the picture of\n{cell.source}")
        paragraph = re.sub("[*_`]", "", under.source.split("\n\n")[0]).strip()
        self.assertTrue(SENTENCE.fullmatch(paragraph), f"no sentence: {paragraph}")

    def test_normal_form(self):
        with tempfile.TemporaryDirectory() as place:
            for path in notebooks():
                copy = shutil.copy(path, place)
                subprocess.run([sys.executable, os.path.join(FOLDER, "tidy.py"), copy], check=True,
                               stdout=subprocess.DEVNULL)
                self.assertEqual(text_of(copy), text_of(path), f"run notebooks/tidy.py: {path}")

    def test_nothing_of_one_machine(self):
        for path in notebooks():
            notebook = json.loads(text_of(path))
            self.assertEqual(notebook["metadata"]["kernelspec"]["name"], "python3", path)
            for cell in notebook["cells"]:
                self.assertEqual((cell["metadata"], cell.get("outputs", []),
                                  cell.get("execution_count")), ({}, [], None), path)
                self.assertIsNone(MACHINE.search("".join(cell["source"])), path)

    def test_code_is_at_most_100_columns_wide(self):
        for path in notebooks():
            for cell in json.loads(text_of(path))["cells"]:
                if cell["cell_type"] == "code":
                    wide = [line for line in cell["source"] if len(line.rstrip("\n")) > 100]
                    self.assertEqual(wide, [], path)

    def test_links_lead_somewhere(self):
        for path in notebooks():
            for cell in json.loads(text_of(path))["cells"]:
                text = "".join(cell["source"]) if cell["cell_type"] == "markdown" else ""
                for target in re.findall(r"\]\(([^)#\s]+)", text):
                    if "://" not in target:
                        self.assertTrue(os.path.exists(os.path.join(FOLDER, target)),
                                        f"{path}: {target}")

    def test_each_is_listed_and_has_a_title(self):
        readme = text_of(os.path.join(FOLDER, "README.md"))
        self.assertEqual(sorted(set(re.findall(r"\(([\w-]+\.ipynb)\)", readme))),
                         [os.path.basename(path) for path in notebooks()])
        for path in notebooks():
            self.assertRegex(os.path.basename(path), r"^\d\d-[a-z0-9-]+\.ipynb$")
            first = json.loads(text_of(path))["cells"][0]
            self.assertEqual(first["cell_type"], "markdown", path)
            self.assertRegex("".join(first["source"]), r"^# ", path)


if __name__ == "__main__":
    unittest.main()
