#!/usr/bin/python3
"""Writes a base and a feature's split with a service that is exported if the base's table says so, which says no: feature.py BASE SPLIT [yes]"""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(ROOT, "tests/hostile"), os.path.join(ROOT, "fixtures/sources")]
import arsc  # noqa: E402
import dex  # noqa: E402
import sign  # noqa: E402
from axml import A, Document, Ref, plain  # noqa: E402
from zips import DEFLATED, Entry, pack  # noqa: E402

CODE = Entry("classes.dex", dex.make(["com.example.hostile.Main"]), DEFLATED)
flags = arsc.table([arsc.package([arsc.spec(2, 1), arsc.table_type(2, [arsc.simple(0x12, len(sys.argv) > 3)])])], ["x"])
split = Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("split", "feature", ns=None), A("versionCode", 7)]).start("application", [])
split.element("service", [A("name", ".Main"), A("exported", Ref(0x7F020000))]).end("application").end("manifest")
for file, document, more in ((sys.argv[1], plain(application=[A("allowBackup", False)]), [Entry("resources.arsc", flags)]), (sys.argv[2], split, [])):
    with open(file, "wb") as out:
        out.write(sign.v2(pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), *more, CODE])))
