#!/usr/bin/python3
"""Writes a package of one app with a provider that is open to all but for /own, which has permissions of its own: provider.py FILE CODE [READ [WRITE]]"""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(ROOT, "tests/hostile"), os.path.join(ROOT, "fixtures/sources")]
import dex  # noqa: E402
import sign  # noqa: E402
from axml import A, ALL_IDS, Document  # noqa: E402
from zips import DEFLATED, Entry, pack  # noqa: E402

file, code, read, write = (sys.argv[1:] + ["", ""])[:4]
document = Document(ALL_IDS).start("manifest", [A("package", "com.example.files", ns=None), A("versionCode", int(code)), A("versionName", code)])
document.element("uses-sdk", [A("minSdkVersion", 30), A("targetSdkVersion", 36)])
document.start("application", [A("label", "Files")])
document.start("provider", [A("name", ".Main"), A("authorities", "com.example.files"), A("exported", True)])
own = [A(name, "android.permission." + value) for name, value in (("readPermission", read), ("writePermission", write)) if value]
if own:
    document.element("path-permission", [A("pathPrefix", "/own"), *own])
document.end("provider").end("application").end("manifest")
with open(file, "wb") as out:
    out.write(sign.v2(pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.files.Main"]), DEFLATED)])))
