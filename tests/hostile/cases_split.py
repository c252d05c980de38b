"""Splits of one submission, as the installer takes them together."""
import zlib

import arsc
import dex
import sign
from axml import A, ALL_IDS, Ref, plain, root, Document
from case import case, fixture, together
from zips import DEFLATED, Entry, pack, stored_at

CODE = dex.make(["com.example.hostile.Main"])
LIBRARY = open(__file__.rsplit("/tests/", 1)[0] + "/fixtures/corpus/elf/arm64-v8a.so", "rb").read()


def apk(document, *libraries, code_file=CODE):
    """libraries: of a name and the place where its data begin, None for a compressed one."""
    entries = [Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", code_file, DEFLATED)]
    for name, start in libraries:
        entries.append(Entry(name, LIBRARY, DEFLATED) if start is None else stored_at(entries, name, LIBRARY, start))
    return pack(entries)


def split(name, package="com.example.hostile", code=7, application=(), libraries=(), inside=None, sdk=None, code_file=CODE, more=()):
    document = Document().start("manifest", [A("package", package, ns=None), A("split", name, ns=None), A("versionCode", code), *more])
    if sdk is not None:
        document.element("uses-sdk", [A("minSdkVersion", sdk[0]), A("targetSdkVersion", sdk[1])])
    document.start("application", application)
    if inside:
        inside(document)
    return apk(document.end("application").end("manifest"), *libraries, code_file=code_file)


BASE = apk(plain())
together("a base and its splits are one app", [BASE, split("config.en"), split("config.zh")])
together("a base and two splits of one name: the phone refuses", [BASE, split("config.en"), split("config.en")], "split.duplicate:refused")
together("two bases beside a split: the phone refuses", [BASE, apk(plain(permissions=())), split("config.en")], "split.duplicate-base:refused")
together("splits without a base: the phone refuses", [split("config.en"), split("config.zh")], "split.no-base:refused")
together("a split of another app: the phone refuses", [BASE, split("config.en", package="com.example.other")], "split.package-mismatch:refused")
together("a split of another version: the phone refuses", [BASE, split("config.en", code=8)], "split.version-mismatch:refused")
SPLIT = split("config.en")
together("a split signed as its base is", [sign.v2(BASE), sign.v2(SPLIT)])
together("a split that another key signed: the phone refuses", [sign.v2(BASE), sign.v2(SPLIT, "second")], "split.signer-mismatch:refused")
together("a split that only one of the base's two signers signed: the phone refuses", [sign.v2(BASE, "release", "second"), sign.v2(SPLIT)],
         "split.signer-mismatch:refused")
together("a split that a second signer signed, too: the phone refuses", [sign.v2(BASE), sign.v2(SPLIT, "release", "second")], "split.signer-mismatch:refused")
together("a split whose manifest is not read whole hides no target SDK that its base lacks", [
    apk(plain(sdk=None)), split("config.en", inside=lambda document: [document.element("meta-data", [A("name", f"m{i}"), A("value", "x")]) for i in range(50)])],
         "limit.nodes:unread", limit="nodes=40", finds=["manifest.low-target"])
together("two builds without a split are no splits", [fixture("arm64.apk"), fixture("arm32.apk")])

# Each file is asked for its own code: ParsingPackageUtils.parseSplitApplication takes hasCode of the split, by default true.
def bare(*application):
    return pack([Entry("AndroidManifest.xml", Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("split", "part", ns=None), A(
        "versionCode", 7)]).element("application", application).end("manifest").build(), DEFLATED)])


together("a split that has code, by default, and no classes.dex: the phone refuses", [BASE, bare()], "dex.missing:refused",
         tables=[("package", {"split": "part", "has_code": True})])
together("a split that says it has no code needs no classes.dex", [BASE, bare(A("hasCode", False))], tables=[("package", {"split": "part", "has_code": False})])
together("a base that has code, and its classes.dex in a split alone: the phone refuses",
         [pack([Entry("AndroidManifest.xml", plain().build(), DEFLATED)]), split("part")], "dex.missing:refused")

# PackageInstallerSession.validateApkInstallLocked. The attributes are the light parser's: of the root, by name.
def asking(*more, **rest):
    return apk(plain(more=more, **rest))


def typed(types, *more, name="config.abi"):
    return split(name, more=([A("splitTypes", types)] if types is not None else []) + list(more))


REQUIRED, TYPES = A("isSplitRequired", True), A("requiredSplitTypes", "base__abi,base__density")
ASKED = "split.missing:refused"
together("a base that requires a split, alone: the phone refuses", [asking(REQUIRED)], ASKED, tables=[("package", {"split_required": True})],
         finds=["split.missing: the package requires a split, and no file of the submission is one"])
together("a base that requires types of splits, alone: the phone refuses", [asking(TYPES)], ASKED,
         tables=[("package", {"split_required": None, "required_split_types": "base__abi base__density"})],
         finds=["split.missing: the package requires a split, and no file of the submission is one"])
together("two builds that require a split, and none is there: the phone refuses either", [asking(REQUIRED), asking(REQUIRED, sdk=(30, 36))], ASKED)
together("a base that requires a split, and any is there", [asking(REQUIRED), SPLIT])
together("a base that says it requires no split, alone", [asking(A("isSplitRequired", False))], tables=[("package", {"split_required": False})])
together("a split that requires a split is no base that does", [BASE, split("part", more=[REQUIRED, TYPES])])
together("a base that requires types, and splits of them", [asking(TYPES), typed("base__abi"), typed("base__density", name="config.xhdpi")],
         tables=[("package", {"split": "config.abi", "split_types": "base__abi"})])
together("a base that requires types, and one split of both", [asking(REQUIRED, TYPES), typed("base__density,base__abi")])
together("a base that requires types, and two splits of one: the phone refuses",
         [asking(TYPES), typed("base__abi"), typed("base__abi", name="config.x86")], ASKED,
         finds=["split.missing: types of splits that are required, and no file of the submission is of them: base__density"])
together("a base that requires types, and a split of none: the phone refuses", [asking(TYPES), SPLIT], ASKED,
         finds=["split.missing: types of splits that are required, and no file of the submission is of them: base__abi base__density"])
together("a base that is itself of a type that it requires, and any split", [asking(A("requiredSplitTypes", "base__abi"), A("splitTypes", "base__abi")), SPLIT])
together("what a split requires counts where the base requires any: the phone refuses", [asking(REQUIRED), typed(None, A("requiredSplitTypes", "part__abi"))], ASKED,
         finds=["split.missing: types of splits that are required, and no file of the submission is of them: part__abi"])
together("what splits require does not count where the base requires none", [BASE, typed(None, A("requiredSplitTypes", "part__abi"))])
together("isSplitRequired of application is the store's", [apk(plain(application=[REQUIRED]))], tables=[("package", {"split_required": None})])
together("isSplitRequired without a namespace is none", [asking(A("isSplitRequired", True, ns=None))], tables=[("package", {"split_required": None})])
together("isSplitRequired as text is none", [asking(A("isSplitRequired", "true"))], tables=[("package", {"split_required": None})])
together("a file whose manifest was not read may be the split", [asking(REQUIRED), apk(plain(permissions=[f"a.P{i}" for i in range(60)]))], "limit.entry-size:unread",
         limit="manifest-size=3000")
for name, text, types, *says in (
        ("blanks and twice the same", " a.b , c_1,a.b\t", "a.b c_1 a.b"), ("empty ends", "a,,", "a"), ("nothing but commas", ",,", None), ("nothing", "", None),
        ("an empty middle", "a,,b", "a", "'' is no type"), ("an empty start", ",a", None, "'' is no type"), ("a blank end", "a, ", "a"), ("a blank alone", " ", None, "'' is no type"),
        ("a blank before the end", "a, ,", "a", "'' is no type"), ("a letter that is none of a name", "a,b-c,d", "a", "'b-c' is no type"), ("a digit in front", "1a", None, "'1a' is no type"),
        ("the longest name", "a" * 223, "a" * 223), ("a name too long", "a" * 224, None, "'" + "a" * 224 + "' is no type"), ("a dot", ".", None, "'.' is no type")):
    together(f"types of splits with {name}" + (": newer phones refuse" if says else ""), [asking(A("splitTypes", text))],
             *["manifest.malformed:ambiguous"][:len(says)], tables=[("package", {"split_types": types})], finds=[f"manifest.malformed: {say} of a split, which Android 13 and later refuse" for say in says])
MANY = ",".join(f"t{i:04}" for i in range(5000))
together("very many types that are required are said as far as there is room", [asking(A("requiredSplitTypes", MANY)), typed("t0000")], ASKED,
         finds=["split.missing: types of splits that are required, and no file of the submission is of them: " + " ".join(f"t{i:04}" for i in range(1, 170)) + " ..."])

# SplitDependencyLoader.createDependenciesFromPackage: of isolated splits, since Android 8.
ISOLATED = asking(A("isolatedSplits", True))
DEPENDS = "split.dependency:refused"


def feature(name, *needs, more=(A("isFeatureSplit", True),), attributes=None):
    """A feature that needs these splits; attributes: of uses-split in their place."""
    document = Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("split", name, ns=None), A("versionCode", 7), *more])
    for need in needs:
        document.element("uses-split", [A("name", need)] if attributes is None else attributes)
    return apk(document.element("application", []).end("manifest"))


def of(name, owner, more=()):
    return split(name, more=[A("configForSplit", owner, ns=None), *more])


together("isolated splits that find those that they need", [ISOLATED, feature("a"), feature("b", "a"), feature("c", "b"), of("b.config.zh", "b"), split("config.zh"), of("config.en", "")],
         tables=[("package", {"split": None, "isolated_splits": True}), ("package", {"split": "b", "feature_split": True, "uses_split": "a"}),
                 ("package", {"split": "b.config.zh", "config_for_split": "b", "feature_split": None}), ("package", {"split": "config.en", "config_for_split": None})])
together("an isolated split that needs one that is not there: the phone refuses", [ISOLATED, feature("b", "a")], DEPENDS,
         finds=["reject split.dependency", "split.dependency: it needs the split a, and no file of the submission is that"])
together("a split that needs one that is not there, where they are not isolated", [BASE, feature("b", "a"), of("c", "d")])
together("a split that needs one, which is not said to be a feature, needs none", [ISOLATED, feature("b", "a", more=())])
together("a split for one that is not there: the phone refuses", [ISOLATED, of("b.config.zh", "b")], DEPENDS,
         finds=["split.dependency: it belongs to the split b, and no file of the submission is that"])
together("a split for one that is no feature: the phone refuses", [ISOLATED, split("b"), of("b.config.zh", "b")], DEPENDS,
         finds=["split.dependency: it belongs to the split b, which is no feature"])
together("isolated splits that need each other: the phone refuses", [ISOLATED, feature("a", "b"), feature("b", "c"), feature("c", "b")], DEPENDS)
together("an isolated split that needs itself: the phone refuses", [ISOLATED, feature("a", "a")], DEPENDS,
         finds=["split.dependency: the split a needs itself, by way of others or at once"])
together("of several that a split needs the first counts", [ISOLATED, feature("a"), feature("b", "a", "x")], tables=[("package", {"split": "b", "uses_split": "a"})])
together("a uses-split without a name: the phone refuses", [ISOLATED, feature("b", "a", attributes=[])], "manifest.malformed:refused")
together("a uses-split inside another element is none", [ISOLATED, split("b", more=[A("isFeatureSplit", True)], inside=lambda document: document.element("uses-split", [A("name", "x")]))])
together("isolatedSplits of a split, or without a namespace, is none", [asking(A("isolatedSplits", True, ns=None)), feature("b", "a", more=(A("isFeatureSplit", True), A("isolatedSplits", True)))])
together("a file whose manifest was not read may be the split that another needs", [ISOLATED, feature("b", "a"), apk(plain(permissions=[f"a.P{i}" for i in range(60)]))], "limit.entry-size:unread",
         limit="manifest-size=3000")
together("the split that has a component's class is said", [apk(plain(ids=ALL_IDS, main=[A("splitName", "part")]))], tables=[("component", {"split": "part"})])

# For which Android versions a split is, its base says.
VERSIONS = ["manifest.low-target", "sig.failed", "sig.v1-only", "manifest.exported-missing"]
together("a split without uses-sdk is for the base's versions", [sign.v2(BASE), sign.v2(SPLIT)], spares=VERSIONS,
         tables=[("package", {"split": "config.en", "min_sdk": 26, "target_sdk": 36, "signing": "verified"})])
together("a split's own uses-sdk is not the one that counts", [sign.v2(BASE), sign.v2(split("config.en", sdk=(21, 26)))], spares=VERSIONS,
         tables=[("package", {"split": "config.en", "min_sdk": 26, "target_sdk": 36, "signing": "verified"})])
together("a split that is for newer versions than its base is not for older ones", [sign.v2(BASE), sign.v2(split("config.en", sdk=(33, 36)))], spares=VERSIONS,
         tables=[("package", {"split": "config.en", "min_sdk": 33, "target_sdk": 36})])
together("a split alone is not taken to be for all versions", [sign.v2(SPLIT)], "split.no-base:refused", spares=VERSIONS)


def exposed(kind, *attributes):
    """A split with such a component, which does not say whether it is exported."""
    def inside(document):
        document.start(kind, [A("name", ".Part"), *attributes])
        if kind != "provider":
            document.start("intent-filter").element("action", [A("name", "a.b")]).end("intent-filter")
        document.end(kind)
    return split("part", inside=inside)


def exported(sentence, base, whether):
    together(sentence, [base, exposed("provider", A("authorities", "a.b"))], tables=[("component", {"kind": "provider", "exported": whether})])


exported("a split's provider is not exported by default where the base is for Android 4.2 and later", BASE, False)
exported("a split's provider is exported by default where the base is for versions before Android 4.2", apk(plain(sdk=(9, 16))), True)
exported("a split's provider is exported by default where the base has no uses-sdk", apk(plain(sdk=None)), True)
together("whether a provider of a split alone is exported by default nothing says", [exposed("provider", A("authorities", "a.b"))], "split.no-base:refused",
         tables=[("component", {"kind": "provider", "exported": None})])
together("a split's receiver must say whether it is exported where the base is for Android 12", [BASE, exposed("receiver")],
         finds=["reject manifest.exported-missing"])
together("a split's receiver need not say whether it is exported where the base is for Android 11", [apk(plain(sdk=(26, 30))), exposed("receiver")],
         spares=["manifest.exported-missing"])


def with_table(start, table=arsc.labels("Good")):
    """A split with a resource table whose data begin there, None for a compressed one."""
    entries = [Entry("AndroidManifest.xml", Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("split", "part", ns=None), A(
        "versionCode", 7)]).element("application", [A("hasCode", False)]).end("manifest").build(), DEFLATED)]
    return pack([*entries, Entry("resources.arsc", table, DEFLATED) if start is None else stored_at(entries, "resources.arsc", table, start)])


together("a split's compressed resource table, where the base is for Android 11: the phone refuses", [BASE, with_table(None)], "arsc.compressed:refused")
together("a split's resource table at no multiple of four, where the base is for Android 11: the phone refuses", [BASE, with_table(1001)],
         "arsc.misaligned:refused")
together("a split's resource table at a multiple of four is ordinary", [BASE, with_table(1000)])
def numbered(*numbers):
    return arsc.table([arsc.package([arsc.spec(1, 1), arsc.table_type(1, [arsc.text(0)])], identity=number) for number in numbers], ["Good"])


for number in (0x02, 0x7E, 0x80, 0xFF):
    together(f"the resource package {number:#x} of a feature's split is ordinary", [BASE, with_table(1000, numbered(number))])
together("a split's resource package whose id is in no resource id is said", [BASE, with_table(1000, numbered(0x100))], "arsc.package-id:evasive")
for number, says in ((0x80, ()), (0x7E, ()), (0x02, ("arsc.package-id:odd",))):
    together(f"a base that a feature is fused into has its resource package, too: {number:#x}",
             [pack([Entry("AndroidManifest.xml", plain().build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED), Entry("resources.arsc", numbered(
                 0x7F, number))]), SPLIT], *says)
together("a split's compressed resource table is nothing to a base for Android 10", [apk(plain(sdk=(26, 29))), with_table(None)])

# For which Androids a split's code is, its base says.
NEW = bytearray(CODE)
NEW[4:7] = b"039"
NEW[8:12] = zlib.adler32(NEW[12:]).to_bytes(4, "little")


def newer(sdk=None):
    return split("part", code_file=bytes(NEW), sdk=sdk)


together("a split's DEX file that its base's oldest Android does not load", [BASE, newer()],
         finds=["dex.version-too-new: DEX version 039, which Android before 9 does not load: minimum SDK 26"])
together("a split's DEX file that every Android of its base loads", [apk(plain(sdk=(28, 36))), newer()], spares=["dex.version-too-new"])
together("a split's DEX file that every Android of the split loads", [BASE, newer((28, 36))], spares=["dex.version-too-new"])
together("of a split alone nobody knows which Androids load its code", [newer()], "split.no-base:refused", spares=["dex.version-too-new"])

# Whether libraries are extracted is the base's to say, not the split's.
MAPPED, EXTRACTED = ([A("extractNativeLibs", value)] for value in (False, True))
ARM64, X86 = "lib/arm64-v8a/libhello.so", "lib/x86_64/libhello.so"


def libraries(sentence, application, files, *says, page_size, own=(), in_base=()):
    """A base and a split with these libraries, the first of which is safe on pages of that size."""
    together(sentence, [apk(plain(application=application), *in_base), split("config.abi", application=own, libraries=files)], *says,
             tables=[("library", {"package": 1, "path": files[0][0], "page_size": page_size})])


libraries("a split's library at a page is mapped from it where the base wants that", MAPPED, [(ARM64, 4096)], page_size=4096)
libraries("a split's library at no page, which the base does not want extracted: the phone refuses", MAPPED, [(ARM64, 2048)], "elf.misaligned:refused",
          page_size=2048)
libraries("a split's compressed library, which the base does not want extracted: the phone refuses", MAPPED, [(ARM64, None)], "elf.compressed:refused",
          page_size=16384)
libraries("where a split's library lies is nothing to a base that wants it extracted", EXTRACTED, [(ARM64, 2048)], page_size=16384)
libraries("where a split's library lies is nothing to a base that does not say", [], [(ARM64, 2048)], page_size=16384)
libraries("what a split says of extracting does not count beside its base", [], [(ARM64, 2048)], page_size=16384, own=MAPPED)
libraries("a base that wants no library extracted counts, whatever the split says", MAPPED, [(ARM64, None)], "elf.compressed:refused", page_size=16384,
          own=EXTRACTED)
libraries("a split's library matters to the phones of its ABI where another ABI is sound", MAPPED, [(X86, None)], "elf.abi-mismatch:evasive",
          "elf.compressed:ambiguous", page_size=16384, in_base=[(ARM64, 4096)])
together("of a split alone what it says itself counts for its page size", [split("config.abi", application=MAPPED, libraries=[(ARM64, 2048)])], "split.no-base:refused",
         tables=[("library", {"path": ARM64, "page_size": 2048})])

# DefaultSplitAssetLoader.getBaseAssetManager: the manifest of the base is read with the tables of base and splits as one.
LABEL, FLAG, OTHER = 0x7F010000, 0x7F020000, 0x7F010001
OVERRIDES = "split.overrides-value:evasive"


def table(*values, locale="", sdk=0, strings=("Hostile",), package=0x7F, **odd):
    """values: entries of type 1, or (2, entry)."""
    made = arsc.config(locale=locale, sdk=sdk)
    types = []
    for kind in (1, 2):
        entries = [value for value in values if not isinstance(value, tuple)] if kind == 1 else [value[1] for value in values if isinstance(value, tuple)]
        if entries:
            types += [arsc.spec(kind, len(entries)), arsc.table_type(kind, entries, made)]
    return arsc.table([arsc.package(types, package)], strings, **odd)


def flag(value, kind=0x12):
    return (2, arsc.simple(kind, value))


def resources(document, made, code_file=CODE):
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("resources.arsc", made)] + ([Entry("classes.dex", code_file, DEFLATED)] if code_file else []))


def config(name, made):
    return resources(Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("split", name, ns=None), A("versionCode", 7)]).element(
        "application", [A("hasCode", False)]).end("manifest"), made, None)


FLAGGED = resources(plain(label=Ref(LABEL), application=[A("debuggable", Ref(FLAG))]), table(arsc.text(0), flag(0)))
together("a split with another value of what the manifest takes depends on configuration", [FLAGGED, config("config.v26", table(flag(0xFFFFFFFF), sdk=26))], OVERRIDES,
         finds=["split.overrides-value: attribute debuggable takes resource 7f020000, which is 'false', and 'true' in this split"])
together("a split overrides what the manifest takes without saying of which package", [
    resources(plain(label=Ref(LABEL), application=[A("debuggable", Ref(FLAG & 0xFFFFFF), kind=7)]), table(arsc.text(0), flag(0))), config("config.v26", table(flag(0xFFFFFFFF), sdk=26))], OVERRIDES,
         finds=["split.overrides-value: attribute debuggable takes resource 7f020000, which is 'false', and 'true' in this split"])
together("a split of the same value overrides nothing", [FLAGGED, config("config.v26", table(flag(0), sdk=26))])
together("a number is another value than the truth value that it reads as", [FLAGGED, config("config.v26", table(flag(0, 0x10), sdk=26))], OVERRIDES)
together("a split overrides what a resource of the manifest leads to", [
    resources(plain(application=[A("debuggable", Ref(FLAG))]), table((2, arsc.reference(FLAG + 1)), flag(0))),
    config("config.v26", arsc.table([arsc.package([arsc.spec(2, 2), arsc.table_type(2, [None, arsc.simple(0x12, 1)], arsc.config(sdk=26))])], ["x"]))], OVERRIDES)
together("a value of a split for which no manifest asks is nothing", [apk(plain()), config("config.v26", table(flag(1), sdk=26))])
together("a split of a package of another id has no value of the base's", [FLAGGED, config("config.v26", table(flag(1), sdk=26, package=0x7E))])
together("a split opens a provider", [resources(plain(inside=lambda document: document.element("provider", [
    A("name", ".S"), A("authorities", "com.example.hostile.s"), A("exported", Ref(FLAG))])), table(flag(0)), dex.make(["com.example.hostile.Main", "com.example.hostile.S"])),
                                   config("config.v26", table(flag(1), sdk=26))], OVERRIDES)
together("two splits that override are said each", [FLAGGED, config("a", table(flag(1), sdk=26)), config("b", table(flag(1, 0x10), sdk=27))], OVERRIDES,
         finds=["split.overrides-value: " + "; ".join(f"attribute debuggable takes resource 7f020000, which is 'false', and '{value}' in this split" for value in ("true", 1))])
together("a label of a language split is the app's", [FLAGGED, config("config.zh", table(arsc.text(0), locale="zh", strings=("澳门赌场 博彩",)))],
         tables=[("label", {"path": "config.zh!resources.arsc", "package": 0, "locale": "zh", "text": "澳门赌场 博彩"})], finds=["words.listed"], spares=["label.varies-by-config"])
for own, other, shown, chinese in (("zh", "zhCN", "Other", "exact"), ("zh", "zhSG", "Own", "language"), ("zh", "zh", "Own", "language"), ("zhDE", "zh", "Other", "language"),
                                   ("en", "zhSG", "Other", "region"), ("en", "zhTW", "Hostile", "default")):
    together(f"of a name in {own} and one of a split in {other} a phone that speaks Chinese shows {shown}", [
        resources(plain(label=Ref(LABEL)), arsc.table([arsc.package([arsc.spec(1, 1), arsc.table_type(1, [arsc.text(0)]), arsc.table_type(1, [arsc.text(1)], arsc.config(own))])], ("Hostile", "Own"))),
        config("config.x", table(arsc.text(0), locale=other, strings=("Other",)))], tables=[("label", {"text": shown, "chinese": chinese})],
             never=[("label", {"text": hidden, "chinese": word}) for hidden in ("Hostile", "Own", "Other") for word in ("default", "region", "language", "exact") if hidden != shown])
# What a split takes from the tables of its base and of other splits: the phone reads its manifest with all of them.
TAKEN, LEFT = "split.unread-value", "split.unread-value:unread"
GUARD = "com.example.hostile.GUARD"


def giving(*values, strings=("Hostile", GUARD)):
    """A base with these values of OTHER and, as truth values, of FLAG."""
    return resources(plain(label=Ref(LABEL)), table(arsc.text(0), *values, strings=strings))


def taking(*attributes, kind="service", table=None, inside=None):
    def add(document):
        document.start(kind, [A("name", ".Main"), *attributes])
        if inside:
            inside(document)
        document.end(kind)
    root = Document(ALL_IDS).start("manifest", [A("package", "com.example.hostile", ns=None), A("split", "part", ns=None), A("versionCode", 7)]).start("application", [])
    add(root)
    return resources(root.end("application").end("manifest"), table) if table else apk(root.end("application").end("manifest"))


def taken(sentence, files, **row):
    """The component of the split that is the second file has these columns, and nothing of it is unread."""
    together(sentence, files, spares=[TAKEN], tables=[("component", {"package": 1, **row}), ("package", {"split": "part", "complete": True})])


def left(sentence, files, *says, finds=(), **row):
    """Nothing is known of these columns, which is said, and nothing else."""
    together(sentence, files, LEFT, *says, tables=[("component", {"package": 1, **row}), ("package", {"split": "part", "complete": False})], finds=[f"review {TAKEN}", *finds])


SHUT = A("exported", False)
for value, attribute, column in ((0, "exported", "exported"), (1, "exported", "exported"), (0, "enabled", "enabled"), (1, "excludeFromRecents", "exclude_from_recents")):
    taken(f"a component of a split is what the base's table says: {attribute} {bool(value)}", [giving(flag(value)), taking(A(attribute, Ref(FLAG)), kind="activity")], **{column: bool(value)})
together("a component of a split that is open, as the base's table says, is open", [giving(flag(1)), taking(A("exported", Ref(FLAG)))], spares=[TAKEN], tables=[("open_access", {"package": 1})])
taken("a number of the base's table is a truth value", [giving(flag(5, 0x10)), taking(A("exported", Ref(FLAG)))], exported=True)
taken("a split's permission is what the base's table says", [giving(arsc.text(1)), taking(SHUT, A("permission", Ref(OTHER)))], permission=GUARD)
taken("a provider's permissions are what the base's table says", [giving(arsc.text(1)), taking(SHUT, A("authorities", "a.b"), A("writePermission", Ref(OTHER)), kind="provider")], write_permission=GUARD)
taken("what a split takes is followed through its own table and the base's", [giving((2, arsc.reference(FLAG + 1)), flag(1)), taking(A("exported", Ref(0x7E020000)), table=table((2, arsc.reference(FLAG)), package=0x7E))],
      exported=True)
taken("what a split takes from another split is what that has", [giving(), taking(A("exported", Ref(FLAG))), config("other", table(flag(1)))], exported=True)
left("what nobody's table has is unread", [giving(), taking(A("exported", Ref(FLAG)))], finds=[f"{TAKEN}: attribute exported takes resource 7f020000, which the split's own table has not"], exported=None)
left("what leads to the system is unread", [giving((2, arsc.reference(0x01110000))), taking(A("exported", Ref(FLAG)))], exported=None)
left("what leads to itself is unread", [giving((2, arsc.reference(FLAG))), taking(A("exported", Ref(FLAG)))], exported=None)
left("what the base has differently for some phones is unread", [
    resources(plain(label=Ref(LABEL)), arsc.table([arsc.package([arsc.spec(1, 1), arsc.table_type(1, [arsc.text(0)]), arsc.spec(2, 1), arsc.table_type(2, [flag(0)[1]]), arsc.table_type(2, [flag(1)[1]], arsc.config(sdk=30))])],
                                                  ["Hostile"])), taking(A("exported", Ref(FLAG)))], exported=None)
left("what the base has differently than another split is unread", [giving(flag(0)), taking(A("exported", Ref(FLAG))), config("config.v26", table(flag(1), sdk=26))], exported=None)
left("a permission of which the base's table says that it changes with the language is unread", [
    resources(plain(label=Ref(LABEL)), arsc.table([arsc.package([arsc.spec(1, 2, depends=4), arsc.table_type(1, [arsc.text(0), arsc.text(1)])])], ["Hostile", GUARD])),
    taking(SHUT, A("permission", Ref(OTHER)))], permission=None)
left("a length of the base's table is unread", [giving(flag(0x101, 5)), taking(A("exported", Ref(FLAG)))], exported=None)
taken("a provider's authorities are what the base's table says", [giving(arsc.text(1)), taking(SHUT, A("authorities", Ref(OTHER)), kind="provider")], authorities=GUARD)
left("authorities that are empty in the base's table are unread", [giving(arsc.text(1), strings=("Hostile", "")), taking(SHUT, A("authorities", Ref(OTHER)), kind="provider")], authorities=None)
for name in (":part", GUARD, "system"):
    taken(f"the process of a split's component is what the base's table says: {name}", [giving(arsc.text(1), strings=("Hostile", name)), taking(SHUT, A("process", Ref(OTHER)))], process=name)
for name in ("part", ":", "a..1"):
    left(f"a process of the base's table that phones refuse is unread: {name}", [giving(arsc.text(1), strings=("Hostile", name)), taking(SHUT, A("process", Ref(OTHER)))], process=None)
taken("a split's permission is what another split's table says, which has it for all devices", [giving(), taking(SHUT, A("permission", Ref(OTHER))), config("other", table(None, arsc.text(0), strings=(GUARD,)))], permission=GUARD)
left("a permission that another split has for some devices is unread", [giving(), taking(SHUT, A("permission", Ref(OTHER))), config("other", table(None, arsc.text(0), sdk=30, strings=(GUARD,)))], permission=None)
together("an isolated split has nothing of another", [resources(plain(label=Ref(LABEL), more=[A("isolatedSplits", True)]), table(arsc.text(0))), taking(A("exported", Ref(FLAG))), config("other", table(flag(1)))],
         LEFT, tables=[("component", {"package": 1, "exported": None})])
together("an isolated split has what its base has", [resources(plain(label=Ref(LABEL), more=[A("isolatedSplits", True)]), table(arsc.text(0), flag(1))), taking(A("exported", Ref(FLAG)))],
         tables=[("component", {"package": 1, "exported": True})])
together("an isolated split has what its base has, and another split as well", [
    resources(plain(label=Ref(LABEL), more=[A("isolatedSplits", True)]), table(arsc.text(0), flag(1))), taking(A("exported", Ref(FLAG))), config("other", table(flag(1)))],
         tables=[("component", {"package": 1, "exported": True})], spares=[TAKEN])
together("what a split takes from its own table, and the base has otherwise, is for a person to see", [giving(flag(1)), taking(A("exported", Ref(FLAG)), table=table(flag(0)))], OVERRIDES,
         finds=["split.overrides-value: attribute exported takes resource 7f020000, which is 'false', and 'true' in the base"])
for name, attribute, value, said in (("a text", "value", arsc.text(1), GUARD), ("a file", "resource", arsc.text(1), GUARD), ("a number", "value", arsc.simple(0x10, 42), "42")):
    together(f"meta-data of a split has {name} of the base's table as its value", [giving(value), taking(SHUT, inside=lambda document: document.element("meta-data", [A("name", "a.b"), A(attribute, Ref(OTHER))]))],
             spares=[TAKEN], tables=[("meta_data", {"package": 1, "component": "com.example.hostile.Main", "name": "a.b", "value": said})])
together("meta-data of a split has the base's text in no language as its value", [giving(arsc.text(1)), taking(SHUT, inside=lambda document: document.element("meta-data", [A("name", "a.b"), A("value", Ref(OTHER))])),
                                                                                  config("config.zh", table(arsc.text(0), arsc.text(1), locale="zh", strings=("名称", "其他")))],
         spares=[TAKEN], tables=[("meta_data", {"package": 1, "name": "a.b", "value": GUARD})])


def filtering(*data):
    """A split whose activity has two filters, the second with these data elements."""
    def inside(document):
        document.element("intent-filter", [A("priority", 1)])
        document.start("intent-filter", [A("autoVerify", True)]).element("action", [A("name", "android.intent.action.VIEW")])
        for attributes in data:
            document.element("data", attributes)
        document.end("intent-filter")
    return taking(A("exported", True), kind="activity", inside=inside)


IN_FILTER = {"package": 1, "component": "com.example.hostile.Main", "position": 1}
for attribute, text, column, kind in (("host", "pay.example.com", "host", None), ("scheme", "hostile", "scheme", None), ("path", "/a", "path_pattern", "literal"), ("pathPrefix", "/a", "path_pattern", "prefix"),
                                      ("pathPattern", "/a.*", "path_pattern", "pattern"), ("pathSuffix", "a", "path_pattern", "suffix"), ("ssp", "a", "ssp", "literal"), ("sspPrefix", "a", "ssp", "prefix"),
                                      ("sspPattern", "a.*", "ssp", "pattern"), ("sspSuffix", "a", "ssp", "suffix"), ("mimeType", "text/plain", "mime", None)):
    together(f"what a filter of a split takes from the base's table is what that says: {attribute}", [giving(arsc.text(1), strings=("Hostile", text)), filtering([A("scheme", "https")], [A(attribute, Ref(OTHER))])],
             spares=[TAKEN], tables=[("intent_filter", {**IN_FILTER, "auto_verify": True, column: text, **({"pattern_kind": kind} if kind else {})}), ("package", {"split": "part", "complete": True})],
             never=[("intent_filter", {"position": 0, column: text})])
together("a host that a split takes from the base is one of its links", [giving(arsc.text(1), strings=("Hostile", "pay.example.com")), filtering([A("scheme", "https"), A("host", Ref(OTHER))])],
         spares=[TAKEN], tables=[("intent_filter", {**IN_FILTER, "host": "pay.example.com"}), ("intent_filter", {**IN_FILTER, "scheme": "https"})])
for sentence, given, attributes in (("a host with a port", "a.b", [A("host", Ref(OTHER)), A("port", "80")]), ("a type that phones refuse", "text", [A("mimeType", Ref(OTHER))]),
                                    ("an advanced pattern, which phones parse", "/a", [A("pathAdvancedPattern", Ref(OTHER))]), ("an empty host", "", [A("host", Ref(OTHER))])):
    together(f"what a filter of a split takes from the base's table is unread: {sentence}", [giving(arsc.text(1), strings=("Hostile", given)), filtering(attributes)], LEFT, finds=["review " + TAKEN],
             never=[("intent_filter", {"host": "a.b"})])
UNASKED = apk(Document(ALL_IDS).start("manifest", [A("package", "com.example.hostile", ns=None), A("split", "part", ns=None), A("versionCode", 7), A("versionName", Ref(OTHER))]).element(
    "application", [A("process", Ref(OTHER)), A("allowBackup", Ref(FLAG))]).end("manifest"))
together("what phones do not read of a split's manifest and application is not unread", [giving(), UNASKED], spares=[TAKEN])
for attribute, what in (("label", "a label"), ("icon", "an icon")):
    added = split("part", inside=lambda document: document.start("activity", [A("name", ".Main"), A("exported", False), A(attribute, Ref(OTHER))]).start("intent-filter").element(
        "action", [A("name", "android.intent.action.MAIN")]).element("category", [A("name", "android.intent.category.LAUNCHER")]).end("intent-filter").end("activity"))
    together(f"an entry of a split takes {what} that nobody has", [FLAGGED, added], LEFT, finds=[f"{TAKEN}: {what} is resource 7f010001, which no split has"])
    together(f"an entry of a split takes {what} from another split", [FLAGGED, added, config("config.x", table(arsc.text(0), arsc.text(0)))], spares=[TAKEN])
    together(f"an entry of a split takes {what} from the base", [giving(arsc.text(1), strings=("Hostile", "classes.dex")), added], spares=[TAKEN],
             tables=[("label", {"package": 1, "path": "base!resources.arsc", "component": "com.example.hostile.Main", "locale": "", "text": "classes.dex", "shown": True})] if attribute == "label" else
             [("icon", {"package": 1, "path": "base!classes.dex", "component": "com.example.hostile.Main"})])
together("an entry of a split takes a label from the base that leads to another there", [
    resources(plain(label="Base"), table(arsc.text(0), arsc.reference(LABEL))), split("part", inside=lambda document: document.element("service", [A("name", ".Main"), A("exported", False), A("label", Ref(OTHER))]))],
         spares=[TAKEN, OVERRIDES.split(":")[0]], tables=[("label", {"package": 1, "path": "base!resources.arsc", "kind": "service", "text": "Hostile"})])
TITLED = split("part", inside=lambda document: document.element("service", [A("name", ".Main"), A("exported", False), A("label", Ref(OTHER))]))
together("the name of a split's service is, in Chinese, what a split of the base for that language has", [
    giving(arsc.text(1), strings=("Hostile", "Service")), TITLED, config("config.zh", table(None, arsc.text(0), locale="zh", strings=("澳门赌场 博彩",)))], spares=[TAKEN], finds=["words.listed"],
         tables=[("label", {"package": 1, "kind": "service", "text": "Service", "shown": True, "chinese": None}), ("label", {"package": 1, "locale": "zh", "text": "澳门赌场 博彩", "chinese": "language"})])
TILED = resources(plain(label="Hostile", inside=lambda document: document.element("service", [A("name", ".Main"), A("exported", False), A("label", Ref(LABEL))])), table(arsc.text(0)))
together("a label of a language split is that of a service", [TILED, config("config.zh", table(arsc.text(0), locale="zh", strings=("澳门赌场 博彩",)))],
         tables=[("label", {"path": "config.zh!resources.arsc", "package": 0, "locale": "zh", "text": "澳门赌场 博彩", "kind": "service", "component": "com.example.hostile.Main"})],
         finds=["words.listed"], spares=["label.chinese-differs"])
together("a label of a language split with characters that are not seen is deceptive", [FLAGGED, config("config.zh", table(arsc.text(0), locale="zh", strings=("支付\u200b宝",)))],
         finds=["label.deceptive"])
together("a label of a split that leads to another of its strings", [FLAGGED, config("config.zh", table(arsc.reference(OTHER), arsc.text(0), locale="zh", strings=("支付宝",)))],
         OVERRIDES, tables=[("label", {"locale": "zh", "text": "支付宝"})],
         finds=["split.overrides-value: a label of it is resource 7f010001, which is not known here"])
together("labels of a split that lead to each other end", [FLAGGED, config("config.zh", table(arsc.reference(OTHER), arsc.reference(LABEL), locale="zh"))], OVERRIDES,
         spares=["label.varies-by-config"])
together("a label of a split that is the system's is not known", [FLAGGED, config("config.zh", table(arsc.reference(0x01040000), locale="zh"))],
         tables=[("label", {"locale": "zh", "text": None})])
# What a permission is for may stand in meta-data of its name; in Chinese in a split for that language, as bundletool puts it.
SMS = "android.permission.READ_SMS"
TOLD = resources(plain(label=Ref(LABEL), permissions=[SMS], inside=lambda document: document.element("meta-data", [A("name", SMS), A("value", Ref(OTHER))])), table(
    arsc.text(0), arsc.text(1), strings=("Hostile", "To fill in the code of a message")))
UNTOLD = resources(plain(label=Ref(LABEL), permissions=[SMS], inside=lambda document: document.element("meta-data", [A("name", SMS), A("value", Ref(OTHER))])), table(arsc.text(0), None))
CHINESE, NOT_CHINESE = "用于自动填写短信验证码", "permission.purpose-not-chinese"


def purposes(locale, *texts):
    return [config("config." + "abc"[number], table(None, arsc.text(0), locale=locale, strings=(said,))) for number, said in enumerate(texts)]


def purpose(said):
    return [("purpose", {"package": 0, "permission": SMS, "origin": "manifest", "path": "AndroidManifest.xml", "text": said})]


together("a purpose that no split has in Chinese is not in Chinese", [TOLD, *purposes("de", "Zum Lesen")], finds=[NOT_CHINESE], tables=purpose("To fill in the code of a message"))
together("a purpose that a language split has in Chinese is in Chinese", [TOLD, *purposes("zh", CHINESE, "第二种说明")], spares=[NOT_CHINESE, "permission.no-purpose"], tables=purpose(CHINESE),
         never=purpose("To fill in the code of a message") + purpose("第二种说明"))
together("a purpose that stands in a split alone is one", [UNTOLD, *purposes("", "To fill in the code")], finds=[NOT_CHINESE], spares=["permission.no-purpose"], tables=purpose("To fill in the code"))
together("a purpose in Chinese that stands in a split alone is one", [UNTOLD, *purposes("", "To fill in the code"), config("config.zh", table(None, arsc.text(0), locale="zh", strings=(CHINESE,)))],
         spares=[NOT_CHINESE, "permission.no-purpose"], tables=purpose(CHINESE))
together("a purpose that nothing has is none", [UNTOLD, *purposes("de", "Zum Lesen")], finds=["permission.no-purpose"])
NAMELESS = resources(plain(label=Ref(LABEL)), table(None, None))
NO_LABEL = "android.no-label"
together("an app without a name in its base, nor in a split, has none", [NAMELESS, config("config.v26", table(None, arsc.text(0)))], finds=["review " + NO_LABEL])
together("a default name that stands in a split alone is the app's", [NAMELESS, config("part", table(arsc.text(0)))], spares=[NO_LABEL],
         tables=[("package", {"split": None, "label": "Hostile"}), ("label", {"package": 0, "path": "part!resources.arsc", "text": "Hostile"})])
together("a default name that stands in a split alone, and that nobody sees", [NAMELESS, config("part", table(arsc.text(0), strings=("\u3000 ",)))], finds=["review " + NO_LABEL])
together("a name that a split has for one language is none where the phone speaks another", [NAMELESS, config("config.zh", table(arsc.text(0), locale="zh"))], finds=["review " + NO_LABEL],
         tables=[("package", {"split": None, "label": None})])
together("names of configurations differ from the default one that a split has", [NAMELESS, config("part", table(arsc.text(0))), config("config.v26", table(arsc.text(0), sdk=26, strings=("支付宝",)))],
         finds=["label.varies-by-config: 支付宝"], spares=[NO_LABEL])
together("a name that nobody sees in a language of a split", [FLAGGED, config("config.zh", table(arsc.text(0), locale="zh", strings=(" ",)))], finds=["review " + NO_LABEL, NO_LABEL + ": zh"])
together("a name that nobody sees in a language of a split, where the entry on the home screen has its own", [
    resources(plain(label=Ref(LABEL), main=[A("label", "Shown")]), table(arsc.text(0))), config("config.zh", table(arsc.text(0), locale="zh", strings=(" ",)))], spares=[NO_LABEL])
together("a split's own name counts nowhere", [BASE, resources(Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("split", "part", ns=None), A("versionCode", 7)]).element(
    "application", [A("hasCode", False), A("label", " ")]).end("manifest"), table(arsc.text(0)), None)], spares=[NO_LABEL])
together("a string of a split that is no label is none", [FLAGGED, config("config.zh", table(None, arsc.text(0), locale="zh"))], spares=["label.varies-by-config"])
together("a long string of a split is cut, and told from others by its digest", [
    resources(plain(application=[A("process", Ref(LABEL))]), table(arsc.text(0), strings=(":" + "p" * 3000,))),
    config("config.v26", table(arsc.text(0), sdk=26, strings=(":" + "p" * 2999 + "q",)))], "limit.name-size:unread", OVERRIDES)
together("a long string of a split that is the same overrides nothing", [
    resources(plain(application=[A("process", Ref(LABEL))]), table(arsc.text(0), strings=(":" + "p" * 3000,))),
    config("config.v26", table(arsc.text(0), sdk=26, strings=(":" + "p" * 3000,)))], "limit.name-size:unread")
for sentence, flags in (("sparse", 1), ("of short offsets", 2)):
    together(f"a split whose type is {sentence} overrides as any other", [FLAGGED, config("config.v26", arsc.table([arsc.package([
        arsc.spec(2, 2), arsc.table_type(2, [flag(1)[1], None], arsc.config(sdk=26), flags=flags)])], ["x"]))], OVERRIDES)
MUCH = 0xFFFF  # entries of one type, all in one place
together("a split of very many values is not read whole", [FLAGGED, config("config.v26", arsc.table([arsc.package([arsc.spec(2, MUCH)] + [
    arsc.table_type(2, [b""] * (MUCH - 1) + [flag(0)[1]], arsc.config(sdk=26 + i), flags=2, offsets=dict.fromkeys(range(MUCH), 0)) for i in range(5)])], ["x"]))],
         "limit.nodes:unread")
together("what a split has is shown cut, and never longer than facts are", [
    resources(plain(label=Ref(LABEL), application=[A("permission", Ref(OTHER))]), table(arsc.text(0), arsc.text(0), strings=("Hostile",))),
    config("config.v26", table(arsc.text(0), arsc.text(0), sdk=26, strings=("\\" * 4000,), utf8=True))], OVERRIDES, tables=[("label", {"configuration": "v26"})])


# Who defines what guards a split's components.
def shut(document):
    document.element("service", [A("name", ".Part"), A("exported", True), A("permission", "com.example.hostile.ACCESS")])


GUARDED = split("part", inside=shut)
together("a permission that the base defines guards a split's service", [apk(plain(head=lambda document: document.element("permission", [
    A("name", "com.example.hostile.ACCESS"), A("protectionLevel", 2)]))), GUARDED], spares=["android.undefined-guard"])
together("a permission that neither base nor split defines guards nothing", [BASE, GUARDED], finds=["notice android.undefined-guard"])
case("what guards a split's service may be the base's to define, which is not here", GUARDED, "split.no-base:refused", spares=["android.undefined-guard"])

# ParsingPackageUtils.parseSplitApk reads nothing but application, and of two builds one is installed.
def open_to(permission, kind="service"):
    return lambda document: document.element(kind, [A("name", ".Part"), A("exported", True), A("permission", permission)])


def defining(*names, application=(), **also):
    def head(document):
        for name in names:
            document.element("permission", [A("name", name), A("protectionLevel", 2)])
    return apk(plain(head=head, application=application, **also))


def split_with(*elements, application=()):
    """A split whose manifest has elements beside application."""
    document = Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("split", "part", ns=None), A("versionCode", 7)])
    for name, attributes in elements:
        document.element(name, attributes)
    return apk(document.element("application", application).end("manifest"))


ACCESS, MISSED = "com.example.hostile.ACCESS", "android.undefined-guard"
DEFINES = ("permission", [A("name", ACCESS), A("protectionLevel", 2)])
OPEN_BASE = apk(plain(inside=open_to(ACCESS)))
together("a permission that a split defines is defined by nobody", [OPEN_BASE, split_with(DEFINES)], finds=[MISSED], never=[("permission_definition", {"name": ACCESS})])
together("a tree of permissions that a split defines is none", [OPEN_BASE, split_with(("permission-tree", [A("name", "com.example.hostile")]))], finds=[MISSED],
         never=[("permission_tree", {"name": "com.example.hostile"})])
together("what else a split's manifest has beside application is nothing", [BASE, split_with(("uses-feature", [A("name", "a.b")]), ("overlay", [A("targetPackage", "c.d")]),
    ("instrumentation", [A("name", ".I"), A("targetPackage", "c.d")]), ("permission-group", [A("name", "a.group")]))],
         never=[("feature", {"name": "a.b"}), ("overlay", {}), ("instrumentation", {}), ("permission_group_definition", {})])
SAFE = defining(ACCESS, inside=open_to(ACCESS))
together("a permission that one build defines is defined by nobody in another", [SAFE, OPEN_BASE], finds=[MISSED])
together("a permission that each build defines guards in both", [SAFE, defining(ACCESS, inside=open_to(ACCESS), label="Other")], spares=[MISSED])

# Components of splits ask what the base's application asks, whatever the split's own says.
UNSAID = split("part", inside=lambda document: document.element("service", [A("name", ".Part"), A("exported", True)]))
CLAIMED = split("part", application=[A("permission", ACCESS), A("process", ":part"), A("enabled", False)], inside=lambda document: document.element("service", [
    A("name", ".Part"), A("exported", True)]))
EMPTY = split("part", inside=open_to(""))
GUARDED_BASE = defining(ACCESS, application=[A("permission", ACCESS)])
PART, FOUND = "com.example.hostile.Part", "split.adds-exported-component"
together("the permission of a split's own application guards nothing", [defining(ACCESS), CLAIMED], finds=[FOUND], tables=[("open_access", {"component": PART})],
         never=[("component", {"name": PART, "permission": ACCESS}), ("component", {"process": ":part"})])
together("the permission of the base's application guards a split's components", [GUARDED_BASE, UNSAID], spares=[FOUND], tables=[
    ("component", {"name": PART, "permission": ACCESS}), ("package", {"application_permission": ACCESS})])
together("an empty permission takes that of the base's application from a split's component", [GUARDED_BASE, EMPTY], finds=[FOUND], tables=[("open_access", {"component": PART})],
         never=[("component", {"name": PART, "permission": ""})])
together("an alias of a split has no permission from the base's application", [GUARDED_BASE, split("part", inside=lambda document: document.element("activity-alias", [
    A("name", ".Part"), A("targetActivity", ".Main"), A("exported", True)]))], finds=[FOUND])
