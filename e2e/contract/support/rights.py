"""Who may do what and where, written again from `domain.md` 2: the filter here knows nothing of the program."""

from . import nation
from .contract import operation

# r, m, x, v, a: read, modify, extract, validate, administer.
TABLE = """
rubric         hospital_manager hospital_approver hospital_reader ght_referent ars_manager ars_approver ars_reader cng_manager cng_admin ministry_reader auditor practitioner sirh_client
structures     rmx              r                 r               r            r           r            r          r           rm        -               r       r            rm
posts          rmx              rx                r               r            rx          rx           r          rmx         rmx       -               r       r            r
practitioners  rmx              r                 r               -            r           r            -          r           r         -               -       r            rm
careers        rmx              r                 r               -            r           r            -          rm          rm        -               -       r            rm
affectations   rmx              r                 r               r            r           r            r          r           r         -               -       r            rm
headships      rmx              rv                r               r            r           r            r          r           r         -               r       r            rm
staffing_table rx               rx                r               r            rx          rx           r          rx          rx        -               r       -            r
post_profiles  rmx              rv                r               r            r           r            r          r           rm        -               r       r            rm
requests       rmx              rv                r               -            rmx         rvx          r          rmx         rm        -               r       -            -
imports        rm               r                 -               -            r           -            -          r           rm        -               r       -            rm
tours          rmx              rvx               r               -            rmx         rvx          r          rmvxa       rma       -               r       -            -
sigmed         r                -                 -               -            r           r            -          rm          rma       -               r       -            -
habilitations  -                ra                -               -            -           ra           -          r           ra        -               r       -            -
journal        r                r                 -               -            r           r            -          r           rx        -               rx      r            -
"""
_HEAD, *_ROWS = (line.split() for line in TABLE.strip().splitlines())
RIGHTS = {(row[0], profile): letters for row in _ROWS for profile, letters in zip(_HEAD[1:], row[1:])}

# Where each account of the demonstration holds its profile; the practitioner alone has no place, only a file.
AREAS = {
    **dict.fromkeys(("hospital_manager", "hospital_approver", "hospital_reader", "sirh_client"),
                    lambda place, home: place["finess"] == nation.HOME),
    "ght_referent": lambda place, home: place["ght"] is not None and place["ght"]["code"] == home["ght"]["code"],
    **dict.fromkeys(("ars_manager", "ars_approver", "ars_reader"),
                    lambda place, home: place["region"]["code"] == nation.REGION),
    **dict.fromkeys(("cng_manager", "cng_admin", "ministry_reader", "auditor"), lambda place, home: True),
}
# Keys that belong to a rubric wherever they are.
KEYS = {
    **dict.fromkeys(("practitioner", "person", "matricule", "rpps", "usual_name", "birth_name", "first_names", "sex",
                     "birth_year", "holders"), "practitioners"),
    **dict.fromkeys(("birth_date", "position", "granted_until"), "careers"),
}


def may(profile, rubric, letter="r"):
    return letter in RIGHTS[(rubric, profile)]


def hidden(profile):
    """Keys that a profile must never be given."""
    return {key for key, rubric in KEYS.items() if not may(profile, rubric)}


def rubric_of(path):
    """Rubric of a list of the contract."""
    return operation("list_" + path.strip("/").replace("/", "_")).rubric


class Territory:
    """Regions and groups of all hospitals, from the national list."""

    def __init__(self, caller, day):
        self.places = {one["finess"]: one for one in caller.items("/establishments", as_of=day)}

    def inside(self, profile, finess):
        return finess is not None and AREAS[profile](self.places[finess], self.places[nation.HOME])
