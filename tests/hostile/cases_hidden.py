"""Code that the manifest names and no DEX file has."""
import os
import struct

import dex
from axml import A, ALL_IDS, Document, Ref, plain
from case import ROOT, case, together
from zips import DEFLATED, Entry, pack

MAIN, STUB = "com.example.hostile.Main", dex.make(["com.stub.A", "com.stub.B", "com.stub.C"])
with open(os.path.join(ROOT, "fixtures/corpus/elf/arm64-v8a.so"), "rb") as file:
    LIBRARY = file.read()
CODE = dex.make([MAIN])
JIAGU, NAME = "com.stub.StubApp", Entry("assets/.appkey", b"x", DEFLATED)
STARTED = dex.make([MAIN, JIAGU])
HIDDEN, SEEN = {"finds": ["packer.unknown"], "code_visible": False}, {"spares": ["packer.unknown"], "code_visible": True}
NONE = [("undefined_class", {})]


def apk(document, *codes, more=()):
    """codes: of classes.dex, classes2.dex and so on; None for one that is not there."""
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED)] + [
        Entry(f"classes{number if number > 1 else ''}.dex", code, DEFLATED) for number, code in enumerate(codes, 1) if code] + list(more))


def named(*names, tag="service", exported=False, **more):
    """Components of these names beside Main."""
    return plain(inside=lambda document: [document.element(tag, [A("name", name), A("exported", exported)]) for name in names], **more)


def application(name):
    return plain(application=[A("name", name)])


def missing(name):
    return [("undefined_class", {"name": name})]


case("the only component is in no DEX file: the code is hidden", apk(plain(), STUB), tables=missing(MAIN), **HIDDEN)
case("a component is in the second DEX file", apk(plain(), STUB, CODE), never=NONE, **SEEN)
case("a component is in a DEX file that is not loaded: the code is hidden", apk(plain(), STUB, None, CODE), "dex.gap:evasive", tables=missing(MAIN), **HIDDEN)
case("a component is in a DEX file that the manifest's reader of another name would load: the code is hidden",
     apk(plain(), STUB, more=[Entry("assets/classes.dex", CODE, DEFLATED)]), "embedded.dex:odd", tables=missing(MAIN), **HIDDEN)
case("the application class is in no DEX file: the code is hidden, whatever there is of components", apk(application("com.shop.App"), CODE),
     tables=missing("com.shop.App"), finds=["packer.unknown: 1 of 2 classes that the manifest names are in no DEX file: com.shop.App"], code_visible=False)
case("the application class is the platform's", apk(application("android.app.Application"), CODE), **SEEN)
case("the application class only looks like the platform's: the code is hidden", apk(application("android.app.Shop"), CODE), **HIDDEN)
def factory(name):
    return plain(application=[A("appComponentFactory", name)], ids=ALL_IDS)


FACTORY = [("package", {"component_factory": "com.shop.Factory"})]
case("the component factory runs first: its class is a fact", apk(factory("com.shop.Factory"), dex.make([MAIN, "com.shop.Factory"])), tables=FACTORY, never=NONE, **SEEN)
case("the component factory is in no DEX file: the code is hidden", apk(factory("com.shop.Factory"), CODE), tables=FACTORY + missing("com.shop.Factory"),
     finds=["packer.unknown: 1 of 2 classes that the manifest names are in no DEX file: com.shop.Factory"], code_visible=False)
case("a component factory named without dots is the package's", apk(factory("First"), CODE), tables=missing("com.example.hostile.First"), **HIDDEN)
case("a component factory that is a resource is none", apk(factory(Ref(0x7F010000)), CODE), "manifest.config-dependent-value:evasive", never=NONE + [("package", {"component_factory": "@2130771968"})], **SEEN)
case("a component factory without a name is refused", apk(factory(""), CODE), "manifest.malformed:refused")
case("the component factory of the support library, shrunk away, is missed by no phone", apk(factory("androidx.core.app.CoreComponentFactory"), CODE),
     tables=missing("androidx.core.app.CoreComponentFactory"), **SEEN)
case("a packer that starts as component factory is known", apk(factory(JIAGU), STARTED, more=[NAME]), finds=["packer.known"], code_visible=False)


# Classes that run before or without the application class.
def early(attribute, name, *more):
    return plain(application=[A(attribute, name), *more], ids=ALL_IDS)


LATER = {"backupAgent": "backup_agent", "zygotePreloadName": "zygote_preload"}
for attribute, column in LATER.items():
    case(f"{attribute} is a fact", apk(early(attribute, "com.shop.Early"), dex.make([MAIN, "com.shop.Early"])), tables=[("package", {column: "com.shop.Early"})], never=NONE, **SEEN)
    case(f"{attribute} alone in no DEX file may be a leftover", apk(early(attribute, "com.shop.Early"), CODE), tables=missing("com.shop.Early"), **SEEN)
    case(f"{attribute} is one of the classes of which more than half are in no DEX file: the code is hidden", apk(plain(application=[A(attribute, "com.shop.Early")], ids=ALL_IDS,
        inside=lambda document: document.element("service", [A("name", "com.shop.Late"), A("exported", False)])), CODE), tables=missing("com.shop.Early"),
        finds=["packer.unknown: 2 of 3 classes that the manifest names are in no DEX file: com.shop.Early and others"], code_visible=False)
    case(f"a packer that starts as {attribute} is known", apk(early(attribute, JIAGU), STARTED, more=[NAME]), finds=["packer.known"], code_visible=False)
    case(f"{attribute} with a dot before it is below the package", apk(early(attribute, ".Early"), CODE), tables=missing("com.example.hostile.Early"))
case("a backup agent without dots is the package's", apk(early("backupAgent", "Early"), CODE), tables=missing("com.example.hostile.Early"))
case("a zygote preload without dots is the class of that name", apk(early("zygotePreloadName", "Early"), CODE), tables=missing("Early"))
case("a backup agent of an app that allows no backup is none", apk(early("backupAgent", "com.shop.Early", A("allowBackup", False)), CODE), never=NONE + [("package", {"backup_agent": "com.shop.Early"})], **SEEN)
case("a backup agent without a name is refused", apk(early("backupAgent", ""), CODE), "manifest.malformed:refused")
case("a backup agent without a name that no backup asks for is taken", apk(early("backupAgent", "", A("allowBackup", False)), CODE))
case("an activity for managing space without a name is refused", apk(early("manageSpaceActivity", ""), CODE), "manifest.malformed:refused")
case("a zygote preload without a name is none", apk(early("zygotePreloadName", ""), CODE), never=NONE)
case("the platform's own backup agent is in no DEX file", apk(early("backupAgent", "android.app.backup.BackupAgentHelper"), CODE), tables=missing("android.app.backup.BackupAgentHelper"), **SEEN)


def processes(*listed, **launcher):
    """Processes by their names, with classes; launcher: the process of the launcher activity."""
    document = Document(ALL_IDS)
    document.start("manifest", [A("versionCode", 7), A("versionName", "1.0"), A("package", "com.example.hostile", ns=None)])
    document.element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).start("application", [A("label", "Hostile")]).start("processes")
    for name, class_name in listed:
        document.element("process", [A("process", name)] + ([A("name", class_name)] if class_name is not None else []))
    document.end("processes").start("activity", [A("name", ".Main"), A("exported", True)] + [A(name, value) for name, value in launcher.items()]).start("intent-filter")
    document.element("action", [A("name", "android.intent.action.MAIN")]).element("category", [A("name", "android.intent.category.LAUNCHER")])
    return document.end("intent-filter").end("activity").end("application").end("manifest")


OWN, SHOP = "com.example.hostile", "com.shop.App"
case("a process with a class in the application's place is a fact", apk(processes((OWN, SHOP), (":x", None)), dex.make([MAIN, SHOP])),
     tables=[("process", {"name": OWN, "application_class": SHOP}), ("process", {"name": OWN + ":x", "application_class": None})], never=NONE, **SEEN)
case("the class of the process of the launcher activity is in no DEX file: the code is hidden", apk(processes((OWN, SHOP)), CODE), tables=missing(SHOP), **HIDDEN)
case("the class of a process of its own that the launcher activity has is in no DEX file: the code is hidden", apk(processes((OWN, None), (":x", ".App"), process=":x"), CODE),
     tables=missing(OWN + ".App"), **HIDDEN)
case("the class of another process in no DEX file may be a leftover", apk(processes((OWN, None), (":x", SHOP)), CODE), tables=missing(SHOP), **SEEN)
case("a packer that starts as class of a process is known", apk(processes((OWN, JIAGU)), STARTED, more=[NAME]), finds=["packer.known"], code_visible=False)
case("half of the components are in no DEX file", apk(named("com.old.A"), CODE), tables=missing("com.old.A"), **SEEN)
case("more than half of the components are in no DEX file: the code is hidden", apk(named("com.old.A", "com.old.B"), CODE), **HIDDEN)
case("a component named over and over again is one", apk(named(*["com.stub.A"] * 5, "com.shop.B", "com.shop.C"), STUB), "manifest.duplicate-component:odd", **HIDDEN)
case("a class in a name without dots is the package's", apk(named("Other", ".Third"), dex.make([MAIN, "com.example.hostile.Other", "com.example.hostile.Third"])),
     never=NONE, **SEEN)
case("a class inside a class, with letters of its own language in its name", apk(named("com.店.A$B"), dex.make([MAIN, "com.店.A$B"])), never=NONE, **SEEN)

def library(name):
    return Entry(name, LIBRARY, DEFLATED)


# A name is not the product: what proves it is code, and a trace of another sort.
CLAIMED = {"finds": ["review packer.claimed"], "spares": ["packer.known", "packer.unknown"], "code_visible": False}
KNOWN = {"finds": ["review packer.known"], "spares": ["packer.unknown"], "code_visible": False}
BEHIND = dex.make(["com.stub.A"]) + bytes(range(1, 100))
case("a packer whose class is in the DEX file and whose file is there hides the rest", apk(application(JIAGU), dex.make([JIAGU]), more=[NAME]), tables=[("packer", {"proven": True})], **KNOWN)
case("a packer whose class is nowhere is a name", apk(application(JIAGU), CODE), tables=[("packer", {"proven": False})], **HIDDEN)
case("a packer's class alone is a claim", apk(application(JIAGU), dex.make([JIAGU])), tables=[("packer", {"proven": False, "claimed": True})], **CLAIMED)
case("a packer's library alone is a claim", apk(plain(), STUB, more=[library("lib/arm64-v8a/libjiagu.so")]), **CLAIMED)
case("two libraries of a packer are of one sort", apk(plain(), STUB, more=[library("lib/arm64-v8a/libjiagu.so"), library("assets/libjiagu_a64.so")]), "embedded.elf:odd", **CLAIMED)
case("a packer's class beside a library of its name that is none", apk(application(JIAGU), dex.make([JIAGU]), more=[Entry("assets/libjiagu.so", b"\x7fELF", DEFLATED)]),
     "elf.malformed:odd", "embedded.elf:odd", **CLAIMED)
case("a packer of whom but one name is known", apk(plain(), STUB, more=[library("lib/arm64-v8a/libnsecure.so")]), **CLAIMED)
case("the class of a packaging service, beside code that is nowhere", apk(named("com.shop.A", "com.shop.B", application=[A("name", "io.dcloud.App")]), dex.make([MAIN, "io.dcloud.App"])), **CLAIMED)
case("the class of a packaging service, beside code that is all there, claims nothing", apk(application("io.dcloud.App"), dex.make([MAIN, "io.dcloud.App"])),
     tables=[("packer", {"proven": False, "claimed": False})], spares=["packer.claimed", "packer.unknown"], code_visible=True)
for tool, entry, found in (("Frida's library", library("lib/arm64-v8a/libfrida-gadget.so"), "reject repackager.present"), ("a file of NPatch's", Entry("assets/npatch/config.json", b"{}"), "review repackager.present"),
                           ("the library of BlackBox", library("lib/arm64-v8a/libblackbox.so"), "review hot-update.first-seen"), ("that of SandHook", library("lib/arm64-v8a/libsandhook.so"), "review hot-update.first-seen"),
                           ("the list of native code of a module of Xposed", Entry("META-INF/xposed/native_init.list", b"libx.so"), "review code.xposed-module")):
    case(f"a tool that changes apps while they run is known by {tool}", apk(plain(), CODE, more=[entry]), finds=[found])
SHELL = Entry("assets/apps/shop/www/manifest.json", b"{}", DEFLATED)
case("a packaging service with files of its own, beside code that is nowhere, is a packer that nobody has listed yet", apk(named("com.shop.A", "com.shop.B", application=[A("name", "io.dcloud.App")]),
     dex.make([MAIN, "io.dcloud.App"]), more=[SHELL]), **KNOWN)
case("a packaging service beside code that is all there is none", apk(application("io.dcloud.App"), dex.make([MAIN, "io.dcloud.App"]), more=[SHELL]), finds=["notice packer.known"])
case("a packer whose class and library are there", apk(application(JIAGU), dex.make([JIAGU]), more=[library("assets/libjiagu_a64.so")]), "embedded.elf:odd", **KNOWN)
case("a packer whose library is there hides what is nowhere", apk(plain(), STUB, more=[NAME, library("lib/arm64-v8a/libjiagu.so")]), tables=[("packer", {"proven": True})], **KNOWN)
case("a packer whose library is among assets hides what is nowhere", apk(plain(), STUB, more=[NAME, library("assets/libjiagu_a64.so")]), "embedded.elf:odd", **KNOWN)
case("a packer whose library is no library is a name", apk(plain(), STUB, more=[Entry("assets/libjiagu.so", b"\x7fELF", DEFLATED)]), "elf.malformed:odd", "embedded.elf:odd",
     tables=[("packer", {"proven": False})], **HIDDEN)
case("a file named as a packer's is a name", apk(plain(), STUB, more=[NAME]), tables=[("packer", {"proven": False})], **HIDDEN)
case("a file named as a packer's explains nothing", apk(plain(), BEHIND, None, CODE, more=[NAME]), "dex.gap:evasive", "dex.trailing-data:evasive",
     finds=["packer.unknown", "review dex.gap", "review dex.trailing-data"], code_visible=False)
case("a packer whose class is in the DEX file explains what is behind it", apk(application(JIAGU), dex.make([JIAGU]) + b"code", None, CODE, more=[NAME]), "dex.gap:evasive",
     "dex.trailing-data:evasive", finds=["packer.known", "notice dex.gap", "notice dex.trailing-data"], code_visible=False)
case("a library named as a packer's, beside code that is all there, is a library", apk(plain(), CODE, more=[library("lib/arm64-v8a/libmix.so")]),
     tables=[("packer", {"proven": False})], spares=["packer.known", "packer.unknown"], code_visible=True)
case("files named as a packaging service's are held against the app, and explain nothing", apk(plain(), STUB, more=[Entry("assets/data/dcloud_control.xml", b"x", DEFLATED)]),
     finds=["packer.packaging-service", "packer.unknown"], code_visible=False)

# A plug-in framework's components stand in for those of plug-ins.
PLUGINS, FRAMEWORK = Entry("assets/plugins-builtin.json", b"{}", DEFLATED), "com.qihoo360.replugin.Service"
case("components that stand in for those of plug-ins are in no DEX file", apk(named("com.stub.N1", "com.stub.N2", FRAMEWORK), dex.make([MAIN, FRAMEWORK]), more=[PLUGINS]), **SEEN)
case("a file named as a plug-in framework's is held against the app, and explains nothing", apk(named("com.stub.N1", "com.stub.N2"), CODE, more=[PLUGINS]),
     finds=["hot-update.present", "packer.unknown"], code_visible=False)
case("no plug-in framework hides the application class", apk(named(FRAMEWORK, application=[A("name", "com.shop.App")]), dex.make([MAIN, FRAMEWORK])), finds=["packer.unknown"], code_visible=False)


def launcher(tag, name, *more):
    """What the home screen starts, and two dummies; Main is declared before and not enabled."""
    document = Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("versionCode", 7)])
    document.element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)])
    document.start("application", [A("label", "Hostile")]).element("activity", [A("name", ".Main"), A("exported", False)])
    for dummy in ("com.stub.A", "com.stub.B"):
        document.element("service", [A("name", dummy), A("exported", False)])
    document.start(tag, [A("name", name), A("exported", True), *more]).start("intent-filter")
    document.element("action", [A("name", "android.intent.action.MAIN")]).element("category", [A("name", "android.intent.category.LAUNCHER")])
    return document.end("intent-filter").end(tag).end("application").end("manifest")


DUMMIES = named("com.stub.A", "com.stub.B", "com.stub.C")
ALIAS = launcher("activity-alias", ".Icon", A("targetActivity", ".Main"))
case("the launcher activity is in no DEX file, of more components that are: the code is hidden", apk(DUMMIES, STUB),
     finds=["packer.unknown: 1 of 4 classes that the manifest names are in no DEX file: " + MAIN], code_visible=False)
case("no plug-in framework hides the launcher activity", apk(named("com.stub.A", "com.stub.B", FRAMEWORK), dex.make(["com.stub.A", "com.stub.B", FRAMEWORK])), finds=["packer.unknown"], code_visible=False)
case("the activity behind the launcher's alias is in no DEX file: the code is hidden", apk(ALIAS, STUB), main_component="com.example.hostile.Icon", **HIDDEN)
case("the launcher's alias has no class of its own", apk(ALIAS, STUB, CODE), never=NONE, **SEEN)
case("the launcher activity is the platform's", apk(launcher("activity", "android.app.NativeActivity"), STUB, CODE), **SEEN)
case("another exported activity is in no DEX file", apk(named("com.feature.A", "com.stub.A", "com.stub.B", tag="activity", exported=True), STUB, CODE),
     tables=missing("com.feature.A"), **SEEN)
case("a launcher activity that is not enabled is in no DEX file", apk(launcher("activity", "com.shop.Old", A("enabled", False)), STUB, CODE), tables=missing("com.shop.Old"),
     **SEEN)


def launched(launcher, *services, library=None, tag="uses-library", has_code=True, more=()):
    """A launcher activity and services of these names, and a shared library that has to be there."""
    document = Document(ALL_IDS).start("manifest", [A("package", "com.example.hostile", ns=None), A("versionCode", 7)])
    document.element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).start("application", [A("label", "Hostile"), A("hasCode", has_code)])
    if library:
        document.element(tag, [A("name", library), A("required", True), *more])
    for name in services:
        document.element("service", [A("name", name), A("exported", False)])
    document.start("activity", [A("name", launcher), A("exported", True)]).start("intent-filter")
    document.element("action", [A("name", "android.intent.action.MAIN")]).element("category", [A("name", "android.intent.category.LAUNCHER")])
    return document.end("intent-filter").end("activity").end("application").end("manifest")


# What a phone has in a shared library cannot be seen, and names below that of the library need not be its own.
for library in ("org.apache.http.legacy", "com.vendor.maps"):
    case(f"services below the name of the shared library {library} are in no DEX file: the code is hidden",
         apk(launched(MAIN, library + ".A", library + ".B", library=library), CODE), **HIDDEN)
    case(f"the launcher activity below the name of the shared library {library} is in no DEX file: the code is hidden",
         apk(launched(library + ".Main", "com.stub.A", "com.stub.B", library=library), STUB), **HIDDEN)
case("services below the name of a static library are in no DEX file: the code is hidden", apk(launched(MAIN, "com.vendor.maps.A", "com.vendor.maps.B",
    library="com.vendor.maps", tag="uses-static-library", more=(A("version", 1), A("certDigest", "00" * 32))), CODE), **HIDDEN)
NATIVE = "android.app.NativeActivity"
for what, codes in (("there is no DEX file", ()), ("the DEX file has no class", (dex.make([]),))):
    said = {"has_code": bool(codes)}
    native = [Entry("lib/arm64-v8a/libmain.so", LIBRARY)]
    case(f"{what}: native code can load that of the launcher activity", apk(launched(MAIN, **said), *codes, more=native), tables=missing(MAIN), **HIDDEN)
    case(f"{what}: native code can load that of services beside a native activity", apk(launched(NATIVE, "com.shop.A", "com.shop.B", **said), *codes, more=native),
         finds=["packer.unknown: 2 of 2 classes that the manifest names are in no DEX file: com.shop.A and others"], code_visible=False)
    case(f"{what}: a native activity alone needs none", apk(launched(NATIVE, **said), *codes), **SEEN)
case("the DEX file has no class, and there is no native code: something else can load it", apk(launched(MAIN, has_code=True), dex.make([])), **HIDDEN)
case("neither DEX files nor native code, and a manifest that says so: nothing is hidden", apk(launched(MAIN, "com.shop.A", has_code=False)), tables=missing("com.shop.A"), **SEEN)
case("a DEX file that ART would not take may have every class", apk(plain(), STUB, CODE[:60]), "dex.malformed:evasive", never=NONE, **SEEN)
case("a DEX file that was not read may have every class", apk(plain(), STUB), "limit.entry-size:unread", never=NONE, limit="dex-size=100", complete=False,
     **SEEN)
for name, at in (("class's type", struct.unpack_from("<I", CODE, 0x64)[0]), ("type's name", struct.unpack_from("<I", CODE, 0x44)[0]),
                 ("name's place", struct.unpack_from("<I", CODE, 0x3C)[0])):
    LYING = bytearray(CODE)
    struct.pack_into("<I", LYING, at, 0x7FFFFFFF)
    case(f"a {name} that leads outside the file is no class: the code is hidden", apk(plain(), bytes(LYING)), "dex.bad-checksum:evasive", **HIDDEN)


def split(name, *components):
    document = Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("split", name, ns=None), A("versionCode", 7)])
    document.start("application")
    for component in components:
        document.element("service", [A("name", component), A("exported", False)])
    return document.end("application").end("manifest")


together("native code of a split can load the code of its base, which says that it has none",
         [apk(launched(NATIVE, "com.shop.A", has_code=False)), apk(split("config.arm64_v8a"), dex.make([]), more=[Entry("lib/arm64-v8a/libmain.so", LIBRARY)])], finds=["packer.unknown"])
FEATURE = ("com.feature.A", "com.feature.B")
BASE = apk(named(*FEATURE), CODE)
together("a base alone whose components are in a split that is not there: the code is hidden", [BASE], finds=["packer.unknown"])
together("components of the base that a split has, which names them, too", [BASE, apk(split("feature", *FEATURE), dex.make(FEATURE))], spares=["packer.unknown"])
together("a split that names components has to have them: the code is hidden", [BASE, apk(split("feature", *FEATURE), STUB)], finds=["packer.unknown"])
together("the launcher activity of the base is in a split, which names it, too", [apk(DUMMIES, STUB), apk(split("feature", MAIN), CODE)], spares=["packer.unknown"])
together("another build, which is not installed beside it, has nothing for it: the code is hidden", [apk(plain(), STUB), apk(plain(), CODE)], finds=["packer.unknown"])
