"""Resource tables, as LoadedArsc and AssetManager2 read them."""
import struct

import arsc
import axml
import dex
import patch
from arsc import bag, compact, config, labels, package, reference, simple, sparse_type, spec, table, table_type, text, wide
from axml import A, ALL_IDS, Document, Ref, plain, root
from case import case
from zips import DEFLATED, Entry, pack

LABEL = Ref(0x7F010000)
CODE = dex.make(["com.example.hostile.Main"])
P = "android.permission."


def manifest(label=LABEL, more=None, sdk=(26, 36), application=()):
    document = root(Document()).element("uses-sdk", [A("minSdkVersion", sdk[0]), A("targetSdkVersion", sdk[1])])
    if more:
        more(document)
    document.start("application", [*([] if label is None else [A("label", label)]), *application])
    return document.end("application").end("manifest").build()


def apk(resources, made=None, **entry):
    resource = resources if isinstance(resources, Entry) else Entry("resources.arsc", resources, **entry)
    return pack([Entry("AndroidManifest.xml", made or manifest(), DEFLATED), Entry("classes.dex", CODE, DEFLATED), resource])


def of(types, strings=("Good", "Other"), **odd):
    return table([package(types, **odd)], strings)


case("a label from the table", apk(labels("Good")), label="Good")
case("a label in UTF-8 with an emoji as Java writes it", apk(labels(b"\x03\x07x\xed\xa0\xbd\xed\xb8\x80\0", utf8=True)), label="x\U0001F600")

SHARED = of([spec(1, 2), table_type(1, [text(0), text(1)])])


def offered(document):
    for name, label in ((".A", 0x7F010000), (".B", 0x7F010001), (".C", 0x7F010001)):
        document.start("activity", [A("name", name), A("exported", True), A("label", Ref(label))]).start("intent-filter").element("action", [A("name", "android.intent.action.SEND")])
        document.end("intent-filter").end("activity")


case("a resource that is the label of several activities is said of one of them, and of none where it is the application's", apk(SHARED, plain(label=LABEL, inside=offered).build()), tables=[
    ("label", {"kind": "activity", "component": "com.example.hostile.B", "text": "Other"}), ("label", {"kind": None, "component": None, "text": "Good"})],
     never=[("label", {"component": f"com.example.hostile.{name}"}) for name in "AC"])
case("the name of an attribution is a label", apk(labels("Good"), plain(ids=ALL_IDS, head=lambda document: document.element("attribution", [A("tag", "t"), A("label", LABEL)])).build()),
     tables=[("label", {"kind": "attribution", "component": "t", "text": "Good"})])
ENCODING, BOUNDS = "arsc.bad-encoding", "arsc.string-bounds"


def raw(data, length=None):
    """A string of a pool in UTF-8, whose length may lie."""
    return bytes((1, len(data) if length is None else length)) + data + b"\0"


def overlong(word):
    """Each letter in two bytes."""
    return b"".join(bytes((0xC0 | letter >> 6, 0x80 | letter & 0x3F)) for letter in word.encode())


for words, string, shown, effect in (
        ("whose following bytes begin as others do", b"\xe6\xcb\xdb\xe5\xd5\xc6\xe9\xd3\xf6\xe8\xe1\xcc", "招商银行", "evasive"), ("with a NUL as Java writes it", b"Go\xc0\x80od", "Go\\x00od", "evasive"),
        ("with half a pair as Java writes it", b"Good\xed\xa0\xbd", "Good\\ud83d", "evasive"), ("of letters in two bytes", overlong("PayPal"), "PayPal", "ambiguous"),
        ("with a letter in three bytes", b"\xe0\x81\x90ay", "Pay", "ambiguous"), ("that ends within a character", b"Good\xe6\x8b", "Good?", "ambiguous"),
        ("with a character beyond the last one", b"Good\xf8\x90\x80\x80", "Good\U00010000", "ambiguous")):
    case(f"a label {words} is what the phone makes of it", apk(labels(raw(string), utf8=True)), f"{ENCODING}:{effect}", label=shown)
case("a label with half a pair in UTF-16 is said", apk(labels(b"\x02\0x\0\x00\xd8\0\0")), f"{ENCODING}:evasive", label="x\\ud800")
case("a label in UTF-8 ends where a NUL stands, and that is said", apk(labels(raw(b"Good\0Other"), utf8=True)), "arsc.embedded-nul:evasive", label="Good")
case("a label in UTF-16 goes on behind a NUL, and that is said", apk(labels("Good\0Other")), "arsc.embedded-nul:evasive", label="Good\\x00Other")
for oldest, *older in ((28,), (27, f"{BOUNDS}:ambiguous")):
    case(f"a label whose length ends before its NUL is none to Android 9 and later{', and may be one to earlier ones' if older else ''}",
         apk(labels(raw(b"Good", 3), utf8=True), manifest(sdk=(oldest, 36))), f"{BOUNDS}:evasive", *older, label=None)
case("a label whose string begins outside the pool is none, and that is said", apk(labels("Good", offsets={0: 0x7FFFFFF0})), f"{BOUNDS}:evasive", label=None)
case("a label whose string is not in the pool is none, and that is said", apk(of([spec(1, 1), table_type(1, [text(7)])])), f"{BOUNDS}:evasive", label=None)
case("a string that nothing takes may be any", apk(table([package([spec(1, 1), table_type(1, [text(0)])])], (raw(b"Good"), raw(b"\xff"), raw(b"x", 0)), utf8=True)), label="Good")
case("what guards a service is what the phone makes of its string", apk(labels(raw(overlong(P + "BIND_VPN_SERVICE")), utf8=True), plain(
    inside=lambda d: d.element("service", [A("name", ".S"), A("exported", True), A("permission", LABEL)])).build()), f"{ENCODING}:ambiguous",
     tables=[("component", {"kind": "service", "permission": P + "BIND_VPN_SERVICE"})])
case("every label of every language is listed", apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(1, [text(1)], config("fr"))])),
     label="Good", tables=[("label", {"locale": "fr", "text": "Other"}), ("label", {"locale": "", "text": "Good"})])


def qualified(settings, locale="", sdk=0):
    """A configuration with more bytes set: offset, byte, ..."""
    out = bytearray(config(locale, sdk))
    for offset, byte in zip(settings[::2], settings[1::2]):
        out[offset] = byte
    return bytes(out)


# What phones of all kinds fit is better than what says nothing; of two the first quality in the platform's order decides.
for shown, other, words, then in (
        ((13, 3), (), "finger", ""), ((29, 1), (), "uiModeType=1", ""), ((29, 0x10), (), "notnight", ""), ((12, 1), (), "port", ""), ((24, 35), (), "v35", ""),
        ((28, 0x40), (), "ldltr", ""), ((28, 2), (), "normal", ""), ((28, 1), (), "small", "other"), ((28, 0x20), (), "long", ""), ((48, 1), (), "notround", ""),
        ((49, 4), (), "lowdr", ""), ((30, 104, 31, 1), (), "sw360dp", ""), ((32, 100), (), "w100dp", ""), ((16, 1), (), "nokeys", ""), ((17, 1), (), "nonav", ""),
        ((18, 1), (), "keysexposed", ""), ((18, 3), (18, 1), "keyssoft", ""), ((18, 8), (), "navhidden", ""), ((20, 64), (), "64x0", ""), ((14, 0xE0, 15, 1), (), "xxhdpi", ""),
        ((14, 0x40, 15, 1), (14, 0xF0), "xhdpi", ""), ((14, 0xE0, 15, 1), (14, 0x40, 15, 1), "xxhdpi", ""), ((13, 3), (24, 36), "finger", ""), ((28, 0x40), (13, 3), "ldltr", ""),
        ((30, 104, 31, 1), (30, 64, 31, 1), "sw360dp", ""), ((13, 1), (), "notouch", "other"), ((29, 0x20), (), "night", "other"), ((12, 2), (), "land", "other"),
        ((29, 4), (), "television", "other"), ((28, 3), (), "large", "other"), ((30, 88, 31, 2), (), "sw600dp", "other"), ((24, 99), (), "v99", "other"), ((26, 1), (), "v0.1", "other"),
        ((4, 0xCC, 5, 1), (), "mcc460", "other"), ((19, 1), (), "neuter", "other"), ((13, 9), (), "touchscreen=9", "other"), ((29, 0x0F), (), "uiModeType=15", "other"),
        ((18, 2), (), "keyshidden", "other"), ((32, 0xFF, 33, 0x0F), (), "w4095dp", "other"), ((22, 0xFF, 23, 0x0F), (), "0x4095", "other")):
    for types in ([(0, other), (1, shown)], [(1, shown), (0, other)]):
        case(f"a name for phones that are {words} is {'not ' if then else ''}what a phone shows rather than one {f'that is {other}' if other else 'for all'}, {'first' if types[0][0] else 'second'}",
             apk(of([spec(1, 1), *(table_type(1, [text(index)], qualified(settings)) for index, settings in types)])), label="Good" if then else "Other",
             tables=[("label", {"configuration": words, "text": "Other"})], finds=["review label.varies-by-config"])
case("a name that is no other than that of its language, for some phones, is a translation",
     apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(1, [text(1)], config("zh")), table_type(1, [text(1)], qualified((13, 3), "zh"))])), label="Good",
     spares=["label.varies-by-config"])
case("another way of writing the same name is a notice", apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(1, [text(1)], qualified((12, 2)))], ("Good", "GOOD"))),
     label="Good", finds=["notice label.varies-by-config"])
case("a label that leads on is followed as the phone does", apk(of([spec(1, 2), table_type(1, [reference(0x7F010001), text(0)]), table_type(1, [None, text(1)], qualified((13, 3)))])),
     label="Other")
# A Chinese name may be said in another way, and is no translation of one that it has nothing in common with.
for usual, chinese, differs in (("计算器", "招商银行", True), ("計算器", "计算器", False), ("银行", "招商银行", False), ("Bank", "招商银行", False), ("計算機のアプリ", "招商银行", False),
                                ("计算器", "Bank", False), ("计 算 器", "记 账", True)):
    for locale in ("zh", "zhCN"):
        case(f"{chinese} in {locale} is {'another name' if differs else 'no other'} than {usual}",
             apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(1, [text(1)], config(locale))], (usual, chinese))),
             **{"finds" if differs else "spares": ["review label.chinese-differs"] if differs else ["label.chinese-differs"]})
NEARNESS = ("default", "region", "language", "exact")


def spoken(locale, script=b"", variant=b"", computed=0):
    return bytes(config(locale)[:36]) + script.ljust(4, b"\0") + variant.ljust(8, b"\0") + bytes(4) + bytes([computed]) + bytes(11)


# A phone that speaks Chinese asks for the script, which the region tells where none is said, and then for the region. The last of two is shown.
for words, chinese, *made in (
        ("of another region", "region", config("zhSG")), ("of a region without Chinese of its own", "region", config("zhDE")), ("of no region", "language", config("zh")),
        ("of the mainland", "exact", config("zhCN")), ("of a region that writes otherwise", None, config("zhTW")), ("of another such", None, config("zhUS")), ("in English", None, config("en")),
        ("in another script", None, spoken("zh", b"Hant")), ("in the script of the mainland", "region", spoken("zhTW", b"Hans")), ("whose script is said not to be known", None, spoken("zh", computed=1)),
        ("in no language, for some phones", "default", qualified((13, 3))), ("of another region, for some phones", "region", qualified((13, 3), "zhSG")),
        ("of the mainland, for other phones", None, qualified((12, 2), "zhCN")), ("of two regions, by the alphabet", "region", config("zhZW"), config("zhSG")),
        ("of a region and of none", "language", config("zhSG"), config("zh")), ("of none and of the mainland", "exact", config("zh"), config("zhCN")),
        ("of one region with a variant and without", "region", spoken("zhSG", variant=b"pinyin"), config("zhSG")),
        ("of a language and in none, for some phones, behind that", "default", config("zhCN"), qualified((13, 3)))):
    named = [table_type(1, [text(index)], one) for index, one in enumerate(made, 3 - len(made))]
    shown = "Good" if chinese is None else "招商银行"
    case(f"of a default name and one {words} a phone that speaks Chinese shows {'the default' if chinese is None else 'the last'}",
         apk(of([spec(1, 1), table_type(1, [text(0)]), *named], ("Good", "Other", "招商银行"))), tables=[("label", {"text": shown, "chinese": chinese or "default"})],
         never=[("label", {"text": other, "chinese": word}) for other in ("Good", "Other", "招商银行") for word in NEARNESS if other != shown])
case("the names that an entry and the app have on a Chinese phone are compared, whichever Chinese they are for", apk(of([spec(1, 2), table_type(1, [text(0), text(0)]), table_type(
    1, [text(1), text(2)], config("zhSG"))], ("Good", "计算器", "招商银行")), plain(label=LABEL, main=[A("label", Ref(0x7F010001))]).build()),
     finds=["review label.launcher-differs", "label.launcher-differs: 招商银行; the app: 计算器"])
case("a label by an Android version takes that of the newest", apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(1, [text(1)], config(sdk=29))])),
     label="Other")
case("debuggable by configuration is said", apk(of([spec(1, 1), table_type(1, [text(0)]), spec(2, 1), table_type(
    2, [simple(axml.BOOLEAN, 0)]), table_type(2, [simple(axml.BOOLEAN, 0xFFFFFFFF)], config("fr"))]),
    manifest(application=[A("debuggable", Ref(0x7F020000))])), "manifest.config-dependent-value:evasive", debuggable=False)
case("a permission whose name is a resource is not held", apk(labels(P + "READ_SMS"), manifest(more=lambda d: d.element(
    "uses-permission", [A("name", LABEL)]))), "manifest.permission-reference:evasive", lacks=[P + "READ_SMS"])
case("a sparse type is ordinary", apk(of([spec(1, 3), table_type(1, [text(0), None, text(1)], flags=1)])), label="Good")
COMPACT = "arsc.compact-entries:ambiguous"
for oldest, *said in ((34,), (33, COMPACT)):
    case(f"16-bit offsets are {'not what Android 13 reads' if said else 'ordinary from Android 14 on'}", apk(of([spec(1, 3), table_type(
        1, [None, text(1), text(0)], flags=2)]), manifest(Ref(0x7F010002), sdk=(oldest, 36))), *said, label="Good")
    case(f"compact entries are {'not what Android 13 reads' if said else 'ordinary from Android 14 on'}", apk(of([spec(1, 1), table_type(
        1, [compact(axml.STRING, 0)])]), manifest(sdk=(oldest, 36))), *said, label="Good")
case("of compact entries for Android 14 and later Android 13 sees none", apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(
    1, [compact(axml.STRING, 1)], config(sdk=34))])), label="Other")
case("16-bit offsets for Android 14 and later are in Android 13's way", apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(1, [text(1)], config(sdk=34), flags=2)])),
     COMPACT, label="Other")
case("references in a circle lead nowhere", apk(of([spec(1, 2), table_type(1, [reference(0x7F010001), reference(0x7F010000)])])),
     "arsc.reference-cycle:evasive", label=None)
case("a reference to itself leads nowhere", apk(of([spec(1, 1), table_type(1, [reference(0x7F010000)])])), "arsc.reference-cycle:evasive", label=None)
CHAIN = [reference(0x7F010001 + i) for i in range(18)] + [text(0)]
case("18 references in a row lead somewhere", apk(of([spec(1, 19), table_type(1, CHAIN)])), label="Good")
case("bags that inherit in a circle are said", apk(of([spec(1, 1), table_type(1, [text(0)]), spec(3, 2), table_type(3, [
    bag(0x7F030001, [(0x01010001, axml.INTEGER, 1)]), bag(0x7F030000, [])])])), "arsc.bag-cycle:evasive", label="Good")
case("bags that inherit one from the other are ordinary", apk(of([spec(1, 1), table_type(1, [text(0)]), spec(3, 2), table_type(3, [
    bag(0x7F030001, [(0x01010001, axml.INTEGER, 1)]), bag(0, [])])])), label="Good")
case("an entry whose offset leads outside is none", apk(of([spec(1, 2), table_type(1, [text(0), text(1)], offsets={1: 0x7FFFFFF0})])),
     "arsc.entry-offset:evasive", label="Good")
case("a label whose offset leads outside is none", apk(of([spec(1, 2), table_type(1, [text(0), text(1)], offsets={0: 0x7FFFFFF0})])),
     "arsc.entry-offset:evasive", label=None)
case("more entries counted than there are: the table does not load and the phone refuses", apk(of([spec(1, 1), table_type(1, [text(0)], count=0x10000)])),
     "arsc.entry-count:refused", label=None)
case("a specification that counts more than it has room for", apk(of([spec(1, 1, claimed=40), table_type(1, [text(0)])])), "arsc.entry-count:ambiguous", label="Good")
case("a bag that counts more values than there are is said", apk(of([spec(1, 1), table_type(1, [text(0)]), spec(3, 1), table_type(3, [bag(0, [], count=1000)])])),
     "arsc.map-count:evasive", label="Good")
case("a pool of a billion strings: the table does not load", apk(labels("Good", count=0x3FFFFFFF)), "arsc.pool-count:refused", label=None)
case("a pool with more strings than stand before the first is said", apk(labels("Good", count=3)), "arsc.pool-count:evasive", label="Good")
case("of two types of one configuration the first counts", apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(1, [text(1)])])),
     "arsc.duplicate-type:evasive", label="Good")
ONE = [package([spec(1, 1), table_type(1, [text(0)])]), package([spec(1, 1), table_type(1, [text(1)])])]
case("of two packages of one id the first counts", apk(table(ONE, ("Good", "Other"))), "arsc.duplicate-package:evasive",
     "arsc.duplicate-type:evasive", label="Good")
case("more packages than counted: the table does not load", apk(table(ONE, ("Good", "Other"), num_packages=1)), "arsc.package-count:refused")
case("fewer packages than counted are read", apk(table(ONE[:1], ("Good", "Other"), num_packages=5)), "arsc.package-count:evasive", label="Good")
case("a table of type 0 is skipped", apk(table(ONE[:1], ("Good",), kind=0)), "arsc.bad-magic:evasive", label=None)
case("a chunk of unknown kind is passed over", apk(table(ONE[:1], ("Good",), between=axml.chunk(0x777, b"abcd"))), "arsc.unknown-chunk:evasive", label="Good")
case("bytes behind the table are passed over", apk(table(ONE[:1], ("Good",), tail=b"more")), "arsc.trailing-data:evasive", label="Good")
for number in (0x00010000, 0x02010000):
    case(f"a package without an id is the first library, number 2, on the phone: {number:08x}", apk(of([spec(1, 1), table_type(1, [text(0)])], identity=0), manifest(
        Ref(number))), label="Good")
case("a second package without an id is number 3 on the phone", apk(table([package([spec(1, 1), table_type(1, [text(number)])], identity=0) for number in (0, 1)], (
    "Good", "Other")), manifest(Ref(0x03010000))), "arsc.duplicate-package:evasive", label="Other")
for number in (0x02, 0x4C):
    case(f"a package id that a phone may give to a library is said: {number:#x}", apk(of([spec(1, 1), table_type(1, [text(0)])], identity=number), manifest(
        Ref(number << 24 | 0x010000))), "arsc.package-id:odd", label="Good", finds=["notice arsc.package-id"])
for number in (0x4D, 0x7E, 0x80, 0xFF):
    case(f"a package id that build tools give to features is ordinary: {number:#x}", apk(of([spec(1, 1), table_type(1, [text(0)])], identity=number), manifest(
        Ref(number << 24 | 0x010000))), label="Good")
case("names of resources that are all one are said", apk(of([spec(1, 1), table_type(1, [text(0)])], keys=("0_resource_name_obfuscated",))),
     "arsc.obfuscated:odd", label="Good")
case("names of resources that are blank are said", apk(of([spec(1, 1), table_type(1, [text(0)])], keys=("", ""))), "arsc.obfuscated:odd", label="Good")
case("a compressed table with target 36: the phone refuses", apk(Entry("resources.arsc", labels("Good"), DEFLATED)), "arsc.compressed:refused", label="Good")
case("a compressed table with target 29 is ordinary", apk(Entry("resources.arsc", labels("Good"), DEFLATED), manifest(sdk=(26, 29))), label="Good")
case("a table that is not aligned with target 36: the phone refuses", pack([Entry("resources.arsc", labels("Good"), extra=b"\x35\xd9\1\0\0"), Entry(
    "AndroidManifest.xml", manifest(), DEFLATED), Entry("classes.dex", CODE, DEFLATED)]), "arsc.misaligned:refused", label="Good")
case("an empty table does not matter", apk(b""), label=None)
case("a table of one byte: the phone refuses", apk(b"\2"), "arsc.entry-count:refused", label=None)
case("a table that breaks off: the phone refuses", apk(labels("Good")[:-20]), "arsc.entry-count:refused", label=None)
SPEC, TYPE = spec(1, 1), table_type(1, [text(0)])
HEADER = 2  # where a chunk says how long its header is
OVERLAYABLE = axml.chunk(0x204, b"\0" * 1024 + struct.pack("<HHI", 0x205, 16, 4), 1032)


def overlayable(name):
    return axml.chunk(0x204, name.encode("utf-16-le", "surrogatepass").ljust(512, b"\0") + b"\0" * 512, 1032)


for first, second in (("a", "a"), ("a", "a\ud800"), ("", "")):
    case(f"two overlayables of one name: the phone refuses {len(first)}{len(second)}", apk(of([overlayable(first), overlayable(second), SPEC, TYPE])),
         "arsc.duplicate-overlayable:refused", label=None)
case("overlayables of two names and of two packages are ordinary", apk(table([package([overlayable("a"), overlayable("b"), SPEC, TYPE]), package(
    [overlayable("a"), SPEC], identity=0x4D)], ("Good",))), label="Good")
for name, resources in (
        ("a type whose entries begin behind its end", of([SPEC, patch.poke(TYPE, 16, "<I", 0x7FFFFFFC)])),
        ("a type whose header is too short", of([SPEC, patch.poke(TYPE, HEADER, "<H", 16)])),
        ("a type without its specification", of([TYPE])),
        ("a specification whose header is too short", of([patch.poke(SPEC, HEADER, "<H", 8), TYPE])),
        ("a list of libraries that counts more than it has", of([axml.chunk(0x203, struct.pack("<I", 1000), 12), SPEC, TYPE])),
        ("an overlayable whose header is too short", of([axml.chunk(0x204, b"\0" * 8), SPEC, TYPE])),
        ("an overlayable with a chunk of impossible size", of([OVERLAYABLE, SPEC, TYPE])),
        ("a package whose header is too short", table([patch.poke(package([SPEC, TYPE]), HEADER, "<H", 100)], ("Good",))),
        ("a package whose type ids, counted on, go too far up", table([patch.poke(package([SPEC, TYPE]), 284, "<I", 255)], ("Good",))),
        ("a package whose type ids begin too far up", table([patch.poke(package([SPEC, TYPE]), 284, "<I", 256)], ("Good",))),
        ("a table whose header is too short", patch.poke(labels("Good"), HEADER, "<H", 8)),
        ("a chunk of impossible size", table(ONE[:1], ("Good",), between=struct.pack("<HHI", 0x777, 8, 4)))):
    case(f"{name}: the table does not load and the phone refuses", apk(resources), "arsc.entry-count:refused", label=None)
case("of two tables the first counts, and its pool of values for both", apk(labels("Good", tail=labels("Other"))), "arsc.trailing-data:evasive",
     "arsc.duplicate-package:evasive", "arsc.duplicate-type:evasive", label="Good")


case("a configuration that ends before its language is of none", apk(of([spec(1, 1), table_type(1, [text(0)], struct.pack("<II", 8, 0)), table_type(1, [text(1)], config("fr"))])),
     label="Good", tables=[("label", {"locale": "", "text": "Good"}), ("label", {"locale": "fr", "text": "Other"})])
case("a configuration whose region has a second letter alone is of no language", apk(of([spec(1, 1), table_type(1, [text(0)], patch.poke(config(), 11, "<B", 0x80))])),
     label="Good")


def branching(depth, width):
    """Each label leads to the next in every configuration: width to the power of depth ways."""
    types = []
    for k in range(depth):
        entry = text(0) if k + 1 == depth else reference(0x7F000000 | k + 2 << 16)
        types += [spec(k + 1, 1)] + [table_type(k + 1, [entry], config(sdk=c)) for c in range(width)]
    return table([package(types, names=[f"t{k}" for k in range(depth)])], ("Good",))


case("labels that branch at every hop are followed so far", apk(branching(12, 20), manifest(application=[A("icon", LABEL)])), "limit.nodes:unread", label="Good",
     complete=False)
case("a type of 5,000 configurations is read in time", apk(of([spec(1, 1)] + [table_type(1, [text(0)], config(sdk=c)) for c in range(5000)])), label="Good")


def component(kind, *attributes):
    return lambda d: d.start("application", [A("label", "Hostile")]).start(kind, list(attributes)).end(kind)


def whole(resources, kind, *attributes):
    """A package whose application holds one component."""
    document = component(kind, *attributes)(root(Document()).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]))
    return apk(resources, document.end("application").end("manifest").build())


BOTH = ("com.example.hostile.Hidden", "com.example.GUARD")
HERE, GUARD, EXPORTED = Ref(0x7F010000), Ref(0x7F010001), A("exported", True)
case("a component whose name is a resource is a component", whole(of([spec(1, 1), table_type(1, [text(0)])], BOTH), "activity", A("name", HERE), EXPORTED),
     tables=[("component", {"name": "com.example.hostile.Hidden", "exported": True})])
case("a component whose name is a resource by Android version is a component", whole(of([spec(1, 1, depends=0x400), table_type(1, [text(1)]), table_type(
    1, [text(0)], config(sdk=26))], BOTH), "activity", A("name", HERE), EXPORTED), "manifest.config-dependent-value:evasive",
     tables=[("component", {"name": "com.example.hostile.Hidden"})])
case("an application class that is a resource is its class", apk(of([spec(1, 1), table_type(1, [text(0)])], BOTH), manifest("Hostile", application=[A("name", HERE)])),
     application_class="com.example.hostile.Hidden")
case("a guard that is a resource guards", whole(of([spec(1, 2), table_type(1, [text(0), text(1)])], BOTH), "activity", A("name", HERE), EXPORTED, A("permission", GUARD)),
     tables=[("component", {"name": "com.example.hostile.Hidden", "permission": "com.example.GUARD"})])
case("a guard that is said to depend on language guards nothing", whole(of([spec(1, 2, depends=4), table_type(1, [text(0), text(1)])], BOTH), "activity",
     A("name", ".Open"), EXPORTED, A("permission", GUARD)), finds=["android.exported-component"])
VARIES = "manifest.config-dependent-value:evasive"
case("a component that is enabled by what leads nowhere is disabled", whole(labels("x"), "activity", A("name", ".A"), EXPORTED, A("enabled", Ref(0x7F090000))), VARIES,
     tables=[("component", {"name": "com.example.hostile.A", "enabled": False})])
def by(configuration):
    return of([spec(1, 1, depends=0x404), table_type(1, [simple(axml.BOOLEAN, 0)]), table_type(1, [simple(axml.BOOLEAN, 0xFFFFFFFF)], configuration)])


case("a component that some Android versions alone enable is ordinary", whole(by(config(sdk=23)), "activity", A("name", ".A"), EXPORTED, A("enabled", HERE)), "manifest.config-dependent-value:odd",
     tables=[("component", {"name": "com.example.hostile.A", "enabled": True})])
case("a component that phones of one language alone enable is said", whole(by(config("fr", sdk=23)), "activity", A("name", ".A"), EXPORTED, A("enabled", HERE)), VARIES)
MANY = 130
MANY_BY_LANGUAGE = of([spec(1, MANY, depends=4), table_type(1, [simple(axml.BOOLEAN, 0)] * MANY), table_type(1, [simple(axml.BOOLEAN, 0xFFFFFFFF)] * MANY, config("fr"))])


def many_enabled(d):
    d.start("application", [A("label", "Hostile")])
    for i in range(1, MANY):
        d.start("activity", [A("name", f".A{i}"), A("enabled", Ref(0x7F010000 + i))]).end("activity")
    return d.start("activity", [A("name", ".Open"), A("exported", HERE)]).end("activity").end("application")


case("of a hundred attributes that depend on language the one of another name is said", apk(MANY_BY_LANGUAGE, many_enabled(root(Document()).element(
    "uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)])).end("manifest").build()), *[VARIES] * 5, tables=[
    ("anomaly", {"detail": "attribute enabled takes resource 7f010004, which has several values (and 125 more like it)"}),
    ("anomaly", {"detail": "attribute exported takes resource 7f010000, which has several values"})])
case("a component that some Android versions alone export is said", whole(by(config(sdk=23)), "activity", A("name", ".A"), A("exported", HERE)), VARIES)
case("debuggable by the phone's own resources is said", apk(labels("x"), manifest(application=[A("debuggable", Ref(0x01110001))])), VARIES)
case("debuggable in one language alone is said", apk(of([spec(1, 1), table_type(1, [text(0)]), spec(2, 1), table_type(
    2, [simple(axml.BOOLEAN, 0xFFFFFFFF)], config("fr"))]), manifest(application=[A("debuggable", Ref(0x7F020000))])), VARIES, label="Good")
case("@null is no value", apk(labels("x"), manifest(application=[A("debuggable", Ref(0)), A("allowBackup", Ref(0))])), debuggable=False, allow_backup=True)
TRUTH = of([spec(1, 1), table_type(1, [reference(0x00020000)]), spec(2, 1), table_type(2, [simple(axml.BOOLEAN, 0xFFFFFFFF)])])
case("a dynamic reference without a package is to the own one", apk(TRUTH, manifest(None, application=[A("debuggable", Ref(0x00020000), kind=7)])), debuggable=True)
case("a reference without a package is to the own one from Android 11 on", apk(TRUTH, manifest(None, application=[A("debuggable", Ref(0x00020000))])),
     "manifest.config-dependent-value:ambiguous", debuggable=True)
case("a reference of the table without a package is to the package that has it", apk(TRUTH, manifest(None, application=[A("debuggable", Ref(0x7F010000))])), debuggable=True)
case("a label by a reference without a package is a label", apk(of([spec(1, 1), table_type(1, [text(0)])]), manifest(Ref(0x00010000))), label="Good",
     tables=[("label", {"text": "Good"})])
case("bags that inherit in a circle without naming the package are said", apk(of([spec(1, 1), table_type(1, [text(0)]), spec(3, 2), table_type(3, [
    bag(0x00030001, [(0x01010001, axml.INTEGER, 1)]), bag(0x00030000, [])])])), "arsc.bag-cycle:evasive", label="Good")
case("labels by a dynamic reference are listed", apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(1, [text(1)], config("fr"))]), manifest(application=[A("label", LABEL, kind=7)], label=None)), label="Good", tables=[("label", {"locale": "fr", "text": "Other"})])


def many_references(document):
    for number in range(2000):
        document.element("uses-feature", [A("name", LABEL), A("value", number)])


case("references times configurations are looked up so far", apk(of([spec(1, 1)] + [table_type(1, [text(0)], config(sdk=c)) for c in range(10000)]),
     manifest(more=many_references)), "limit.nodes:unread", "manifest.config-dependent-value:evasive", label=None, complete=False)


YES, NO = simple(axml.BOOLEAN, 0xFFFFFFFF), simple(axml.BOOLEAN, 0)


def debuggable(types, *wanted, value):
    """The application is debuggable as the resource has it, which is of the type that is written."""
    case(types[0], apk(of([spec(1, 1), *types[1:]]), manifest("Hostile", application=[A("debuggable", LABEL)])), *wanted, debuggable=value)


# An index that stands twice: the phone finds the first, and in a list out of order it may find none.
TWICE = "arsc.sparse-order:evasive"
case("of an index that a sparse type has twice the first counts", apk(of([spec(1, 1), sparse_type(1, [(0, 0), (0, 1)], [text(0), text(1)])])), TWICE, label="Good",
     tables=[("label", {"text": "Good"})])
case("of an index that a sparse type has three times the first counts", apk(of([spec(1, 1), sparse_type(1, [(0, 1), (0, 0), (0, 0)], [text(0), text(1)])])), TWICE,
     label="Other")
case("of a sparse type out of order the phone does not find what it passes by", apk(of([spec(1, 2), sparse_type(1, [(1, 0), (0, 1)], [text(0), text(1)])])), TWICE,
     label=None)
debuggable(["of a truth value that a sparse type has twice the first counts", sparse_type(1, [(0, 0), (0, 1)], [YES, NO])], TWICE, value=True)

LONG = patch.poke(patch.poke(sparse_type(1, [(0, 0), (1, 0)], [text(0)]), 9, "<B", 3), 84, "<HHHH", 0, 1, 1, 1)
case("a list of a sparse type goes on in its entries, which older Android versions refuse", apk(of([spec(1, 2), patch.poke(LONG, 16, "<I", 88)]), manifest(Ref(0x7F010001))),
     "arsc.entry-count:ambiguous", label="Good")

# A configuration behind its header: the list of entries, and what comes behind the type, are its qualifiers.
SHORT, BEHIND = struct.pack("<I", 64), "arsc.config-size:evasive"
case("a configuration goes on behind its header, where the phone reads on", apk(of([spec(1, 20), table_type(1, [text(0)] + [None] * 19, SHORT), table_type(1, [text(1)])])),
     BEHIND, label="Other")
debuggable(["a truth value of a configuration that goes on behind its header is not for phones", table_type(1, [NO] + [None] * 19, SHORT), table_type(1, [YES])],
           BEHIND, "manifest.config-dependent-value:evasive", value=True)
case("a configuration goes on behind its type, where the phone reads on", apk(of([spec(1, 1), patch.poke(patch.poke(table_type(
    1, [b"\0" * 24 + text(0)], SHORT, offsets={0: 0}), 16, "<I", 52), 20, "<I", 64), table_type(1, [text(1)])])), BEHIND, label="Other")
case("a configuration that is cut in the middle of its language is of the language", apk(of([spec(1, 1), table_type(1, [text(0)], struct.pack("<IIHH", 9, 0, 0x66, 0)), table_type(
    1, [text(1)])])), label="Other")
case("a configuration that ends early is the same as one of zeros", apk(of([spec(1, 1), table_type(1, [text(0)], config(size=32)), table_type(1, [text(1)])])),
     "arsc.duplicate-type:evasive", label="Good")

# Of 16 bytes and more an entry has to be sound as a bag, and its value need not be.
COUNTED, VALUE = "arsc.map-count:evasive", "arsc.entry-value:evasive"
case("an entry of 16 bytes that counts more than there is has no value", apk(of([spec(1, 1), table_type(1, [wide(axml.STRING, 0, 0xFFFFFFFF)])])), COUNTED, label=None)
case("an entry of 18 bytes has no value, for what it counts would not be aligned", apk(of([spec(1, 1), table_type(1, [struct.pack(
    "<HHIIIHHBBIH", 18, 0, 0, 0, 0, 0, 8, 0, axml.STRING, 0, 0)])])), COUNTED, label=None)
case("an entry of 16 bytes that counts no more than there is has its value", apk(of([spec(1, 1), table_type(1, [wide(axml.STRING, 0, 1) + b"\0" * 4])])), label="Good")
case("a guard whose entry counts more than there is is the resource's number, which nobody defines", whole(of([spec(1, 1), table_type(1, [wide(axml.STRING, 1, 9)])], BOTH), "activity", A("name", ".Open"), EXPORTED,
     A("permission", HERE)), COUNTED, VARIES, finds=["android.undefined-guard"], tables=[("component", {"permission": "@2130771968"})])
debuggable(["an entry of 16 bytes has a value whose size is too small", table_type(1, [wide(axml.BOOLEAN, 1, 0, 7)])], VALUE, value=True)
debuggable(["an entry of 16 bytes has a value that is the next chunk's header", table_type(1, [struct.pack("<HHIII", 16, 0, 0, 0, 0)]), struct.pack(
    "<HHI", 0x777, axml.BOOLEAN << 8, 0x2000) + b"\0" * 0x1FF8], VALUE, value=True)
debuggable(["a bag of 8 bytes is a value to newer Android versions", table_type(1, [patch.poke(YES, 2, "<H", 1)])], "arsc.entry-value:ambiguous", value=True)
BROKEN = patch.poke(text(1), 8, "<H", 7)
case("a broken value of the best configuration has no substitute", apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(1, [BROKEN], config(sdk=30))])), VALUE, label=None)
case("a broken value of a configuration for other phones does not matter", apk(of([spec(1, 1), table_type(1, [text(0)]), table_type(1, [BROKEN], config(sdk=99))])), VALUE,
     label="Good")
debuggable(["a broken truth value of the best configuration has no substitute", table_type(1, [YES]), table_type(1, [patch.poke(YES, 8, "<H", 0)], config(sdk=30))],
           VALUE, VARIES, value=False)

# Every density fits, and is asked before the version: none is 160, which is what is wanted.
NODPI, ANYDPI = (14, 0xFF, 15, 0xFF), (14, 0xFE, 15, 0xFF)
for name, first, second, value in (
        ("any density is better than none", (), ANYDPI, True), ("any density is better than 160", ANYDPI, (14, 160), False), ("any density is better than a version", (24, 30),
        ANYDPI, True), ("any density is better than no density", ANYDPI, NODPI, False), ("160 behind none is better", (), (14, 160), True),
        ("none behind 160 is better", (14, 160), (), True), ("160 behind none and a version is better", (24, 30), (14, 160), True), ("120 is worse than none", (), (14, 120), False),
        ("none is better than 120", (14, 120), (), True), ("240 is worse than none", (), (14, 240), False), ("none is better than 240", (14, 240), (), True),
        ("240 is better than 120", (14, 120), (14, 240), True), ("140 is better than 480", (14, 140), (14, 0xE0, 15, 1), False),
        ("of one density the version decides", (14, 240), (14, 240, 24, 30), True), ("of one density a version not reached is none", (14, 240), (14, 240, 24, 35), False)):
    debuggable([f"where nothing but the version is known {name}", table_type(1, [NO], qualified(first)), table_type(1, [YES], qualified(second))],
               "manifest.config-dependent-value:evasive", value=value)
