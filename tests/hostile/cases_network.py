"""Network security configurations, as the platform parses them: where they permit cleartext traffic."""
import struct
import zlib

import arsc
import dex
from arsc import config, reference, spec, table_type, text
from axml import A, Document, NONE, Ref, STRING, node, plain
from case import case
from zips import DEFLATED, Entry, pack

CODE = dex.make(["com.example.hostile.Main"])
NAMED = A("networkSecurityConfig", Ref(0x7F010000))
FLAG = A("usesCleartextTraffic", True)
MALFORMED = "network-config.malformed:odd"
RULE = "android.cleartext"
PERMITS = RULE + ": the network security configuration permits it: "
ANDROID_6 = "usesCleartextTraffic permits it on Android 6, which knows no network security configuration"


def table(*types, strings=("res/net.xml", "res/other.xml")):
    return arsc.table([arsc.package([spec(1, 2), *types], names=("xml",))], strings)


TABLE = table(table_type(1, [text(0)]))


def apk(files, application=(NAMED,), sdk=(26, 36), resources=TABLE):
    """files: by name, their bytes."""
    entries = [Entry("AndroidManifest.xml", plain(sdk=sdk, application=application).build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED)]
    return pack(entries + [Entry("resources.arsc", resources)] * (resources is not None) + [Entry(name, data, DEFLATED) for name, data in files.items()])


def attribute(value, name="cleartextTrafficPermitted", ns=None):
    return [] if value is None else [A(name, value, ns=ns, id=0)]


def said(content):
    """A text node."""
    return lambda document: document.raw(node(0x104, struct.pack("<IHBBI", document.text(content), 8, 0, STRING, 0)))


def domain(name, below=None, more=None):
    def write(document):
        document.start("domain", attribute(below, "includeSubdomains"))
        for inner in (said(name) if name is not None else None, more):
            if inner:
                inner(document)
        document.end("domain")
    return write


def element(name, permitted, *inner, **odd):
    def write(document):
        document.start(name, attribute(permitted, **odd))
        for one in inner:
            one(document)
        document.end(name)
    return write


def base(permitted, *inner, **odd):
    return element("base-config", permitted, *inner, **odd)


def domains(permitted, *inner, **odd):
    return element("domain-config", permitted, *inner, **odd)


def written(*inner, root="network-security-config"):
    document = Document({})
    element(root, None, *inner)(document)
    return document


def network(sentence, inner, where, *says, finds=(), application=(NAMED,), sdk=(26, 36), **package):
    """A package whose configuration has these elements permits cleartext there."""
    case(sentence, apk({"res/net.xml": written(*inner).build()}, application, sdk), *says, cleartext_domains=where,
         finds=finds or ([PERMITS + where] if where else ()), **package)


X = domain("x.example")
network("cleartext that the base-config permits is permitted everywhere", [base(True)], "*")
network("from target 28 on a configuration that says nothing permits cleartext nowhere", [], "")
network("up to target 27 a configuration that says nothing permits cleartext everywhere", [], "*", sdk=(26, 27))
network("a configuration that permits cleartext nowhere counts, not the attribute", [base(False)], "", application=(NAMED, FLAG), cleartext_traffic=True)
network("on Android 6 the attribute counts, whatever the configuration permits", [base(False), domains(True, X)], "x.example",
        application=(NAMED, FLAG), sdk=(23, 36), finds=[PERMITS + "x.example; " + ANDROID_6])
network("on Android 6 the attribute counts where the configuration permits nothing", [base(False)], "", application=(NAMED, FLAG), sdk=(23, 36),
        finds=[f"{RULE}: {ANDROID_6}"])
network("cleartext is permitted to a domain, to another with what is below it", [domains(True, X, domain(" Y.Example\n", True))], "x.example [*.]y.example")
network("what a permitted base is denied is said", [domains(False, X), base(True)], "* -x.example")
network("what a domain-config leaves open is as the base-config behind it says", [domains(None, X), domains(False, domain("y.example")), base(True)], "* -y.example")
network("a domain-config inside another is as the outer one where it does not say", [domains(True, X, domains(None, domain("y.example")))], "x.example y.example")
network("what is denied inside what is permitted is said",
        [domains(True, domain("example", True), domains(False, domain("pay.example", True), domains(True, domain("a.pay.example"))))],
        "[*.]example -[*.]pay.example a.pay.example")
network("of domains that match the longest counts, whatever stands in between", [domains(True, domain("example", True)), domains(False, domain("a.b.example"))],
        "[*.]example -a.b.example")
network("debug-overrides say nothing of cleartext", [base(False), element("debug-overrides", True, domains(True, X))], "")
USERS = "android.users-authorities"


def anchors(*sources):
    return element("trust-anchors", None, *(lambda document, source=source: document.element("certificates", attribute(source, "src")) for source in sources))


for sentence, inner, where, sdk in (("for every domain", [base(None, anchors("system", "user"))], "*", (26, 36)),
                                    ("for a domain, and not for one in it", [domains(None, X, anchors("user"), domains(None, domain("y.example"), anchors("system")))], "x.example", (26, 36)),
                                    ("up to target 23 where nothing else is said", [domains(None, X, anchors("system"))], "* -x.example", (21, 23))):
    case(f"authorities of the phone's user are trusted {sentence}", apk({"res/net.xml": written(*inner).build()}, sdk=sdk), users_authorities_domains=where,
         finds=[f"notice {USERS}"])
case("authorities of the phone's user are trusted nowhere unless it is said, and in debuggable apps alone by debug-overrides", apk({"res/net.xml": written(
    base(None, anchors("system", Ref(0x7F010000))), element("debug-overrides", None, anchors("user"))).build()}), users_authorities_domains=None, spares=[USERS])
case("every domain that a configuration names is known, whatever it says of it", apk({"res/net.xml": written(
    domains(None, X, element("pin-set", None)), domains(None, domain("example", True), anchors(Ref(0x7F010000)), domains(None, domain("a.example"))), domains(False, domain("y.example"))).build()}),
     configured_domains="x.example [*.]example a.example y.example", cleartext_domains="")
network("trust anchors twice are not parsed by the phone", [base(True, anchors("user"), anchors("user"))], "", MALFORMED)
network("elements that the platform does not know are looked over, with what is in them", [element("foo", True, base(True), domains(True, X))], "")
network("a domain below an unknown element of a domain-config is none", [domains(True, X, element("foo", None, domain("y.example")))], "x.example")
network("a reference as the value is not followed: it permits", [base(Ref(0x7F010000))], "*")
network("a text as the value is no truth value: it permits", [base("false")], "*")
network("the value counts in any namespace", [base(True, ns="http://example.com/x")], "*")
network("a name that no host has is not told of", [domains(True, domain("not a host"), domain("a" * 300), domain("b" * 500), X)], "x.example")
network("a namespace inside a domain is no part of its name", [domains(True, domain("x.example", more=lambda document: document.raw(
    node(0x100, struct.pack("<II", document.text("p"), document.text("u"))))))], "x.example")

# What the phone does not parse.
for what, inner in (("two base-configs", [base(True), base(False)]), ("a domain in the base-config", [base(True, X)]),
                    ("a domain-config in the base-config", [base(True, domains(True, X))]), ("a domain-config without a domain", [domains(True)]),
                    ("a domain twice", [domains(True, X), domains(False, domain("X.EXAMPLE "))]), ("a domain without a name", [domains(True, domain(None))]),
                    ("a domain whose name is no string", [domains(True, lambda document: document.start("domain").raw(
                        node(0x104, struct.pack("<IHBBI", NONE, 8, 0, STRING, 0))).end("domain"))]),
                    ("a domain with an element", [domains(True, domain("x.example", more=element("foo", None)))])):
    network(f"with {what} the phone does not parse the configuration", inner, "", MALFORMED)
for what, made in (("another root", written(base(True), root="network").build()), ("plain text", b'<?xml version="1.0"?><network-security-config/>'),
                   ("nothing", b""), ("another size than it says", written(base(True)).build(size=4))):
    case(f"a configuration of {what} is not parsed by the phone, which installs the package all the same", apk({"res/net.xml": made}), MALFORMED, cleartext_domains="")
UNENDED = Document({})
UNENDED.start("network-security-config").start("domain-config", attribute(True))
X(UNENDED)
case("elements that never end end with the document", apk({"res/net.xml": UNENDED.build()}), cleartext_domains="x.example")
case("a configuration that misleads other readers is said to", apk({"res/net.xml": written(base(True)).build(header_size=16)}), "network-config.malformed:evasive",
     cleartext_domains="*")
case("a configuration that does not begin as one is refused by the newest versions", apk({"res/net.xml": written(base(True)).build(kind=0)}), "network-config.malformed:ambiguous",
     cleartext_domains="*")
case("the manifest names a file that is not there", apk({}), MALFORMED, cleartext_domains="")
case("the manifest's reference leads to nothing", apk({}, (A("networkSecurityConfig", Ref(0x7F010001)),)), MALFORMED, cleartext_domains="")
case("a configuration that cannot be inflated", pack([Entry("AndroidManifest.xml", plain(application=(NAMED,)).build(), DEFLATED), Entry(
    "classes.dex", CODE, DEFLATED), Entry("resources.arsc", TABLE), Entry("res/net.xml", b"x" * 50, DEFLATED, data=b"\xff" * 20)]), MALFORMED,
    "zip.corrupt-deflate:evasive", cleartext_domains="")
for what, value in (("a text", "res/net.xml"), ("@null", Ref(0))):
    case(f"a configuration named by {what} is none: the attribute counts", apk({"res/net.xml": written(base(False)).build()}, (
        A("networkSecurityConfig", value), FLAG)), cleartext_domains=None, finds=[f"{RULE}: None"])

# Several files.
FILES = {"res/net.xml": written(base(False)).build(), "res/other.xml": written(domains(True, X)).build()}
case("a configuration for one language permits what it permits", apk(FILES, resources=table(table_type(1, [text(0)]), table_type(1, [text(1)], config("fr")))),
     cleartext_domains="x.example")
case("a reference is followed to the file", apk(FILES, resources=table(table_type(1, [reference(0x7F010001), text(1)]))), cleartext_domains="x.example")
case("files that permit the same are one", apk({name: FILES["res/other.xml"] for name in FILES}, resources=table(table_type(1, [text(0)]), table_type(
    1, [text(1)], config(sdk=28)))), cleartext_domains="x.example")
case("a file that several configurations name is read once", apk({"res/net.xml": written(domains(True, X)).build(), "res/other.xml": written(
    domains(True, domain("y.example"))).build()}, resources=table(table_type(1, [text(0)]), table_type(1, [text(1)], config("fr")), table_type(
        1, [text(0)], config("de")))), cleartext_domains="x.example y.example")

# Too much.
case("a configuration of very many domains is read up to the limit, and said not to be whole", apk({"res/net.xml": written(domains(True, *(
    domain(f"{i}.example") for i in range(1001)))).build()}), "limit.nodes:unread", complete=False)


case("where cleartext is permitted is not known when a limit ended the configuration before it said so", apk({"res/net.xml": written(domains(False, *(
    domain(f"{i}.example") for i in range(1001)))).build()}), "limit.nodes:unread", cleartext_domains=None, complete=False)


def nested(document):
    for i in range(1500):
        document.start("domain-config", attribute(True))
        domain(f"{i}.example")(document) if i < 500 else None


case("a configuration nested very deeply is read up to the limit", apk({"res/net.xml": written(nested).build()}), "limit.nodes:unread", complete=False)
MANY = {f"res/{i}.xml": FILES["res/other.xml"] for i in range(1025)}
case("a configuration of very many files is read up to the limit, and said not to be whole", apk(MANY, resources=table(*(
    table_type(1, [text(i)], config(sdk=i)) for i in range(len(MANY))), strings=tuple(MANY))), "limit.nodes:unread", cleartext_domains="x.example", complete=False)
NOISE = b"".join(zlib.crc32(bytes((i & 255, i >> 8))).to_bytes(4, "little") for i in range(1 << 16))
case("a configuration larger than a manifest may be is not read, and said not to be", apk({"res/net.xml": written(base(True)).build(
    tail=NOISE.ljust(16 << 20, b"\0"))}), "limit.entry-size:unread", cleartext_domains=None, complete=False)
for entries, file in ((2, "the table"), (3, "the configuration")):
    case(f"{file} that stands behind the end of a directory that was cut is not said to be missing", apk({"res/net.xml": written(base(True)).build()}),
         "limit.entries:unread", limit=f"entries={entries}", cleartext_domains=None, complete=False)
