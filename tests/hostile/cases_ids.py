"""Resource ids in whose place phones put others, as DynamicRefTable does."""
import struct

import arsc
import axml
import dex
from arsc import package, reference, simple, spec, table, table_type, text
from axml import A, ALL_IDS, Document, Ref, chunk, plain, root
from case import case, together
from zips import DEFLATED, Entry, pack

CODE = dex.make([f"com.example.hostile.{name}" for name in ("Main", "Evil", "Sync", "Spy")])
P = "android.permission."
OWN, SYSTEM = 0x7F, 0x01
STRINGS = [spec(1, 2), table_type(1, [text(0), text(1)])]
DYNAMIC = 7


def libraries(*named):
    """A chunk of (number, name)."""
    return chunk(0x203, struct.pack("<I", len(named)) + b"".join(struct.pack("<I", number) + name.encode("utf-16-le", "surrogatepass").ljust(
        256, b"\0") for number, name in named), 12)


def aliases(*pairs):
    """A chunk of (staged id, the one in its place)."""
    return chunk(0x206, struct.pack("<I", len(pairs)) + b"".join(struct.pack("<II", *pair) for pair in pairs), 12)


def own(*chunks, identity=OWN):
    return package([*STRINGS, *chunks], identity)


def system(*chunks):
    return package(list(chunks), SYSTEM)


def of(*packages, strings=("Good", "Other")):
    return table(list(packages), strings)


def apk(document, resources, *more):
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED), *([] if resources is None else [
        Entry("resources.arsc", resources)]), *more])


def numbered(name, number):
    """The platform's attribute, written with another package byte."""
    return number << 24 | ALL_IDS[name] & 0xFFFFFF


def with_ids(ids, more):
    """A document of the ids by name, and of more (name, id), of names that stand there already, too."""
    document = Document(ids)
    document.names += more
    document.places = {pair: index for index, pair in enumerate(document.names)}
    return document


def decoy(number):
    """Every attribute twice: as the platform numbers it, and under the package byte number."""
    ids = {name: ALL_IDS[name] for name in axml.IDS}

    def both(shown, meant):
        return [A(name, value) for name, value in shown.items()] + [A(name, value, id=numbered(name, number)) for name, value in meant.items()]

    document = root(with_ids(ids, [(name, numbered(name, number)) for name in ids]))
    document.element("uses-sdk", both({"minSdkVersion": 26, "targetSdkVersion": 36}, {"minSdkVersion": 26, "targetSdkVersion": 36}))
    document.element("uses-permission", both({"name": P + "INTERNET"}, {"name": P + "READ_SMS"}))
    document.start("application", both({"label": "Calculator", "debuggable": False}, {"label": "Bank", "debuggable": True}))
    document.element("activity", both({"name": ".Main", "exported": True}, {"name": ".Evil", "exported": True}))
    document.element("service", both({"name": ".Sync", "exported": False}, {"name": ".Spy", "exported": False, "permission": P + "BIND_ACCESSIBILITY_SERVICE"}))
    return document.end("application").end("manifest")


SEEN = {"label": "Bank", "debuggable": True}
SHOWN = {"label": "Calculator", "debuggable": False}
EVIL = [("component", {"name": "com.example.hostile.Evil"}), ("component", {"name": "com.example.hostile.Spy", "permission": P + "BIND_ACCESSIBILITY_SERVICE"})]
FOREIGN, UNSORTED = "axml.attr-package:ambiguous", "axml.attr-unsorted:evasive"
MISNAMED, IN_TWO_MINDS = "axml.resid-name-mismatch:evasive", "axml.resid-name-mismatch:ambiguous"  # the light parser goes by names
OF_SYSTEM, AS_SYSTEM, STAGED = "arsc.system-package:evasive", "arsc.library-as-system:evasive", "arsc.staged-alias:ambiguous"
# What is true stands before what is shown, for the platform takes the first of one id.
case("attribute ids without a package are the system's, where the app has a package of its number", apk(decoy(0), of(own(), system())), FOREIGN, OF_SYSTEM, UNSORTED,
     has=[P + "READ_SMS"], lacks=[P + "INTERNET"], tables=EVIL, **SEEN)
case("attribute ids without a package are the app's own otherwise, which nothing reads", apk(decoy(0), of(own())), FOREIGN, UNSORTED, MISNAMED, IN_TWO_MINDS,
     "manifest.malformed:refused", lacks=[P + "READ_SMS", P + "INTERNET"], label=None, debuggable=False)
case("attribute ids without a package are none without a table", apk(decoy(0), None), FOREIGN, MISNAMED, IN_TWO_MINDS, has=[P + "INTERNET"], lacks=[P + "READ_SMS"], **SHOWN)


def one(number, resources, *says, meant=True, **rest):
    """One attribute under the package byte number, that is to be debuggable."""
    document = root(with_ids(axml.IDS, [("mark", numbered("debuggable", number))]))
    document.element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)])
    document.element("application", [A("label", "Good"), A("mark", True, id=numbered("debuggable", number))]).end("manifest")
    case(rest.pop("sentence"), apk(document, resources), *says, debuggable=meant, **rest)


NAMED = (FOREIGN, AS_SYSTEM, IN_TWO_MINDS)
one(2, of(own(libraries((2, "android")))), *NAMED, sentence="attribute ids of a library that is named android are the system's")
one(2, of(own(libraries((2, "android")))), *NAMED, sentence="a library named android: an anomaly is a finding", finds=["reject axml.attr-package", "review arsc.library-as-system"])
one(2, of(own(libraries((2, "and\ud800roid\udc00")))), *NAMED, sentence="surrogates in the name of a library are lost")
one(2, of(own(libraries((2, "android\0s")))), *NAMED, sentence="the name of a library ends at its NUL")
one(2, of(own(libraries((2, "androids")))), FOREIGN, meant=False, sentence="a library of another name than any package is none")
one(2, of(own(libraries((2, "android"), (3, "android")))), FOREIGN, AS_SYSTEM, meant=False, sentence="of two libraries of one name the last counts: not the first")
one(3, of(own(libraries((2, "android"), (3, "android")))), *NAMED, sentence="of two libraries of one name the last counts")
one(2, of(own(libraries((2, "hostile"), (2, "android")))), FOREIGN, meant=False, sentence="of two names of one number that of the later package counts")
one(2, of(own(), package([libraries((2, "android"))], 0x80)), FOREIGN, AS_SYSTEM, meant=False, sentence="what another package calls its libraries is nothing to the manifest")
one(2, of(own(), package([libraries((2, "android"))], OWN)), "arsc.duplicate-package:evasive", *NAMED, sentence="packages of one number call their libraries the same")
one(2, of(own(libraries((2, "android"))), system()), FOREIGN, AS_SYSTEM, OF_SYSTEM, meant=False,
    sentence="with a package of the system's number the libraries of that one count")
one(2, of(own(), system(libraries((2, "android")))), *NAMED, OF_SYSTEM, sentence="the libraries of the system's number count where the app has a package of it")
one(2, of(own()), FOREIGN, meant=False, sentence="attribute ids of a package that is not there are said, for a split may say which it is")
one(2, of(own(libraries((255, "android")))), FOREIGN, "arsc.package-id:refused", meant=False, sentence="a library of number 255: the table does not load and the phone refuses")
one(2, of(own(libraries(*((2, f"a{i}") for i in range(1025))))), FOREIGN, "limit.nodes:unread", meant=False, complete=False, sentence="libraries are read so far")
case("the system's number is a library's to older phones", apk(plain(), of(own(libraries((1, "hostile"))))), "arsc.library-as-system:ambiguous", label="Hostile")
case("a library that is no package of the app is ordinary", apk(plain(), of(own(libraries((2, "com.example.library"))))), label="Hostile")
case("a package that calls itself by its number is ordinary", apk(plain(), of(own(libraries((0x80, "hostile")), identity=0x80))), label="Hostile")
case("a package of the system's number is a finding", apk(plain(), of(own(), system())), OF_SYSTEM, finds=["review arsc.system-package"])
case("a package of the system's number is the system's in the system itself", apk(plain(package="android"), of(system())), app="android")

# Staged ids.
MARK = 0x7F0A0001


def staged(sentence, resources, *says, **rest):
    document = Document({**axml.IDS, "mark": MARK})
    root(document).element("uses-sdk", [A("minSdkVersion", 31), A("targetSdkVersion", 36)])
    document.element("application", [A("label", Ref(0x7F010000), kind=DYNAMIC), A("mark", True, id=MARK)]).end("manifest")
    case(sentence, apk(document, resources), *says, **rest)


PAIR = (MARK, ALL_IDS["debuggable"])
staged("staged ids of attributes are those that a package of the system's number puts in their place", of(own(), system(aliases(PAIR))), OF_SYSTEM, STAGED, IN_TWO_MINDS,
       debuggable=True, label="Good")
staged("staged ids of dynamic references are, too", of(own(), system(aliases((0x7F010000, 0x7F010001)))), OF_SYSTEM, STAGED, label="Other", debuggable=False)
staged("staged ids of several chunks are one list", of(own(), system(aliases((0x7F010000, 0x7F010001)), aliases(PAIR))), OF_SYSTEM, STAGED, IN_TWO_MINDS, label="Other", debuggable=True)
staged("no staged ids are nothing", of(own(), system(aliases())), OF_SYSTEM, label="Good", debuggable=False)
staged("staged ids of a package of another number are not looked at", of(own(aliases(PAIR))), "arsc.staged-alias:evasive", label="Good", debuggable=False)
staged("nor is how many there are of them", of(own(chunk(0x206, struct.pack("<I", 1000), 12))), "arsc.staged-alias:evasive", label="Good", debuggable=False)
staged("more staged ids counted than there are: the phone refuses", of(own(), system(chunk(0x206, struct.pack("<I", 1000), 12))), OF_SYSTEM, "arsc.entry-count:refused")
staged("a staged id twice: the phone refuses", of(own(), system(aliases(PAIR, (MARK, 0x7F010000)))), OF_SYSTEM, STAGED, "arsc.staged-alias:refused")
staged("a staged id twice in two chunks: the phone refuses", of(own(), system(aliases(PAIR), aliases((MARK, 0x7F010000)))), OF_SYSTEM, STAGED, "arsc.staged-alias:refused")
staged("two staged ids of one: the phone refuses", of(own(), system(aliases(PAIR, (MARK + 1, PAIR[1])))), OF_SYSTEM, STAGED, "arsc.staged-alias:refused")
staged("two staged ids of one in two chunks are taken", of(own(), system(aliases((MARK + 1, PAIR[1])), aliases(PAIR))), OF_SYSTEM, STAGED, IN_TWO_MINDS, debuggable=True)
staged("staged ids are read so far", of(own(), system(aliases(*((0x7F0B0000 + i, 0x7F0C0000 + i) for i in range(5000))))), OF_SYSTEM, STAGED, "limit.nodes:unread", label="Good",
       complete=False)

# Values.
TYPE = 0xFE  # the system has none of this number
CANDIDATE = [spec(TYPE, 1), table_type(TYPE, [text(1)])]


def labelled(sentence, written, resources, *says, application=(), **rest):
    document = root(Document()).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)])
    document.element("application", [*([] if written is None else [written]), *application]).end("manifest")
    case(sentence, apk(document, resources), *says, **rest)


NOT_KNOWN, MAY_BE = ("label", {"text": None}), ("label", {"text": "Other"})
labelled("a label of the system's number may be the app's own", A("label", Ref(0x01FE0000)), of(own(), package(CANDIDATE, SYSTEM)), OF_SYSTEM, label="Other",
         tables=[NOT_KNOWN, MAY_BE])
labelled("a label that leads to the system's number may be the app's own", A("label", Ref(0x7F010000)), of(package([spec(1, 1), table_type(1, [reference(0x01FE0000)])]), package(
    CANDIDATE, SYSTEM)), OF_SYSTEM, label="Other", tables=[NOT_KNOWN, MAY_BE])
labelled("a label without a package is of the system's number, where the app has a package of it", A("label", Ref(0x00FE0000)), of(package([spec(TYPE, 1), table_type(
    TYPE, [text(0)])]), package(CANDIDATE, SYSTEM)), OF_SYSTEM, label="Other", tables=[NOT_KNOWN, MAY_BE])
labelled("a dynamic label of a library that is the app's own package", A("label", Ref(0x02010001), kind=DYNAMIC), of(own(libraries((2, "hostile")))), label="Other",
         tables=[MAY_BE])
labelled("a label that is a dynamic reference in the table", A("label", Ref(0x7F010000)), of(package([spec(1, 2), table_type(1, [simple(DYNAMIC, 0x02010001), text(
    1)]), libraries((2, "hostile"))])), label="Other", tables=[MAY_BE])
labelled("a dynamic label of a library that is not known is none", A("label", Ref(0x02010001), kind=DYNAMIC), of(own(), own(identity=2)), "arsc.package-id:odd", label=None)
labelled("a label that is such a dynamic reference in the table is none", A("label", Ref(0x7F010000)), of(package([spec(1, 1), table_type(1, [simple(DYNAMIC, 0x02010001)])])),
         label=None)
labelled("a truth value of the system's number may be the system's or the app's own", None, of(own(), package([spec(TYPE, 1), table_type(TYPE, [simple(
    axml.BOOLEAN, 0xFFFFFFFF)])], SYSTEM)), OF_SYSTEM, "manifest.config-dependent-value:evasive", application=[A("debuggable", Ref(0x01FE0000))], debuggable=True)
labelled("a truth value of a library that is not known is the default", None, of(own()), "manifest.config-dependent-value:evasive", application=[A("allowBackup", Ref(
    0x02010001), kind=DYNAMIC)], allow_backup=True)
case("a number of a library that is not known is the default", apk(plain(permissions=(), head=lambda d: d.element("uses-permission", [A("name", P + "INTERNET"), A(
    "maxSdkVersion", Ref(0x02010001), kind=DYNAMIC)])), of(own())), "manifest.config-dependent-value:evasive", tables=[("permission", {"name": P + "INTERNET", "max_sdk": None})])

# Splits.
BASE = apk(plain(application=[A("hasCode", True)]), of(own()))


def split(resources, *attributes, ids=None):
    document = Document({**axml.IDS, **(ids or {})}).start("manifest", [A("package", "com.example.hostile", ns=None), A("split", "part", ns=None), A("versionCode", 7)])
    return apk(document.element("application", list(attributes)).end("manifest"), resources)


def marked_base(number):
    document = Document({**axml.IDS, "mark": numbered("debuggable", number)})
    root(document).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)])
    document.element("application", [A("label", "Good"), A("mark", True, id=numbered("debuggable", number))]).end("manifest")
    return apk(document, of(own()))


together("a split that says of which package the base's ids are: both are said", [marked_base(2), split(of(own(libraries((2, "android")))))], FOREIGN, AS_SYSTEM)
together("attribute ids of a split's own number are ordinary", [BASE, split(of(own(identity=0x80)), A("mark", True, id=0x80010001), ids={"mark": 0x80010001})])
together("attribute ids of a split of another number than its own are said", [BASE, split(of(own(identity=0x80)), A("mark", True, id=0x81010001), ids={
    "mark": 0x81010001})], FOREIGN)
together("a split's package of the system's number is said", [BASE, split(of(own(), system()))], OF_SYSTEM)
together("staged ids of a split are said", [BASE, split(of(own(), system(aliases(PAIR))))], OF_SYSTEM, STAGED)
