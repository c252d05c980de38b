"""A case: a package, and all that is odd about it."""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "fixtures/sources"))
sys.dont_write_bytecode = True

CASES = []
TOGETHER = []
R, A, E, O, U = "refused", "ambiguous", "evasive", "odd", "unread"


def case(sentence, data, *says, app="com.example.hostile", has=(), lacks=(), tables=(), never=(), finds=(), spares=(), limit=None, **package):
    """says: "name:effect", every anomaly that the report has and no other (a disagreement with libzip apart); app: the package name,
    None for none; has and lacks: permissions; tables: (table, columns that some row has); never: those that no row has; finds: rules among the findings, or "verdict rule", or "rule: detail"; spares: such that are not; limit:
    "name=value" by which it is read; package: columns of the package."""
    CASES.append({"sentence": sentence, "data": data, "says": sorted(says), "app": app, "has": has, "lacks": lacks, "tables": tables, "never": never,
                  "finds": finds, "spares": spares, "limit": limit, "package": package})


def fixture(name):
    with open(os.path.join(ROOT, "fixtures", name), "rb") as file:
        return file.read()


def together(sentence, files, *says, tables=(), never=(), finds=(), spares=(), limit=None, roles=()):
    """Several files as one submission; roles: of the files, by the form; the rest as with case."""
    TOGETHER.append({"sentence": sentence, "files": files, "says": sorted(says), "tables": tables, "never": never, "finds": finds, "spares": spares, "limit": limit, "roles": roles})
