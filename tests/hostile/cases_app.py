"""What is asked of an app is asked of its base and splits together, wherever in them it stands."""
import dex
from axml import A, ALL_IDS, Document, Ref, plain, root
from case import case, fixture, together
from cases_split import BASE, LIBRARY, apk
from zips import DEFLATED, Entry, pack

P = "android.permission."
LAUNCHER = "android.intent.category.LAUNCHER"


def with_files(document, classes, *entries):
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", dex.make(classes), DEFLATED), *entries])


def part(*entries, inside=lambda document: None):
    """A split with such a manifest and such files."""
    document = Document(ALL_IDS).start("manifest", [A("package", "com.example.hostile", ns=None), A("split", "part", ns=None), A("versionCode", 7)]).start(
        "application", [A("hasCode", True)])
    inside(document)
    return with_files(document.end("application").end("manifest"), ["com.example.hostile.Part"], *entries)


def filtered(kind, name, action, *attributes, category=None):
    def inside(document):
        document.start(kind, [A("name", name), A("exported", True), *attributes]).start("intent-filter").element("action", [A("name", action)])
        if category:
            document.element("category", [A("name", category)])
        document.end("intent-filter").end(kind)
    return inside


def entry(name, *attributes, kind="activity"):
    return filtered(kind, name, "android.intent.action.MAIN", *attributes, category=LAUNCHER)


# A dropper.
INSTALLS, COVERS = P + "REQUEST_INSTALL_PACKAGES", P + "SYSTEM_ALERT_WINDOW"
INNER = Entry("assets/a.apk", apk(plain(package="com.example.inner")), DEFLATED)


def watches(document):
    document.element("service", [A("name", ".Part"), A("exported", False), A("permission", P + "BIND_ACCESSIBILITY_SERVICE")])


together("traits of a dropper in a base and its split are those of one app", [apk(plain(permissions=[INSTALLS, COVERS])), part(INNER, inside=watches)], "embedded.apk:odd",
         finds=["reject dropper.profile", "dropper.profile: installs packages, draws over other apps, accessibility service, a package inside"])
together("a package in an archive inside is one of the traits", [with_files(plain(permissions=[INSTALLS, COVERS]), ["com.example.hostile.Main"], Entry("assets/p.dat", pack([INNER]), DEFLATED))],
         "embedded.apk:odd", finds=["review dropper.profile", "dropper.profile: installs packages, draws over other apps, a package inside"])
together("traits of a dropper in two builds are those of no app", [apk(plain(permissions=[INSTALLS, COVERS])), apk(plain(permissions=[P + "INTERNET"], inside=watches))],
         spares=["dropper.profile"])

# A push SDK.
BOOTS = filtered("receiver", ".Part", "android.intent.action.BOOT_COMPLETED")
PUSH = Entry("lib/arm64-v8a/libjcore400.so", LIBRARY, DEFLATED)
together("a push SDK whose library stands in a split starts the base's receiver", [apk(plain(inside=BOOTS)), part(PUSH)], finds=["review sdk.push-autostart"])
together("a push SDK in the base starts a split's receiver", [with_files(plain(), ["com.example.hostile.Main"], PUSH), part(inside=BOOTS)], finds=["review sdk.push-autostart"])
together("a push SDK in one build does not start the receiver of another", [with_files(plain(), ["com.example.hostile.Main"], PUSH), apk(plain(inside=BOOTS))],
         spares=["sdk.push-autostart"])

# What a packer hides. Its library stands beside the others, in the split for their ABI.
STUB = "com.tencent.StubShell.TxAppEntry"
SHELL = Entry("lib/arm64-v8a/libshella-4.1.so", LIBRARY, DEFLATED)
TRACE = Entry("assets/tosversion", b"x", DEFLATED)
together("a packer whose library stands in a split, and its file in the base, is the one that hides the base's code", [with_files(plain(application=[A("name", ".App")]), [], TRACE), part(SHELL)],
         finds=["packer.known"], spares=["packer.unknown"], tables=[("package", {"split": None, "code_visible": False})])
together("a base whose classes are all there is not packed where a packer's library stands in a split", [BASE, part(SHELL)],
         tables=[("package", {"split": None, "code_visible": True}), ("packer", {"proven": False})])
together("a base is packed by no product of another build", [BASE, with_files(plain(application=[A("name", STUB)]), ["com.example.hostile.Main", STUB], SHELL)],
         tables=[("package", {"package": 0, "code_visible": True}), ("package", {"package": 1, "code_visible": False})])
together("what a packer of the base does to libraries in a split is explained", [with_files(plain(application=[A("name", STUB)]), [STUB], TRACE), part(
    Entry("lib/x86_64/libhello.so", LIBRARY, DEFLATED))], "elf.abi-mismatch:evasive", finds=["notice elf.abi-mismatch"])

# Entries on the home screen and activities.
HIDDEN = A("excludeFromRecents", True)
together("a split's only activity is hidden from the recent ones, and the base's is shown", [BASE, part(inside=lambda document: document.element(
    "activity", [A("name", ".Part"), HIDDEN]))], spares=["android.hidden-from-recents"])


def shy():
    """A base all of whose activities are hidden."""
    document = Document(ALL_IDS).start("manifest", [A("versionCode", 7), A("versionName", "1.0"), A("package", "com.example.hostile", ns=None)])
    document.element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).start("application", [A("label", "Hostile"), A("allowBackup", False)])
    entry(".Main", HIDDEN)(document)
    return apk(document.end("application").end("manifest"))


together("base and split, all of whose activities are hidden from the recent ones", [shy(), part(inside=lambda document: document.element("activity", [A("name", ".Part"), HIDDEN]))],
         finds=["review android.hidden-from-recents"])
together("a base whose entry is hidden from the recent ones, and a split's activity that is no entry is not", [shy(), part(inside=lambda document: document.element(
    "activity", [A("name", ".Part")]))], finds=["review android.hidden-from-recents"])
together("a base whose entry is hidden from the recent ones, and a split's entry is not", [shy(), part(inside=entry(".Part"))], spares=["android.hidden-from-recents"])


def shown(*parts):
    """A package of such activities and aliases."""
    document = root(Document(ALL_IDS)).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).start("application", [A("label", "Hostile")])
    for inside in parts:
        inside(document)
    return with_files(document.end("application").end("manifest"), ["com.example.hostile." + name for name in ("Main", "Other", "Part")])


def activity(*attributes):
    return lambda document: document.element("activity", [A("name", ".Other"), *attributes])


def opens(document):
    """An entry of the home screen as it seems, whose filter wants data."""
    document.start("activity", [A("name", ".Part"), A("exported", True)]).start("intent-filter").element("action", [A("name", "android.intent.action.MAIN")])
    document.element("category", [A("name", LAUNCHER)]).element("data", [A("scheme", "x")]).end("intent-filter").end("activity")


FOR_MAIN = A("targetActivity", ".Main")
for sentence, parts in {
        "beside another activity that is shown": [entry(".Main", HIDDEN), activity(A("exported", False))], "beside a disabled one": [entry(".Main", HIDDEN), entry(
            ".Part", A("enabled", False))], "beside one of another action": [entry(".Main", HIDDEN), filtered("activity", ".Part", "android.intent.action.VIEW", category=LAUNCHER)],
        "beside one that wants data": [entry(".Main", HIDDEN), opens], "that an alias stands for": [activity(), lambda document: document.element("activity", [A("name", ".Main"), HIDDEN]),
                                                                                                    entry(".Icon", FOR_MAIN, kind="activity-alias")],
        "beside an alias of it": [entry(".Main", HIDDEN), entry(".Icon", FOR_MAIN, kind="activity-alias")], "that is disabled": [entry(".Main", HIDDEN, A("enabled", False)), activity()]}.items():
    case(f"an entry of the home screen that is hidden from the recent ones is said: {sentence}", shown(*parts), finds=["review android.hidden-from-recents"])
for sentence, parts in {
        "another one is not": [entry(".Main", HIDDEN), entry(".Part")], "an alias stands for another activity": [entry(".Main", HIDDEN), activity(), entry(
            ".Icon", A("targetActivity", ".Other"), kind="activity-alias")], "the activity is no entry": [entry(".Main"), activity(HIDDEN)], "there is none, and an activity is shown": [activity(
                ), lambda document: document.element("activity", [A("name", ".Part"), HIDDEN])]}.items():
    case(f"an entry of the home screen is shown among the recent ones: {sentence}", shown(*parts), spares=["android.hidden-from-recents"])
case("an app without an entry whose activities are all hidden is not shown among the recent ones", shown(activity(HIDDEN)), finds=["review android.hidden-from-recents"])
BARE = pack([Entry("AndroidManifest.xml", Document().start("manifest", [A("versionCode", 7), A("versionName", "1.0"), A("package", "com.example.hostile", ns=None)]).element(
    "uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).element("application", [A("label", "Hostile"), A("allowBackup", False)]).end("manifest").build(), DEFLATED),
             Entry("classes.dex", dex.make(["com.example.hostile.Main"]), DEFLATED)])
together("a base without an entry on the home screen, which a split has", [BARE, part(inside=entry(".Part"))], spares=["android.no-launcher"])
together("neither base nor split has an entry on the home screen", [BARE, part()], finds=["notice android.no-launcher"])
together("a disabled entry in a split is none of the only ones where the base has another", [BASE, part(inside=entry(".Part", A("enabled", False)))],
         finds=["notice android.launcher-disabled"])
together("a disabled entry in a split is the only one where the base has none", [BARE, part(inside=entry(".Part", A("enabled", False)))],
         finds=["review android.launcher-disabled"])
together("a split's entry on the home screen has the name of the app", [BASE, part(inside=entry(".Part", A("label", "Hostile")))], spares=["label.launcher-differs"])
together("a split's entry on the home screen has another name than the app", [BASE, part(inside=entry(".Part", A("label", "Bank")))],
         finds=["label.launcher-differs: Bank; the app: Hostile"])
together("a split's entry on the home screen has a name that nobody sees", [BASE, part(inside=entry(".Part", A("label", " ")))], finds=["review android.no-label"])


def named(label, *parts):
    """A package of that name with such entries on the home screen."""
    document = root(Document(ALL_IDS)).element("uses-sdk", [A("minSdkVersion", 26), A("targetSdkVersion", 36)]).start("application", [A("label", label)])
    for inside in parts:
        inside(document)
    return with_files(document.end("application").end("manifest"), ["com.example.hostile.Main"])


SWAP = entry(".Icon", FOR_MAIN, A("label", "招商银行"), A("enabled", False), kind="activity-alias")
for sentence, package in {"its only one": named("计算器", entry(".Main", A("label", "招商银行"))), "one that is disabled until the app wants it": named("计算器", entry(".Main"), SWAP),
                          "one whose filter has the name": named("计算器", entry(".Main"), lambda document: document.start("activity", [A("name", ".Part"), A("exported", True)]).start(
                              "intent-filter", [A("label", "招商银行")]).element("action", [A("name", "android.intent.action.MAIN")]).element("category", [A("name", LAUNCHER)]).end(
                                  "intent-filter").end("activity"))}.items():
    case(f"a Chinese name of an entry on the home screen that has nothing of the app's is for a person to see: {sentence}", package,
         finds=["review label.launcher-differs", "label.launcher-differs: 招商银行; the app: 计算器"])
FURTHER = {"another language": ("Notes", "招商银行"), "other letters": ("Notes", "PayPal"), "letters for a Chinese name": ("记事本", "Alipay"), "one character in common": ("招财记账", "招商银行"),
           "letters in common with the Chinese name": ("记事本 Notes", "招商银行 Notes")}
for sentence, (name, other) in FURTHER.items():
    case(f"a further entry on the home screen with a name that is not alike the app's is for a person to see: {sentence}", named(name, entry(".Main"), entry(".Icon", FOR_MAIN, A("label", other), kind="activity-alias")),
         finds=["review label.launcher-differs", f"label.launcher-differs: {other}; the app: {name}"])
case("a further entry on the home screen with a name like the app's is a notice", named("记事本", entry(".Main"), entry(".Icon", FOR_MAIN, A("label", "记事本新春版"), kind="activity-alias")),
     finds=["notice label.launcher-differs"])
case("letters in common with another Chinese name make an entry no other's", named("QQ空间", entry(".Main", A("label", "QQ音乐"))), finds=["review label.launcher-differs"])
for sentence, package in {"characters in common": named("招商银行", entry(".Main", A("label", "招行"))),
                          "a translation": named("Bank", entry(".Main", A("label", "招商银行"))), "Japanese": named("メモ帳", entry(".Main", A("label", "招商银行"))),
                          "words in other letters": named("Sample", entry(".Main", A("label", "JavaActivity")))}.items():
    case(f"another name of an entry on the home screen is a notice: {sentence}", package, finds=["notice label.launcher-differs"])


SYSTEMS = Ref(0x0104002F)
for sentence, package, verdict in (("an entry on the home screen with a name of the system's is for a person to see", named("Notes", entry(".Main", A("label", SYSTEMS))), "review"),
                                   ("an app whose entry has no name of its own, and the app one of the system's, is for a person to see", named(SYSTEMS, entry(".Main")), "review"),
                                   ("an app with a name of the system's whose entry has a name of its own is a notice", named(SYSTEMS, entry(".Main", A("label", "Notes"))), "notice")):
    case(sentence, package, finds=[f"{verdict} android.no-label"])


def labelled(kind, *attributes, name=".Other", action=None, filtered_by=()):
    def inside(document):
        document.start(kind, [A("name", name), *attributes])
        if action:
            document.start("intent-filter", filtered_by).element("action", [A("name", action)]).end("intent-filter")
        document.end(kind)
    return inside


MAIN, OTHER, BANK = "com.example.hostile.Main", "com.example.hostile.Other", A("label", "招商银行")
TILE = "android.service.quicksettings.action.QS_TILE"
NOT_HOME = ["label.launcher-differs", "label.chinese-differs", "label.varies-by-config", "android.no-label"]
for kind, more in {"service": {}, "receiver": {}, "permission": {"name": OTHER}, "permission-group": {"name": OTHER}}.items():
    part_of = {"head" if kind.startswith("permission") else "inside": labelled(kind, BANK, **more)}
    case(f"the name of a {kind} is a label, and none of the home screen", apk(plain(label="计算器", **part_of)), tables=[
        ("label", {"kind": kind, "component": OTHER, "text": "招商银行", "intent_filter": None}), ("label", {"component": None, "kind": None, "text": "计算器"})], spares=NOT_HOME)
case("the name of a service's filter comes before its own", apk(plain(inside=labelled("service", A("exported", True), A("label", "Own"), action=TILE, filtered_by=[BANK]))), tables=[
    ("label", {"kind": "service", "component": OTHER, "text": text, "intent_filter": position}) for text, position in (("Own", None), ("招商银行", 0))], spares=NOT_HOME)
case("a provider's name, and that of an activity that nothing offers, are shown nowhere", apk(plain(inside=lambda document: [labelled("provider", BANK, A("authorities", "a.b"))(
    document), labelled("activity", BANK, name=".Third")(document), labelled("activity", BANK, A("documentLaunchMode", 2), A("excludeFromRecents", True), name=".Fourth")(document)], ids=ALL_IDS)),
     never=[("label", {"text": "招商银行"})])
SEND = "android.intent.action.SEND"
for sentence, part_of, component, position in (
        ("by its filters", labelled("activity", A("exported", True), BANK, action=SEND), OTHER, None),
        ("by the name of its filter alone", labelled("activity", A("exported", True), action=SEND, filtered_by=[BANK]), OTHER, 0),
        ("as an alias", labelled("activity-alias", A("targetActivity", ".Main"), A("exported", True), BANK, action=SEND), OTHER, None),
        ("as an alias, which has its name of the activity", lambda document: [labelled("activity", BANK)(document), labelled("activity-alias", A(
            "targetActivity", ".Other"), A("exported", True), name=".Third", action=SEND)(document)], "com.example.hostile.Third", None),
        ("among recent apps, as a document", labelled("activity", BANK, A("documentLaunchMode", 2)), OTHER, None),
        ("among recent apps, in a task of its own", labelled("activity", BANK, A("launchMode", 3)), OTHER, None),
        ("among recent apps, by another task's name", labelled("activity", BANK, A("taskAffinity", "a.b")), OTHER, None)):
    case(f"the name of an activity that the phone offers is a label, and none of the home screen: {sentence}", apk(plain(label="计算器", inside=part_of, ids=ALL_IDS)), tables=[
        ("label", {"kind": "activity", "component": component, "text": "招商银行", "intent_filter": position}), ("label", {"component": None, "kind": None, "text": "计算器"})],
         finds=["label.known-app: name 招商银行, of China Merchants Bank"], spares=NOT_HOME)
case("what the settings call an accessibility service is looked at as any name", apk(plain(inside=labelled("service", A("exported", True), A("label", "支付\u200b宝"), action=TILE))),
     finds=["review label.deceptive"])
case("a service without a name of its own has none", apk(plain(inside=labelled("service", A("exported", True), action=TILE))), never=[("label", {"kind": "service"})])

# Links of other apps.
def answering(document, *data, name=".Other", exported=True, action="VIEW"):
    document.start("activity", [A("name", name), A("exported", exported)]).start("intent-filter").element("action", [A("name", "android.intent.action." + action)])
    document.element("data", list(data)).end("intent-filter").end("activity")


def linked(document, scheme, name=".Other", exported=True, hosts=()):
    document.start("activity", [A("name", name), A("exported", exported)]).start("intent-filter").element("action", [A("name", "android.intent.action.VIEW")])
    document.element("category", [A("name", "android.intent.category.BROWSABLE")]).element("data", [A("scheme", scheme)])
    for host in hosts:
        document.element("data", [A("host", host)])
    document.end("intent-filter").end("activity")


case("links of an app for payments are for that app", apk(plain(inside=lambda document: linked(document, "alipays"))), finds=["review android.others-links"])
case("a scheme of one's own is no other app's, and an activity that no other app may start answers no links", apk(plain(inside=lambda document: [
    linked(document, "wx0123456789abcdef"), linked(document, "alipays", ".Third", False)])), spares=["android.others-links"])
for host in ("*", "*.com", "*m", "*.com.cn", "*com.cn", "*e.com"):
    case(f"links of any host with an ending that most have are those to any site: {host}", apk(plain(inside=lambda document, host=host: linked(document, "https", hosts=["example.cn", host]))),
         finds=["notice android.others-links", "android.others-links: component com.example.hostile.Other; links to any site"])
case("links of a site and what is below it are its own", apk(plain(inside=lambda document: linked(document, "https", hosts=["*.example.com", "*.example.com.cn", "*kk.com", "*.kk.com", "m.example.cn"]))),
     spares=["android.others-links"])
for host in ("QR.alipay.com", "*.qq.com", "*pay.com"):
    case(f"links of a site that is another app's are for that app, also by an ending that it has: {host}", apk(plain(inside=lambda document, host=host: linked(document, "https", hosts=[host]))),
         finds=["review android.others-links"])

OPENS = ["review android.others-links", "android.others-links: component com.example.hostile.Other; packages to be installed"]
PACKAGES = "application/vnd.android.package-archive"
for sentence, data, action in (("by their type", [A("mimeType", PACKAGES)], "VIEW"), ("by their name", [A("scheme", "content"), A("host", "*"), A("mimeType", "*/*"), A("pathPattern", ".*\\.apk")], "VIEW"),
                               ("by the action that installs", [A("scheme", "content")], "INSTALL_PACKAGE")):
    case(f"an activity that opens packages to be installed, {sentence}, is for a person to see", apk(plain(ids=ALL_IDS, inside=lambda document: answering(document, *data, action=action))), finds=OPENS)
case("what opens all files, pages that are called like packages, or sends packages, opens none to be installed", apk(plain(ids=ALL_IDS, inside=lambda document: [
    answering(document, A("mimeType", "*/*")), answering(document, A("scheme", "https"), A("host", "www.example.com"), A("pathPattern", ".*\\.apk"), name=".Third"),
    answering(document, A("mimeType", PACKAGES), action="SEND", name=".Fourth"), answering(document, A("mimeType", PACKAGES), exported=False, name=".Fifth")])), spares=["android.others-links"])

case("types that the app names while it runs are a fact, and said where other apps may ask it", apk(plain(ids=ALL_IDS, inside=lambda document: [answering(document, A("mimeGroup", "g")), answering(
    document, A("mimeGroup", "h"), name=".Third", exported=False)])), tables=[("intent_filter", {"component": "com.example.hostile.Other", "mime_group": "g", "mime": None}), ("intent_filter", {"mime_group": "h"})],
     finds=["notice android.mime-group", "android.mime-group: component com.example.hostile.Other; group g"])

# Tasks.
ALL_IDS["allowTaskReparenting"] = 0x01010204
AFFINITY = "manifest.task-affinity"


def tasks(*attributes, name=".Other", sdk=(26, 36), application=(), app="com.example.hostile"):
    return apk(plain(ids=ALL_IDS, sdk=sdk, application=application, package=app, inside=lambda document: document.element("activity", [A("name", name), *attributes])))


def of(task):
    return A("taskAffinity", task)


for sentence, package, verdict, task in (
        ("another app's", tasks(of("com.tencent.mm")), "review", "com.tencent.mm"),
        ("another app's, for phones that tell them apart", tasks(of("com.tencent.mm"), sdk=(30, 36)), "notice", "com.tencent.mm"),
        ("the settings'", tasks(of("com.android.settings"), sdk=(30, 36)), "review", "com.android.settings"),
        ("that of an app beside it", tasks(of("com.example.other")), "review", "com.example.other"),
        ("a library's and the app's own", tasks(of("com.squareup.leakcanary.com.example.hostile")), "review", "com.squareup.leakcanary.com.example.hostile"),
        ("another app's, whose name begins with its own", tasks(of("com.example.hostile2")), "review", "com.example.hostile2"),
        ("another app's, for classes that are called so", tasks(of("com.other.app"), name="com.other.Face"), "review", "com.other.app"),
        ("an SDK's, for classes that are not its own", tasks(of("com.igexin.sdk.Push")), "review", "com.igexin.sdk.Push"),
        ("a library's own by its classes", tasks(of("com.igexin.sdk.Push"), name="com.igexin.sdk.Push"), "notice", "com.igexin.sdk.Push"),
        ("a library's own by its classes, to which it moves", tasks(of("com.igexin.sdk.Push"), A("allowTaskReparenting", True), name="com.igexin.sdk.Push"), "review", "com.igexin.sdk.Push"),
        ("a word", tasks(of("jpush.custom")), "notice", "jpush.custom")):
    case(f"a task that is {sentence} is a {verdict}", package, finds=[f"{verdict} {AFFINITY}"], tables=[("component", {"task_affinity": task})])
for app, task, name in (("com.tencent.evil", "com.tencent.mm", ".Other"), ("com.tencent", "com.tencent.mm", ".Other"), ("tencent.mm", "com.tencent.mm", ".Other"), ("com.example.hostile", "com.tencent.mm", "com.tencent.mm.Other"),
                        ("com.android.evil", "com.android.settings", ".Other"), ("cmb.pb.evil", "cmb.pb", ".Other")):
    case(f"a task that is another app's is a review, whatever the app and its activity are called: {app}, {task}, {name}", tasks(of(task), app=app, name=name), app=app, finds=[f"review {AFFINITY}"])
case("the application's task is that of its activities, and its moving, too", tasks(application=[of("com.tencent.mm"), A("allowTaskReparenting", True)]), finds=[f"review {AFFINITY}"], tables=[
    ("component", {"name": name, "task_affinity": "com.tencent.mm", "allow_task_reparenting": True}) for name in (MAIN, OTHER)])
case("an activity has the application's task no more where it says its own", tasks(of("com.example.hostile"), A("allowTaskReparenting", False), application=[of("com.example.hostile.b"), A(
    "allowTaskReparenting", True)]), spares=[AFFINITY], tables=[("component", {"name": OTHER, "task_affinity": None, "allow_task_reparenting": False}), ("component", {
        "name": MAIN, "task_affinity": "com.example.hostile.b"})])
for task, whole in ((":own", "com.example.hostile:own"), ("", ""), ("com.example.hostile.own", "com.example.hostile.own")):
    case(f"a task that is the app's own: '{task}'", tasks(of(task)), spares=[AFFINITY], tables=[("component", {"task_affinity": whole})])

# What a build is said to be, its splits may be for it.
CODE64 = Entry("lib/arm64-v8a/libhello.so", LIBRARY, DEFLATED)
together("a 64-bit build whose code stands in a split", [BASE, part(CODE64)], spares=["submission.role-contradicted"], roles=("arm64", "split"))
together("a 64-bit build without such code, in a split either", [BASE, part()], finds=["review submission.role-contradicted"], roles=("arm64", "split"))

# Whichever of base and split has a file, its path is one.
OVERRIDES = "split.overrides-file"
WITH_FILES = with_files(plain(), [MAIN], Entry("assets/index.html", b"good"), CODE64)
for sentence, files, found in (
        ("other content under the path of an asset", [Entry("assets/index.html", b"other")], [f"review {OVERRIDES}", f"{OVERRIDES}: assets/index.html; one in all"]),
        ("other content under the paths of an asset and a library", [Entry("assets/index.html", b"other"), Entry("lib/arm64-v8a/libhello.so", LIBRARY + bytes(8), DEFLATED)],
         [f"{OVERRIDES}: assets/index.html; 2 in all"]),
        ("the same content there", [Entry("assets/index.html", b"good", DEFLATED), CODE64], []), ("other files", [Entry("assets/Index.html", b"other"), Entry("kotlin/index.html", b"other")], [])):
    together(f"a split has {sentence}{' of its base' if found else ''}", [WITH_FILES, part(*files)], finds=found, spares=[] if found else [OVERRIDES])
OF_OTHERS = [pack([Entry("AndroidManifest.xml", Document().start("manifest", [A("package", "com.example.hostile", ns=None), A("split", f"config.{name}", ns=None), A("versionCode", 7)]).element(
    "application", [A("hasCode", False)]).end("manifest").build(), DEFLATED), Entry("assets/index.html", name.encode())]) for name in ("hdpi", "xhdpi")]
together("splits for different phones have other content under one path", [BASE, *OF_OTHERS], spares=[OVERRIDES])

# Which phones take a build is what it is, not what it is said to be.
DIFFERS = "submission.channel-differs"
OLDER = Entry("lib/armeabi-v7a/libhello.so", fixture("corpus/elf/armeabi-v7a.so"), DEFLATED)


def build(*entries, more="", sdk=(26, 36, None)):
    bounds = [A("minSdkVersion", sdk[0]), A("targetSdkVersion", sdk[1]), *([] if sdk[2] is None else [A("maxSdkVersion", sdk[2])])]
    return with_files(plain(sdk=None, head=lambda document: document.element("uses-sdk", bounds)), [MAIN, f"com.example.hostile.Other{more}"], *entries)


for sentence, one, other, roles, differs in (
        ("said to be for others", build(CODE64), build(CODE64, more=2), ("main", "arm64"), True), ("said to be so, the other way round", build(CODE64), build(CODE64, more=2), ("arm64", "main"), True),
        ("one of which has both kinds of code", build(CODE64, OLDER), build(CODE64, more=2), ("main", "arm64"), True), ("one of which has no native code", build(), build(OLDER, more=2), ("main", "arm32"), True),
        ("but for the ABI", build(CODE64), build(OLDER, more=2), ("arm64", "arm32"), False),
        ("but for a maxSdkVersion, which no phone looks at", build(sdk=(26, 36, 30)), build(more=2, sdk=(31, 36, None)), ("main", "main"), True)):
    together(f"builds of other content under one version code for the same phones {sentence}", [one, other], *(["manifest.sdk-range:odd"] if "maxSdkVersion" in sentence else []), roles=roles, **{"finds" if differs else "spares": [DIFFERS]})



def screens(*names):
    """compatible-screens of that size and density each."""
    def head(document):
        document.start("compatible-screens")
        for size, density in names:
            document.element("screen", [A("screenSize", size), A("screenDensity", density)])
        document.end("compatible-screens")
    return head


def element(name, *attributes):
    return lambda document: document.element(name, list(attributes))


def chosen(head, more=""):
    return with_files(plain(ids=ALL_IDS, head=head), [MAIN, f"com.example.hostile.Other{more}"])


NORMAL, LARGE = 300, 400
HIGH, HIGHER = screens((NORMAL, 240), (LARGE, 240)), screens((NORMAL, 480), (LARGE, 480))
NOT_SMALL, SMALL = element("supports-screens", A("smallScreens", False)), screens((200, 240))
ETC1, ASTC = (element("supports-gl-texture", A("name", f"GL_{name}")) for name in ("OES_compressed_ETC1_RGB8_texture", "KHR_texture_compression_astc_ldr"))
for sentence, one, other, differs in (
        ("for other densities", HIGH, HIGHER, False), ("for densities one of which both are for", HIGH, screens((NORMAL, 240), (NORMAL, 480)), True), ("one of which is for all screens", HIGH, None, True),
        ("for other sizes of screens", NOT_SMALL, SMALL, False), ("for sizes of which some are the same", NOT_SMALL, HIGH, True),
        ("for all sizes, whatever one says of them", element("supports-screens", A("xlargeScreens", True)), SMALL, True),
        ("for other compressions of textures", ETC1, ASTC, False), ("for the same compression of textures", ETC1, ETC1, True), ("one of which goes by no compression of textures", ETC1, None, True)):
    together(f"builds of other content under one version code {sentence}", [chosen(one), chosen(other, more=2)], **{"finds" if differs else "spares": [DIFFERS]})
case("screens and compressions of textures are rows", chosen(lambda document: [HIGH(document), NOT_SMALL(document), ETC1(document)]), tables=[
    ("screen", {"kind": "compatible", "size": "large", "density": 240}), ("screen", {"kind": "supported", "size": "xlarge", "density": None}),
    ("gl_texture", {"name": "GL_OES_compressed_ETC1_RGB8_texture"})], never=[("screen", {"size": "small"})])

# Services that the phone binds once the user chooses them, and what they learn.
TELLING = ["AUTOFILL", "AUTOFILL_SERVICE", "CALL_REDIRECTION_SERVICE", "CARRIER_MESSAGING_SERVICE", "CARRIER_SERVICES", "CREDENTIAL_PROVIDER_SERVICE", "INCALL_SERVICE",
           "NOTIFICATION_ASSISTANT_SERVICE", "SCREENING_SERVICE", "TEXT_SERVICE", "VISUAL_VOICEMAIL_SERVICE", "VOICE_INTERACTION"]
ACTING = ["COMPANION_DEVICE_SERVICE", "CONDITION_PROVIDER_SERVICE", "NFC_SERVICE", "QUICK_ACCESS_WALLET_SERVICE"]
OWN = ["CHOOSER_TARGET_SERVICE", "CONTROLS", "DREAM_SERVICE", "JOB_SERVICE", "QUICK_SETTINGS_TILE", "REMOTEVIEWS", "TELECOM_CONNECTION_SERVICE", "WALLPAPER"]


def bound(names):
    return with_files(plain(inside=lambda document: [document.element("service", [A("name", "." + name), A("exported", True), A("permission", P + "BIND_" + name)])
                                                     for name in names]), ["com.example.hostile." + name for name in names + ["Main"]])


case("a service that learns what is typed, said, called or sent is asked what for", bound(TELLING),
     finds=[f"permission.service-no-purpose: com.example.hostile.{name}" for name in TELLING])
case("a service that is a card to NFC readers, or acts for the user otherwise without him, is asked what for", bound(ACTING),
     finds=[f"permission.service-no-purpose: com.example.hostile.{name}" for name in ACTING])
case("a service that learns nothing of the user is not asked what for", bound(OWN), spares=["permission.service-no-purpose"])

# Libraries that a phone has to have.
def needing(tag, *attributes, head=None, sdk=(26, 36)):
    return apk(plain(ids=ALL_IDS, sdk=sdk, head=head, inside=lambda document: document.element(tag, list(attributes))))


def worn(document):
    document.element("uses-feature", [A("name", "android.hardware.type.watch")])


NEEDS, SDK = "manifest.needs-library", (A("name", "com.example.sdk"), A("versionMajor", 3), A("certDigest", "00:11"))
case("an SDK library has to be there", needing("uses-sdk-library", *SDK), finds=[f"review {NEEDS}", f"{NEEDS}: SDK library of version 3, which has to be installed before on Android 13 and later"])
case("a static library that is called like one of the platform's is none of it", needing("uses-static-library", A("name", "javax.obex"), A("version", 1), A("certDigest", "00:11")),
     finds=[f"review {NEEDS}"])
case("a library of watches is not on every phone", needing("uses-library", A("name", "com.google.android.wearable")), finds=[f"notice {NEEDS}", f"{NEEDS}: some phones have it"])
case("a native library is looked for from target 31 on", needing("uses-native-library", A("name", "libOpenCL.so")),
     finds=[f"notice {NEEDS}", f"{NEEDS}: native library, which Android 12 and later look for"])
for sentence, package in (
        ("an SDK library that need not be there", needing("uses-sdk-library", *SDK, A("optional", True))),
        ("a library of watches in an app for these", needing("uses-library", A("name", "com.google.android.wearable"), head=worn)),
        ("a native library for a target below 31", needing("uses-native-library", A("name", "libOpenCL.so"), sdk=(26, 30))),
        ("a library that every phone has", needing("uses-library", A("name", "org.apache.http.legacy"))),
        ("a library that need not be there", needing("uses-library", A("name", "com.example.maker"), A("required", False)))):
    case(f"{sentence} keeps the app off no phone", package, spares=[NEEDS])
