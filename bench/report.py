# SPDX-License-Identifier: GPL-3.0-or-later
# What every measuring program in Python says: the same tables and the same JSON as report.h.
"""A report collects figures and tables and prints them; shown() writes numbers for tables."""
import json
import math
import os


def cpu_name():
    """The processor's name as Linux tells it."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return "unknown"


def shown(value):
    """Three digits, or the whole number where it has more."""
    if value is None:
        return "-"
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return "-"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def print_table(columns, rows):
    lines = [columns] + [[shown(cell) for cell in row] for row in rows]
    widths = [max(len(line[c]) for line in lines) for c in range(len(columns))]
    for line in lines:
        print("  ".join(cell.rjust(width) for cell, width in zip(line, widths)))


class Report:
    """Figures and tables; `build` says version, compiler and flags."""

    def __init__(self, program, build):
        self.facts = {"program": program, "version": build["version"], "cpu": cpu_name(),
                      "processors": os.cpu_count(), "compiler": build["compiler"],
                      "flags": build["flags"]}
        self.figures, self.tables = {}, {}

    def number(self, key, value):
        self.figures[key] = value

    def table(self, key, columns, rows):
        self.tables[key] = {"columns": columns, "rows": rows}

    def print(self, as_json):
        if as_json:
            print(json.dumps({**self.facts, **self.figures, "tables": self.tables}, indent=2))
            return
        for key, value in self.facts.items():
            print(f"{key}: {shown(value)}")
        for key, table in self.tables.items():
            print(f"\n{key}")
            print_table(table["columns"], table["rows"])
        print()
        for key, value in self.figures.items():
            print(f"{key}: {shown(value)}")
