"""What stores refuse, a package each with that fault alone (the reasons of Accrescent's gate, in rules/README.md)."""
import dex
import patch
import sign
from axml import A, Document
from case import case, fixture
from zips import DEFLATED, Entry, pack

P = "android.permission."
CODE = dex.make(["com.example.hostile.Main"])
VERSION = (A("versionCode", 7), A("versionName", "1.0"))


def element(name, *attributes):
    return lambda document: document.element(name, list(attributes))


SDK = element("uses-sdk", A("minSdkVersion", 26), A("targetSdkVersion", 36))


def application(*attributes):
    return element("application", A("label", "Hostile"), A("allowBackup", False), A("hasCode", False), *attributes)


def plain(*elements, version=VERSION, package="com.example.hostile", entries=()):
    """A manifest of these elements, and nothing against it."""
    document = Document().start("manifest", [*version, A("package", package, ns=None)])
    for one in elements or (SDK, application()):
        one(document)
    return pack([Entry("AndroidManifest.xml", document.end("manifest").build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED), *entries])


def reason(name, data, *says, finds, **rest):
    case(f"{name} is found", data, *says, finds=finds, **rest)


def asked(*attributes, tag="uses-permission"):
    return element(tag, A("name", P + "INTERNET"), *attributes)


def code_for(*abis):
    return sign.v2(plain(entries=[Entry(f"lib/{abi}/libhello.so", fixture(f"corpus/elf/{abi}.so"), DEFLATED) for abi in abis]))


reason("missing_64_bit_code", code_for("armeabi-v7a"), finds=["reject android.no-64-bit"])
reason("missing_64_bit_code of phones beside 64-bit code of other machines", code_for("armeabi-v7a", "x86_64"), finds=["reject android.no-64-bit"])
reason("missing_64_bit_code of machines that are no phones", code_for("arm64-v8a", "x86"), finds=["notice android.no-64-bit"])
BIG = Entry("lib/x86_64/libbig.so", b"x" * 40000, DEFLATED), Entry("lib/junk", b"x" * 40000, DEFLATED)
reason("missing_64_bit_code beside files that were not read and cannot hold it", sign.v2(plain(entries=[
    Entry("lib/armeabi-v7a/libhello.so", fixture("corpus/elf/armeabi-v7a.so"), DEFLATED), *BIG])), "limit.entry-size:unread", finds=["reject android.no-64-bit"],
       limit="entry-size=36000", complete=False)
reason("low_target_sdk", sign.v2(plain(element("uses-sdk", A("minSdkVersion", 26), A("targetSdkVersion", 29)), application())), finds=["reject manifest.low-target"])
reason("low_target_sdk of a manifest that names none", sign.v2(plain(application())), finds=[
    "reject manifest.low-target", "manifest.low-target: target SDK 1, the policy asks for 30 since 2024-01-01"])
reason("no_modern_signature", fixture("v1-only.apk"), app="com.example.fixture", finds=["reject sig.v1-only"])
reason("signed_with_debug_cert", sign.v2(plain(), "debug"), finds=["reject cert.debug"])
reason("signed_with_multiple_certs", sign.v2(plain(), "release", "second"), finds=["review sig.multiple-signers"])
SIGNED = sign.v2(plain())
reason("unverified", patch.poke(SIGNED, len(SIGNED) - 2, "<H", 1) + b"x", "sig.digest-mismatch:refused", finds=["reject sig.failed"])
for tag, effect, verdict in (("uses-permission", "odd", "notice"), ("uses-permission-sdk-23", "evasive", "review"), ("uses-permission-sdk-m", "evasive", "review")):
    reason(f"duplicate_permission, the second by {tag},", sign.v2(plain(SDK, asked(), asked(tag=tag), application())), f"manifest.duplicate-permission:{effect}",
           finds=[f"{verdict} manifest.duplicate-permission"])
reason("invalid_application_id", sign.v2(plain(package="com..example")), app="com..example", finds=["reject android.invalid-app-id"])
LONG = "com." + "a" * 125
reason("invalid_application_id of 129 letters", sign.v2(plain(package=LONG)), app=LONG, finds=["review android.invalid-app-id"])
reason("debuggable", sign.v2(plain(SDK, application(A("debuggable", True)))), finds=["reject manifest.debuggable"])
reason("test_only", sign.v2(plain(SDK, application(A("testOnly", True)))), finds=["reject manifest.test-only"])
reason("multiple_application_elements", sign.v2(plain(SDK, application(), application())), "manifest.multiple-application:evasive",
       finds=["review manifest.multiple-application"])
reason("multiple_uses_sdk_elements", sign.v2(plain(SDK, SDK, application())), "manifest.duplicate-uses-sdk:ambiguous", finds=["reject manifest.duplicate-uses-sdk"])
reason("no_version_code", sign.v2(plain(version=VERSION[1:])), finds=["reject android.no-version-code"])
reason("version_code_out_of_range: none is zero", sign.v2(plain(version=(A("versionCode", 0), VERSION[1]))), finds=["reject android.no-version-code"])
reason("version_code_out_of_range: above 2,100,000,000", sign.v2(plain(version=(A("versionCode", 2100000001), VERSION[1]))), finds=["reject android.no-version-code"])
reason("version_code_major_non_zero", sign.v2(plain(version=(*VERSION, A("versionCodeMajor", 1)))), finds=["review android.version-code-major"])
reason("version_name_too_long", sign.v2(plain(version=(VERSION[0], A("versionName", "1" * 1025)))), "limit.name-size:unread", finds=["review android.version-name-length"])
for bound in (0, -1):
    reason(f"permission_max_sdk_out_of_range, {bound},", sign.v2(plain(SDK, asked(A("maxSdkVersion", bound)), application())), finds=["review permission.max-sdk-range"])
reason("permission_name_too_long", sign.v2(plain(SDK, element("uses-permission", A("name", "com." + "a" * 1021)), application())), "limit.name-size:unread",
       finds=["review permission.name-length"])
reason("invalid_format", b"PK, but no package", "package.not-a-package:refused", "zip.no-eocd:refused", app=None, finds=["reject package.not-a-package"])

for user, verdict in (("android.uid.phone", "reject"), ("android.media", "reject"), ("com.google.uid.shared", "review")):
    reason(f"the shared user ID {user}, which phones have,", sign.v2(plain(version=(*VERSION, A("sharedUserId", user)))), finds=[f"{verdict} manifest.shared-uid"])
reason("a shared user ID of one's own", sign.v2(plain(version=(*VERSION, A("sharedUserId", "com.example.shared")))), finds=["notice android.shared-user-id"])
for package, asked_for in {"com.android.systemui": "every phone has it, and refuses one of another signer", "com.google.android.gms": "phones with Google services have it; on others apps ask it for sign-in and push",
                           "com.huawei.hwid": "phones of Huawei have it; on others apps ask it for sign-in, push and payment",
                           "com.tencent.mm": "other apps ask WeChat by it, for sign-in and payment"}.items():
    reason(f"the name of the package {package}, which others ask,", sign.v2(plain(package=package)), app=package,
           finds=["review manifest.platform-package", f"manifest.platform-package: {asked_for}"])


def query(action, *inside):
    def write(document):
        document.start("queries").start("intent")
        if action:
            document.element("action", [A("name", action)])
        for name, attribute, value in inside:
            document.element(name, [A(attribute, value)])
        document.end("intent").end("queries")
    return sign.v2(plain(SDK, write, application()))


MAIN, CATEGORY, SEES_ALL = "android.intent.action.MAIN", "android.intent.category.", "notice permission.queries-all"
reason("an intent of queries that every entry on the home screen answers", query(MAIN), finds=[SEES_ALL])
reason("an intent of queries that every entry on the home screen answers, with its category,", query(MAIN, ("category", "name", CATEGORY + "LAUNCHER")), finds=[SEES_ALL],
       tables=[("query", {"value": MAIN, "category": CATEGORY + "LAUNCHER"})])
reason("an intent of queries with any action", query("*"), finds=[SEES_ALL])
reason("an intent of queries that a library of most apps answers", query("androidx.profileinstaller.action.INSTALL_PROFILE"), finds=[SEES_ALL])
reason("an intent of queries for links of any host", query("android.intent.action.VIEW", ("data", "scheme", "https"), ("data", "host", "*")), finds=[SEES_ALL], tables=[("query", {"scheme": "https", "host": "*"})])
reason("an intent of queries with any data and no action", query(None, ("data", "scheme", "*")), finds=[SEES_ALL], tables=[("query", {"value": "*", "scheme": "*"})])
for name, data, row in (("home screens", query(MAIN, ("category", "name", CATEGORY + "LAUNCHER"), ("category", "name", CATEGORY + "HOME")), {"category": f"{CATEGORY}LAUNCHER {CATEGORY}HOME"}),
                        ("what takes data", query(MAIN, ("data", "scheme", "https")), {"scheme": "https"}), ("browsers", query("android.intent.action.VIEW", ("data", "scheme", "https")), {"scheme": "https"})):
    case(f"an intent of queries for {name} does not see all apps", data, tables=[("query", row)], spares=["permission.queries-all"])
case("who may query all packages is not told of queries, too", sign.v2(plain(SDK, element("uses-permission", A("name", P + "QUERY_ALL_PACKAGES")), lambda document: document.start("queries").start(
    "intent").element("action", [A("name", "*")]).end("intent").end("queries"), application())), has=[P + "QUERY_ALL_PACKAGES"], spares=["permission.queries-all"])
