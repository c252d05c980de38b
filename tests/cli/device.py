#!/usr/bin/python3
"""Writes a package of one app that requires a feature, and asks for a permission: device.py FILE CODE [FEATURE [PERMISSION]]"""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(ROOT, "tests/hostile"), os.path.join(ROOT, "fixtures/sources")]
import dex  # noqa: E402
import sign  # noqa: E402
from axml import A, Document  # noqa: E402
from zips import DEFLATED, Entry, pack  # noqa: E402

file, code, feature, permission = (sys.argv[1:] + ["", ""])[:4]
document = Document().start("manifest", [A("package", "com.example.devices", ns=None), A("versionCode", int(code)), A("versionName", code)])
document.element("uses-sdk", [A("minSdkVersion", 30), A("targetSdkVersion", 36)])
if feature:
    document.element("uses-feature", [A("name", feature)])
if permission:
    document.element("uses-permission", [A("name", permission)])
document.start("application", [A("label", "Devices")]).start("activity", [A("name", ".Main"), A("exported", True)]).start("intent-filter")
document.element("action", [A("name", "android.intent.action.MAIN")]).element("category", [A("name", "android.intent.category.LAUNCHER")])
document.end("intent-filter").end("activity").end("application").end("manifest")
with open(file, "wb") as out:
    out.write(sign.v2(pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.devices.Main"]), DEFLATED)])))
