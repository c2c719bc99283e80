"""Writes one of the malformed files to the standard output, for tests that are not in Python: wrong_file.py macro"""

import sys

import test_malformed

# A number of social security that is right, of nobody: its key is the remainder that it should be.
NIR = "285047500033389"


def with_nir():
    """An extract with such a number on every line."""
    first, *lines = test_malformed.csv_text().decode("utf-8").splitlines()
    return "\n".join([first + ";numero_ss", *(f"{line};{NIR}" for line in lines)]).encode() + b"\n"


def main(name):
    content = with_nir() if name == "nir" else test_malformed.CASES[name][1]()
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main(sys.argv[1])
