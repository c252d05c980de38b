"""The manifest's encoding, as ResXMLTree and the package parser read it."""
import struct

import axml
import dex
from axml import ANDROID, A, Document, chunk, node, plain, pool, root
from case import case
from zips import DEFLATED, Entry, pack

CODE = dex.make(["com.example.hostile.Main"])
P = "android.permission."


def apk(manifest, *more):
    return pack([Entry("AndroidManifest.xml", manifest, DEFLATED), Entry("classes.dex", CODE, DEFLATED), *more])


def odd(sentence, document, *says, **rest):
    case(sentence, apk(document if isinstance(document, bytes) else document.build()), *says, **rest)


case("a manifest in UTF-8 is ordinary", apk(plain().build(utf8=True)), label="Hostile")
case("a document of type 0 is read by earlier versions, and refused by the newest", apk(plain().build(kind=0)), "axml.bad-magic:ambiguous")
case("a document of type 8 is read by earlier versions, and refused by the newest", apk(plain().build(kind=8)), "axml.bad-magic:ambiguous")
case("a document with a longer header is read", apk(plain().build(header_size=16)), "axml.header-size:evasive")
case("elements with longer headers are read", apk(plain(header_size=24).build()), "axml.header-size:evasive")
case("a string pool with a longer header is read", apk(plain().build(header=32)), "axml.header-size:evasive")
case("bytes behind the document are not read", apk(plain().build(tail=b"more bytes..")), "axml.trailing-data:evasive")
case("a document that says less than it is ends there", apk(plain().build(size=-24)), "axml.trailing-data:evasive", "axml.truncated:evasive")
case("a document that says more than it is: the phone refuses", apk(plain().build(size=64)), "axml.bad-size:refused", app=None)
case("more strings counted than there are: the phone takes the pool", apk(plain().build(count=60)), "axml.pool-count:evasive")
case("string counts that overflow: the phone refuses", apk(plain().build(count=0x40000010)), "axml.pool-count:refused", "axml.string-offset:refused", app=None)
case("a gap before the strings is passed over", apk(plain().build(gap=b"\1\2\3\4" * 4)), "axml.pool-gap:evasive")
case("styles that are not there: the phone refuses", apk(plain().build(styles=5)), "axml.pool-style:refused", "axml.string-offset:refused", app=None)
case("UTF-16 strings with the UTF-8 flag: no name is found", apk(plain().build(flags=0x100)), "axml.pool-encoding:refused", "manifest.no-root:refused", app=None)
case("flags that nobody knows are not looked at", apk(plain().build(flags=0xF0000000)), "axml.pool-flags:evasive")
TRUE, FALSE = (lambda texts: pool(texts)), (lambda texts: pool([t.replace("com.example", "com.benign_") for t in texts]))
case("of two string pools the last counts", apk(plain().build(pools=[FALSE, TRUE])), "axml.duplicate-pool:evasive")
case("of two resource maps the last counts", apk(plain().build(maps=2)), "axml.duplicate-resmap:evasive")
case("attributes of 28 bytes are read by their stride", apk(plain(attribute_size=28).build()), "axml.attr-size:evasive")


def narrow(document):
    """A permission whose attribute has a stride of 12: that it is a string, and which, stands behind its element."""
    while len(document.names) + len(document.texts) < 0x400:
        document.text(f"filler {len(document.texts)}")
    made = document.attribute(A("name", P + "SEND_SMS"))
    document.raw(node(0x102, struct.pack("<IIHHHHHH", axml.NONE, document.text("uses-permission"), 20, 12, 1, 0, 0, 0) + made[:12]))
    return made[12:]


def narrow_in(document):
    narrow(document)
    document.raw(struct.pack("<HHI", 0x106, 0x300, 0x400) + b"\0" * 0x3F8).end("uses-permission")


odd("an attribute that goes on behind its element is read there", plain(head=narrow_in), "axml.attr-size:evasive", "axml.unknown-chunk:evasive", has=[P + "SEND_SMS"])
LAST = root(Document()).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).element("application", [A("label", "Hostile")])
TAIL = narrow(LAST)
odd("an attribute that goes on behind its document is read there", LAST.build(tail=TAIL), "axml.attr-size:evasive", "axml.trailing-data:evasive", "axml.truncated:evasive",
    has=[P + "SEND_SMS"])
odd("an attribute that goes on behind the file is nobody knows what", LAST, "axml.attr-size:ambiguous", "axml.attr-size:evasive", "axml.unbalanced:evasive",
    lacks=[P + "SEND_SMS"])
case("attributes that begin at 36 are read there", apk(plain(attribute_start=36).build()), "axml.attr-start:evasive")
case("attributes of no size are all the first: there is no package name", apk(Document().start("manifest", [
    A("versionCode", 7), A("package", "com.example.hostile", ns=None)], sort=False).element("application").end("manifest").build().replace(
    struct.pack("<HHH", 20, 20, 2), struct.pack("<HHH", 20, 0, 2), 1)), "axml.attr-size:evasive", "manifest.bad-package:refused", app=None)
case("attributes that do not fit: the phone refuses", apk(plain(count=0xFFFF).build()), "axml.attr-count:refused", app=None)
case("chunks of unknown kind are passed over", apk(plain().build(between=chunk(0x777, b"abcd"))), "axml.unknown-chunk:evasive")
case("nodes of unknown kind are passed over", apk(plain(head=lambda d: d.raw(node(0x150, b"abcdefgh"))).build()), "axml.unknown-chunk:evasive", has=[P + "INTERNET"])
case("a chunk of no size: the phone refuses", apk(plain().build(between=struct.pack("<HHI", 0x777, 8, 0))), "axml.chunk-size:refused", app=None)
odd("a node of no size: the phone refuses", plain(head=lambda d: d.raw(struct.pack("<HHIII", 0x150, 16, 0, 0, 0))), "axml.chunk-size:refused")
odd("a node that is longer than the document: the phone refuses", plain(head=lambda d: d.raw(struct.pack("<HHIII", 0x102, 16, 0xFFFFFFF0, 0, 0))),
    "axml.chunk-size:refused")


def without_ends():
    document = root(Document()).start("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)])
    return document.start("uses-permission", [A("name", P + "READ_SMS")]).start("application", [A("label", "Hostile")])


odd("without end tags everything stands inside the first child: no permission, no application", without_ends(), "axml.unbalanced:evasive",
    "manifest.malformed:ambiguous", lacks=[P + "READ_SMS"])
odd("end tags that nobody opened end the root", plain().end("manifest").end("manifest"))
odd("another root behind the first is not read", root(plain(), package="com.decoy.hostile").element("uses-permission", [A("name", P + "READ_SMS")]).end("manifest"),
    "axml.multiple-roots:evasive", lacks=[P + "READ_SMS"])


def deep(levels):
    def build(document):
        for _ in range(levels):
            document.start("a")
        for _ in range(levels):
            document.end("a")
    return build


odd("100,000 levels are read through", plain(head=deep(100000)), "axml.depth:evasive", label="Hostile")
odd("attributes without the android namespace are seen by their ids", plain(more=[A("sharedUserId", "com.example.shared", ns=None, id=0x0101000B)]),
    "axml.ns-less-attr:evasive", shared_user_id="com.example.shared")
odd("attributes without namespace and id are not seen", plain(application=[A("debuggable", True, ns=None)]), debuggable=False)


def named(name):
    """uses-permission whose attribute has the id of name and another name."""
    ids = {key: axml.IDS[key] for key in ("versionCode", "versionName", "minSdkVersion", "targetSdkVersion", "label")}
    document = root(Document({**ids, name: axml.IDS["name"]})).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)])
    document.element("uses-permission", [A(name, P + "READ_SMS", id=axml.IDS["name"])])
    return document.element("application", [A("label", "Hostile")]).end("manifest")


odd("an attribute by its id, whatever its name", named("hint"), "axml.resid-name-mismatch:evasive", has=[P + "READ_SMS"])
odd("an attribute without a name, by its id", named(""), "axml.blank-attr-names:evasive", has=[P + "READ_SMS"])
odd("an attribute of a known name without resource id before the true one: the phone goes by the id, others by the name", plain(permissions=(), head=lambda d: d.element(
    "uses-permission", [A("name", P + "VIBRATE", id=0), A("name", P + "READ_SMS")])), "axml.resid-name-mismatch:evasive", has=[P + "READ_SMS"], lacks=[P + "VIBRATE"])
odd("a version code without resource id: the light parser takes it, the full one does not", plain(more=[A("versionCode", 999, id=0)]),
    "axml.resid-name-mismatch:ambiguous", version_code=7)
odd("a version code without resource id that says the same: the parsers agree", plain(more=[A("versionCode", 7, id=0)]), "axml.resid-name-mismatch:evasive", version_code=7)
odd("a minimum without resource id: the light parser takes it, the full one does not", plain(sdk=None, head=lambda d: d.element(
    "uses-sdk", [A("minSdkVersion", 99, id=0), A("minSdkVersion", 26), A("targetSdkVersion", 36)])), "axml.resid-name-mismatch:ambiguous", min_sdk=26)
odd("a version code in a foreign namespace: the full parser takes it, the light one does not", Document().start("manifest", [
    A("package", "com.example.hostile", ns=None), A("versionCode", 7, ns="http://evil/x", id=0x0101021B)]).element("uses-sdk", [A("targetSdkVersion", 36)]).element(
    "application", [A("label", "Hostile")]).end("manifest"), "axml.foreign-namespace:ambiguous", version_code=7)
odd("a permission's name in a foreign namespace is taken by its id", plain(permissions=(), head=lambda d: d.element(
    "uses-permission", [A("name", P + "READ_SMS", ns="http://evil/x", id=0x01010003)])), "axml.foreign-namespace:evasive", has=[P + "READ_SMS"])
odd("an attribute in a foreign namespace that has no id is nobody's", plain(head=lambda d: d.element("uses-permission", [A("name", P + "READ_SMS"), A("node", "x", ns="http://evil/x", id=0)])),
    has=[P + "READ_SMS"])
odd("an element in a foreign namespace is read by its name", plain(permissions=(), head=lambda d: d.element("uses-permission", [A("name", P + "READ_SMS")], ns="http://evil/x")),
    "axml.foreign-namespace:evasive", has=[P + "READ_SMS"])
odd("an element of a foreign namespace that phones do not know is not read", plain(head=lambda d: d.element("module", [], ns="http://schemas.android.com/apk/distribution")))
odd("of two package names the first without namespace counts", root(Document(), more=[A("package", "com.decoy.hostile", ns=None)]).element(
    "uses-sdk", [A("targetSdkVersion", 36)]).element("application", [A("label", "x")]).end("manifest"), "manifest.duplicate-package:evasive")
odd("a package name in the android namespace does not count", root(Document(), more=[A("package", "com.decoy.hostile", id=0)]).element(
    "uses-sdk", [A("targetSdkVersion", 36)]).element("application", [A("label", "x")]).end("manifest"), "manifest.duplicate-package:evasive")
odd("the package name by its raw text", root(Document(), None, [A("package", "com.decoy.hostile", ns=None, raw="com.example.hostile")]).element(
    "uses-sdk", [A("targetSdkVersion", 36)]).element("application", [A("label", "x")]).end("manifest"), "axml.raw-typed-mismatch:evasive")
odd("a permission by its value", plain(permissions=(), head=lambda d: d.element("uses-permission", [A("name", P + "READ_SMS", raw=P + "VIBRATE")])),
    "axml.raw-typed-mismatch:evasive", has=[P + "READ_SMS"], lacks=[P + "VIBRATE"])
odd("a package name without raw text is none: the phone refuses", root(Document(), None, [A("package", "com.example.hostile", ns=None, raw=None)]).element(
    "uses-sdk", [A("targetSdkVersion", 36)]).element("application", [A("label", "x")]).end("manifest"), "axml.raw-missing:refused", "manifest.bad-package:refused", app=None)
for name in ("@0x7f010001", "com.\u202eelpmaxe", "../../etc", "single", "com.1st", "com.example-a", "..", "com." + "a" * 252):
    odd(f"the package name {ascii(name)[:30]} is none", plain(package=name), "manifest.bad-package:refused", app=name)
for name in ("com..example", ".com", "com.example."):
    odd(f"the package name {name} is one to the phone, and no proper one", plain(package=name), app=name, finds=["reject android.invalid-app-id"])
odd("a package name of 224 letters is none to newer phones", plain(package="com." + "a" * 220), "manifest.bad-package:ambiguous", app="com." + "a" * 220)
case("a NUL in the package name of a UTF-8 manifest ends it, as on the phone", apk(plain(package="com.example.hostile\0.evil").build(utf8=True)),
     "axml.embedded-nul:evasive")
case("a NUL in the package name of a UTF-16 manifest is part of it: the phone refuses", apk(plain(package="com.example\0.evil").build()),
     "axml.embedded-nul:evasive", "manifest.bad-package:refused", app="com.example\\x00.evil")
case("a NUL in a permission of a UTF-8 manifest ends it: it is held", apk(plain(permissions=(P + "READ_SMS\0x",)).build(utf8=True)),
     "axml.embedded-nul:evasive", has=[P + "READ_SMS"])
case("a NUL in a permission of a UTF-16 manifest is part of it: it is not held", apk(plain(permissions=(P + "READ_SMS\0x",)).build()),
     "axml.embedded-nul:evasive", lacks=[P + "READ_SMS"])


def nul_named(utf8, sentence, attributes, *says, element="uses-permission", ids=None, **rest):
    """A manifest of these attributes and a permission."""
    document = Document(ids).start("manifest", attributes, sort=False).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)])
    document.element(element, [A("name", P + "READ_SMS")])
    odd(sentence, document.element("application", [A("label", "Hostile")]).end("manifest").build(utf8=utf8), *says, **rest)


CODE_AND_NAME = [A("versionCode", 7), A("package", "com.example.hostile", ns=None)]
nul_named(True, "an attribute whose name in UTF-8 is package, a NUL and more is not the package name", [A("package\0z", "com.decoy.hostile", ns=None), *CODE_AND_NAME],
          "axml.embedded-nul:evasive", "manifest.duplicate-package:evasive")
nul_named(False, "an attribute whose name in UTF-16 is package, a NUL and more is not the package name", [A("package\0z", "com.decoy.hostile", ns=None), *CODE_AND_NAME],
          "axml.embedded-nul:evasive")
nul_named(True, "a split name that is split, a NUL and more is none", [A("split\0z", "config.de", ns=None), *CODE_AND_NAME], "axml.embedded-nul:evasive", split=None)
nul_named(True, "a version code whose name goes on behind a NUL: the full parser takes it, the light one of some versions does not",
          [A("versionCode\0z", 7, id=0x0101021B), CODE_AND_NAME[1]], "axml.embedded-nul:ambiguous", "axml.resid-name-mismatch:ambiguous", version_code=7, ids={**axml.IDS, "versionCode\0z": 0x0101021B})
nul_named(True, "a version code in android's namespace, a NUL and more: the full parser takes it, the light one does not",
          [A("versionCode", 7, ns=ANDROID + "\0z", id=0x0101021B), CODE_AND_NAME[1]], "axml.foreign-namespace:ambiguous", version_code=7)
nul_named(True, "an element whose name in UTF-8 goes on behind a NUL is what stands before it", CODE_AND_NAME, "axml.embedded-nul:evasive",
          element="uses-permission\0z", has=[P + "READ_SMS"])
nul_named(False, "an element whose name in UTF-16 goes on behind a NUL is none that phones know", CODE_AND_NAME, element="uses-permission\0z", lacks=[P + "READ_SMS"])
odd("attributes out of order are not seen by the full parser", Document().start(
    "manifest", [A("package", "com.example.hostile", ns=None), A("versionCode", 7)]).element("uses-sdk", [A("targetSdkVersion", 36)]).start(
    "application", [A("allowBackup", False), A("label", "Hidden"), A("debuggable", True)], sort=False).end("application").end("manifest"),
    "axml.attr-unsorted:evasive", debuggable=False, label=None)


def with_string(sentence, edit, *says, **rest):
    """A permission whose name is a string that edit spoils."""
    document = plain(permissions=(P + "READ_SMS",))
    document.build()
    index = document.text(P + "READ_SMS")
    case(sentence, apk(edit(document, index)), *says, **rest)


odd("a string index outside the pool is no string", plain(
    permissions=(), head=lambda d: d.element("uses-permission", [A("name", P + "READ_SMS", data=0x7FFFFFF0, raw=None)])),
    "axml.string-index:evasive", lacks=[P + "READ_SMS"])
odd("a package name whose index is outside the pool is none: the phone refuses", root(Document(), None, [A(
    "package", "com.example.hostile", ns=None, raw=None, data=0x7FFFFFF0)]).element("application").end("manifest"),
    "axml.raw-missing:refused", "axml.string-index:refused", "manifest.bad-package:refused", app=None)
with_string("a string offset outside the pool is no string", lambda d, i: d.build(offsets={i: 0x7FFFFFF0}), "axml.string-offset:evasive",
            lacks=[P + "READ_SMS"])


def lengthened(document, text):
    """Whose length is said to be more than the pool has."""
    data = bytearray(document.build())
    struct.pack_into("<H", data, data.index(text.encode("utf-16-le")) - 2, 0x7FFF)
    return bytes(data)


def broken_utf8(document, index):
    return document.build(utf8=True).replace(b"READ_SMS", b"READ\xff\xfeMS")


def lone_surrogate(document, index):
    return document.build().replace("READ_SMS".encode("utf-16-le"), "READ".encode("utf-16-le") + b"\x00\xd8" + "SMS".encode("utf-16-le"))


with_string("a string that is longer than the pool is no string", lambda d, _: lengthened(d, P + "READ_SMS"), "axml.string-length:evasive",
            lacks=[P + "READ_SMS"])
case("a package name that is longer than the pool is none: the phone refuses", apk(lengthened(plain(), "com.example.hostile")),
     "axml.string-length:refused", "manifest.bad-package:refused", app=None)
with_string("a string that is no UTF-8 is said", broken_utf8, "axml.bad-encoding:ambiguous", lacks=[P + "READ_SMS"])
with_string("a string with a lone surrogate is said", lone_surrogate, "axml.bad-encoding:ambiguous", lacks=[P + "READ_SMS"])
def named(name):
    """A manifest whose permission stands in an element of that name, as it is in the pool."""
    return apk(plain(permissions=(), head=lambda d: d.element(name, [A("name", P + "READ_SMS")])).build(utf8=True))


case("an element whose letter is in two bytes is what the phone makes of it", named(b"\x0f\x10\xc1\xb5ses-permission\0"), "axml.bad-encoding:ambiguous", has=[P + "READ_SMS"])
case("so is one whose name ends at a NUL, however much stands behind that", named(b"\x84\x5c\x84\x5d\xc1\xb5ses-permission\0" + 1100 * b"x" + b"\0"),
     "axml.bad-encoding:ambiguous", "axml.embedded-nul:evasive", has=[P + "READ_SMS"])
case("an element whose name has no NUL where its length ends is none", named(b"\x0e\x0euses-permission\0"), "axml.string-length:refused", lacks=[P + "READ_SMS"])


def prefixed(prefix, uri):
    """A namespace node at the start."""
    document = plain()
    pair = struct.pack("<II", document.text(prefix), document.text(uri))
    document.nodes.insert(0, node(0x100, pair))
    document.nodes.append(node(0x101, pair))
    return document


odd("the android namespace under its own prefix is ordinary", prefixed("android", ANDROID))
odd("another namespace under the prefix android is said", prefixed("android", "http://example.com/fake"), "axml.ns-prefix-spoof:evasive")
odd("the android namespace under another prefix is said", prefixed("tools", ANDROID), "axml.ns-prefix-spoof:evasive")
case("a manifest as text: the phone refuses", apk(b'<?xml version="1.0"?><manifest package="com.example.hostile"/>'), "axml.text-xml:refused", app=None)
odd("a root of another name: the phone refuses", Document().start("decoy", [A("package", "com.example.hostile", ns=None)]).end("decoy"), "manifest.no-root:refused", app=None)
odd("a manifest inside another element: the phone refuses", Document().start("x").element("manifest", [A("package", "com.example.hostile", ns=None)]).end("x"),
    "manifest.no-root:refused", app=None)
case("an empty manifest: the phone refuses", apk(b""), "axml.bad-size:refused", app=None)
case("a manifest of one chunk header: the phone refuses", apk(struct.pack("<HHI", 3, 8, 8)), "manifest.no-root:refused", app=None)
case("a manifest that ends in the middle: the phone reads to there and refuses", apk(plain().build()[:-30]), "axml.bad-size:refused", app=None)
odd("an element that is too short: the phone refuses", plain(head=lambda d: d.raw(node(0x102, b"\0" * 8))), "axml.chunk-size:refused")
odd("a malformed node behind the root is not looked at", plain().raw(struct.pack("<HHI", 0x102, 16, 4)), "axml.trailing-data:evasive")
