#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
# Puts notebooks into the form in which they are committed. Usage: tidy.py [NOTEBOOK.ipynb...]
"""The normal form of notebooks: no outputs, no counts, no metadata of one machine."""
import glob
import json
import os
import sys

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def tidy(text):
    """A notebook's text in normal form."""
    cells = []
    for cell in json.loads(text)["cells"]:
        source = "".join(cell["source"]).strip("\n")
        lines = [line.rstrip() for line in source.split("\n")]
        kept = {"cell_type": cell["cell_type"], "metadata": {},
                "source": [line + "\n" for line in lines[:-1]] + [lines[-1]]}
        if cell["cell_type"] == "code":
            kept |= {"execution_count": None, "outputs": []}
        if source:
            cells.append(kept)
    notebook = {"cells": cells, "metadata": METADATA, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main():
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "*.ipynb")
    for path in sys.argv[1:] or sorted(glob.glob(here)):
        with open(path, encoding="utf-8") as file:
            before = file.read()
        after = tidy(before)
        if after != before:
            with open(path, "w", encoding="utf-8") as file:
                file.write(after)
            print(f"{path}: tidied")


if __name__ == "__main__":
    main()
