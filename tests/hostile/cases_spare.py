"""What stands where no signature, or nobody, needs it."""
import hashlib
import struct

import dex
import patch
import sign
from axml import plain
from case import case, fixture, together
from cases_signature import jar_signed, sha256
from zips import DEFLATED, Entry, pack

V1V2, REST = fixture("v1-v2.apk"), {"app": "com.example.fixture", "signing": "verified"}
ENTRIES = [Entry("AndroidManifest.xml", plain(sdk=(28, 36)).build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.hostile.Main"]), DEFLATED)]
UNSIGNED, NEVER = pack(ENTRIES), 0x7FFFFFFF
LIBRARIES, WALLE, VASDOLLY = 0x504B4453, 0x71777777, 0x881155FF

# Pairs of the signing block.
case("what is no word is no channel: too long", patch.add_pair(V1V2, WALLE, patch.walle("x" * 1024)), "sig.block-payload:evasive", **REST)
case("a channel of VasDolly is text alone", patch.add_pair(V1V2, VASDOLLY, b"huawei"), finds=["notice channel.present"], **REST)
case("what is no text is no channel", patch.add_pair(V1V2, VASDOLLY, b"hua\1wei"), "sig.block-payload:evasive", **REST)
case("a list of libraries is no larger than that", patch.add_pair(V1V2, LIBRARIES, b"x" * 65536), **REST)
case("more than a list of libraries is something else", patch.add_pair(V1V2, LIBRARIES, b"x" * 65537), "sig.block-payload:evasive", **REST)
case("pairs of unknown ids are added up", patch.add_pair(patch.add_pair(V1V2, 0x01020304, b"x" * 1000), 0x01020305, b"x" * 25), "sig.block-payload:evasive", **REST)
for scheme, fields in ((sign.V2, {}), (sign.V3, {"sdks": (28, NEVER)})):
    for size, says in ((1020, "sig.block-unknown-id:odd"), (1021, "sig.block-payload:evasive")):
        case(f"an attribute of {size + 4} bytes in the signed data that no Android knows", sign.with_block(UNSIGNED, scheme, {
            **fields, "attributes": sign.sized(struct.pack("<I", 0x11223344) + b"x" * size)}), says, signing="verified")
together("builds of one content, one of which has other data in its signing block", [V1V2, patch.add_pair(V1V2, LIBRARIES, b"x")],
         finds=["submission.channel-differs: its content is that of the other builds; pair 504b4453 of 1 bytes of its signing block is not"])
together("builds of one content and one list of libraries", [patch.add_pair(V1V2, LIBRARIES, b"x")] * 2, spares=["submission.channel-differs"])

# Extra fields.
TIMES = b"\x55\x54\x09\0\3" + bytes(8)


def with_extras(num, size):
    return pack([*ENTRIES, *(Entry(f"r/{number}", b"", extra=struct.pack("<HH", 0xD935, size) + b"\1" * size) for number in range(num))])


case("extra fields that each could be of a tool and together are too much", with_extras(20, 900), "zip.extra-oversize:evasive")
case("a few extra fields of a tool", with_extras(18, 900))
case("times of many entries are no more than that", pack([*ENTRIES, *(Entry(f"r/{number}", b"", extra=TIMES) for number in range(2000))]))


# Comments of entries.
def with_comments(num, size):
    return pack([*ENTRIES, *(Entry(f"r/{number}", b"", comment=b"x" * size) for number in range(num))])


case("comments that each could be of a tool and together are too much", with_comments(17, 1000), "zip.comment-oversize:evasive")
case("a few comments of entries", with_comments(16, 1000))


def noted(*fields):
    return hashlib.sha256(b"".join(struct.pack("<II", len(name), len(field)) + name + field for name, field in fields)).hexdigest()


ODD = struct.pack("<HHH", 0xD935, 2, 5)
PADDING = struct.pack("<HHH", 0xD935, 40, 4) + bytes(38)
BESIDE = [Entry("r/0", b"", comment=b"x"), Entry("r/1", b"", extra=TIMES), Entry("r/4", b"", extra=ODD), Entry("r/2", b"", extra=PADDING), Entry("r/3", b"", extra=b"\0\0\0"),
          Entry("META-INF/a", b"", comment=b"x", extra=TIMES)]
case("comments and extra fields that are no padding have a digest", pack([*ENTRIES, *BESIDE], comment=b"y"),
     extras_digest=noted((b"", b"y"), (b"r/0", b"x"), (b"r/1", TIMES), (b"r/4", ODD)))
case("padding, and what stands beside files of META-INF, is none of it", pack([*ENTRIES, *BESIDE[3:]]), extras_digest=None)

# Files of a JAR signature.
SIGNED, DIFFERS = jar_signed(), "submission.channel-differs: its content is not that of the other builds"


def attributes(text, size):
    """In the main section, of lines of 70."""
    return text.replace(b"\r\n\r\n", b"".join(b"\r\nX-%04d: " % number + b"x" * 60 for number in range(size // 70)) + b"\r\n\r\n", 1)


def digests(text):
    """A digest of each entry that nobody looks at."""
    return text.replace(b"\r\nSHA-256-Digest: ", b"\r\nMD4-Digest: " + b"x" * 600 + b"\r\nSHA-256-Digest: ")


def folded(text):
    return text.replace(b"Name: AndroidManifest.xml", b"Name: Android\r\n Manifest.xml")


for what, made in {"attributes of the manifest that nobody reads": {"manifest": lambda text: attributes(text, 1400)},
                   "attributes of the .SF file that nobody reads": {"signature": lambda text: attributes(text, 1400)},
                   "digests of the manifest that nobody looks at": {"manifest": digests},
                   "digests of the .SF file that hold nothing": {"signature": lambda text: text + b"".join(
                       b"Name: %d\r\nSHA-256-Digest: %s\r\n\r\n" % (number, sha256(b"x")) for number in range(30))},
                   "blank lines": {"manifest": lambda text: text + b"\r\n" * 600}}.items():
    together("a build is another one by " + what, [SIGNED, jar_signed(**made)], finds=[DIFFERS])
for what, made in {"a few words about its maker": {"manifest": lambda text: attributes(text, 700), "signature": lambda text: attributes(text, 700)},
                   "another signer": {"key": "second"},
                   "lines that are folded, digested before that as the tools before 2016 did": {"manifest": folded}}.items():
    together("a build is no other one by " + what, [SIGNED, jar_signed(**made)], spares=["submission.channel-differs"])
together("a build is another one by a further certificate in its signature block", [SIGNED, jar_signed(
    others=[sign.certified("second", "1.2.3.4=DER:" + ":".join(["55"] * 4000))])], finds=[DIFFERS])
together("a build is no other one by the certificate of a chain", [SIGNED, jar_signed(others=[sign.identity("second")[1]])], spares=["submission.channel-differs"])
case("far more than a signature needs is said", jar_signed(manifest=lambda text: attributes(text, 20000)), "sig.v1-payload:evasive", app="com.example.fixture")
