"""The manifest's meaning, as the package parser has it."""
import base64
import hashlib

import dex
import sign
from axml import A, ALL_IDS, STRING, Document, Ref, plain, root
from case import case
from zips import DEFLATED, Entry, pack

CODE = dex.make(["com.example.hostile.Main"])
P = "android.permission."


def odd(sentence, document, *says, **rest):
    case(sentence, pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED)]), *says, **rest)


def element(name, *attributes):
    return lambda document: document.element(name, list(attributes))


def many(*elements):
    def write(document):
        for one in elements:
            one(document)
        return document
    return write


odd("a permission asked for inside application is not held", plain(inside=element("uses-permission", A("name", P + "READ_SMS"))),
    "manifest.misplaced-permission:evasive", lacks=[P + "READ_SMS"])
for name in ("uses-permission-sdk-23", "uses-permission-sdk-m"):
    odd(f"a permission by {name} is held from Android 6", plain(head=element(name, A("name", P + "CAMERA"))), has=[P + "CAMERA"],
        tables=[("permission", {"name": P + "CAMERA", "origin": "declared-sdk-23", "min_sdk": 23})])


def twice(document):
    document.element("uses-permission", [A("name", P + "CAMERA"), A("maxSdkVersion", 22)]).element("uses-permission", [A("name", P + "CAMERA")])


odd("a permission twice, once up to a version, is held", plain(head=twice), "manifest.duplicate-permission:evasive", has=[P + "CAMERA"],
    tables=[("permission", {"name": P + "CAMERA", "max_sdk": 22})])
odd("a permission whose name is a number is not held", plain(head=element("uses-permission", A("name", 7))), has=[P + "INTERNET"])


def second_application(document):
    document.element("application", [A("label", "Decoy"), A("debuggable", True)])


odd("of two applications the first counts", root(Document()).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).element(
    "application", [A("label", "Hostile")]).element("application", [A("label", "Decoy"), A("debuggable", True)]).end("manifest"),
    "manifest.multiple-application:evasive", label="Hostile", debuggable=False)
odd("of two uses-sdk the last counts", plain(head=element("uses-sdk", A("minSdkVersion", 21), A("targetSdkVersion", 28))), "manifest.duplicate-uses-sdk:ambiguous",
    min_sdk=21, target_sdk=28)
odd("a codename as target: the phone refuses, and nothing is said of the least target", plain(sdk=(26, "UpsideDownCake")), "manifest.sdk-codename:refused",
    finds=["reject manifest.sdk-codename"], spares=["manifest.low-target"])
odd("a codename as minimum, which is the target, too", plain(head=element("uses-sdk", A("minSdkVersion", "UpsideDownCake")), sdk=None), "manifest.sdk-codename:refused",
    spares=["manifest.low-target"])
odd("a codename as minimum leaves a target that is a number", plain(sdk=("UpsideDownCake", 29)), "manifest.sdk-codename:refused", finds=["manifest.low-target: target SDK 29, the policy asks for 30 since 2024-01-01"])
odd("a target of -1: versions differ", plain(sdk=(26, -1)), "manifest.sdk-range:ambiguous", "manifest.sdk-range:odd", target_sdk=-1)
odd("a minimum above every Android version: each refuses", plain(sdk=(99, 99)), "manifest.sdk-range:refused", min_sdk=99)
odd("the minimum of a version that is being made, as a number: each refuses", plain(sdk=(10000, 10000)), "manifest.sdk-range:refused", min_sdk=10000)
odd("the newest Android version as minimum", plain(sdk=(37, 37)), min_sdk=37)
odd("a minimum above the target is said", plain(sdk=(30, 28)), "manifest.sdk-range:odd", min_sdk=30, target_sdk=28)
odd("no uses-sdk: permissions of old times are implied", plain(sdk=None), has=[P + "WRITE_EXTERNAL_STORAGE", P + "READ_PHONE_STATE"])
odd("no uses-sdk in what was read of a manifest: permissions of old times are not said to be implied", plain(sdk=None, inside=lambda document: [
    document.element("meta-data", [A("name", f"m{i}"), A("value", "x")]) for i in range(50)]), "limit.nodes:unread", limit="nodes=40", complete=False,
    lacks=[P + "WRITE_EXTERNAL_STORAGE", P + "READ_PHONE_STATE"])
odd("debuggable as text is coerced", root(Document(), more=[A("sharedUserId", "com.example.shared")]).element("uses-sdk", [A("targetSdkVersion", 36)]).element(
    "application", [A("label", "Hostile"), A("debuggable", "true")]).end("manifest"), "manifest.type-confusion:ambiguous", debuggable=True)
for text, backed_up in (("", True), ("x", False)):
    odd(f"allowBackup as the text '{text}' is {backed_up}", plain(application=[A("allowBackup", text)]), "manifest.type-confusion:ambiguous", allow_backup=backed_up)
odd("allowBackup as a string that is none is what it is by default", plain(application=[A("allowBackup", 0, kind=STRING, data=9999)]), "axml.string-index:evasive",
    "manifest.type-confusion:ambiguous", allow_backup=True)
odd("allowBackup as a length is not true", plain(application=[A("allowBackup", 0, kind=5, data=0x101)]), "manifest.type-confusion:ambiguous", allow_backup=False)
odd("a negative version code is unsigned, as longVersionCode has it", Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("versionCode", -1)]).element(
    "uses-sdk", [A("targetSdkVersion", 36)]).element("application", [A("label", "Hostile")]).end("manifest"), "manifest.version-range:evasive", version_code=0xFFFFFFFF)
odd("versionCodeMajor is the upper half", plain(more=[A("versionCodeMajor", 1)]), version_code=(1 << 32) + 7)
odd("a split that asks for permissions gets none", plain(more=[A("split", "config.x", ns=None)]), "split.permission-ignored:evasive", "split.no-base:refused",
    lacks=[P + "INTERNET"], split="config.x")
odd("a split whose name is none: the phone refuses", plain(permissions=(), more=[A("split", "../x", ns=None)]), "split.bad-name:refused", "split.no-base:refused")
odd("a split whose file would have a name of more than 255 letters: the phone refuses", plain(permissions=(), more=[A("split", "x" * 246, ns=None)]), "split.bad-name:refused", "split.no-base:refused")
odd("a split whose file would have a name of 255 letters", plain(permissions=(), more=[A("split", "x" * 245, ns=None)]), "split.no-base:refused")
odd("5,000 permissions are all listed", plain(permissions=[f"com.example.P{i}" for i in range(5000)]), has=["com.example.P4999"])
odd("a permission whose name is longer than any column is cut and said, and the package keeps its name", plain(permissions=["com.example." + "A" * 30000]),
    "limit.name-size:unread", complete=False)
odd("a version name of a hundred thousand letters is cut and said", Document().start("manifest", [A("package", "com.example.hostile", ns=None), A(
    "versionName", "1" * 30000)]).element("application", [A("label", "x" * 30000)]).end("manifest"), "limit.name-size:unread", complete=False)


def around(name, *attributes, inside):
    """An element with another inside."""
    return lambda document: inside(document.start(name, list(attributes))).end(name)


NESTED = "manifest.nested-element:ambiguous"
META = (A("name", "com.example.key"), A("value", "x"))
SMS = element("uses-permission", A("name", P + "READ_SMS"))
HIDDEN = element("activity", A("name", ".Hidden"), A("exported", True))
ACTION = element("action", A("name", "com.example.DO"))
for outer in ("uses-feature", "supports-screens", "uses-configuration", "original-package"):
    odd(f"a permission inside {outer} is held from Android 11", plain(head=around(outer, A("name", "android.hardware.camera"), inside=SMS)), NESTED, has=[P + "READ_SMS"])
odd("a permission inside an element that nothing knows is not held", plain(head=around("unknown", inside=SMS)), lacks=[P + "READ_SMS"])
odd("a permission inside a permission's definition is not held", plain(head=around("permission", A("name", "com.example.P"), inside=SMS)), lacks=[P + "READ_SMS"])
odd("a permission inside a second application is held from Android 11", root(Document()).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).element(
    "application", [A("label", "Hostile")]).start("application").element("uses-permission", [A("name", P + "READ_SMS")]).end("application").end("manifest"),
    "manifest.multiple-application:evasive", NESTED, label="Hostile", has=[P + "READ_SMS"])
odd("an application inside a feature is the application from Android 11", around("uses-feature", A("name", "x"), inside=element("application", A("label", "Inner")))(
    root(Document()).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)])).end("manifest"), NESTED, label="Inner")
for outer in ("meta-data", "uses-library", "profileable"):
    odd(f"an activity inside {outer} is a component from Android 11", plain(inside=around(outer, *META, inside=HIDDEN)), NESTED,
        tables=[("component", {"name": "com.example.hostile.Hidden", "kind": "activity", "exported": True})])
odd("a filter inside meta-data exports its activity from Android 11", plain(inside=around("activity", A("name", ".Hidden"), inside=around(
    "meta-data", *META, inside=around("intent-filter", inside=ACTION)))), NESTED,
    tables=[("component", {"name": "com.example.hostile.Hidden", "exported": True}), ("intent_filter", {"component": "com.example.hostile.Hidden", "action": "com.example.DO"})])
odd("a category inside an action counts from Android 11", plain(inside=around("activity", A("name", ".Other"), A("exported", True), inside=around(
    "intent-filter", inside=around("action", A("name", "com.example.DO"), inside=element("category", A("name", "com.example.CATEGORY")))))), NESTED,
    tables=[("intent_filter", {"component": "com.example.hostile.Other", "category": "com.example.CATEGORY"})])
odd("a package anywhere inside queries is asked for", plain(head=around("queries", inside=around("unknown", inside=element("package", A("name", "com.example.bank"))))),
    "manifest.nested-element:evasive", tables=[("query", {"kind": "package", "value": "com.example.bank"})])

MAIN = element("action", A("name", "android.intent.action.MAIN"))
LAUNCHER = element("category", A("name", "android.intent.category.LAUNCHER"))


def bare(*elements, application=(), sdk_first=True):
    """A manifest with these elements inside application alone."""
    document = root(Document(ALL_IDS))
    sdk = element("uses-sdk", A("minSdkVersion", 26), A("targetSdkVersion", 36))
    if sdk_first:
        sdk(document)
    document.start("application", [A("label", "Hostile"), *application])
    for one in elements:
        one(document)
    document.end("application")
    return (document if sdk_first else sdk(document)).end("manifest")


def launcher(*more, name=".Icon", exported=(A("exported", True),)):
    """An activity with a filter of these elements."""
    def inside(document):
        document.start("intent-filter")
        for one in more:
            one(document)
        return document.end("intent-filter")
    return around("activity", A("name", name), *exported, inside=inside)


DUPLICATE = "manifest.duplicate-component"
TWO = launcher(MAIN, LAUNCHER, name=".Two")
odd("a component twice in the same words is one for every reader, whichever lines it stands in", bare(TWO, element("service", A("name", ".Two")), many(), TWO), f"{DUPLICATE}:odd", finds=[f"notice {DUPLICATE}"])
for sentence, other in (("an attribute", launcher(MAIN, LAUNCHER, name=".Two", exported=(A("exported", False),))), ("what stands in its filter", launcher(MAIN, LAUNCHER, LAUNCHER, name=".Two")),
                        ("the action of its filter", launcher(element("action", A("name", "com.example.DO")), LAUNCHER, name=".Two")), ("all of its filter", element("activity", A("name", ".Two"), A("exported", True)))):
    odd(f"a component twice, but for {sentence}, is for a person to see", bare(TWO, other), f"{DUPLICATE}:evasive", finds=[f"review {DUPLICATE}"])
odd("of a component three times one that differs is for a person to see", bare(TWO, element("activity", A("name", ".Two"), A("exported", True)), TWO), f"{DUPLICATE}:evasive", f"{DUPLICATE}:odd")

odd("a launcher filter with a scheme shows no icon", bare(launcher(MAIN, LAUNCHER, element("data", A("scheme", "x")))), main_component=None)


def named(label, *more, tag="activity", attributes=(), filters=1):
    """A manifest with an activity or alias whose filters of these elements have that label."""
    def inside(document):
        for _ in range(filters):
            around("intent-filter", A("label", label), inside=many(*more))(document)
        return document
    return bare(around(tag, A("name", ".Main"), A("exported", True), *attributes, inside=inside))


def own(text, position=0, **columns):
    return ("label", dict({"component": "com.example.hostile.Main", "text": text, "intent_filter": position}, **columns))


DIFFERS = "label.launcher-differs"
odd("the label of a launcher filter comes before its activity's on some home screens: it is one", named("博彩", MAIN, LAUNCHER, attributes=[A("label", "Hostile")]),
    tables=[own("博彩"), own("Hostile", None)], finds=["words.listed: label com.example.hostile.Main: gambling", DIFFERS + ": 博彩; the app: Hostile"], label="Hostile")
odd("the label of each launcher filter counts, of several in a row, and is said once", named("Casino", MAIN, LAUNCHER, filters=2), tables=[own("Casino"), own("Casino", 1)],
    finds=[DIFFERS])
odd("the label of a launcher filter that is the app's is no other", named("Hostile", MAIN, LAUNCHER), tables=[own("Hostile")], spares=[DIFFERS, "label.varies-by-config"])
odd("the label of a launcher filter of an alias counts", named("Casino", MAIN, LAUNCHER, tag="activity-alias", attributes=[A("targetActivity", ".Base")]),
    "manifest.malformed:refused", tables=[own("Casino")])
for category in ("HOME", "INFO", "APP_BROWSER"):
    odd(f"the label of a filter by whose category {category} users choose is what the activity is offered as", named("Casino", MAIN, element("category", A("name", "android.intent.category." + category))), tables=[
        (own("Casino")[0], {**own("Casino")[1], "kind": "activity"})], spares=[DIFFERS])
odd("so is that of a filter with an action of its own", named("Casino", element("action", A("name", "android.intent.action.SEND"))), tables=[
    (own("Casino")[0], {**own("Casino")[1], "kind": "activity"})], spares=[DIFFERS])
for more in ((), (element("category", A("name", "android.intent.category.SAMPLE_CODE")),)):
    odd(f"the label of a filter that no part of the system asks for is none ({len(more)})", named("Casino", MAIN, *more), never=[("label", {"text": "Casino"})])
odd("the label of a launcher filter of a service is the service's, and not on the home screen", named("Casino", MAIN, LAUNCHER, tag="service"), tables=[
    (own("Casino")[0], {**own("Casino")[1], "kind": "service"})], spares=[DIFFERS])
odd("the label of a launcher filter is no name for home screens that do not ask for it", bare(around("activity", A("name", ".Main"), A("exported", True), A("label", " "), inside=around(
    "intent-filter", A("label", "Good"), inside=many(MAIN, LAUNCHER)))), tables=[own("Good")], finds=["android.no-label"])
odd("a launcher filter without letters in its label shows no name there", named(" ", MAIN, LAUNCHER), tables=[own(" ")], finds=["android.no-label"])
odd("a launcher filter with a host alone shows an icon", bare(launcher(MAIN, LAUNCHER, element("data", A("host", "x")))), main_component="com.example.hostile.Icon")
odd("nothing of an application that is not enabled shows an icon", bare(launcher(MAIN, LAUNCHER), application=[A("enabled", False)]), main_component=None)
odd("an action is what its text says, not its value", bare(launcher(element("action", A("name", "com.example.DO", raw="android.intent.action.MAIN")), LAUNCHER)),
    "axml.raw-typed-mismatch:evasive", main_component="com.example.hostile.Icon")
odd("an activity whose filter has no action is not exported", bare(launcher(element("category", A("name", "com.example.C")), exported=())),
    tables=[("component", {"name": "com.example.hostile.Icon", "exported": False})])
odd("a service whose filter is empty is exported", bare(around("service", A("name", ".S"), inside=element("intent-filter"))),
    finds=["manifest.exported-missing"], tables=[("component", {"name": "com.example.hostile.S", "exported": True})])
odd("a uses-sdk behind the application comes too late for its defaults", bare(element("provider", A("name", ".P"), A("authorities", "com.example.p")), sdk_first=False),
    target_sdk=36, cleartext_traffic=True, tables=[("component", {"name": "com.example.hostile.P", "exported": True})])
for side in ("readPermission", "writePermission"):
    odd(f"an empty {side} takes a provider's permission away", bare(element("provider", A("name", ".P"), A("authorities", "com.example.p"), A("exported", True), A(
        "permission", "com.example.GUARD"), A(side, ""))), finds=["android.exported-provider"])

LACKS = "manifest.malformed:refused"
for name in ("activity", "service", "receiver"):
    odd(f"{name} without a name: the phone refuses", plain(inside=element(name, A("exported", False))), LACKS)
odd("a provider without authorities: the phone refuses", plain(inside=element("provider", A("name", ".P"), A("exported", False))), LACKS)
odd("an action without a name: the phone refuses", plain(inside=launcher(element("action"))), LACKS)
odd("meta-data without a value: the phone refuses", plain(inside=element("meta-data", A("name", "k"))), LACKS)
odd("a definition without a name: the phone refuses", plain(head=element("permission")), LACKS)
odd("an application with an empty class name: the phone refuses", plain(application=[A("name", "")]), LACKS)
for name in ("x", "com.example.1", ":", ":1", "com.example:x"):
    odd(f"an activity in a process of the name {name}: the phone refuses", plain(inside=element("activity", A("name", ".P"), A("exported", False), A("process", name))), LACKS)
    odd(f"an application of the task {name}: the phone refuses", plain(application=[A("taskAffinity", name)]), LACKS)
for name in ("", "system", ":x", ":a..b", "com.example.x"):
    odd(f"an activity in a process and a task of the name '{name}' is taken", plain(inside=element("activity", A("name", ".P"), A("exported", False), A("process", name), A("taskAffinity", name))))
AMBIGUOUS = "manifest.malformed:ambiguous"


def processes(*names, service=None):
    """A list of processes, of which None stands for an element that names none, and a service that runs in one."""
    def inside(document):
        document.start("processes").element("deny-permission", [A("name", P + "INTERNET")])
        for name in names:
            document.start("process", [A("process", name)] if name is not None else []).element("process", [A("process", "x")]).end("process")
        document.end("processes")
        if service is not None:
            document.element("service", [A("name", ".S"), A("exported", False), A("process", service)])
    return inside


for name in ("x", "com.example.1", ":", "com.example:x"):
    odd(f"a list of processes with the name {name}: the phone refuses from Android 11 on", plain(inside=processes(None, name)), AMBIGUOUS)
odd("a list of processes in which those stand in which the app runs is taken", plain(inside=processes("com.example.hostile", ":a", "com.example.b", "system", service=":a")))
for name in (None, ""):
    odd(f"a process of a list that has no name ({name!r}) is the package's", plain(inside=processes(name)))
odd("a list of processes that is empty lists none, and all are taken", plain(inside=processes(service=":a")))
odd("what stands in a process of a list is not looked at, nor a list of a list", plain(inside=lambda document: document.start("processes").start("x").element(
    "process", [A("process", "x")]).end("x").end("processes")))
for names in ((":a", ":a", None), (None, "com.example.hostile"), (None, "")):
    odd(f"a process listed twice ({names}): the phone refuses from Android 11 on", plain(inside=processes(*names)), AMBIGUOUS)
odd("a component in a process that is not listed: the phone refuses from Android 11 on", plain(inside=processes(None, ":a", service=":b")), AMBIGUOUS)
odd("an application in a process that is not listed: the phone refuses from Android 11 on", plain(application=[A("process", ":main")], inside=processes(None)), AMBIGUOUS)
odd("of two lists of processes the last counts", plain(inside=lambda document: (processes(":a")(document), processes(None, ":a", service=":a")(document))))
odd("of two lists of processes the last counts, also where the first has more", plain(inside=lambda document: (processes(None, ":a")(document), processes(
    None, service=":a")(document))), AMBIGUOUS)
odd("in a list of processes that was not read to its end nothing is missing", plain(inside=processes(":a", None)), "limit.nodes:unread", limit="nodes=20", complete=False)
odd("of two lists of processes the last counts, also where it is empty", plain(inside=lambda document: (processes(":a")(document), processes()(document))))
odd("the processes of a split are not looked at", plain(permissions=(), more=[A("split", "config.x", ns=None)], inside=processes("x")), "split.no-base:refused")

odd("an alias has no process and no task of its own", plain(inside=element("activity-alias", A("name", ".Alias"), A("targetActivity", ".Main"), A("exported", True), A("process", "x"), A(
    "taskAffinity", "x"))))
odd("a shared user id of one part: the phone refuses", plain(more=[A("sharedUserId", "shared")]), LACKS)
EMPTY = element("action", A("name", ""))
odd("an action of no letters: the phone refuses from Android 11 on", plain(inside=launcher(EMPTY)), AMBIGUOUS)
odd("an action of no letters does not matter to target 29", plain(sdk=(26, 29), inside=launcher(EMPTY)))
odd("an action of no letters is found before its target, too", bare(launcher(EMPTY), sdk_first=False), AMBIGUOUS, target_sdk=36)
odd("a manifest with no application: the phone refuses from Android 11 on", root(Document()).element("uses-sdk", [A("targetSdkVersion", 36)]).end("manifest"),
    AMBIGUOUS)
odd("a manifest of an instrumentation needs no application", root(Document()).element("uses-sdk", [A("targetSdkVersion", 36)]).element(
    "instrumentation", [A("name", ".Test"), A("targetPackage", "com.example.hostile")]).end("manifest"))
odd("a property without a value: the phone refuses from Android 12", plain(inside=element("property", A("name", "k"))), AMBIGUOUS)
odd("a query without a name: the phone refuses from Android 11", plain(head=around("queries", inside=element("package"))), AMBIGUOUS)
ALIAS = element("activity-alias", A("name", ".Alias"), A("targetActivity", ".Main"), A("exported", True))
odd("an alias behind its activity is one", plain(inside=ALIAS), tables=[("component", {"kind": "alias", "target": "com.example.hostile.Main"})])
odd("an alias before its activity: the phone refuses", bare(ALIAS, launcher(MAIN, LAUNCHER, name=".Main")), LACKS)
odd("a version code that is text: the phone refuses", Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("versionCode", "7")]).element(
    "uses-sdk", [A("targetSdkVersion", 36)]).element("application", [A("label", "Hostile")]).end("manifest"), "manifest.type-confusion:refused", version_code=7)
odd("a permission without a dot is the package's own", plain(head=element("permission", A("name", "GUARD"))),
    tables=[("permission_definition", {"name": "com.example.hostile.GUARD"})])
odd("a newest Android version is said, which phones from Android 2.0.1 on do not look at", plain(sdk=None, head=element(
    "uses-sdk", A("minSdkVersion", 26), A("targetSdkVersion", 36), A("maxSdkVersion", 30))), "manifest.sdk-range:odd", max_sdk=30)


# Groups, trees and definitions of permissions.
G = "android.permission-group."
OWN = "com.example.hostile."


def definition(name, level, of=None):
    return element("permission", A("name", name), A("protectionLevel", level), *([A("permissionGroup", of)] if of is not None else []))


def group(name):
    return element("permission-group", A("name", name))


def tree(name):
    return element("permission-tree", A("name", name))


def head(*elements, **rest):
    return plain(head=many(*elements), ids=ALL_IDS, **rest)


def within(*elements, **rest):
    return plain(inside=many(*elements), ids=ALL_IDS, **rest)


odd("a permission group of the platform that is defined again is rejected", head(group(G + "SMS")), finds=["reject manifest.permission-group-hijack"],
    tables=[("permission_group_definition", {"name": G + "SMS"})])
odd("the group of health permissions is the platform's, too", head(group(G + "HEALTH")), finds=["reject manifest.permission-group-hijack"])
odd("a group by a name that the platform has no more is looked at", head(group(G + "COST_MONEY")), finds=["review manifest.permission-group-hijack"])
odd("a group of the app's own is none of the platform's", head(group("GROUP"), definition(OWN + "P", 1, OWN + "GROUP")),
    tables=[("permission_group_definition", {"name": OWN + "GROUP"}), ("permission_definition", {"name": OWN + "P", "permission_group": OWN + "GROUP"})],
    spares=["manifest.permission-group-hijack", "manifest.permission-in-platform-group"])
odd("a dangerous permission of its own in a group of the platform is looked at", head(definition(OWN + "P", 1, G + "SMS")), finds=["review manifest.permission-in-platform-group"])
odd("a dangerous permission of its own in the group of health permissions is looked at", head(definition(OWN + "P", 1, G + "HEALTH")), finds=["manifest.permission-in-platform-group"])
odd("for a permission that nobody is asked for a group of the platform changes nothing", head(definition(OWN + "P", 0, G + "SMS"), definition(OWN + "Q", 2, G + "SMS")),
    spares=["manifest.permission-in-platform-group"])
odd("the group of permissions that have none is no group", head(definition(OWN + "P", 1, G + "UNDEFINED")), spares=["manifest.permission-in-platform-group"])
odd("a health permission that is defined again is rejected", head(definition(P + "health.READ_STEPS", 0)), finds=["reject manifest.permission-hijack"])
odd("a permission whose name is that of a health permission and more is the app's own", head(definition(P + "health.READ_STEPS_OF_MINE", 0)), spares=["manifest.permission-hijack"])
for name in (P + "extra", "android.own.tree", P + "READ_SMS", P + "health"):
    odd(f"a permission tree over names of the platform is rejected: {name}", head(tree(name)), finds=["reject manifest.permission-tree"], tables=[("permission_tree", {"name": name})])
for app in ("com.example.hostile", "com.huawei.evil", "com.huawei"):
    odd(f"a permission tree over names of a vendor is looked at, whatever the app is called: {app}", head(tree("com.huawei.android"), package=app), app=app,
        finds=["review manifest.permission-tree", "manifest.permission-tree: names of a vendor"])
for name in ("com.victim.app", "com.example2.tree", "org.example.hostile", "com.example.other.tree", "com.example.hostile2"):
    odd(f"a permission tree over names of others is looked at: {name}", head(tree(name)), finds=["review manifest.permission-tree", "manifest.permission-tree: names beside com.example.hostile"])
for name in ("TREE", ".tree", "com.example.hostile"):
    odd(f"a permission tree over names of the app's own is its own: {name}", head(tree(name)), spares=["manifest.permission-tree"])
for name in ("permission-group", "permission-tree"):
    odd(f"{name} without a name: the phone refuses", head(element(name)), LACKS)
odd("a permission tree of two parts: the phone refuses", head(tree("com.example")), LACKS, tables=[("permission_tree", {"name": "com.example"})])

odd("a permission defined twice at two levels: newer phones refuse", head(definition(OWN + "P", 0), definition(OWN + "P", 1)), AMBIGUOUS)
odd("a permission defined twice in two groups: newer phones refuse", head(definition(OWN + "P", 1), definition(OWN + "Q", 1), definition(OWN + "P", 1, OWN + "G")), AMBIGUOUS)
odd("a permission defined twice the same way is taken", head(definition(OWN + "P", 1, OWN + "G"), definition(OWN + "Q", 0), definition(OWN + "P", 1, OWN + "G")))
odd("signatureOrSystem is signature with the flag privileged", head(definition(OWN + "P", 3), definition(OWN + "P", 0x12)))
odd("vendorPrivileged is none without privileged", head(definition(OWN + "P", 0x8002), definition(OWN + "P", 2)))
odd("a tree is compared with no permission of its name", head(definition(OWN + "P", 1), tree(OWN + "P")))
odd("nor are permissions of one name between which a tree of that name stands", head(definition(OWN + "P", 1), tree(OWN + "P"), definition(OWN + "P", 2)))
odd("behind a tree permissions of its name are compared again", head(tree(OWN + "P"), definition(OWN + "P", 1), definition(OWN + "P", 2)), AMBIGUOUS)
odd("what a split defines is not looked at", head(
    definition(OWN + "P", 0), definition(OWN + "P", 1), tree("x.y"), element("attribution"), element("overlay"), permissions=(), more=[A("split", "config.x", ns=None)]), "split.no-base:refused")
odd("a dangerous permission with a flag that only signature permissions have: the phone refuses", head(definition(OWN + "P", 0x11)), LACKS)
for level, says in ((0x2001, ()), (0x1001, ()), (0x12, ()), (2, ()), (0x41, (AMBIGUOUS,)), (0x1011, (AMBIGUOUS,)), (0x14, (AMBIGUOUS,))):
    odd(f"a permission of the level {level:#x} is taken by {'some phones' if says else 'all phones'}", head(definition(OWN + "P", level)), *says)

for level, words in ((0x12, "signature|privileged"), (0x2001, "dangerous|runtime"), (0x800042, "signature|appop|companion"), (0x8000002, "signature|knownSigner")):
    odd(f"of a permission's level base and flags are said: {words}", head(definition(OWN + "P", level)), tables=[("permission_definition", {"level": words})])

# Attributions, overlays and static libraries.
LABEL = A("label", Ref(0x7F010000))


def attribution(tag, *inside, name="attribution", label=LABEL):
    return around(name, *([A("tag", tag)] if tag is not None else []), *([label] if label is not None else []), inside=many(*inside))


def inherit(tag):
    return element("inherit-from", A("tag", tag))


odd("attributions that go together are taken", head(attribution("a", inherit("x"), inherit("y")), attribution("b", inherit("z")), attribution("t" * 50), attribution("\U0001F600" * 25)))
for sentence, elements in (
        ("without a tag", [attribution(None)]), ("without a label", [attribution("a", label=None)]), ("whose label is text", [attribution("a", label=A("label", "text"))]),
        ("by its former name without a tag", [attribution(None, name="feature")]), ("of a tag twice", [attribution("a"), attribution("b"), attribution("a", name="feature")]),
        ("of a tag of 51 letters", [attribution("t" * 51)]), ("of a tag of 52 letters in UTF-16", [attribution("\U0001F600" * 26)]),
        ("that inherits from one that is there", [attribution("a", inherit("b")), attribution("b")]), ("that inherits from itself", [attribution("a", inherit("a"))]),
        ("that inherits from one twice", [attribution("a", inherit("x")), attribution("b", inherit("x"))]),
        ("with another element inside", [attribution("a", element("meta-data", *META))])):
    odd(f"an attribution {sentence}: the phone refuses from Android 11 on", head(*elements), AMBIGUOUS)
odd("10,001 attributions: the phone refuses from Android 11 on", head(*(attribution(f"t{i}") for i in range(10001))), AMBIGUOUS)
odd("10,000 attributions are taken", head(*(attribution(f"t{i}") for i in range(10000))))
odd("what an attribution inherits from inside another one's element is looked at", head(attribution("a", around("inherit-from", A("tag", "x"), inside=inherit("x")))), NESTED, AMBIGUOUS)
odd("an overlay of nothing: the phone refuses", head(element("overlay", A("priority", 1))), LACKS)
for priority in (-1, 10000):
    odd(f"an overlay of priority {priority}: the phone refuses", head(element("overlay", A("targetPackage", "com.example.other"), A("priority", priority))), LACKS,
        tables=[("overlay", {"target_package": "com.example.other"})])
for attributes in ((), (A("priority", 0),), (A("priority", 9999),)):
    odd(f"an overlay of priority {attributes[0].value if attributes else 'unsaid'} is taken", head(element("overlay", A("targetPackage", "com.example.other"), *attributes)))
LIBRARY = [A("name", "com.example.library"), A("version", 1), A("certDigest", "00:11")]
def library(**columns):
    return [("uses_library", dict({"name": "com.example.library", "required": True, "kind": "static", "version": 1, "certificates": "0011"}, **columns))]


odd("a static library by name, version and certificate is taken", within(element("uses-static-library", *LIBRARY)), tables=library())
for missing in range(3):
    odd(f"a static library without {LIBRARY[missing].name}: the phone refuses", within(element("uses-static-library", *(LIBRARY[:missing] + LIBRARY[missing + 1:]))), LACKS)
odd("a static library of a negative version: the phone refuses", within(element("uses-static-library", LIBRARY[0], A("version", -1), LIBRARY[2])), LACKS)
odd("a static library twice: the phone refuses", within(element("uses-static-library", *LIBRARY), element("uses-static-library", LIBRARY[0], A("version", 2), LIBRARY[2])), LACKS)
odd("what stands in a static library is none of the application's from target 27 on", within(around("uses-static-library", *LIBRARY, inside=HIDDEN)),
    never=[("component", {"name": OWN + "Hidden"})])
odd("before target 27 it is, from Android 11 on", within(around("uses-static-library", *LIBRARY, inside=HIDDEN), sdk=(21, 26)), NESTED,
    tables=[("component", {"name": OWN + "Hidden"})])


def certificate(*attributes):
    return around("uses-static-library", *LIBRARY, inside=element("additional-certificate", *attributes))


odd("an additional certificate by its digest is taken", within(certificate(A("certDigest", "AA:Bb"))), tables=library(certificates="0011 aabb"))
odd("a static library before target 27 has one certificate", within(element("uses-static-library", *LIBRARY), sdk=(21, 26)), tables=library())
SDK = [A("name", "com.example.sdk"), A("versionMajor", 3), A("certDigest", "00:11")]
odd("an SDK library by name, version and certificate is a fact", within(element("uses-sdk-library", *SDK)), tables=library(name="com.example.sdk", kind="sdk", version=3))
odd("an SDK library that need not be there", within(element("uses-sdk-library", *SDK, A("optional", True))), tables=library(name="com.example.sdk", kind="sdk", version=3, required=False))
for missing in range(3):
    odd(f"an SDK library without {SDK[missing].name}: Android 13 and later refuse", within(element("uses-sdk-library", *(SDK[:missing] + SDK[missing + 1:]))), AMBIGUOUS)
odd("an SDK library of a negative version: Android 13 and later refuse", within(element("uses-sdk-library", SDK[0], A("versionMajor", -1), SDK[2])), AMBIGUOUS)
odd("an SDK library twice: Android 13 and later refuse", within(element("uses-sdk-library", *SDK), element("uses-sdk-library", *SDK)), AMBIGUOUS)
odd("an SDK library and a static one of the same name are two", within(element("uses-sdk-library", *SDK), element("uses-static-library", SDK[0], A("version", 1), SDK[2])),
    tables=library(name="com.example.sdk", kind="sdk", version=3) + library(name="com.example.sdk"))
odd("an additional certificate of an SDK library", within(around("uses-sdk-library", *SDK, inside=element("additional-certificate", LIBRARY[2]))),
    tables=library(name="com.example.sdk", kind="sdk", version=3, certificates="0011 0011"))
odd("an additional certificate of an SDK library without a digest: Android 13 and later refuse", within(around("uses-sdk-library", *SDK, inside=element("additional-certificate"))), AMBIGUOUS)
odd("very many certificates of a library are read as far as there is room", within(around("uses-static-library", *LIBRARY, inside=many(
    *[element("additional-certificate", A("certDigest", "00" * 32))] * 1000))), "limit.name-size:unread")
for sentence, attributes in {"without a digest": [], "with an empty digest": [A("certDigest", "")], "whose digest is a resource": [A("certDigest", Ref(0x7F010000))]}.items():
    odd(f"an additional certificate {sentence}: the phone refuses", within(certificate(*attributes)), LACKS,
        *["manifest.config-dependent-value:evasive"] * (sentence == "whose digest is a resource"))
odd("before target 27 nothing reads an additional certificate", within(certificate(), sdk=(21, 26)))


def asked(flags, *attributes, name="uses-permission", inside=None):
    """BLUETOOTH_SCAN with usesPermissionFlags, None for none."""
    attributes = [A("name", P + "BLUETOOTH_SCAN")] + ([] if flags is None else [A("usesPermissionFlags", flags)]) + list(attributes)
    return around(name, *attributes, inside=inside or (lambda document: document))


# Android 15 was the first to read minSdkVersion of uses-permission.
def from_sdk(permission, sdk, least=26, name="uses-permission", **also):
    return plain(head=element(name, A("name", permission), A("minSdkVersion", sdk), *also.get("more", ())), sdk=(least, 36), ids=ALL_IDS)


SENT = P + "READ_SMS"
odd("older phones ask for a permission that newer ones ask for from some version on", from_sdk(SENT, 99), never=[("permission", {"name": SENT, "min_sdk": 99})],
    tables=[("permission", {"name": SENT, "origin": "declared"})])
odd("older phones ask for a permission from Android 6 on that newer ones ask for later", from_sdk(SENT, 99, name="uses-permission-sdk-23"), tables=[("permission", {"name": SENT, "min_sdk": 23})])
odd("no phone before Android 6 asks for a permission by uses-permission-sdk-23, whatever its own minSdkVersion", from_sdk(SENT, 19, least=16, name="uses-permission-sdk-23"), tables=[
    ("permission", {"name": SENT, "min_sdk": 23})], never=[("permission", {"name": SENT, "min_sdk": 19})])
odd("a maxSdkVersion of a type that is no integer bounds nothing", plain(head=element("uses-permission", A("name", SENT), A("maxSdkVersion", 22, kind=0x20))), tables=[
    ("permission", {"name": SENT, "max_sdk": None})], never=[("permission", {"max_sdk": 22})])
odd("a permission is asked for from the version on that knows it", from_sdk(P + "BLUETOOTH_CONNECT", 99), tables=[("permission", {"name": P + "BLUETOOTH_CONNECT", "min_sdk": 31})])
odd("an app that runs on no older phone asks for a permission from the version on that it says", from_sdk(SENT, 36, least=35), tables=[("permission", {"name": SENT, "min_sdk": 36})])
odd("a permission that older phones do not know is asked for from the version on that the app says", from_sdk(P + "ACCESS_LOCAL_NETWORK", 37), tables=[
    ("permission", {"name": P + "ACCESS_LOCAL_NETWORK", "min_sdk": 37})])
odd("a permission that ends before the older phones that know it is asked for from the version on that it says", from_sdk(P + "BLUETOOTH_CONNECT", 99, more=[A("maxSdkVersion", 30)]), tables=[
    ("permission", {"name": P + "BLUETOOTH_CONNECT", "min_sdk": 99, "max_sdk": 30})])
odd("what is implied by a permission that older phones ask for is on these, too", from_sdk(P + "WRITE_EXTERNAL_STORAGE", 99), never=[
    ("permission", {"name": P + "READ_EXTERNAL_STORAGE", "min_sdk": 99})], tables=[("permission", {"name": P + "READ_EXTERNAL_STORAGE", "origin": "split"})])

TWICE = "manifest.duplicate-permission:evasive"
NEVER = 0x10000
odd("a permission twice with other flags: the phone refuses from Android 12 on", head(asked(NEVER), asked(None)), TWICE, AMBIGUOUS)
odd("a permission twice with other flags, once from Android 6 on: the phone refuses from Android 12 on", head(asked(NEVER), asked(0, name="uses-permission-sdk-23")), TWICE, AMBIGUOUS)
for sentence, again in (("twice with the same flags", [asked(NEVER), asked(NEVER)]), ("without flags, and with none of them,", [asked(None), asked(0)]), ("twice up to one version", [asked(None, A("maxSdkVersion", 30))] * 2)):
    odd(f"a permission {sentence} is asked for once", head(*again), "manifest.duplicate-permission:odd", finds=["notice manifest.duplicate-permission"])
odd("a permission with other flags up to Android 11 is taken", head(asked(NEVER), asked(None, A("maxSdkVersion", 30))), TWICE)
odd("a permission with other flags up to Android 12: that refuses", head(asked(NEVER), asked(None, A("maxSdkVersion", 31))), TWICE, AMBIGUOUS)
odd("a permission with other flags for other Android versions is taken", head(asked(NEVER, A("minSdkVersion", 36)), asked(None, A("maxSdkVersion", 30))), TWICE)
odd("a permission with other flags from a version on that older ones do not look at: these refuse", head(asked(NEVER, A("minSdkVersion", 33)), asked(None, A("maxSdkVersion", 32))), TWICE, AMBIGUOUS)
odd("a permission with other flags up to SDK 0 is asked for before Android 15: that refuses", head(asked(NEVER), asked(None, A("maxSdkVersion", 0))), TWICE, AMBIGUOUS)
odd("a permission with other flags in the third place: the phone refuses", head(asked(NEVER, A("minSdkVersion", 33)), asked(None, A("maxSdkVersion", 32)), asked(None)), TWICE, AMBIGUOUS)
for attribute in ("requiredFeature", "requiredNotFeature"):
    odd(f"a permission with other flags by {attribute} is taken, since nobody knows of which phones", head(asked(NEVER), asked(None, A(attribute, "a.b"))), TWICE)
for name in ("required-feature", "required-not-feature"):
    odd(f"a permission with other flags by {name} is taken, since nobody knows of which phones", head(asked(NEVER), asked(None, inside=element(name, A("name", "a.b")))), TWICE)
    odd(f"a {name} without a name: the phone refuses from Android 12 on", head(asked(None, inside=element(name))), AMBIGUOUS)


def with_all(elements):
    def inside(document):
        for one in elements:
            one(document)
        return document
    return inside


def key_sets(*elements):
    """<key-sets> with these inside."""
    return around("key-sets", inside=with_all(elements))


def key_set(name, *keys):
    return around("key-set", *([] if name is None else [A("name", name)]), inside=with_all(keys))


def key(name, value=None):
    return element("public-key", A("name", name), *([] if value is None else [A("value", value)]))


def upgrade(*names):
    return with_all([element("upgrade-key-set", A("name", name)) for name in names])


def public(name):
    """The public key of a signer, as manifests have it."""
    return base64.b64encode(sign.identity(name)[2]).decode()


def in_set(name, signer, upgrade=False, **more):
    return ("key_set", {"name": name, "spki_sha256": hashlib.sha256(sign.identity(signer)[2]).hexdigest(), "upgrade": upgrade, **more})


OURS, OTHER = public("release"), public("second")
ONE, FOREIGN = key_set("one", key("k", OURS)), key_set("two", key("k"), key("l", OTHER))
odd("key-sets, of which one is for updates, are taken", head(key_sets(ONE, FOREIGN, upgrade("one"))),
    tables=[in_set("one", "release", upgrade=True, key_algorithm="RSA", key_bits=2048), in_set("two", "release"), in_set("two", "second")])
odd("a key with the same value twice, with blanks, signs that are no digits, and bytes behind the key, is taken once", head(key_sets(ONE, key_set(
    "two", key("k", " " + OURS[:5] + "\n!\\" + OURS[5:]), key("l", base64.b64encode(sign.identity("release")[2] + b"more").decode())))), tables=[in_set("two", "release")])
odd("a key-set without keys that no update asks for is taken", head(key_sets(key_set("none"))), never=[("key_set", {})])
odd("updates may ask for a key-set of the element before from Android 11 on", head(key_sets(ONE), key_sets(upgrade("one"))), AMBIGUOUS, tables=[in_set("one", "release", upgrade=True)])
odd("of several elements the last one says what is for updates", head(key_sets(ONE, upgrade("one")), key_sets(key_set("two", key("l", OTHER)), upgrade("two"))),
    tables=[in_set("one", "release", upgrade=False), in_set("two", "second", upgrade=True)])
odd("of a key-set twice the second one counts", head(key_sets(ONE, key_set("one", key("l", OTHER)), upgrade("one"))), tables=[in_set("one", "second", upgrade=True)],
    never=[in_set("one", "release", upgrade=True)])
for sentence, value in (("base64 that is none", OURS + "A"), ("other bytes", "MTIz"), ("a key that is cut", base64.b64encode(sign.identity("release")[2][:-1]).decode())):
    odd(f"a key-set with {sentence} for a key is none, and the phone takes that", head(key_sets(key_set("one", key("k", value), key("l", OTHER)))), never=[("key_set", {})])
    odd(f"a key-set with {sentence} for a key is none: the phone refuses updates by it", head(key_sets(key_set("one", key("l", OTHER), key("k", value)), upgrade("one"))), LACKS)
for sentence, elements in (
        ("an upgrade-key-set that is no key-set", [key_sets(ONE, upgrade("two"))]), ("an upgrade-key-set without keys", [key_sets(ONE, key_set("two"), upgrade("two"))]),
        ("an upgrade-key-set of an element behind", [key_sets(upgrade("one")), key_sets(ONE)]), ("an upgrade-key-set without a name", [key_sets(ONE, element("upgrade-key-set"))]),
        ("an upgrade-key-set that has no key the second time", [key_sets(ONE, key_set("one"), upgrade("one"))]),
        ("a key-set inside another", [key_sets(key_set("one", ONE))]), ("a key outside of key-sets", [key_sets(key("k", OURS))]),
        ("a key in a key-set without a name", [key_sets(key_set(None, key("k", OURS)))]), ("a key without a value", [key_sets(key_set("one", key("k")))]),
        ("a key of another element without a value", [key_sets(ONE), key_sets(key_set("two", key("k")))]), ("a key with two values", [key_sets(ONE, key_set("two", key("k", OTHER)))]),
        ("a key named as its key-set is", [key_sets(key_set("k", key("k", OURS)))]), ("a key named as a key-set behind it is", [key_sets(ONE, key_set("k"))])):
    odd(f"{sentence}: the phone refuses", head(*elements), LACKS)
SIGNED = sign.v2(pack([Entry("AndroidManifest.xml", head(key_sets(ONE, FOREIGN, upgrade("one", "two"))).build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED)]))
case("an upgrade-key-set that another key than the signer's is part of is for review, one of the signer's is not", SIGNED, signing="verified",
     finds=["review sig.upgrade-key", "sig.upgrade-key: the key " + hashlib.sha256(sign.identity("second")[2]).hexdigest()[:16] + " signs the next version together with today's"])
odd("what stands in key-sets is none of the manifest's", head(key_sets(SMS)), lacks=[P + "READ_SMS"])
odd("of a split nothing reads key-sets", plain(permissions=(), more=[A("split", "config.x", ns=None)], head=key_sets(upgrade("one")), ids=ALL_IDS), "split.no-base:refused")

# What filters compare addresses with, and features of groups.
PATTERNS = {"path": "literal", "pathPrefix": "prefix", "pathPattern": "pattern", "pathAdvancedPattern": "advanced-pattern", "pathSuffix": "suffix"}
DATA = {"component": OWN + "Icon", "position": 0, "scheme": "x", "host": "h"}
odd("each path of a data element counts", bare(launcher(MAIN, element("data", A("scheme", "x"), A("host", "h"), *(A(name, "/" + name) for name in PATTERNS)))),
    tables=[("intent_filter", dict(DATA, path_pattern="/" + name, pattern_kind=kind)) for name, kind in PATTERNS.items()])
odd("paths that are alike are told apart by how they are compared", bare(launcher(MAIN, element("data", A("scheme", "x"), A("host", "h"), A("path", "/p"), A("pathPrefix", "/p")))),
    tables=[("intent_filter", dict(DATA, path_pattern="/p", pattern_kind=kind)) for kind in ("literal", "prefix")])
odd("each scheme-specific part of a data element counts", bare(launcher(MAIN, element("data", A("scheme", "x"), *(A(name.replace("path", "ssp"), name) for name in PATTERNS)))),
    tables=[("intent_filter", {"component": OWN + "Icon", "scheme": "x", "ssp": name, "pattern_kind": kind}) for name, kind in PATTERNS.items()],
    never=[("intent_filter", {"component": OWN + "Icon", "scheme": "x", "ssp": None})])
odd("paths and scheme-specific parts are rows of their own", bare(launcher(MAIN, element("data", A("scheme", "x"), A("host", "h"), A("ssp", "s"), A("path", "/p")))),
    tables=[("intent_filter", dict(DATA, ssp="s", path_pattern=None)), ("intent_filter", dict(DATA, path_pattern="/p", ssp=None))])
odd("a data element with neither is one row", bare(launcher(MAIN, element("data", A("scheme", "x"), A("host", "h")))),
    tables=[("intent_filter", dict(DATA, path_pattern=None, ssp=None, pattern_kind=None))])
FEATURE = "android.hardware.camera"
odd("a feature of a group is required, whatever it says", head(around("feature-group", inside=many(element("uses-feature", A("name", FEATURE), A("required", False)), element(
    "uses-feature", A("glEsVersion", 0x30000), A("required", False))))), tables=[("feature", {"name": FEATURE, "required": True}), ("feature", {"name": "glEsVersion=0x00030000", "required": True})])
odd("a feature beside a group is what it says", head(around("feature-group", inside=element("uses-feature", A("name", "x"))), element("uses-feature", A("name", FEATURE), A("required", False))),
    tables=[("feature", {"name": FEATURE, "required": False})])
odd("a feature anywhere inside a group is one of it from Android 11 on", head(around("feature-group", inside=around("unknown", inside=element("uses-feature", A("name", FEATURE))))),
    NESTED, tables=[("feature", {"name": FEATURE, "required": True})])
odd("of a group features alone are looked at", head(around("feature-group", inside=SMS)), lacks=[P + "READ_SMS"])
for mime in ("text", "/plain", "text/", ""):
    odd(f"a filter of the MIME type '{mime}': the phone refuses", bare(launcher(MAIN, element("data", A("mimeType", mime)))), LACKS, tables=[("intent_filter", {"mime": mime})])
for mime in ("text/plain", "*/*", "a/b/c"):
    odd(f"a filter of the MIME type {mime} is taken", bare(launcher(MAIN, element("data", A("mimeType", mime)))), tables=[("intent_filter", {"mime": mime})])


def guarded(kind, *attributes, **defined):
    """A component that other apps may call, behind what the attributes say."""
    def head(document):
        for name, level in defined.items():
            document.element("permission", [A("name", f"com.example.hostile.{name}"), A("protectionLevel", level)])
    return plain(head=head, inside=element(kind, A("name", ".Other"), A("exported", True), *attributes, *([A("authorities", "com.example.hostile")] if kind == "provider" else [])))


for kind, rule in (("provider", "android.exported-provider"), ("receiver", "android.exported-component")):
    odd(f"a {kind} behind a permission that every app gets is open", guarded(kind, A("permission", P + "INTERNET")), finds=[rule])
    odd(f"a {kind} behind a permission of its own of level normal is open", guarded(kind, A("permission", "com.example.hostile.X"), X=0), finds=[rule])
    odd(f"a {kind} behind a permission of its own that every old app gets is open", guarded(kind, A("permission", "com.example.hostile.X"), X=0x82), finds=[rule])
    odd(f"a {kind} behind a permission of its own of level signature is not", guarded(kind, A("permission", "com.example.hostile.X"), X=2), spares=[rule])
    odd(f"a {kind} behind a permission of the system is not open", guarded(kind, A("permission", P + "DUMP")), spares=[rule])
odd("a provider that every app may write is open", guarded("provider", A("permission", P + "DUMP"), A("writePermission", P + "INTERNET")), finds=["android.exported-provider"])


# What a path of a provider has a permission of its own for.
OPEN, SHUT, BOTH = P + "INTERNET", P + "DUMP", "com.example.hostile.Other"
PROVIDED = "android.exported-provider"


def provider(*attributes, paths=(), package=()):
    """An exported provider of the authority a.b, with path-permissions."""
    def inside(document):
        for path in paths:
            document.element("path-permission", list(path))
        return document
    return plain(inside=around("provider", A("name", ".Other"), A("exported", True), A("authorities", "a.b"), *attributes, inside=inside), ids=ALL_IDS, application=package)


def path_row(**columns):
    return ("path_permission", dict({"component": BOTH}, **columns))


CLAIMS = "manifest.platform-authority"


def claiming(authorities, **more):
    return plain(inside=element("provider", A("name", ".Other"), A("exported", False), A("authorities", authorities)), **more)


odd("a provider of an authority of the platform is for review", claiming("sms"), finds=["review " + CLAIMS,
    CLAIMS + ": com.example.hostile.Other; phones that have com.android.providers.telephony refuse the package"])
odd("a provider of an authority of the platform beside its own is for review", claiming("a.b;com.android.contacts;c.d"), finds=[CLAIMS])
for authorities in ("SMS", "sms.x", "x.sms", "sms x", "a;;b"):
    odd(f"a provider of the authority {authorities} claims none of the platform's", claiming(authorities), spares=[CLAIMS])
odd("a package of the platform may claim its own authority", claiming("media", package="com.android.providers.media.module"), spares=[CLAIMS], app="com.android.providers.media.module")
odd("a package of the platform may not claim that of another", claiming("media;sms", package="com.android.providers.media.module"), finds=[CLAIMS], app="com.android.providers.media.module")
PATHS = {"path": "literal", "pathPrefix": "prefix", "pathPattern": "pattern", "pathSuffix": "suffix", "pathAdvancedPattern": "advanced-pattern"}
for attribute, kind in PATHS.items():
    odd(f"a path-permission of a {attribute} is a fact", provider(A("permission", SHUT), paths=[[A("permission", SHUT), A(attribute, "/p")]]), spares=[PROVIDED],
        tables=[path_row(pattern_kind=kind, path_pattern="/p", read_permission=SHUT, write_permission=SHUT)])
odd("of several paths of a path-permission the advanced pattern counts, before the pattern, the prefix, the suffix and the path", provider(A("permission", SHUT), paths=[
    [A("permission", SHUT)] + [A(attribute, "/" + attribute) for attribute in list(PATHS)[:last + 1]] for last in range(len(PATHS))]),
    tables=[path_row(path_pattern="/" + attribute) for attribute in ("path", "pathPrefix", "pathPattern", "pathAdvancedPattern")], never=[path_row(path_pattern="/pathSuffix")])
odd("a suffix of a path-permission counts before its path", provider(A("permission", SHUT), paths=[[A("permission", SHUT), A("path", "/p"), A("pathSuffix", "/s")]]),
    tables=[path_row(path_pattern="/s")], never=[path_row(path_pattern="/p")])
odd("a path-permission reads and writes by permissions of its own before the one of both", provider(A("permission", SHUT), paths=[[A("permission", SHUT), A(
    "readPermission", P + "READ_SMS"), A("path", "/p")]]), tables=[path_row(read_permission=P + "READ_SMS", write_permission=SHUT)])
for sentence, path in {"without a path": [A("permission", SHUT)], "without a permission": [A("path", "/p")]}.items():
    odd(f"a path-permission {sentence} is none", provider(A("permission", SHUT), paths=[path]), never=[path_row()], spares=[PROVIDED])
odd("a path-permission of an activity is none", plain(inside=around("activity", A("name", ".Other"), A("exported", True), inside=element(
    "path-permission", A("permission", SHUT), A("path", "/p"))), ids=ALL_IDS), never=[path_row()])
odd("a path-permission leaves the rest of a provider open that has no permission", provider(paths=[[A("permission", SHUT), A("pathPrefix", "/p")]]),
    finds=[PROVIDED + ": a.b"], tables=[("open_access", {"component": BOTH, "access": access, "path_pattern": None}) for access in ("read", "write")],
    never=[("open_access", {"path_pattern": "/p"})])
odd("a path-permission that every app gets opens its path of a provider that is guarded", provider(A("permission", SHUT), paths=[[A("readPermission", OPEN), A(
    "pathPrefix", "/p")]]), finds=[PROVIDED + ": a.b/p"], tables=[("open_access", {"component": BOTH, "access": "read", "pattern_kind": "prefix", "path_pattern": "/p"})],
    never=[("open_access", {"component": BOTH, "access": "write"}), ("open_access", {"component": BOTH, "path_pattern": None})])
odd("a path-permission does not guard a path of a provider whose own permission every app gets", provider(A("permission", OPEN), paths=[[A("permission", SHUT), A("path", "/p")]]),
    tables=[("open_access", {"component": BOTH, "access": "write", "path_pattern": "/p"})])
for attribute, path in {"pathPrefix": "", "pathPattern": ".*"}.items():
    odd(f"a path-permission of each path guards the provider: {attribute}", provider(paths=[[A("permission", SHUT), A(attribute, path)]]), spares=[PROVIDED],
        never=[("open_access", {"component": BOTH})])
    odd(f"a path-permission of each path that guards reading leaves writing open: {attribute}", provider(paths=[[A("readPermission", SHUT), A(attribute, path)]]),
        finds=[PROVIDED], tables=[("open_access", {"component": BOTH, "access": "write"})], never=[("open_access", {"component": BOTH, "access": "read"})])
    odd(f"a path-permission of each path that every app gets guards nothing: {attribute}", provider(paths=[[A("permission", OPEN), A(attribute, path)]]), finds=[PROVIDED + ": a.b"])
odd("a path-permission below the root leaves the root open", provider(paths=[[A("permission", SHUT), A("pathPrefix", "/")]]), finds=[PROVIDED])
odd("a path-permission that is empty nobody has: it opens no path", provider(A("permission", SHUT), paths=[[A("permission", ""), A("path", "/p")]]), spares=[PROVIDED],
    tables=[path_row(read_permission="", write_permission="")])
odd("a path-permission that is empty nobody has: it guards each path", provider(paths=[[A("permission", ""), A("pathPrefix", "")]]), spares=[PROVIDED])
odd("a path of a provider that is not exported is open to nobody", plain(inside=around("provider", A("name", ".Other"), A("exported", False), A("authorities", "a.b"),
    inside=element("path-permission", A("permission", OPEN), A("path", "/p"))), ids=ALL_IDS), spares=[PROVIDED], never=[("open_access", {"component": BOTH})])


# Guards that nobody defines.
NOBODYS, MISSED = "com.example.hostile.ACESS", "android.undefined-guard"


def guarded(permission, *heads, kind="service", more=()):
    return plain(head=many(*heads), inside=element(kind, A("name", ".Other"), A("exported", True), A("permission", permission), *more), ids=ALL_IDS)


def defines(permission, tag="permission"):
    return element(tag, A("name", permission), A("protectionLevel", 2))


AUTHORITY = [A("authorities", "a.b")]
odd("a provider behind a permission that nobody defines is for review", provider(A("permission", NOBODYS)), finds=["review " + MISSED, f"{MISSED}: provider, permission {NOBODYS}"],
    spares=[PROVIDED], tables=[("open_access", {"component": BOTH, "access": access, "permission": NOBODYS}) for access in ("read", "write")])
odd("a path of a provider behind a permission that nobody defines is for review", provider(A("permission", SHUT), paths=[[A("readPermission", NOBODYS), A("path", "/p")]]),
    finds=["review " + MISSED], tables=[("open_access", {"component": BOTH, "path_pattern": "/p", "access": "read", "permission": NOBODYS})],
    never=[("open_access", {"access": "write"})])
odd("a path of each path behind a permission that nobody defines guards nothing", provider(paths=[[A("permission", NOBODYS), A("pathPrefix", "")]]), finds=["review " + MISSED])
for kind in ("service", "receiver", "activity"):
    odd(f"a {kind} behind a permission that nobody defines is a notice", guarded(NOBODYS, kind=kind), finds=["notice " + MISSED], spares=["android.exported-component"])
odd("a permission that platforms have no more is defined by nobody", guarded("android.permission.RETRIEVE_WINDOW_INFO", kind="provider", more=AUTHORITY), finds=["review " + MISSED])
odd("a permission that the app defines guards", guarded(NOBODYS, defines(NOBODYS), kind="provider", more=AUTHORITY), spares=[MISSED, PROVIDED])
odd("a permission that newer phones do not take the definition of is defined by nobody there", guarded(NOBODYS, element("permission", A("name", NOBODYS), A("protectionLevel", 2), A(
    "maxSdkVersion", 36)), kind="provider", more=AUTHORITY), finds=["review " + MISSED], tables=[("permission_definition", {"name": NOBODYS, "max_sdk": 36})])
odd("a permission that is defined without an end beside one with an end guards", guarded(NOBODYS, element("permission", A("name", NOBODYS), A("protectionLevel", 2), A(
    "maxSdkVersion", 27)), defines(NOBODYS)), spares=[MISSED])
odd("a permission whose definition ends behind all versions guards", guarded(NOBODYS, element("permission", A("name", NOBODYS), A("protectionLevel", 2), A(
    "maxSdkVersion", 10000))), spares=[MISSED])
odd("a maxSdkVersion of -1 is none", guarded(NOBODYS, element("permission", A("name", NOBODYS), A("protectionLevel", 2), A("maxSdkVersion", -1))), spares=[MISSED],
    never=[("permission_definition", {"max_sdk": -1})])
odd("a permission that every app gets on some phones guards nothing", guarded(NOBODYS, element("permission", A("name", NOBODYS), A("maxSdkVersion", 30)), defines(NOBODYS)),
    "manifest.malformed:ambiguous", finds=["android.exported-component"])
odd("a permission below a tree of the app's guards", guarded(NOBODYS, defines("com.example.hostile", "permission-tree"), kind="provider", more=AUTHORITY), spares=[MISSED, PROVIDED])
odd("a permission beside a tree of the app's is defined by nobody", guarded("com.example.hostiles.A", defines("com.example.hostile", "permission-tree")), finds=[MISSED])
for permission in (P + "BIND_INPUT_METHOD", P + "health.READ_STEPS", "com.google.android.c2dm.permission.SEND", "com.heytap.mcs.permission.SEND_PUSH_MESSAGE"):
    odd(f"a permission of the platform or a vendor guards: {permission}", guarded(permission), spares=[MISSED, "android.exported-component"])
odd("a name like that of an SDK's own permission is defined by nobody", guarded("x.permission.MIPUSH_RECEIVE"), finds=[MISSED])
odd("a permission that a vendor gives to every app guards nothing", guarded("com.android.launcher.permission.INSTALL_SHORTCUT", kind="provider", more=AUTHORITY), finds=[PROVIDED])


def alias(category):
    def inside(document):
        document.start("activity-alias", [A("name", ".Other"), A("targetActivity", ".Main"), A("exported", True)]).start("intent-filter")
        document.element("action", [A("name", "android.intent.action.MAIN")]).element("category", [A("name", category)]).end("intent-filter").end("activity-alias")
    return plain(inside=inside)


odd("an alias that other apps may call is said", alias("android.intent.category.DEFAULT"), finds=["android.exported-component: alias"])
odd("an alias that the home screen shows is no other than an activity there", alias("android.intent.category.LAUNCHER"), spares=["android.exported-component"])


# AconfigFlags.skipCurrentElement: by namespace and name.
FLAG, FLAGGED = A("featureFlag", "bogus.flag"), "manifest.feature-flag:ambiguous"


def flagged(*places, flag=FLAG):
    """An alias that is on the home screen; places: of its elements that stand under a flag."""
    def inside(document):
        at = {place: [flag] for place in places}
        document.start("activity-alias", [A("name", ".Other"), A("label", "Bank"), A("targetActivity", ".Main"), A("exported", True)] + at.get("activity-alias", []))
        document.start("intent-filter", at.get("intent-filter", [])).element("action", [A("name", "android.intent.action.MAIN")])
        document.element("category", [A("name", "android.intent.category.LAUNCHER")]).element("data", [A("scheme", "x")] + at.get("data", []))
        document.end("intent-filter").end("activity-alias")
    return plain(inside=inside)


for place in ("activity-alias", "intent-filter", "data"):
    odd(f"{place} under a feature flag is not there on some phones", flagged(place), FLAGGED, finds=["review manifest.feature-flag", f"manifest.feature-flag: 1 in all; the first: {place} of flag 'bogus.flag'"],
        tables=[("intent_filter", {"scheme": "x"})])
odd("several elements under feature flags are said once, with the first", flagged("data", "intent-filter"), FLAGGED,
    finds=["manifest.feature-flag: 2 in all; the first: intent-filter of flag 'bogus.flag'"])
odd("a permission, and one that is asked for, under feature flags", head(element("permission", A("name", NOBODYS), A("protectionLevel", 2), A("featureFlag", "!a.b")), element(
    "uses-permission", A("name", P + "CAMERA"), FLAG)), FLAGGED, has=[P + "CAMERA"], finds=["manifest.feature-flag: 2 in all; the first: permission of flag '!a.b'"])
odd("a manifest under a feature flag", plain(more=[FLAG]), FLAGGED)
odd("an element that nothing knows under a feature flag has others inside that some phones read", plain(head=around("no-such", FLAG, inside=element(
    "uses-permission", A("name", P + "CAMERA")))), FLAGGED, lacks=[P + "CAMERA"])
odd("a feature flag of no namespace is none", flagged("data", flag=A("featureFlag", "bogus.flag", ns=None)))
odd("a feature flag of another namespace is none", flagged("data", flag=A("featureFlag", "bogus.flag", ns="http://example.com")))


# What the home screen of TVs shows, and which devices an app is for.
LAUNCHED, ON_TV, NO_ENTRY, TV = "android.intent.category.LAUNCHER", "android.intent.category.LEANBACK_LAUNCHER", "android.no-launcher", "android.software.leanback"


def entries(*found, feature=None, required=None):
    """Activities .A0, .A1 ...; found: category and data scheme (or None) of each filter; the feature stands behind them."""
    document = root(Document())
    document.element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).start("application", [A("label", "Hostile")])
    for i, filters in enumerate(found):
        document.start("activity", [A("name", f".A{i}"), A("exported", True)])
        for category, scheme in filters:
            document.start("intent-filter").element("action", [A("name", "android.intent.action.MAIN")]).element("category", [A("name", category)])
            if scheme:
                document.element("data", [A("scheme", scheme)])
            document.end("intent-filter")
        document.end("activity")
    document.end("application")
    if feature:
        document.element("uses-feature", [A("name", feature)] + ([] if required is None else [A("required", required)]))
    return document.end("manifest")


MAIN_OF = "com.example.hostile.A%d"
odd("the entry of an app for TVs is that of their home screen", entries([(ON_TV, None)], feature=TV), spares=[NO_ENTRY, "android.exported-component"], main_component=MAIN_OF % 0, device="tv")
odd("the entry of an app for TVs comes before that of phones", entries([(LAUNCHED, None)], [(ON_TV, None)], feature=TV), spares=[NO_ENTRY], main_component=MAIN_OF % 1)
odd("the entry of an app for phones and TVs is that of phones", entries([(ON_TV, None)], [(LAUNCHED, None)], feature=TV, required=False), spares=[NO_ENTRY], main_component=MAIN_OF % 1, device=None)
odd("an app that only TVs show, and that is for phones, too, has no entry there", entries([(ON_TV, None)]), finds=["review " + NO_ENTRY, NO_ENTRY + ": only on that of TVs"],
    spares=["android.exported-component"], main_component=MAIN_OF % 0, device=None)
odd("an app that phones would show for some data only has no entry there", entries([(ON_TV, None), (LAUNCHED, "x")]), finds=["review " + NO_ENTRY], main_component=MAIN_OF % 0)
odd("an entry of TVs that wants data is none", entries([(ON_TV, "x")], feature=TV), finds=["notice " + NO_ENTRY, NO_ENTRY + ": None"], main_component=None)
for feature, device in {"android.hardware.type.watch": "watch", "android.hardware.type.automotive": "automotive", TV: "tv", "android.hardware.camera": None}.items():
    odd(f"an app that requires {feature} is for {device or 'any device'}", plain(head=element("uses-feature", A("name", feature))), device=device, spares=[NO_ENTRY])
odd("an app that does without a watch is for any device", plain(head=element("uses-feature", A("name", "android.hardware.type.watch"), A("required", False))), device=None)
