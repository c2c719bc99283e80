"""The data of these tests: the demonstration, and two more hospitals so that there is an inside and an outside."""

import functools

import program

# The demonstration hospital, its neighbour of the same region, and one of another region.
HOME, NEIGHBOUR, ELSEWHERE = (program.finess_of(sample) for sample in (program.SMALL, program.LARGE, program.MEDIUM))
REGION, OTHER_REGION = "84", "32"
TODAY = "2026-10-15"
# What people open and write today, by the clock of the server, is there on this day.
AHEAD = "2099-01-01"
# A day of the reservation that `things` makes.
RESERVED = "2027-06-01"


def day_of(path):
    """A day on which there is something of a list: the data is dated, requests, profiles and tours begin when they are made."""
    if "/reservations" in path:
        return RESERVED
    return AHEAD if "/requests" in path or "/tours" in path or path.endswith("/profile") else TODAY



@functools.cache
def prepared(kind):
    """Loaded by the command line, as an operator would; copy it before use."""
    database = program.demonstration(kind)
    load(database, program.MEDIUM, "dialect_b/sirh_20260401.csv", "dialect_b/codes.csv")
    load(database, program.LARGE)
    return database


@functools.cache
def with_large_hospital(kind):
    """The same, with the 6 571 lines of the large hospital."""
    database = prepared(kind).copy()
    sirh(database, program.LARGE, "sirh_20260401.csv", "codes.csv")
    return database


def load(database, sample, extract=None, codes=None):
    """Structures and posts of a hospital, then its people."""
    for noun, name in (("structures", "structures.csv"), ("sigmed", "sigmed_posts.csv"), ("posts", "autres_postes.csv"),
                       ("attachments", "rattachements.xlsx")):
        database.run(noun, "apply", program.sample_file(sample, name), "--establishment", program.finess_of(sample))
    if extract:
        sirh(database, sample, extract, codes)


def sirh(database, sample, extract, codes):
    file = program.temporary(extract.rsplit("/", 1)[-1], program.sample_bytes(sample, extract))
    table = program.temporary("codes.csv", program.sample_bytes(sample, codes))
    database.run("sirh", "apply", file, "--establishment", program.finess_of(sample), "--codes", table,
                 "--confirm-closures", seconds=300)
