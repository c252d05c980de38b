#!/usr/bin/python3
"""Writes a package of APP, signed by KEY, with what is named of authority, group, permission, tree, task (of an activity), user (that it shares), scheme and host (of links, both; or of another action): defines.py FILE APP KEY [NAME=VALUE]..."""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.realpath(__file__))))
sys.dont_write_bytecode = True
sys.path[:0] = [os.path.join(ROOT, "tests/hostile"), os.path.join(ROOT, "fixtures/sources")]
import dex  # noqa: E402
import sign  # noqa: E402
from axml import A, Document  # noqa: E402
from zips import DEFLATED, Entry, pack  # noqa: E402

file, app, key = sys.argv[1:4]
has = dict(argument.split("=", 1) for argument in sys.argv[4:])
user = [A("sharedUserId", has["user"])] if "user" in has else []
document = Document().start("manifest", [A("package", app, ns=None), A("versionCode", 1), A("versionName", "1"), *user])
document.element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)])
for name, element in (("group", "permission-group"), ("permission", "permission"), ("tree", "permission-tree")):
    if name in has:
        document.element(element, [A("name", has[name])])
document.start("application", [A("label", app)])
if "authority" in has:
    document.element("provider", [A("name", ".Main"), A("authorities", has["authority"]), A("exported", False)])
if "task" in has or "scheme" in has:
    document.start("activity", [A("name", ".Main"), A("exported", "scheme" in has)] + ([A("taskAffinity", has["task"])] if "task" in has else []))
    if "scheme" in has:
        document.start("intent-filter").element("action", [A("name", has.get("action", "android.intent.action.VIEW"))]).element("data", [A("scheme", has["scheme"])])
        if "host" in has:
            document.element("data", [A("scheme", "https"), A("host", has["host"])])
        document.end("intent-filter")
    document.end("activity")
document.end("application").end("manifest")
with open(file, "wb") as out:
    out.write(sign.v2(pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", dex.make([app + ".Main"]), DEFLATED)]), key))
