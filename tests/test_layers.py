# SPDX-License-Identifier: GPL-3.0-or-later
# The architecture: which folder may include which, which libraries each may use, how long a file
# may be, and that no build option lets a compiler change the bits.
import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# What each folder of src may include besides itself: folders, or single headers of one.
MAY_INCLUDE = {
    "core": set(),
    "model": {"core"},
    "population": {"model", "core"},
    "plan": {"model", "core"},
    "results": {"model", "core"},
    "experiment": {"population", "plan", "model", "core"},
    "io": {"experiment", "population", "plan", "model", "core", "results/fields.h"},
    "logs": {"io", "experiment", "population", "plan", "model", "core"},
    "engine": {"experiment", "population", "plan", "results", "model", "core"},
    "analysis": {"engine", "results", "model", "core", "population/design.h"},
    "coach": {"analysis", "engine", "results", "io", "experiment", "population", "plan", "model",
              "core"},
    "report": {"coach", "analysis", "results", "experiment", "plan", "model", "core"},
    "cli": {"core", "model", "population", "plan", "results", "experiment", "io", "logs", "engine",
            "analysis", "coach", "report"},
}
# Includes that break the rule and are known: printed by every run, and wrong here once gone.
KNOWN = {
    ("experiment/experiment.c", "results/fields.h"),
    ("experiment/print.c", "results/fields.h"),
}
# Public headers are for everybody, but for those that speak of a layer above.
NOT_BELOW = {"calfsim/experiment.h": "experiment", "calfsim/run.h": "engine"}

# Headers of third parties, and the files of src that may name them.
THIRD_PARTY = [
    (r"gsl/", r"population/|analysis/"),
    (r"hdf5|H5", r"results/|analysis/diff"),
    (r"omp\.h", r"engine/"),
    (r"mpi\.h", r"engine/mpi_ranks"),
    (r"yaml\.h", r"io/"),
    (r"jansson\.h", r"report/json\.h"),
    (r"zlib\.h", r"logs/gunzip\.c"),
    (r"expat\.h", r"logs/track_xml\.c"),
]
STANDARD = re.compile(
    r"(assert|ctype|dirent|errno|fcntl|fenv|float|getopt|inttypes|limits|locale|math|pthread|signal|std\w+|string|"
    r"strings|time|unistd|sys/(ioctl|resource|stat|statvfs|types))\.h")
# The model is arithmetic: nothing that allocates, reads, writes or looks at the clock.
MODEL_HEADERS = {"math.h", "string.h", "stdbool.h", "stddef.h", "stdint.h", "float.h"}

LINES_MAX = 600
FORBIDDEN_OPTIONS = re.compile(
    r"-Ofast|-ffast-math|-funsafe-math|-fassociative-math|-freciprocal-math|-ffinite-math|"
    r"-fno-signed-zeros|-ffp-contract=(fast|on)|-mrecip|-fp-model")
FORBIDDEN_PRAGMAS = re.compile(
    r"FP_CONTRACT\s+ON|GCC\s+optimize|optimize\s*\(|float_control|clang\s+fp\b")


def files_below(*folders):
    """Paths, from the root, of the files in these folders."""
    found = []
    for folder in folders:
        for place, _, names in os.walk(os.path.join(ROOT, folder)):
            if "__pycache__" not in place:
                found += [os.path.relpath(os.path.join(place, name), ROOT) for name in names]
    return sorted(found)


def text_of(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def source_files():
    return [path for path in files_below("src", "include")
            if path.endswith((".c", ".h", ".def", ".in"))]


def includes():
    """(file, header, whether in quotes) of every include in src and include; files of src are
    named from there."""
    pattern = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
    return [(re.sub(r"^src/", "", path), header, mark == '"')
            for path in source_files() for mark, header in pattern.findall(text_of(path))]


def folder_of(path):
    return path.split("/")[0]


def allowed(path, header):
    own, other = folder_of(path), folder_of(header)
    may = MAY_INCLUDE.get(own, set())
    return other == own or other in may or header in may


def layers_above(layer):
    """The layers that include it, however indirectly."""
    above, grown = {layer}, True
    while grown:
        more = {own for own, may in MAY_INCLUDE.items() if above & {folder_of(m) for m in may}}
        grown = not more <= above
        above |= more
    return above - {layer}


class Layers(unittest.TestCase):
    def test_every_folder_has_its_rule(self):
        folders = {folder_of(path) for path, _, _ in includes()} - {"include"}
        self.assertEqual(folders - set(MAY_INCLUDE), set())

    def test_the_rules_have_no_cycle(self):
        for layer in MAY_INCLUDE:
            for other in MAY_INCLUDE[layer]:
                if other in MAY_INCLUDE:
                    self.assertNotIn(other, layers_above(layer), f"{layer} and {other}")

    def test_own_headers(self):
        wrong = {(path, header) for path, header, quoted in includes()
                 if quoted and not allowed(path, header)}
        for path, header in sorted(wrong & KNOWN):
            print(f"known exception: {path} includes {header}")
        self.assertEqual(sorted(wrong - KNOWN), [], "includes that the layers forbid")
        self.assertEqual(sorted(KNOWN - wrong), [], "exceptions that are not needed any more")

    def test_own_headers_are_named_from_src(self):
        for path, header, quoted in includes():
            if quoted and not os.path.exists(os.path.join(ROOT, "src", header)):
                self.assertTrue(os.path.exists(os.path.join(ROOT, "src", header + ".in")),
                                f"{path} includes {header}")

    def test_public_headers(self):
        for path, header, quoted in includes():
            if path.startswith("include/"):
                self.assertFalse(quoted, f"{path} is public and includes {header}")
                self.assertTrue(header.startswith("calfsim/") or STANDARD.fullmatch(header),
                                f"{path} is public and includes {header}")
            elif header in NOT_BELOW:
                layer = NOT_BELOW[header]
                self.assertTrue(folder_of(path) in layers_above(layer) | {layer},
                                f"{path} includes {header}, which is of a layer above")

    def test_third_parties(self):
        for path, header, quoted in includes():
            if quoted or header.startswith("calfsim/") or STANDARD.fullmatch(header):
                continue
            places = [place for name, place in THIRD_PARTY if re.match(name, header)]
            self.assertTrue(places, f"{path} includes <{header}>, which no layer may")
            self.assertRegex(path, f"^({places[0]})", f"{path} may not include <{header}>")

    def test_model_is_pure(self):
        for path, header, quoted in includes():
            if folder_of(path) == "model" and not quoted and not header.startswith("calfsim/"):
                self.assertIn(header, MODEL_HEADERS, f"{path} includes <{header}>")

    def test_only_commands_print_or_exit(self):
        calls = re.compile(r"\b(exit|_Exit|abort|printf|puts|putchar|perror)\s*\(|\bstd(out|err)\b")
        for path in source_files():
            if not path.startswith("src/cli/"):
                code = re.sub(r"//.*|/\*.*?\*/|\"(\\.|[^\"\\\n])*\"", "", text_of(path),
                              flags=re.MULTILINE)
                self.assertIsNone(calls.search(code), f"{path} prints or exits")


class Files(unittest.TestCase):
    def test_length(self):
        for path in files_below("src", "include", "tests"):
            if path.endswith((".c", ".h", ".def", ".in", ".py", "CMakeLists.txt")):
                lines = text_of(path).count("\n")
                self.assertLessEqual(lines, LINES_MAX, f"{path} has {lines} lines")

    def test_licence(self):
        for path in files_below("src", "include", "tests"):
            if path.endswith((".c", ".h", ".def", ".in", ".py", "CMakeLists.txt")):
                first = text_of(path).partition("\n")[0]
                self.assertRegex(first, r"^(//|#) SPDX-License-Identifier: GPL-3\.0-or-later$",
                                 f"{path} has no SPDX line")


class Bits(unittest.TestCase):
    def build_files(self):
        paths = [name for name in os.listdir(ROOT)
                 if name == "CMakeLists.txt" or re.fullmatch(r"CMake.*Presets\.json", name)]
        for folder in os.listdir(ROOT):
            if os.path.isdir(os.path.join(ROOT, folder)) and not re.match(r"\.|build", folder):
                paths += [path for path in files_below(folder)
                          if path.endswith((".cmake", ".cmake.in", "CMakeLists.txt"))]
        return paths

    def test_options(self):
        everything = ""
        for path in self.build_files():
            text = re.sub(r"(?m)#.*$", "", text_of(path))
            self.assertIsNone(FORBIDDEN_OPTIONS.search(text), f"{path} has an option that may "
                              f"change bits: {FORBIDDEN_OPTIONS.search(text)}")
            everything += text
        self.assertTrue("-ffp-contract=off" in everything, "no -ffp-contract=off")

    def kernel_files(self):
        listed = re.search(r"set\(CALFSIM_KERNEL_SOURCES\n(.*?)\)", text_of("src/CMakeLists.txt"), re.DOTALL)
        return ["src/" + name for name in listed.group(1).split()]

    def test_kernel_calls_nothing_whose_bits_vary(self):
        """A C library's elementary functions round differently from one processor to the next."""
        calls = re.compile(r"\b(l?exp(2|m1|10)?|log(2|10|1p)?|pow|cbrt|a?(sin|cos|tan)h?|atan2|erfc?|"
                           r"[lt]gamma|hypot|fma|fmin|fmax)[fl]?\s*\(")
        below = [path for path in source_files()
                 if path.startswith(("src/model/", "src/population/")) and path.endswith(".h")]
        for path in self.kernel_files() + below + ["src/population/population.c"]:
            code = re.sub(r"//[^\n]*|/\*.*?\*/", "", text_of(path), flags=re.DOTALL)
            self.assertIsNone(calls.search(code), f"{path}: {calls.search(code)}")

    def test_kernel_names(self):
        """What the kernel defines has a name of its own in every copy."""
        renamed = set(re.findall(r"#define (\w+) CALF_OWN", text_of("src/engine/kernel_names.h")))
        defined = {"calf_kernel_here"}
        for path in self.kernel_files():
            for line in re.findall(r"(?m)^(?!static|typedef|struct|enum|#|//|extern)\w[^;=]*?\)\n\{",
                                   text_of(path)):
                defined.add(re.search(r"(calf_\w+)\(", line).group(1))
        self.assertEqual(renamed, defined)

    def test_pragmas(self):
        for path in source_files():
            found = FORBIDDEN_PRAGMAS.search(text_of(path))
            self.assertIsNone(found, f"{path} may change bits: {found}")


if __name__ == "__main__":
    unittest.main()
