"""What the package parser refuses, in all versions (refused) or in some (ambiguous)."""
from axml import A, ALL_IDS, Document, Ref, plain, root
from cases_manifest import element, many, odd

IDS = {**ALL_IDS, "revisionCode": 0x010104D5, "installLocation": 0x010102B7, "targetSandboxVersion": 0x0101054C, "compileSdkVersion": 0x01010572, "sharedUserMaxSdkVersion": 0x0101064D,
       "isGame": 0x010103F4, "uiOptions": 0x01010398, "appCategory": 0x01010545, "maxAspectRatio": 0x01010560, "minAspectRatio": 0x0101059B, "autoRevokePermissions": 0x01010613,
       "gwpAsanMode": 0x01010616, "memtagMode": 0x01010624, "permissionFlags": 0x010103C7, "permissionGroupFlags": 0x010103C5, "reqTouchScreen": 0x01010227, "reqKeyboardType": 0x01010228,
       "reqNavigation": 0x0101022A, "smallScreens": 0x01010284, "normalScreens": 0x01010285, "largeScreens": 0x01010286, "xlargeScreens": 0x010102BF, "resizeable": 0x0101028D,
       "anyDensity": 0x0101026C, "requiresSmallestWidthDp": 0x01010364, "compatibleWidthLimitDp": 0x01010365, "largestWidthLimitDp": 0x01010366, "launchMode": 0x0101001D,
       "screenOrientation": 0x0101001E, "configChanges": 0x0101001F, "windowSoftInputMode": 0x0101022B, "persistableMode": 0x0101042D, "documentLaunchMode": 0x01010445,
       "maxRecents": 0x01010446, "lockTaskMode": 0x010104ED, "rotationAnimation": 0x0101053A, "recreateOnConfigChanges": 0x01010547, "colorMode": 0x0101054A,
       "foregroundServiceType": 0x01010599, "initOrder": 0x0101001A, "gravity": 0x010100AF, "minWidth": 0x0101013F, "minHeight": 0x01010140, "order": 0x010101EA, "autoVerify": 0x010104EE, "port": 0x01010029, "sdkVersion": 0x01010610, "minExtensionVersion": 0x01010611,
       "cantSaveState": 0x0101056E, "classLoader": 0x0101056B, "requiredDisplayCategory": 0x01010679, "knownActivityEmbeddingCerts": 0x0101066A}
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

MALFORMED, UNEVEN = "manifest.malformed:refused", "manifest.malformed:ambiguous"
LIBRARY = (A("name", "com.example.library"), B("version", 3))
STATIC, SDK = element("static-library", *LIBRARY), element("sdk-library", A("name", "com.example.library"), B("versionMajor", 3))


def package_of(*elements, head=(), sdk=(26, 36), more=()):
    """A package without an activity."""
    document = root(Document(IDS), more=more)
    if sdk:
        document.element("uses-sdk", [A("minSdkVersion", sdk[0]), A("targetSdkVersion", sdk[1])])
    many(*head)(document).start("application", [A("label", "Hostile")])
    return many(*elements)(document).end("application").end("manifest")


def defined(**columns):
    return [("library_definition", {"kind": "static", "name": "com.example.library", **columns})]


odd("a package that is a static library is no app, and of another name on phones", package_of(STATIC), tables=defined(version=3, installed_as="com.example.hostile_3"),
    finds=["review manifest.library", "manifest.library: static library of version 3, which phones know as com.example.hostile_3"])
odd("the name on phones has the whole version of a static library", package_of(element("static-library", *LIBRARY, B("versionMajor", 1))),
    tables=defined(version=(1 << 32) + 3, installed_as="com.example.hostile_4294967299"))
odd("a package that is an SDK library keeps its name", package_of(SDK), tables=[("library_definition", {"kind": "sdk", "name": "com.example.library", "version": 3})],
    finds=["review manifest.library", "manifest.library: SDK library of version 3, which Android 13 and later take for one"])
for sentence, attributes in (("name", LIBRARY[1:]), ("version", LIBRARY[:1])):
    odd(f"a static library without {sentence}: the phone refuses", package_of(element("static-library", *attributes)), MALFORMED, finds=[f"manifest.malformed: static-library without {sentence}"])
odd("a static library of a negative version: the phone refuses", package_of(element("static-library", LIBRARY[0], B("version", -1))), MALFORMED)
odd("a static library whose name is a resource has none", package_of(element("static-library", A("name", Ref(0x7F010000)), LIBRARY[1])), "manifest.config-dependent-value:evasive", MALFORMED)
for sentence, attributes in (("name", (B("versionMajor", 3),)), ("versionMajor", LIBRARY[:1])):
    odd(f"an SDK library without {sentence}: Android 13 and later refuse", package_of(element("sdk-library", *attributes)), UNEVEN, finds=[f"manifest.malformed: sdk-library without {sentence}"])
for library, effect in ((STATIC, MALFORMED), (SDK, UNEVEN)):
    odd(f"a library with a shared user id: the phone refuses ({effect})", package_of(library, more=[A("sharedUserId", "com.example.shared")]), effect)
    odd(f"a package that is two libraries of a kind: the phone refuses ({effect})", package_of(library, library), effect)
odd("a package that is a static and an SDK library", package_of(STATIC, SDK), tables=defined())
odd("a static library for target 25: the phone refuses", package_of(STATIC, sdk=(21, 25)), MALFORMED, finds=["manifest.malformed: the package is a static library for the target 25, where phones ask for 26"])
odd("a static library for no target: the phone refuses", package_of(STATIC, sdk=None), MALFORMED)
COMPONENTS = {"activity": HIDDEN, "service": HIDDEN, "receiver": HIDDEN, "provider": (*HIDDEN, A("authorities", "com.example.hostile")), "library": LIBRARY[:1]}
for name, attributes in COMPONENTS.items():
    odd(f"a static library beside {name}: the phone refuses", package_of(STATIC, element(name, *attributes)), MALFORMED, finds=[f"manifest.malformed: the package is a static library and has {name}, which phones refuse"])
    odd(f"an SDK library beside {name}: {'taken' if name == 'library' else 'versions differ'}", package_of(SDK, element(name, *attributes)), *([] if name == "library" else [UNEVEN]))
for name, attributes in {"permission": (A("name", "com.example.hostile.P"),), "permission-tree": (A("name", "com.example.hostile"),), "permission-group": (A("name", "com.example.hostile.G"),),
                         "attribution": (A("tag", "a"), A("label", Ref(0x7F010000))), "overlay": (A("targetPackage", "com.example.other"),)}.items():
    odd(f"a static library beside {name}: the phone refuses", package_of(STATIC, head=[element(name, *attributes)]), MALFORMED)
odd("a static library beside what the phone takes from apps before it looks", package_of(STATIC, head=[element("original-package", A("name", "a.b")), element("protected-broadcast", A("name", "a.B"))]))
odd("a library in a split is none", plain(ids=IDS, permissions=(), sdk=None, inside=STATIC, more=[A("split", "config.x", ns=None)]), "split.no-base:refused", never=defined())


def filtering(*data):
    """An activity that nobody starts, whose filter has these data elements."""
    return made(inside=lambda document: many(element("action", A("name", "com.example.DO")), *(element("data", *one) for one in data))(
        document.start("activity", [A("name", ".Other"), A("exported", False)]).start("intent-filter")).end("intent-filter").end("activity"))


def asking(*elements):
    return made(head=lambda document: many(*elements)(document.start("queries").start("intent")).end("intent").end("queries"))


DO, WEB = element("action", A("name", "com.example.DO")), A("scheme", "https")
for port in ("443", "+443", "-1", "65536", "2147483647", "0", "00443"):
    odd(f"the port {port} is a number to the phone", filtering([WEB, A("host", "h"), B("port", port)]), tables=[("intent_filter", {"host": "h:" + port})])
for port in ("abc", "", "443 ", "2147483648", "0x50", "4 4"):
    odd(f"the port '{port}' is no number: the phone refuses", filtering([WEB, A("host", "h"), B("port", port)]), MALFORMED, finds=[f"manifest.malformed: '{port}' is no number of a port"])
    odd(f"the port '{port}' in queries: Android 11 and later refuse", asking(DO, element("data", WEB, A("host", "h"), B("port", port))), UNEVEN)
odd("a port that is a number in hexadecimal form is text that is none", filtering([WEB, A("host", "h"), B("port", 0, kind=0x11, data=0x50)]), MALFORMED)
odd("a port that is a number", filtering([WEB, A("host", "h"), B("port", 443)]), tables=[("intent_filter", {"host": "h:443"})])
odd("a port without a host is not parsed", filtering([WEB, B("port", "abc")]))
for pattern in ("/a", "", "/.*", "/[a-z]+", "/[^/]*", "/a{2}", "/a{2,}", "/a{2,3}", "/a{-1}", "[]", "/[[]", "/[a-]", "/[a-\\]]", "\\[", "/}", "/]", "/\\*", "/a\\{", "/[*+{.]", "/a" * 1000, "/[" + "中" * 1000 + "]", ".*", "[ab][cd]*"):
    taken = pattern != "[]"
    for attribute in ("pathAdvancedPattern", "sspAdvancedPattern"):
        odd(f"the advanced pattern {pattern[:20]} of {attribute} {'is parsed' if taken else 'is not: Android 12 and later refuse'}", filtering([WEB, A("host", "h"), B(attribute, pattern)]), *([] if taken else [UNEVEN]))
for pattern in ("[", "/[a", "[^", "[^]", "*", "+", "{2}", "/a**", "/a{2}*", "/a+{2}", "/a{", "/a{}", "/a{x}", "/a{3,2}", "/a{,2}", "/a{2,x}", "/a{2147483648}", "\\", "/a\\", "}*", "/a" * 1100, "/[" + "中" * 1030 + "]"):
    odd(f"the advanced pattern {pattern[:20]} is not parsed: Android 12 and later refuse", filtering([WEB, A("host", "h"), B("pathAdvancedPattern", pattern)]), UNEVEN)
odd("a pattern is no advanced one", filtering([WEB, A("host", "h"), A("pathPattern", "[")]))
PROVIDER = (*HIDDEN, A("authorities", "com.example.hostile"))


def providing(name, *attributes):
    return made(inside=lambda document: document.start("provider", PROVIDER).element(name, attributes).end("provider"))


odd("an advanced pattern of grant-uri-permission that is not parsed: Android 12 and later refuse", providing("grant-uri-permission", A("pathAdvancedPattern", "[")), UNEVEN)
odd("one of path-permission", providing("path-permission", A("readPermission", "a.b.P"), A("pathAdvancedPattern", "[")), UNEVEN)
odd("one of a path-permission without a permission is not parsed", providing("path-permission", A("pathAdvancedPattern", "[")))
odd("an advanced pattern in queries that is not parsed", asking(DO, element("data", WEB, A("pathAdvancedPattern", "["))), UNEVEN)
odd("a type in queries that is none: Android 11 and later refuse", asking(DO, element("data", A("mimeType", "text"))), UNEVEN, finds=["manifest.malformed: 'text' is no MIME type"])

NEITHER = "manifest.malformed: an intent of queries has neither action nor data, which Android 11 and later refuse"
for sentence, elements in {"nothing": (), "a category": (element("category", A("name", "c")),), "a host": (element("data", A("host", "h")),)}.items():
    odd(f"an intent of queries with {sentence} alone: Android 11 and later refuse", asking(*elements), UNEVEN, finds=[NEITHER])
for sentence, elements in {"an action": (DO,), "a scheme": (element("data", WEB),), "a type": (element("data", A("mimeType", "text/plain")),), "an action twice": (DO, DO),
                           "a scheme and a type twice": (element("data", WEB, A("mimeType", "a/b")),) * 2, "two paths": (element("data", WEB, A("path", "/a")), element("data", A("path", "/b"))),
                           "two categories": (DO, element("category", A("name", "a")), element("category", A("name", "b")))}.items():
    odd(f"an intent of queries with {sentence} is taken", asking(*elements))
for what, elements in {"action": (DO, element("action", A("name", "com.example.OTHER"))), "scheme": (element("data", WEB), element("data", A("scheme", "http"))),
                       "mimeType": (element("data", A("mimeType", "a/b")), element("data", A("mimeType", "a/*"))), "host": (DO, element("data", WEB, A("host", "h")), element("data", A("host", "h")))}.items():
    odd(f"an intent of queries with two of {what}: Android 11 and later refuse", asking(*elements), UNEVEN, finds=[f"manifest.malformed: an intent of queries has more than one {what}, which Android 11 and later refuse"])
odd("each intent of queries is by itself", made(head=lambda document: [DO(document.start("queries").start("intent")).end("intent"), element("action", A("name", "com.example.OTHER"))(
    document.start("intent")).end("intent").end("queries")]))


def extended(*inside, sdk=(26, 36)):
    return made(sdk=None, head=lambda document: many(*inside)(document.start("uses-sdk", [A("minSdkVersion", sdk[0]), A("targetSdkVersion", sdk[1])])).end("uses-sdk"))


def extension(**columns):
    return element("extension-sdk", *(B(name, value) for name, value in columns.items()))


EXTENSION = "manifest.extension-sdk"
odd("an extension of Android that is asked for is a fact, and for review", extended(extension(sdkVersion=30, minExtensionVersion=4)), tables=[("extension_sdk", {"sdk": 30, "min_version": 4})],
    finds=["review " + EXTENSION, EXTENSION + ": version 4 at the least"])
odd("an extension of a version that none has: every phone from Android 11 on refuses", extended(extension(sdkVersion=30, minExtensionVersion=9999)), finds=["reject " + EXTENSION])
odd("an extension of any version is no more than a fact", extended(extension(sdkVersion=33, minExtensionVersion=0)), tables=[("extension_sdk", {"sdk": 33, "min_version": 0})], spares=[EXTENSION])
odd("the extension that advertising asks for has a number of its own", extended(extension(sdkVersion=1000000, minExtensionVersion=5)), tables=[("extension_sdk", {"sdk": 1000000})])
for columns, sentence in (({"minExtensionVersion": 1}, "sdkVersion"), ({"sdkVersion": 30}, "minExtensionVersion"), ({"sdkVersion": -1, "minExtensionVersion": 1}, "sdkVersion"), ({"sdkVersion": 30, "minExtensionVersion": -1}, "minExtensionVersion")):
    odd(f"an extension as {columns}: Android 11 and later refuse", extended(extension(**columns)), UNEVEN, finds=[f"manifest.malformed: extension-sdk without {sentence}"], spares=[EXTENSION])
odd("an extension of Android 10, which has none: Android 11 and later refuse", extended(extension(sdkVersion=29, minExtensionVersion=0)), UNEVEN, finds=["manifest.malformed: SDK 29 has no extensions, which Android 11 and later refuse"])
odd("numbers of an extension as text: Android 11 and later refuse", extended(extension(sdkVersion="thirty", minExtensionVersion=1)), UNEVEN, f"{TYPE}:ambiguous")
odd("what stands in an extension is not read", extended(lambda document: extension()(document.start("extension-sdk", [B("sdkVersion", 30), B("minExtensionVersion", 0)])).end("extension-sdk")))
odd("what stands in an element of uses-sdk that nothing knows is not read", extended(lambda document: extension()(document.start("other")).end("other")))
odd("a permission inside uses-sdk is none", extended(element("uses-permission", A("name", "android.permission.READ_SMS"))), lacks=["android.permission.READ_SMS"])
odd("of a split nothing reads extensions", plain(ids=IDS, permissions=(), sdk=None, head=lambda document: extension()(document.start("uses-sdk")).end("uses-sdk"), more=[A("split", "config.x", ns=None)]), "split.no-base:refused")
odd("install constraints: Android 14 and later refuse", made(head=lambda document: document.start("install-constraints").element("fingerprint-prefix", [A("value", "a")]).end("install-constraints")), UNEVEN,
    finds=["manifest.malformed: install-constraints, which Android 14 and later take from packages alone that the phone's maker names"])

DETAILS = A("name", "android.app.AppDetailsActivity")
OTHERS = {"activity": (A("exported", False),), "service": (A("exported", False),), "receiver": (A("exported", False),), "provider": (A("exported", False), A("authorities", "com.example.hostile")),
          "activity-alias": (A("exported", False), A("targetActivity", ".Main"))}
for name, attributes in OTHERS.items():
    odd(f"the name of the system's own activity for {name}: Android 10 and later refuse", made(inside=element(name, DETAILS, *attributes)), UNEVEN,
        finds=["manifest.malformed: the name is that of the system's android.app.AppDetailsActivity, which Android 10 and later refuse"])
for name in ("permission", "permission-group", "permission-tree", "instrumentation"):
    odd(f"the name of the system's own activity for {name}: Android 10 and later refuse", made(head=element(name, DETAILS, *([A("targetPackage", "com.example.hostile")] if name == "instrumentation" else []))), UNEVEN)
odd("the name of the system's own activity for the application", made(application=[DETAILS]), UNEVEN)
HEAVY = B("cantSaveState", True)
for name in ("service", "receiver", "provider"):
    rest = OTHERS[name]
    odd(f"a {name} in the main process of an application whose state cannot be saved: Android 9 and later refuse", made(application=[HEAVY], inside=element(name, A("name", ".Hidden"), *rest)), UNEVEN,
        finds=[f"manifest.malformed: cantSaveState with a {name} in the main process, which Android 9 and later refuse"])
    odd(f"a {name} in another process of it is taken", made(application=[HEAVY], inside=element(name, A("name", ".Hidden"), *rest, A("process", ":x"))))
    odd(f"a {name} of an application whose state can be saved", made(application=[B("cantSaveState", False)], inside=element(name, A("name", ".Hidden"), *rest)))
for process, taken in ((":x", False), ("com.example.other", False), ("com.example.hostile", True), ("", True)):
    odd(f"an application in the process '{process}' whose state cannot be saved: {'taken' if taken else 'Android 9 and later refuse'}", made(application=[HEAVY, A("process", process)]), *([] if taken else [UNEVEN]))
odd("an activity of an application whose state cannot be saved", made(application=[HEAVY], inside=element("activity", *HIDDEN)))
odd("whether state can be saved as text", made(application=[B("cantSaveState", "true")]), f"{TYPE}:ambiguous")
for loader in ("a.b.C", "", "dalvik.system.InMemoryDexClassLoader", "PathClassLoader"):
    odd(f"the class loader '{loader}': newer Android versions refuse", made(application=[B("classLoader", loader)]), UNEVEN, finds=[f"manifest.malformed: '{loader}' is no class loader of the system's, which newer Android versions refuse"])
    odd(f"the class loader '{loader}' of a split: newer Android versions refuse", plain(ids=IDS, permissions=(), sdk=None, application=[B("classLoader", loader)], more=[A("split", "config.x", ns=None)]), UNEVEN, "split.no-base:refused")
for loader in ("PathClassLoader", "DexClassLoader", "DelegateLastClassLoader"):
    odd(f"the class loader dalvik.system.{loader} is the system's", made(application=[B("classLoader", "dalvik.system." + loader)]))
for category, taken in (("a b", False), ("a-b", False), ("1a", False), ("a.b_1", True), ("a", True), ("", True), ("..", True)):
    odd(f"the display category '{category}' {'is taken' if taken else 'is none: Android 14 and later refuse'}", at_activity(B("requiredDisplayCategory", category)), *([] if taken else [UNEVEN]))
odd("the display category of a receiver", PLACES["receiver"](B("requiredDisplayCategory", "a b")), UNEVEN, finds=["manifest.malformed: 'a b' is no category of displays, which Android 14 and later refuse"])
odd("an alias has no display category", made(inside=element("activity-alias", A("name", ".Alias"), *OTHERS["activity-alias"], B("requiredDisplayCategory", "a b"))))
CERTS = B("knownActivityEmbeddingCerts", "")
for sentence, document in {"application": at_application(CERTS), "activity": at_activity(CERTS), "activity-alias": made(inside=element("activity-alias", A("name", ".Alias"), *OTHERS["activity-alias"], CERTS))}.items():
    odd(f"certificates of {sentence} that are the empty text: Android 13 and later refuse", document, UNEVEN, finds=[f"manifest.malformed: {sentence} without knownActivityEmbeddingCerts"])
odd("certificates that are text, or a resource, are taken", made(application=[B("knownActivityEmbeddingCerts", "00")], main=[B("knownActivityEmbeddingCerts", Ref(0x7F010000))]))
odd("a service of an APEX without a name: Android 13 and later refuse", made(inside=element("apex-system-service")), UNEVEN, finds=["manifest.malformed: apex-system-service without name"])
odd("a service of an APEX with one", made(inside=element("apex-system-service", A("name", "a.B"))))


def preferring(*elements, at=()):
    return made(inside=lambda document: many(*elements)(document.start("activity", [A("name", ".Other"), A("exported", False)]).start("preferred", at)).end("preferred").end("activity"))


odd("a preferred filter is none that exports, nor an address of the app's", preferring(DO, element("data", WEB, A("host", "h"))), never=[("intent_filter", {"host": "h"}), ("intent_filter", {"action": "com.example.DO"})])
for sentence, elements, says in (("an action without a name", (element("action"),), MALFORMED), ("a category without a name", (element("category"),), MALFORMED), ("a type that is none", (element("data", A("mimeType", "x")),), MALFORMED),
                                 ("a port that is none", (element("data", A("host", "h"), B("port", "x")),), MALFORMED), ("an advanced pattern that is none", (element("data", B("pathAdvancedPattern", "[")),), UNEVEN)):
    odd(f"{sentence} in a preferred filter: the phone refuses", preferring(*elements), says)
odd("a preferred filter of a priority that is text: the phone refuses", preferring(at=[B("priority", "high")]), f"{TYPE}:refused")
odd("what stands in preferred of a receiver is not read", made(inside=lambda document: element("action")(document.start("receiver", HIDDEN).start("preferred")).end("preferred").end("receiver")))
