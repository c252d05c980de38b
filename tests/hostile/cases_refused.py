"""What the package parser refuses, in all versions (refused) or in some (ambiguous)."""
from axml import A, ALL_IDS, Ref, plain
from cases_manifest import element, odd

IDS = {**ALL_IDS, "revisionCode": 0x010104D5, "installLocation": 0x010102B7, "targetSandboxVersion": 0x0101054C, "compileSdkVersion": 0x01010572, "sharedUserMaxSdkVersion": 0x0101064D,
       "isGame": 0x010103F4, "uiOptions": 0x01010398, "appCategory": 0x01010545, "maxAspectRatio": 0x01010560, "minAspectRatio": 0x0101059B, "autoRevokePermissions": 0x01010613,
       "gwpAsanMode": 0x01010616, "memtagMode": 0x01010624, "permissionFlags": 0x010103C7, "permissionGroupFlags": 0x010103C5, "reqTouchScreen": 0x01010227, "reqKeyboardType": 0x01010228,
       "reqNavigation": 0x0101022A, "smallScreens": 0x01010284, "normalScreens": 0x01010285, "largeScreens": 0x01010286, "xlargeScreens": 0x010102BF, "resizeable": 0x0101028D,
       "anyDensity": 0x0101026C, "requiresSmallestWidthDp": 0x01010364, "compatibleWidthLimitDp": 0x01010365, "largestWidthLimitDp": 0x01010366, "launchMode": 0x0101001D,
       "screenOrientation": 0x0101001E, "configChanges": 0x0101001F, "windowSoftInputMode": 0x0101022B, "persistableMode": 0x0101042D, "documentLaunchMode": 0x01010445,
       "maxRecents": 0x01010446, "lockTaskMode": 0x010104ED, "rotationAnimation": 0x0101053A, "recreateOnConfigChanges": 0x01010547, "colorMode": 0x0101054A,
       "foregroundServiceType": 0x01010599, "initOrder": 0x0101001A, "gravity": 0x010100AF, "minWidth": 0x0101013F, "minHeight": 0x01010140, "order": 0x010101EA, "autoVerify": 0x010104EE}
FLOAT, DIMENSION = 4, 5
TYPE = "manifest.type-confusion"


def B(name, value, **more):
    return A(name, value, id=IDS[name], **more)


def made(**where):
    return plain(ids=IDS, **where)


def at_root(attribute):
    return made(more=[attribute])


def at_application(attribute):
    return made(application=[attribute])


def at_activity(attribute):
    return made(main=[attribute])


def in_manifest(name, *needed):
    return lambda attribute: made(head=element(name, *needed, attribute))


def in_application(name, *needed):
    return lambda attribute: made(inside=element(name, *needed, attribute))


def in_activity(name):
    return lambda attribute: made(inside=lambda document: document.start("activity", [A("name", ".Other"), A("exported", False)]).element(name, [attribute]).end("activity"))


def in_queries(attribute):
    return made(head=lambda document: document.start("queries").start("intent", [attribute]).element("action", [A("name", "com.example.DO")]).end("intent").end("queries"))


def in_processes(attribute):
    return made(inside=lambda document: document.start("processes").element("process", [attribute]).end("processes"))


HIDDEN = (A("name", ".Hidden"), A("exported", False))
PLACES = {
    "manifest": at_root, "application": at_application, "activity": at_activity, "intent": in_queries, "process": in_processes,
    "receiver": in_application("receiver", *HIDDEN), "service": in_application("service", *HIDDEN),
    "provider": in_application("provider", *HIDDEN, A("authorities", "com.example.hostile")), "intent-filter": in_activity("intent-filter"), "layout": in_activity("layout"),
    "permission": in_manifest("permission", A("name", "com.example.hostile.P")), "permission-group": in_manifest("permission-group", A("name", "com.example.hostile.G")),
    "uses-feature": in_manifest("uses-feature", A("name", "com.example.feature"), A("required", False)), "uses-configuration": in_manifest("uses-configuration"),
    "supports-screens": in_manifest("supports-screens"), "uses-permission": in_manifest("uses-permission", A("name", "com.example.hostile.P")),
}
# Numbers by element, those behind the bar read since a version that is younger than the oldest.
NUMBERS = """
manifest installLocation targetSandboxVersion revisionCode | compileSdkVersion sharedUserMaxSdkVersion
application uiOptions appCategory maxAspectRatio | minAspectRatio autoRevokePermissions gwpAsanMode memtagMode
activity uiOptions launchMode screenOrientation configChanges windowSoftInputMode persistableMode documentLaunchMode maxRecents lockTaskMode rotationAnimation recreateOnConfigChanges colorMode |
receiver uiOptions |
service | foregroundServiceType
provider initOrder |
intent-filter priority | order
intent | priority order
process | gwpAsanMode memtagMode
layout gravity |
permission protectionLevel permissionFlags | maxSdkVersion
permission-group priority permissionGroupFlags |
uses-permission | usesPermissionFlags
uses-feature version |
uses-configuration reqTouchScreen reqKeyboardType reqNavigation |
supports-screens smallScreens normalScreens largeScreens xlargeScreens resizeable anyDensity requiresSmallestWidthDp compatibleWidthLimitDp largestWidthLimitDp |
"""
for line in NUMBERS.strip().splitlines():
    place, *names = line.split()
    for name in names:
        if name != "|":
            effect = "refused" if names.index(name) < names.index("|") else "ambiguous"
            odd(f"{name} of {place} that is text and no number: {'every phone refuses' if effect == 'refused' else 'phones of some versions refuse'}", PLACES[place](B(name, "none")), f"{TYPE}:{effect}",
                finds=[f"{TYPE}: {name} of {place} is 'none', not a number or truth value"])
for text, effect in (("", "refused"), ("2", "ambiguous"), ("-2", "ambiguous"), ("0x10", "ambiguous"), ("#F", "ambiguous"), ("0", "ambiguous"), ("017", "ambiguous"), ("08", "refused"), ("0x", "refused"),
                     ("2 ", "refused"), (" 2", "refused"), ("2147483647", "ambiguous"), ("2147483648", "refused")):
    odd(f"a launch mode of the text '{text}' {'is read by the full parser alone' if effect == 'ambiguous' else 'is no number to the phone'}", at_activity(B("launchMode", text)), f"{TYPE}:{effect}")
odd("a launch mode that is a fraction: the phone refuses", at_activity(B("launchMode", 0, kind=FLOAT, data=0x3FC00000)), f"{TYPE}:refused", finds=[f"{TYPE}: launchMode of activity is '1.5', not a number or truth value"])
odd("a launch mode that is a length: the phone refuses", at_activity(B("launchMode", 0, kind=DIMENSION, data=0x101)), f"{TYPE}:refused")
odd("a launch mode that is a colour is a number", at_activity(B("launchMode", 0, kind=0x1C, data=2)))
odd("a launch mode that is none is none", at_activity(B("launchMode", 0, kind=0, data=0)))
odd("a launch mode of the system's resources is not known here", at_activity(B("launchMode", Ref(0x010E0000))))
odd("a launch mode of a resource that there is not: the phone refuses", at_activity(B("launchMode", Ref(0x7F010000))), f"{TYPE}:refused")
odd("a mode that getInteger reads is none as text, number or not", at_activity(B("persistableMode", "1")), f"{TYPE}:refused")
odd("a ratio that is text and a number", at_application(B("maxAspectRatio", "1.86f")), f"{TYPE}:ambiguous")
odd("a ratio that is a fraction is one", at_application(B("maxAspectRatio", 0, kind=FLOAT, data=0x3FC00000)))
odd("a ratio that is a number is one", at_application(B("maxAspectRatio", 2)))
odd("a width that is a length is one", in_activity("layout")(B("minWidth", 0, kind=DIMENSION, data=0x101)))
for name, value in (("minWidth", "100dp"), ("minHeight", 100)):
    odd(f"{name} of layout that is {value}: the phone refuses", in_activity("layout")(B(name, value)), f"{TYPE}:refused", finds=[f"{TYPE}: {name} of layout is '{value}', not a length"])
odd("a version of OpenGL ES as text: the phone refuses", made(head=element("uses-feature", A("required", False), B("glEsVersion", "none"))), f"{TYPE}:refused")
odd("a version of OpenGL ES of a feature that has a name is not read", PLACES["uses-feature"](B("glEsVersion", "none")))
odd("a truth value of a receiver as text is coerced", made(inside=element("receiver", A("name", ".Hidden"), A("exported", "true"))), f"{TYPE}:ambiguous",
    tables=[("component", {"kind": "receiver", "exported": True})])
odd("what a split's application says in numbers is not read, but whether it has code", plain(ids=IDS, permissions=(), sdk=None, application=[B("uiOptions", "none"), A("testOnly", "true"), A("hasCode", "true")],
    more=[A("split", "config.x", ns=None)]), f"{TYPE}:ambiguous", "split.no-base:refused", finds=[f"{TYPE}: hasCode of application is 'true', not a number or truth value"])
odd("numbers of an element that the phone does not take are none of its", made(inside=element("uses-permission", A("name", "com.example.hostile.P"), B("usesPermissionFlags", "none"))),
    "manifest.misplaced-permission:evasive")
