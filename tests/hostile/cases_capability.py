"""What accessibility services, device administrators and cards by NFC may do, in a file of their own that their meta-data names."""
import arsc
import dex
from arsc import config, simple, spec, table_type, text
from axml import A, ALL_IDS, Document, Ref, root
from case import case, together
from cases_split import apk, config as config_split
from zips import DEFLATED, Entry, pack

IDS = {**ALL_IDS, "canRetrieveWindowContent": 0x01010385, "canPerformGestures": 0x0101050D, "canTakeScreenshot": 0x0101060F,
       "accessibilityEventTypes": 0x01010380, "packageNames": 0x01010381, "category": 0x010103E8}
INT = 0x10
FILE, ELSEWHERE, NAMES = Ref(0x7F010000), Ref(0x7F020000), Ref(0x7F020002)
FILES = ["res/xml/a.xml", "res/xml-v30/a.xml", "res/xml-v31/a.xml"]
NUMBER = Ref(0x7F020001)
TABLE = arsc.table([arsc.package([spec(1, 1), table_type(1, [text(0)]), table_type(1, [text(1)], config(sdk=30)), table_type(1, [text(2)], config(sdk=31)),
                                  spec(2, 3), table_type(2, [None, simple(INT, 0), text(3)]), table_type(2, [None, simple(INT, FILE)], config(sdk=30))], names=("xml", "integer"))],
                   [*FILES, "com.icbc"])


def manifest(name, kind, permission, *more):
    document = root(Document(ALL_IDS)).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).start("application", [A("label", "Hostile")])
    document.start(kind, [A("name", ".S"), A("exported", True), A("permission", f"android.permission.{permission}")])
    return document.element("meta-data", [A("name", name), *(more or [A("resource", FILE)])]).end(kind).end("application").end("manifest")


SERVICE = manifest("android.accessibilityservice", "service", "BIND_ACCESSIBILITY_SERVICE")
ADMIN = manifest("android.app.device_admin", "receiver", "BIND_DEVICE_ADMIN")


def can(name, value):
    return A(name, value, id=IDS[name])


def service(*attributes):
    return Document(IDS).element("accessibility-service", list(attributes)).build()


def admin(*policies, root="device-admin", inside="uses-policies"):
    document = Document(IDS).start(root).start(inside)
    for policy in policies:
        document.element(policy)
    return document.end(inside).element("force-lock").end(root).build()


def package(document, *contents):
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.hostile.S"]), DEFLATED), Entry("resources.arsc", TABLE)]
                + [Entry(name, content, DEFLATED) for name, content in zip(FILES, contents)])


def capability(name, path=FILES[0]):
    return ("capability", {"component": "com.example.hostile.S", "name": name, "path": path})


GESTURES, SCREEN = can("canPerformGestures", True), can("canRetrieveWindowContent", True)
case("what an accessibility service may do is read", package(SERVICE, service(GESTURES, SCREEN, can("canTakeScreenshot", False))),
     tables=[capability("canPerformGestures"), capability("canRetrieveWindowContent")], never=[("capability", {"name": "canTakeScreenshot"})],
     finds=["review permission.service-no-purpose", "permission.service-capability: com.example.hostile.S: Tap and swipe in your place"])
case("what it may do on newer versions alone is read, too", package(SERVICE, service(SCREEN), service(SCREEN, GESTURES)),
     tables=[capability("canRetrieveWindowContent"), capability("canPerformGestures", FILES[1])])
case("a capability that a resource says may be there", package(SERVICE, service(can("canPerformGestures", ELSEWHERE))), tables=[capability("canPerformGestures")])
case("the policies of a device administrator are read", package(ADMIN, admin("wipe-data", "reset-password", "no-such-policy")),
     tables=[capability("wipe-data"), capability("reset-password")], never=[("capability", {"name": "no-such-policy"}), ("capability", {"name": "force-lock"})])
for sentence, one in {"a file of another root": package(ADMIN, admin("wipe-data", root="administrator")), "another element": package(ADMIN, admin("wipe-data", inside="uses")),
                      "a file that is not there": package(ADMIN), "a file that is no XML": package(ADMIN, b"text"),
                      "meta-data of another name": package(manifest("android.app.other", "receiver", "BIND_DEVICE_ADMIN"), admin("wipe-data")),
                      "meta-data whose value is the file": package(manifest("android.app.device_admin", "receiver", "BIND_DEVICE_ADMIN", A("value", FILE)), admin("wipe-data"))}.items():
    case(f"a phone takes no policy from {sentence}", one, never=[("capability", {})])
for sentence, value in {"a number": A("value", int(FILE)), "a colour": A("value", int(FILE), kind=0x1C, data=int(FILE)), "a number of the table": A("value", NUMBER)}.items():
    case(f"a phone finds a file by {sentence}, too, which is that of its resource", package(manifest("android.app.device_admin", "receiver", "BIND_DEVICE_ADMIN", value), admin("wipe-data")),
         tables=[capability("wipe-data")])
case("a phone finds no file by the number of a value where there is a resource", package(manifest(
    "android.app.device_admin", "receiver", "BIND_DEVICE_ADMIN", A("resource", ELSEWHERE), A("value", int(FILE))), admin("wipe-data")), never=[("capability", {})])


def hears(name):
    return ("capability", {"name": "packageNames", "value": name})


for sentence, value, *names in ("a list", "com.icbc, cmb.pb\t,,", "com.icbc", "cmb.pb"), ("a resource", NAMES, "com.icbc"):
    case(f"an accessibility service hears of the apps that {sentence} names", package(SERVICE, service(can("packageNames", value))), tables=[hears(name) for name in names],
         never=[hears(""), hears("*")], finds=["review permission.service-capability"])
case("an accessibility service with a list of commas alone hears of all apps", package(SERVICE, service(can("packageNames", " ,"))), tables=[hears("*")], never=[hears("")])
case("an accessibility service that names no app hears of all", package(SERVICE, service(SCREEN)), tables=[hears("*")])
case("an accessibility service that names an empty app hears of none", package(SERVICE, service(can("packageNames", ""))), never=[("capability", {})])
TEXT, NOTIFICATION = capability("typeViewTextChanged"), capability("typeNotificationStateChanged")
for sentence, types, has, never in (("text", 0x10, [TEXT], [NOTIFICATION]), ("notifications", 0x40, [NOTIFICATION], [TEXT]), ("all types", -1, [TEXT, NOTIFICATION], []),
                                    ("clicks", 1, [], [TEXT, NOTIFICATION]), ("types that are a resource", ELSEWHERE, [TEXT, NOTIFICATION], [])):
    case(f"whether an accessibility service hears of text and notifications is read of events of {sentence}", package(SERVICE, service(can("accessibilityEventTypes", types))), tables=has, never=never)


def card(element, category, *filters):
    document = Document(IDS).start(element).start("aid-group", [can("category", category)])
    for kind, aid in filters:
        document.element(kind, [A("name", aid)])
    return document.end("aid-group").end(element).build()


for where, element in ("host_apdu_service", "host-apdu-service"), ("off_host_apdu_service", "offhost-apdu-service"):
    document = manifest(f"android.nfc.cardemulation.{where}", "service", "BIND_NFC_SERVICE")
    case(f"the category and AIDs of a card of {element} are read", package(document, card(
        element, "payment", ("aid-filter", "a000000333010101"), ("aid-prefix-filter", "A000000003"), ("aid-suffix-filter", "F001020304"), ("aid", "A000000004"), ("aid-filter", "*"), ("aid-prefix-filter", ""))),
         tables=[("capability", {"name": "payment"})] + [("capability", {"name": "aid-filter", "value": value}) for value in ("A000000333010101", "A000000003*", "F001020304#")],
         never=[("capability", {"value": "A000000004"}), ("capability", {"value": "*"})], finds=["review permission.service-capability"])
    case(f"a card of {element} in another category is no bank card by that", package(document, card(element, "other", ("aid-filter", "F0010203040506"))),
         tables=[("capability", {"name": "aid-filter", "value": "F0010203040506"})], never=[("capability", {"name": "payment"})], spares=["permission.service-capability"])
MANY = Document(IDS).start("host-apdu-service").start("aid-group")
for _ in range(100):
    MANY.element("aid-filter", [A("name", "F" * 1000)])
case("a card whose AIDs come to more than a manifest may be is read no further, and that is said", package(
    manifest("android.nfc.cardemulation.host_apdu_service", "service", "BIND_NFC_SERVICE"), MANY.end("aid-group").end("host-apdu-service").build()), "limit.entry-size:unread",
     limit="manifest-size=50000", complete=False, tables=[("capability", {"name": "aid-filter"})])
NUMBERS = arsc.table([arsc.package([spec(2, 2), table_type(2, [None, simple(INT, FILE + 1)], config(sdk=28))], names=("xml", "integer"))], [])
together("the number of another file, which a split has, is another value", [package(manifest("android.app.device_admin", "receiver", "BIND_DEVICE_ADMIN", A("value", NUMBER)), admin("wipe-data")),
                                                                            config_split("config.v28", NUMBERS)], "split.overrides-value:evasive")
PART = Document(ALL_IDS).start("manifest", [A("package", "com.example.hostile", ns=None), A("split", "more", ns=None), A("versionCode", 7)]).start("application")
PART.start("service", [A("name", ".S"), A("exported", False)]).element("meta-data", [A("name", "android.accessibilityservice"), A("value", int(FILE))]).end("service").end("application").end("manifest")
together("a file of the base that a service of a split names by a number is not read, and that is said", [package(SERVICE, service(GESTURES)), apk(PART)], "split.unread-value:unread")
case("files of capabilities that are too large are not read, and that is said", package(SERVICE, service(SCREEN) + b"\0" * 5000), "limit.entry-size:unread", limit="manifest-size=4000",
     complete=False, never=[("capability", {})])
SOME = service(SCREEN).ljust(3000, b"\0")
case("files of capabilities that are too large together are not all read, and that is said", package(SERVICE, SOME, SOME, service(GESTURES)), "limit.entry-size:unread",
     limit="manifest-size=4000", complete=False, tables=[capability("canRetrieveWindowContent")], never=[("capability", {"name": "canPerformGestures"})])

# The phone looks the file up in the tables of base and splits as one.
OVERRIDES, UNREAD = "split.overrides-value", "split.unread-value"


def beside(document, files=FILES, identity=0x7F, types=None, contents=()):
    table = arsc.table([arsc.package(types or [spec(1, 1), table_type(1, [text(0)])], identity, names=("xml",))], files)
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("resources.arsc", table)] + [Entry(name, content, DEFLATED) for name, content in zip(files, contents)])


def split_of(name, inside=None):
    document = Document(ALL_IDS).start("manifest", [A("package", "com.example.hostile", ns=None), A("split", name, ns=None), A("versionCode", 7)]).start("application", [A("hasCode", False)])
    if inside:
        document.start("service", [A("name", ".S"), A("exported", False)]).element("meta-data", [A("name", "android.accessibilityservice"), A("resource", inside)]).end("service")
    return document.end("application").end("manifest")


NEWER = [spec(1, 1), table_type(1, [text(0)], config(sdk=31))]
together("a split with another file of what a service may do is for a person to see, whatever the file is called", [package(SERVICE, service(SCREEN)), beside(split_of("config.v31"), types=NEWER, contents=[service(GESTURES)])],
         OVERRIDES + ":evasive", finds=["review " + OVERRIDES])
together("what a service of a split may do is unread where the file is the base's", [package(SERVICE, service(SCREEN)), beside(split_of("part", FILE), identity=0x7E)],
         UNREAD + ":unread", finds=["review " + UNREAD])
together("what a service of a split may do is read where the file is its own", [package(SERVICE, service(SCREEN)), beside(split_of("part", Ref(0x7E010000)), identity=0x7E, contents=[service(GESTURES)])],
         spares=[UNREAD, OVERRIDES], tables=[("capability", {"package": 1, "component": "com.example.hostile.S", "name": "canPerformGestures"})])
together("what a service of a split may do is for a person to see where the base has another file of it", [package(SERVICE, service(SCREEN)), beside(split_of("part", FILE), contents=[service(GESTURES)])],
         OVERRIDES + ":evasive", finds=["review " + OVERRIDES])
