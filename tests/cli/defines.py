#!/usr/bin/python3
"""Writes a package of APP, signed by KEY, that defines a permission, a permission group and a provider of an authority: defines.py FILE APP KEY [AUTHORITY [GROUP [PERMISSION]]]"""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(ROOT, "tests/hostile"), os.path.join(ROOT, "fixtures/sources")]
import dex  # noqa: E402
import sign  # noqa: E402
from axml import A, Document  # noqa: E402
from zips import DEFLATED, Entry, pack  # noqa: E402

file, app, key, authority, group, permission = (sys.argv[1:] + ["", "", ""])[:6]
document = Document().start("manifest", [A("package", app, ns=None), A("versionCode", 1), A("versionName", "1")])
document.element("uses-sdk", [A("minSdkVersion", 30), A("targetSdkVersion", 36)])
if group:
    document.element("permission-group", [A("name", group)])
if permission:
    document.element("permission", [A("name", permission)])
document.start("application", [A("label", app)])
if authority:
    document.element("provider", [A("name", ".Main"), A("authorities", authority), A("exported", False)])
document.end("application").end("manifest")
with open(file, "wb") as out:
    out.write(sign.v2(pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", dex.make([app + ".Main"]), DEFLATED)]), key))
