"""Shortcuts under the icon and accounts, in files that a component names: their labels are names as any other."""
import arsc
import dex
from arsc import config, spec, table_type, text
from axml import A, ALL_IDS, Document, Ref, root
from case import case, together
from cases_split import config as language_split
from zips import DEFLATED, Entry, pack

ALL_IDS.update({"shortcutId": 0x01010528, "shortcutShortLabel": 0x01010529, "shortcutLongLabel": 0x0101052A, "accountType": 0x0101028F})
FILE, SHORT, LONG, ELSEWHERE = Ref(0x7F010000), Ref(0x7F020000), Ref(0x7F020001), Ref(0x7F020002)
LAUNCHER = "android.intent.category.LAUNCHER"
TABLE = arsc.table([arsc.package([spec(1, 1), table_type(1, [text(0)]), spec(2, 3), table_type(2, [text(1), text(2)]), table_type(2, [text(3)], config("zh"))], names=("xml", "string"))],
                   ["res/xml/shortcuts.xml", "Pay", "Pay a friend", "支付\u200b宝"])


def manifest(*more, category=LAUNCHER, name="android.app.shortcuts"):
    document = root(Document(ALL_IDS)).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).start("application", [A("label", "Hostile")])
    document.start("activity", [A("name", ".Main"), A("exported", True)]).start("intent-filter").element("action", [A("name", "android.intent.action.MAIN")])
    document.element("category", [A("name", category)]).end("intent-filter")
    document.element("meta-data", [A("name", name), *(more or [A("resource", FILE)])])
    return document.end("activity").end("application").end("manifest")


def shortcut(*attributes, element="shortcut"):
    return lambda document: document.element(element, attributes or [A("shortcutId", "pay"), A("shortcutShortLabel", SHORT), A("shortcutLongLabel", LONG)])


def file(*inner):
    document = Document(ALL_IDS).start("shortcuts")
    for one in inner:
        one(document)
    return document.end("shortcuts").build()


def package(content, document=manifest(), table=TABLE):
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.hostile.Main"]), DEFLATED), Entry("resources.arsc", table)]
                + ([] if content is None else [Entry("res/xml/shortcuts.xml", content, DEFLATED)]))


def label(words, kind="shortcut", locale=""):
    return ("label", {"kind": kind, "component": "pay", "text": words, "locale": locale})


LABELS = [label("Pay"), label("Pay a friend", "shortcut-long"), label("支付\u200b宝", locale="zh")]
case("labels of shortcuts are read in every language, and looked at as any name", package(file(shortcut())), tables=LABELS, finds=["review label.deceptive"],
     spares=["label.launcher-differs", "label.chinese-differs", "label.varies-by-config"])
case("a label that is one of the system's was read where it is named: in the file of shortcuts", package(file(shortcut(A("shortcutId", "pay"), A("shortcutShortLabel", Ref(0x0104002F))))),
     tables=[("label", {"kind": "shortcut", "component": "pay", "text": None, "path": "res/xml/shortcuts.xml"}), ("label", {"kind": None, "text": "Hostile", "path": "AndroidManifest.xml"})])
case("a shortcut twice is one", package(file(shortcut(), shortcut())), tables=LABELS)
for sentence, one in {"an id that is a resource": package(file(shortcut(A("shortcutId", SHORT), A("shortcutShortLabel", SHORT)))),
                      "an empty id": package(file(shortcut(A("shortcutId", ""), A("shortcutShortLabel", SHORT)))),
                      "a short label that is no resource": package(file(shortcut(A("shortcutId", "pay"), A("shortcutShortLabel", "Pay"), A("shortcutLongLabel", LONG)))),
                      "another element": package(file(shortcut(element="share-target"))),
                      "a place deeper in the file": package(file(lambda document: shortcut()(document.start("shortcut")).end("shortcut"))),
                      "a file that is not there": package(None), "a file that is no XML": package(b"text"), "a file that is cut": package(file(shortcut())[:-8]),
                      "an activity that is not on the home screen": package(file(shortcut()), manifest(category="android.intent.category.DEFAULT")),
                      "meta-data of another name": package(file(shortcut()), manifest(name="android.app.searchable")),
                      "meta-data whose value is the file": package(file(shortcut()), manifest(A("value", FILE)))}.items():
    case(f"a phone shows no shortcut that has {sentence}", one, never=[("label", {"kind": "shortcut"}), ("label", {"kind": "shortcut-long"})])
case("a file of shortcuts that is too large is not read, and that is said", package(file(shortcut()) + b"\0" * 6000), "limit.entry-size:unread", limit="manifest-size=5000",
     complete=False, never=[("label", {"kind": "shortcut"})])
WORDS = arsc.table([arsc.package([spec(2, 3), table_type(2, [None, None, text(0)], config("zh"))], names=("xml", "string"))], ["付款"])
together("a label of a shortcut that stands in a split is one of the base", [
    package(file(shortcut(A("shortcutId", "pay"), A("shortcutShortLabel", ELSEWHERE)))), language_split("config.zh", WORDS)],
         tables=[("label", {"package": 0, "kind": "shortcut", "component": "pay", "text": "付款", "locale": "zh"})])


ACCOUNTS = "android.accounts.AccountAuthenticator"


def authenticator(*attributes, element="account-authenticator", component="service", name=ACCOUNTS, strings=("res/xml/accounts.xml", "com.tencent.mm", "支付\u200b宝"), more=()):
    """An app with a file of accounts that a component names."""
    document = root(Document(ALL_IDS)).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).start("application", [A("label", "Hostile")])
    document.start(component, [A("name", ".Main"), A("exported", True)]).start("intent-filter").element("action", [A("name", ACCOUNTS)]).end("intent-filter")
    document.element("meta-data", [A("name", name), A("resource", FILE)]).end(component).end("application").end("manifest")
    table = arsc.table([arsc.package([spec(1, 1), table_type(1, [text(0)]), spec(2, 2), table_type(2, [text(1), text(2)]), *more], names=("xml", "string"))], strings)
    file = Document(ALL_IDS).element(element, attributes).build()
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.hostile.Main"]), DEFLATED), Entry("resources.arsc", table),
                 Entry(strings[0], file, DEFLATED)])


def many_types(num, size):
    """A file of so many accounts, all of one long type."""
    document = root(Document(ALL_IDS)).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).start("application", [A("label", "Hostile")])
    document.start("service", [A("name", ".Main"), A("exported", True)]).element("meta-data", [A("name", ACCOUNTS), A("resource", FILE)]).end("service").end("application").end("manifest")
    file = Document(ALL_IDS)
    for _ in range(num):
        file.element("account-authenticator", [A("accountType", "a" * size)])
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.hostile.Main"]), DEFLATED),
                 Entry("resources.arsc", arsc.table([arsc.package([spec(1, 1), table_type(1, [text(0)])], names=("xml",))], ["res/xml/accounts.xml"])),
                 Entry("res/xml/accounts.xml", file.build(), DEFLATED)])


case("a file whose accounts come to more than a manifest may be is read no further, and that is said", many_types(100, 60000), "limit.entry-size:unread",
     limit="manifest-size=100000", complete=False)


NAMES = arsc.table([arsc.package([spec(2, 1), table_type(2, [text(0)], config(sdk=28))], names=("xml", "string"))], ["com.tencent.mm"])
together("a split that has another type of accounts is said", [authenticator(A("accountType", SHORT), strings=("res/xml/accounts.xml", "com.example.hostile", "Pay")),
                                                               language_split("config.v28", NAMES)], "split.overrides-value:evasive")
OTHERS = ("account_authenticator", {"account_type": "com.tencent.mm", "path": "res/xml/accounts.xml"})
case("accounts of another app's type, under a name of their own, are said", authenticator(A("accountType", "com.tencent.mm"), A("label", LONG)), tables=[OTHERS, (
    "label", {"kind": "account", "component": "com.tencent.mm", "text": "支付\u200b宝"})], finds=["review android.others-account", "review label.deceptive"])
case("a type of accounts may be a resource", authenticator(A("accountType", SHORT)), tables=[OTHERS], finds=["review android.others-account"])
case("a type of accounts by language is said", authenticator(A("accountType", SHORT), more=[table_type(2, [text(0), text(0)], config("zh"))]), "manifest.config-dependent-value:evasive", tables=[OTHERS])
case("a type of accounts that is nowhere here is for a person to see", authenticator(A("accountType", ELSEWHERE)), finds=["review android.others-account"])
for name, says in {"res/\\.xml": ["zip.backslash-name:evasive"], "res/\\x41.xml": ["zip.backslash-name:evasive"], "res/\n.xml": ["zip.name-bidi:evasive"], "res/\U0001F600.xml": []}.items():
    case(f"a file is found by the name that the table has of it, {name!r}", authenticator(A("accountType", "com.tencent.mm"), strings=(name, "", "")), *says, finds=["review android.others-account"])
for sentence, one in {"another element": authenticator(A("accountType", "com.tencent.mm"), element="sync-adapter"), "no type": authenticator(A("label", LONG)),
                      "an activity": authenticator(A("accountType", "com.tencent.mm"), component="activity"),
                      "meta-data of another name": authenticator(A("accountType", "com.tencent.mm"), name="android.content.SyncAdapter")}.items():
    case(f"a phone signs in to no accounts of {sentence}", one, never=[("account_authenticator", {"path": "res/xml/accounts.xml"})], spares=["android.others-account"])
