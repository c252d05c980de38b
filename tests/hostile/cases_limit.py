"""What is more than we read: for review at best, and nothing is said of the rest."""
import os
import re

import arsc
import axml
import dex
from case import ROOT, case, fixture
from cases_arsc import apk as with_table
from zips import DEFLATED, Entry, pack

CODE = dex.make(["com.example.hostile.Main"])
PACKAGE = pack([Entry("AndroidManifest.xml", axml.plain().build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED), Entry("assets/large", bytes(range(256)) * 40)])
SIGNED, CLEAN = fixture("v1-v2.apk"), fixture("clean.apk")


def cut(limit, anomaly, data=PACKAGE, **more):
    case(f"what is over the limit {limit.split('=')[0]} is not read, and that alone is said", data, anomaly + ":unread", limit=limit, complete=False,
         finds=["review " + anomaly], **more)


cut("package-size=1000", "limit.package-size", app=None)
cut("entries=2", "limit.entries")
cut("directory-size=120", "limit.directory-size")
cut("entry-size=10000", "limit.entry-size")
cut("manifest-size=100", "limit.entry-size", app=None)
cut("dex-size=100", "limit.entry-size")
cut("inflated-bytes=1500", "limit.inflated-bytes")
cut("nodes=2", "limit.nodes")
case("of a long name that very many permissions have so many are read as it takes little time, and none of them lacks its name; what stands behind them is read",
     pack([Entry("AndroidManifest.xml", axml.plain(["x" * 600000] * 40 + ["android.permission.CAMERA"]).build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED)]),
     "limit.name-size:unread", "limit.nodes:unread", "manifest.duplicate-permission:odd", complete=False, has=["android.permission.CAMERA"], spares=["manifest.malformed"])
with open(os.path.join(ROOT, "scanner/bytes/limit.def"), encoding="utf-8") as file:
    for limit in re.findall(r'^LIMIT\(\w+, "([a-z0-9-]+)"', file.read(), re.M):
        case(f"the limit {limit} at its greatest cuts nothing", PACKAGE, limit=f"{limit}={2 ** 64 - 1}", complete=True)
for first in ("classes.dex", "assets/x"):
    case(f"what makes a package of a file that begins with {first} may be behind the end of a directory that was cut", pack([
        Entry(first, CODE), Entry("AndroidManifest.xml", axml.plain().build(), DEFLATED)]), "limit.entries:unread", limit="entries=1", complete=False, app=None,
         finds=["review limit.entries"], spares=["sig.none", "manifest.missing", "package.not-a-package"])
cut("picture-points=2000", "limit.inflated-bytes", data=fixture("icon-transparent.apk"), app="com.example.fixture", signing="verified")
for limit, anomaly, signing in (("resources-size=100", "limit.entry-size", "verified"), ("resource-entries=1", "limit.nodes", "verified"), ("asn1=100", "limit.asn1", None),
                                ("certificates=0", "limit.asn1", None), ("signing-block-size=100", "limit.entry-size", None),
                                ("signature-file-size=100", "limit.entry-size", None)):
    cut(limit, anomaly, data=SIGNED, app="com.example.fixture", signing=signing)
case("certificates that are larger than is read leave all schemes unread", CLEAN, "limit.asn1:unread", limit="asn1=100", complete=False, app="com.example.fixture", signing=None,
     tables=[("signature", {"scheme": scheme, "status": "unread", "detail": "a certificate is larger than is read"}) for scheme in ("v2", "v3")])
case("a proof of rotation with a certificate that is larger than is read proves nothing", fixture("rotated.apk"), "limit.asn1:unread", limit="asn1=100", complete=False,
     app="com.example.update", signing=None, tables=[
         ("signature", {"scheme": "v3", "status": "unread", "detail": "the proof of rotation has a certificate that is larger than is read"})])
case("a source stamp whose certificate is larger than is read is neither verified nor failed", fixture("stamped.apk"), "limit.asn1:unread", limit="asn1=100", complete=False,
     app="com.example.fixture", signing=None, tables=[("signature", {"scheme": "source-stamp", "status": "unread", "detail": "its certificate is larger than is read"})])
case("a JAR signature over an entry that is not read is neither verified nor failed", SIGNED, "limit.entry-size:unread", limit="entry-size=1910", complete=False,
     app="com.example.fixture", signing=None, tables=[("signature", {"scheme": "v1", "status": "unread", "detail": "an entry was not read whole"})],
     never=[("certificate", {"scheme": "v1"})], spares=["sig.failed"])


def attributes(first, num):
    """A manifest or .SF file of so many."""
    return first + b": 1.0\n" + b"a: \n" * (num - 1)


def signer(name, num):
    return [Entry(f"META-INF/{name}.SF", attributes(b"Signature-Version", num), DEFLATED), Entry(f"META-INF/{name}.RSA", b"x", DEFLATED)]


MOST, LAST = 1_000_000, 100_797  # of 88 bytes each: six files of MOST and one of LAST leave less than the name takes of the 512 MiB for signatures
case("a signer for whose name there is no room any more is not passed over: the package is not read whole",
     pack([Entry("AndroidManifest.xml", axml.plain().build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED),
           Entry("META-INF/MANIFEST.MF", attributes(b"Manifest-Version", MOST), DEFLATED)]
          + [entry for name, num in (*((f"K{i}", MOST) for i in range(5)), ("L", LAST), ("M" * 30, 3)) for entry in signer(name, num)]),
     "limit.memory:unread", "zip.ratio:odd", complete=False)


def configured(num, length):
    """A table with so many configurations, each of one text of that length."""
    return arsc.table([arsc.package([arsc.spec(1, 1)] + [arsc.table_type(1, [arsc.text(0)], arsc.config(sdk=i)) for i in range(num)])], ["L" * length])


case("one long label in very many configurations is not read in all of them", with_table(configured(400, 4000)), "limit.nodes:unread", complete=False, finds=["review limit.nodes"],
     tables=[("label", {"configuration": "v257"})], never=[("label", {"configuration": "v258"})])
case("a label in as many configurations as there is room for is read in each", with_table(configured(4, 10)), limit="labels-size=296", tables=[("label", {"configuration": "v3"})])
case("a label in more configurations than there is room for is not read in all of them", with_table(configured(4, 10)), "limit.nodes:unread", limit="labels-size=295",
     complete=False, tables=[("label", {"configuration": "v2"})], never=[("label", {"configuration": "v3"})])


def provided(document):
    for name in ("A", "B", "C"):
        document.element("provider", [axml.A("name", "." + name), axml.A("authorities", "com.example;x"), axml.A("exported", False)])


PROVIDED = pack([Entry("AndroidManifest.xml", axml.plain(inside=provided).build(), DEFLATED),
                 Entry("classes.dex", dex.make(["com.example.hostile." + name for name in ("Main", "A", "B", "C")]), DEFLATED)])

case("authorities for which there is room are read", PROVIDED, limit="authorities-size=39", tables=[("component", {"authorities": "com.example;x", "name": "com.example.hostile.C"})])
case("authorities for which there is no room are not read", PROVIDED, "limit.nodes:unread", limit="authorities-size=38", complete=False,
     tables=[("component", {"authorities": "com.example;x", "name": "com.example.hostile.B"}), ("component", {"authorities": None, "name": "com.example.hostile.C"})])


# What rules compare with all else is looked up, so that many of it are looked at in time.
def launched(document):
    for i in range(6000):
        document.start("activity", [axml.A("name", f".A{i}"), axml.A("exported", True), axml.A("label", f"L{i}")]).start("intent-filter")
        document.element("action", [axml.A("name", "android.intent.action.MAIN")]).element("category", [axml.A("name", "android.intent.category.LAUNCHER")])
        document.end("intent-filter").end("activity")


def quick(sentence, document, finds):
    case(sentence + ": every rule is done in time", pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED)]), finds=[finds],
         spares=["limit.rule-time"], limit="rule-time=1500")


quick("very many permission trees", axml.plain(head=lambda document: [document.element("permission-tree", [axml.A("name", f"q.y.p{i}.z")]) for i in range(10000)]),
      "review manifest.permission-tree")
quick("very many entries on the home screen with a name each", axml.plain(inside=launched), "label.launcher-differs")
