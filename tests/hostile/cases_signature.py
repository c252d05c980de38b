"""Signatures, as the phone verifies them: a broken scheme never falls back."""
import base64
import hashlib
import io
import os
import re
import struct
import zipfile
from unittest import mock

import dex
import patch
import sign
from axml import plain
from case import case, fixture
from zips import DEFLATED, Entry, pack

CLEAN, V1, V1V2, ROTATED = fixture("clean.apk"), fixture("v1-only.apk"), fixture("v1-v2.apk"), fixture("rotated.apk")
APP, UPDATE = "com.example.fixture", "com.example.update"


def pairs_of(data):
    """Start of the signing block, start of the directory, and the pairs as (id, value)."""
    start = patch.directory(data)[0]
    size, = struct.unpack_from("<Q", data, start - 24)
    block, at, pairs = start - size - 8, start - size, []
    while at < start - 24:
        length, identity = struct.unpack_from("<QI", data, at)
        pairs.append((identity, data[at + 12:at + 8 + length]))
        at += 8 + length
    return block, start, pairs


def with_pairs(data, pairs, header=None, footer=None, magic=b"APK Sig Block 42"):
    block, start, _ = pairs_of(data)
    body = b"".join(struct.pack("<QI", len(value) + 4, identity) + value for identity, value in pairs)
    total = len(body) + 24
    made = struct.pack("<Q", total if header is None else header) + body + struct.pack("<Q", total if footer is None else footer) + magic
    eocd = patch.directory(data)[1]
    data = patch.poke(data, eocd + 16, "<I", block + len(made))
    return data[:block] + made + data[start:]


V2, V3, V31 = 0x7109871A, 0xF05368C0, 0x1B93AD61


def value_of(data, identity):
    return dict(pairs_of(data)[2])[identity]


def edited(data, identity, edit):
    return with_pairs(data, [(one, edit(value) if one == identity else value) for one, value in pairs_of(data)[2]])


def without(data, *identities):
    return with_pairs(data, [(one, value) for one, value in pairs_of(data)[2] if one not in identities])


def sized_at(value, at):
    length, = struct.unpack_from("<I", value, at)
    return at + 4, length


def parts(value):
    """Offsets (start, length) in a v2 value: signed data, signatures, public key of the first signer."""
    at, _ = sized_at(value, 0)
    at, _ = sized_at(value, at)
    out = []
    for _ in range(3):
        start, length = sized_at(value, at)
        out.append((start, length))
        at = start + length
    return out


def flip(value, at):
    return value[:at] + bytes((value[at] ^ 1,)) + value[at + 1:]


ONLY2 = without(CLEAN, V3)
REST = {"app": APP}
case("v2 says that v3 was there, and it is gone", ONLY2, "sig.v3-stripped:refused", signing="failed", **REST)
case("a v2 signature whose RSA value is wrong", edited(V1V2, V2, lambda v: flip(v, parts(v)[1][0] + 30)), "sig.invalid:refused", signing="failed", **REST)
case("a v2 signature whose signed data was changed", edited(V1V2, V2, lambda v: flip(v, parts(v)[0][0] + 20)), "sig.invalid:refused", "sig.digest-mismatch:refused", signing="failed", **REST)
case("a v2 signature whose public key is not the certificate's", edited(V1V2, V2, lambda v: flip(v, parts(v)[2][0] + 60)), "sig.invalid:refused", signing="failed",
     **REST)
case("a v2 signature by an algorithm that nobody knows", edited(V1V2, V2, lambda v: v[:parts(v)[1][0] + 4] + struct.pack("<I", 0x9999) + v[parts(v)[1][0] + 8:]),
     "sig.no-known-algorithm:refused", signing="failed", **REST)
case("a v2 block without a signer", edited(V1V2, V2, lambda v: struct.pack("<I", 0)), "sig.no-signers:refused", signing="failed", **REST)
case("a v2 block that is cut", edited(V1V2, V2, lambda v: v[:40]), "sig.invalid:refused", signing="failed", **REST)


def rebuilt(value, signatures=None, key=None):
    """The first signer alone, with other parts."""
    made = [value[start:start + length] if part is None else part for (start, length), part in zip(parts(value), (None, signatures, key))]
    return sign.sized(sign.sized(b"".join(map(sign.sized, made))))


CUT = struct.pack("<I", 0x7FFFFFFF)  # a length that nothing has
for fault, edit in (("a signature record is malformed", lambda v: rebuilt(v, signatures=CUT)), ("there is no signature", lambda v: rebuilt(v, signatures=b"")),
                    ("the public key is malformed", lambda v: rebuilt(v, key=b"key")), ("the signer is malformed", lambda v: sign.sized(sign.sized(b"none")))):
    case(f"a v2 block of which is to say: {fault}", edited(V1V2, V2, edit), "sig.invalid:refused", signing="failed", tables=[("anomaly", {"detail": "v2: " + fault})], **REST)
case("a signing block that is smaller than its own end is none", with_pairs(V1V2, pairs_of(V1V2)[2], footer=8), "sig.block-malformed:evasive",
     "sig.v2-stripped:refused", "zip.slack-data:evasive", signing="failed", **REST)
case("two v2 pairs: the first counts", with_pairs(V1V2, pairs_of(V1V2)[2] + [(V2, value_of(V1V2, V2))]), "sig.duplicate-block:evasive", signing="verified", **REST)
case("two v2 pairs, the first broken: the phone refuses", with_pairs(V1V2, [(V2, b"broken")] + pairs_of(V1V2)[2]), "sig.duplicate-block:evasive",
     "sig.invalid:refused", signing="failed", **REST)
case("header and footer of the signing block disagree: no block is found, and v1 says that there was one", with_pairs(V1V2, pairs_of(V1V2)[2], header=9999),
     "sig.block-size-mismatch:evasive", "sig.v2-stripped:refused", signing="failed", **REST)
case("a pair that is longer than the block", V1V2.replace(
    struct.pack("<QI", len(value_of(V1V2, V2)) + 4, V2), struct.pack("<QI", 0x7FFFFFFFFFFFFFFF, V2)), "sig.block-malformed:evasive", "sig.v2-stripped:refused",
     signing="failed", **REST)
case("a pair of unknown id is listed", patch.add_pair(V1V2, 0x01020304, b"x" * 100), "sig.block-unknown-id:odd", signing="verified", **REST,
     tables=[("signing_block", {"id": "01020304", "size": 100})])
case("code in an unknown pair is said", patch.add_pair(V1V2, 0x01020304, dex.make(["a.B"])), "sig.block-payload:evasive", signing="verified", **REST)
case("padding that is not zero is said", patch.add_pair(V1V2, 0x42726577, b"x" * 100), "sig.block-payload:evasive", signing="verified", **REST)
case("a block of 400,000 pairs is read in time, and the signature behind them all", with_pairs(V1V2, [(7, b"")] * 400000 + pairs_of(V1V2)[2]),
     "limit.signing-block-pairs:unread", "sig.block-unknown-id:odd", "sig.duplicate-block:evasive", signing="verified", **REST,
     tables=[("signing_block", {"position": 999})])
case("a gap behind the directory hides the block", CLEAN[:patch.directory(CLEAN)[1]] + b"gap!" + CLEAN[patch.directory(CLEAN)[1]:], "zip.gap-cd-eocd:evasive",
     "sig.v2-unusable:evasive", signing="absent", **REST)
case("v3 that is cut never falls back to v2", edited(CLEAN, V3, lambda v: v[:40]), "sig.invalid:refused", signing="failed", **REST)

UNSIGNED = pack([Entry("AndroidManifest.xml", plain(sdk=(28, 36)).build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.hostile.Main"]), DEFLATED)])
with open(os.path.join(sign.HERE, "keys/lineage.bin"), "rb") as file:
    LINEAGE = sign.sized(struct.pack("<I", 0x3BA06F8C) + file.read()[12:])
case("a v3 signature with the proof that its key follows another", sign.v3(UNSIGNED, key="rotated", attributes=LINEAGE), signing="verified")
case("a proof of rotation to another key than the signer's", sign.v3(UNSIGNED, attributes=LINEAGE), "sig.lineage-invalid:refused", signing="failed")
case("a proof of rotation that the old key did not sign", sign.v3(UNSIGNED, key="rotated", attributes=flip(LINEAGE, len(LINEAGE) - 9)),
     "sig.lineage-invalid:refused", signing="failed")
RELEASE_CERTIFICATE, ROTATED_CERTIFICATE = (sign.identity(key)[1] for key in ("release", "rotated"))


def lineage(*certificates, said=sign.RSA_SHA256):
    """A proof of rotation from release over these certificates, whose keys are those of release and of rotated in turn; said: the algorithm by which the
    signed data of each says that it is signed."""
    nodes = [sign.sized(sign.sized(RELEASE_CERTIFICATE) + struct.pack("<I", 0)) + struct.pack("<II", 0, sign.RSA_SHA256) + sign.sized(b"")]
    for number, certificate in enumerate(certificates):
        signed = sign.sized(certificate) + struct.pack("<I", said)
        signature = sign.signature(sign.identity(("release", "rotated")[number % 2])[0], signed)
        nodes.append(sign.sized(signed) + struct.pack("<II", 0, sign.RSA_SHA256) + sign.sized(signature))
    return sign.sized(struct.pack("<II", 0x3BA06F8C, 1) + b"".join(map(sign.sized, nodes)))


LINEAGE_FAULT = "v3: the proof of rotation is not signed by the key before"
case("a proof of rotation from key to key", sign.v3(UNSIGNED, key="rotated", attributes=lineage(ROTATED_CERTIFICATE)), signing="verified")
case("a proof of rotation that is signed by another algorithm than it says", sign.v3(UNSIGNED, key="rotated", attributes=lineage(
    ROTATED_CERTIFICATE, said=sign.RSA_SHA512)), "sig.lineage-invalid:refused", signing="failed", tables=[("anomaly", {"detail": LINEAGE_FAULT})])
case("a proof of rotation that comes back to a key", sign.v3(UNSIGNED, attributes=lineage(ROTATED_CERTIFICATE, RELEASE_CERTIFICATE)), "sig.lineage-invalid:refused",
     signing="failed", tables=[("anomaly", {"detail": "v3: a certificate stands in the proof of rotation twice"})])
case("a v2 signature that shows the certificate of somebody else", sign.with_block(UNSIGNED, sign.V2, {"key": "second", "certified": "release"}),
     "sig.pubkey-mismatch:refused", signing="failed")
case("a v3 signature that shows the certificate of somebody else", sign.v3(UNSIGNED, key="second", certified="release"), "sig.pubkey-mismatch:refused",
     signing="failed")
case("a v3 signer for other versions than it signed for", sign.v3(UNSIGNED, signed_sdks=(28, 0x7FFFFFFF)), "sig.v3-sdk-range:refused", signing="failed")
case("a v3 signer for more versions than it signed for", sign.v3(UNSIGNED, signed_sdks=(24, 33)), "sig.v3-sdk-range:refused", signing="failed")
case("a v3 signer for no version at all", sign.v3(UNSIGNED, sdks=(30, 29)), "sig.ignored-part:evasive", "sig.no-signers:refused", signing="failed")
case("two v3 signers for one version", sign.with_block(UNSIGNED, sign.V3, {"sdks": (24, 33)}, {"key": "second", "sdks": (33, 0x7FFFFFFF)}),
     "sig.v3-sdk-range:refused", signing="failed")
case("two v3 signers, each for versions of its own", sign.with_block(UNSIGNED, sign.V3, {"sdks": (24, 32)}, {"key": "second", "sdks": (33, 0x7FFFFFFF)}),
     "sig.scheme-signer-mismatch:evasive", signing="verified", finds=["sig.scheme-signer-mismatch: v3 and v3 are by different signers without a proof of rotation between them"])



def in_state(scheme, status, **more):
    return {"tables": [("signature", {"scheme": scheme, "status": status, **more})]}


def unread(scheme, shown=None, **more):
    """What is said of a signature in which a limit was reached: it is neither verified nor failed; shown: the key of a signer of whom enough was read, else nobody is."""
    said = {"signing": None, "complete": False, "spares": ["sig.failed"], **in_state(scheme, "unread"), **more}
    if shown is None:
        return {**said, "never": [("certificate", {"role": "signer", "scheme": scheme})]}
    return {**said, "tables": said["tables"] + [("certificate", {"role": "signer", "scheme": scheme, "sha256": hashlib.sha256(sign.identity(shown)[1]).hexdigest()})]}


NEVER = 0x7FFFFFFF
DIFFERENT = "sig.scheme-signer-mismatch:evasive"
def unsigned(sdk):
    """A package for phones from that version on."""
    return pack([Entry("AndroidManifest.xml", plain(sdk=(sdk, 36)).build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.hostile.Main"]), DEFLATED)])


V31_LATER = {"key": "second", "sdks": (33, NEVER)}


def attribute(identity, *numbers):
    return sign.sized(struct.pack(f"<{1 + len(numbers)}I", identity, *numbers))


def stripping(*versions):
    return b"".join(attribute(0xBEEFF00D, version) for version in versions)


def rotation(*versions):
    return b"".join(attribute(0x559F8B02, version) for version in versions)


def longer_key(key):
    """Its public key with a length of four bytes, where two do."""
    public = sign.identity(key)[2]
    return public[:1] + b"\x83\0" + public[2:]


case("a v3 that has no signer for some version never falls back to v2", sign.with_schemes(UNSIGNED, {sign.V2: [{}], sign.V3: [{"sdks": (29, NEVER)}]}),
     signing="failed")
case("a v3 whose signers leave a version out", sign.with_block(UNSIGNED, sign.V3, {"sdks": (24, 30)}, {"sdks": (32, NEVER)}), signing="failed")
# What no phone of the range looks at, because a newer scheme is there, is odd; of those that do look the row says what they make of it.
for sdk, status in ((26, "failed"), (28, "unused")):
    case(f"a v2 signature that is wrong beside a v3 that is right, from SDK {sdk} on", edited(sign.with_schemes(unsigned(sdk), {sign.V2: [{}], sign.V3: [{"sdks": (24, NEVER)}]}), V2, lambda v: flip(v, parts(v)[1][0] + 30)),
         "sig.invalid:odd", signing="failed" if sdk < 28 else "verified", tables=[("signature", {"scheme": "v2", "status": status}), ("signature", {"scheme": "v3", "status": "verified"})])
for sdk, status in ((32, "failed"), (33, "unused")):
    case(f"a v3 signature that is cut beside a v3.1 that is right, from SDK {sdk} on", edited(sign.with_schemes(unsigned(sdk), {sign.V3: [{"sdks": (24, NEVER)}], sign.V31: [{"sdks": (33, NEVER)}]}), V3, lambda v: v[:40]),
         "sig.invalid:odd", signing="failed" if sdk < 33 else "verified", tables=[("signature", {"scheme": "v3", "status": status}), ("signature", {"scheme": "v3.1", "status": "verified"})])
case("a v3.1 for later versions is passed over before", sign.with_schemes(UNSIGNED, {sign.V3: [{"sdks": (24, NEVER)}], sign.V31: [{"key": "second", "sdks": (34, NEVER)}]}),
     DIFFERENT, signing="verified", finds=["review sig.scheme-signer-mismatch"])
case("a v3.1 by a key to which that of v3 was rotated", sign.with_schemes(UNSIGNED, {sign.V3: [{"sdks": (24, NEVER)}], sign.V31: [{"key": "rotated", "sdks": (33, NEVER), "attributes": LINEAGE}]}),
     signing="verified", spares=["sig.scheme-signer-mismatch"])
case("a v3.1 for a version that is still developed counts from the next one on", sign.with_schemes(UNSIGNED, {
    sign.V3: [{"sdks": (24, NEVER)}], sign.V31: [{**V31_LATER, "attributes": attribute(0xC2A6B3BA)}]}), DIFFERENT, signing="verified", tables=[
        ("signature", {"scheme": "v3.1", "status": "verified", "min_sdk": 34}), ("certificate", {"scheme": "v3.1", "min_sdk": 34})])


DEV = {"attributes": attribute(0xC2A6B3BA)}


def with_v31(*signers):
    return sign.with_schemes(UNSIGNED, {sign.V3: [{"sdks": (24, NEVER)}], sign.V31: signers})


def v31_for(key, first, last):
    """Rows of a signer of v3.1 who counts for these versions."""
    return [("signature", {"scheme": "v3.1", "status": "verified", "min_sdk": first, "max_sdk": last}), ("certificate", {
        "role": "signer", "scheme": "v3.1", "min_sdk": first, "max_sdk": last, "sha256": hashlib.sha256(sign.identity(key)[1]).hexdigest()})]


case("a v3.1 for a version that is still developed, and one for the release before it, which has its number", with_v31(
    {"key": "second", "sdks": (33, 33)}, {"key": "rotated", "sdks": (33, NEVER), **DEV}), DIFFERENT, signing="verified",
     tables=v31_for("second", 33, 33) + v31_for("rotated", 34, None))
case("two of v3.1 for one version, one of them since it was developed: Android before 17 refuses them", with_v31(
    {"key": "second", "sdks": (33, NEVER)}, {"key": "rotated", "sdks": (33, NEVER), **DEV}), "sig.v3-sdk-range:refused", signing="failed")
case("two of v3.1 for one version, one of them since it was developed: Android 17 takes that one", with_v31(
    {"key": "rotated", "sdks": (36, NEVER), **DEV}, {"key": "second", "sdks": (36, NEVER)}), DIFFERENT, signing="verified",
     tables=v31_for("second", 36, 36) + v31_for("rotated", 37, None))
case("two of v3.1, of which the one since it was developed begins no later: Android 17 refuses them", with_v31(
    {"key": "second", "sdks": (37, NEVER)}, {"key": "rotated", "sdks": (36, NEVER), **DEV}), "sig.v3-sdk-range:refused", signing="failed")
case("two of v3.1 for one version that was developed", with_v31({"key": "second", "sdks": (36, NEVER), **DEV}, {"key": "rotated", "sdks": (36, NEVER), **DEV}),
     "sig.v3-sdk-range:refused", signing="failed")
case("two of v3 for one version are refused, whatever they say of versions that are developed", sign.with_block(
    UNSIGNED, sign.V3, {"sdks": (24, 36)}, {"key": "second", "sdks": (36, NEVER), **DEV}), "sig.v3-sdk-range:refused", signing="failed")
V32, UNVERIFIED = 0x70E1C89F, "sig.v3.2-unverified:unread"


def hybrid(*ranges, cut=0):
    """The value of a v3.2 block with a signer for each range, of whom no more is there."""
    value = sign.sized(b"".join(sign.sized(sign.sized(b"") + struct.pack("<II", *sdks)) for sdks in ranges))
    return value[:len(value) - cut]


def with_v32(value, *attributes, **more):
    return patch.add_pair(sign.v3(UNSIGNED, attributes=b"".join(attributes), **more), V32, value)


FROM_17, TO_40, SAYS_17 = (37, NEVER), (37, 40), attribute(0xBF940529, 37)
case("a v3.2 signature, which Android 17 looks at first and older ones never, is not verified: review, and v3 is shown", with_v32(hybrid(FROM_17, FROM_17), SAYS_17), UNVERIFIED,
     finds=["review sig.v3.2-unverified"], signing=None, complete=False, spares=["sig.failed", "sig.block-unknown-id"], tables=[
         ("signature", {"scheme": "v3.2", "status": "unread", "min_sdk": 37, "max_sdk": None}), ("signature", {"scheme": "v3", "status": "verified"}),
         ("certificate", {"role": "signer", "scheme": "v3"}), ("signing_block", {"id": "70e1c89f", "name": "APK Signature Scheme v3.2"})])
case("a v3.2 signature for a version that was developed is looked at from the next one on", with_v32(hybrid((36, 40), (36, 40)), attribute(0xBF940529, 36),
     attribute(0x9F06B79C, 40)), UNVERIFIED, signing=None, complete=False, **in_state("v3.2", "unread", min_sdk=37, max_sdk=40))
case("two v3.2 signatures for versions of their own", with_v32(hybrid(FROM_17[:1] + (39,), (40, NEVER), FROM_17[:1] + (39,), (40, NEVER))), UNVERIFIED, signing=None,
     complete=False, tables=[("signature", {"scheme": "v3.2", "min_sdk": 37, "max_sdk": 39}), ("signature", {"scheme": "v3.2", "min_sdk": 40, "max_sdk": None})])
case("v3 says that v3.2 was there, and it is gone: Android 17 refuses it", sign.v3(UNSIGNED, attributes=SAYS_17), "sig.v3-stripped:refused", signing="failed",
     **in_state("v3.2", "failed", min_sdk=37))
case("v3 for versions before 17 says that v3.2 was there, and none reads that", sign.with_block(UNSIGNED, sign.V3, {"sdks": (24, 36), "attributes": SAYS_17},
     {"sdks": FROM_17}), signing="verified")
case("v3.1 says that v3.2 was there, and it is gone: Android 17 refuses it", with_v31({**V31_LATER, "attributes": SAYS_17}), DIFFERENT, "sig.v3-stripped:refused",
     signing="failed")
for sentence, value, *said in (
        ("begins with another version", hybrid((38, NEVER), (38, NEVER)), SAYS_17), ("ends with another version", hybrid(TO_40, TO_40), SAYS_17, attribute(0x9F06B79C, 41)),
        ("is for versions up to one, since nobody knows which", hybrid(TO_40, TO_40), attribute(0x9F06B79C, 40)),
        ("is for versions that are not said whole", hybrid(TO_40, TO_40), attribute(0xBF940529))):
    case(f"v3 says of v3.2 that it {sentence}", with_v32(value, *said), UNVERIFIED, "sig.v3-sdk-range:refused", signing="failed", complete=False, **in_state("v3.2", "failed"))
case("v3 says something else of v3.2 than is there, and no version looks at v3", with_v32(hybrid(FROM_17, FROM_17), attribute(0xBF940529, 38)), UNVERIFIED, signing=None,
     complete=False, **in_state("v3.2", "unread"))
for sentence, ranges in (("one signer", [FROM_17]), ("three signers", [FROM_17] * 3), ("two signers for other versions", [FROM_17, (37, 40)])):
    case(f"a v3.2 signature by {sentence}, where Android 17 wants two for the same versions", with_v32(hybrid(*ranges)), UNVERIFIED, "sig.v3-sdk-range:refused",
         signing="failed", complete=False)
case("a v3.2 block without a signer", with_v32(hybrid()), UNVERIFIED, "sig.no-signers:refused", signing="failed", complete=False)
case("a v3.2 block that is cut", with_v32(hybrid(FROM_17, FROM_17, cut=1)), UNVERIFIED, "sig.invalid:refused", signing="failed", complete=False)
case("more signers of v3.2 than are read: nobody knows how many are for the last versions", with_v32(hybrid(*((37 + i // 2, 37 + i // 2) for i in range(9)), *[(41, 41)] * 2)),
     UNVERIFIED, signing=None, complete=False)


def only_v31(sdk, *signers, **others):
    """A package for Android from a version on, with v3.1 and no v3 beside it; others: schemes by their names in sign."""
    package = pack([Entry("AndroidManifest.xml", plain(sdk=(sdk, 36)).build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.hostile.Main"]), DEFLATED)])
    return sign.with_schemes(package, {**{getattr(sign, name): signers for name, signers in others.items()}, sign.V31: signers or [V31_LATER]})


case("a JAR signature with v3 beside it is not alone, whatever the target", sign.v3(V1), signing="verified", spares=["sig.v1-only"], **REST)
AT_34 = {"key": "second", "sdks": (34, 34)}
case("Android 13 takes a v3.1 without a v3 beside it", only_v31(33), "sig.v3-stripped:odd", signing="verified",
     tables=[("signature", {"scheme": "v3.1", "status": "verified", "min_sdk": 33}), ("certificate", {"role": "signer", "scheme": "v3.1"})])
case("before Android 13 a v3.1 without a v3 beside it is no signature", only_v31(32), "sig.v3-stripped:odd", signing="failed", finds=["reject sig.failed"])
case("before Android 13 v2 counts where there is a v3.1 and no v3", only_v31(24, {"sdks": (33, NEVER)}, V2=[{}]), "sig.v3-stripped:odd", signing="verified",
     tables=[("signature", {"scheme": "v2", "status": "verified"})])
case("where v3.1 has no signer for a version and there is no v3, v2 counts", only_v31(33, AT_34, V2=[{"key": "second"}]), "sig.v3-stripped:odd", signing="verified",
     tables=[("signature", {"scheme": "v2", "status": "verified"})])
case("where v3.1 has a signer for every version of the package and there is no v3, v2 is not looked at",
     only_v31(34, AT_34, {"key": "second", "sdks": (35, NEVER)}, V2=[{"key": "second"}]), "sig.v3-stripped:odd", signing="verified",
     tables=[("signature", {"scheme": "v2", "status": "unused"})])
case("where v3.1 leaves a version out and there is no v3, that version has no signature", only_v31(33, AT_34), "sig.v3-stripped:odd", signing="failed")
case("that v3 is gone does not matter to Android 13 where there is a v3.1", only_v31(33, {"sdks": (33, NEVER)}, V2=[{"attributes": stripping(3)}]),
     "sig.v3-stripped:odd", "sig.v3-stripped:odd", signing="verified")
case("that v3 is gone matters to Android 12 though there is a v3.1", only_v31(32, {"sdks": (33, NEVER)}, V2=[{"attributes": stripping(3)}]),
     "sig.v3-stripped:odd", "sig.v3-stripped:odd", signing="failed", finds=["reject sig.failed"])
case("v2 and a v3.1 that stands in for v3 by different signers", only_v31(24, V2=[{}]), "sig.v3-stripped:odd", "sig.scheme-signer-mismatch:evasive", signing="verified")
case("v3 says that v3.1 was there, and it is gone", sign.with_schemes(UNSIGNED, {sign.V3: [{"sdks": (24, NEVER), "attributes": rotation(33)}]}),
     "sig.v3-stripped:refused", signing="failed")
for fault, fields in (("the attributes are malformed", {"attributes": CUT}), ("an attribute is malformed", {"attributes": sign.sized(b"a")}),
                      ("a certificate is malformed", {"chain": (b"none",)})):
    case(f"a v3 signature that is right over what is wrong: {fault}", sign.v3(UNSIGNED, **fields), "sig.invalid:refused", signing="failed",
         tables=[("anomaly", {"detail": "v3: " + fault})])
case("ten v2 signers are as many as Android takes", sign.v2(UNSIGNED, *["release"] * 10), signing="verified", **in_state("v2", "verified"))
case("more v2 signers than Android takes: ApkSignatureSchemeV2Verifier refuses them (MAX_V2_SIGNERS)", sign.v2(UNSIGNED, *["release"] * 11), "sig.invalid:refused",
     signing="failed", finds=["reject sig.failed"])
MANY = {"chain": [sign.identity("second")[1]] * 100}
case("more v3 signers than are read, each for a version of its own, as Android takes them: nobody knows whether all verify, and those that do are shown",
     sign.with_block(UNSIGNED, sign.V3, *({"sdks": (28 + i, 28 + i if i < 10 else NEVER)} for i in range(11))), "limit.asn1:unread", finds=["review limit.asn1"],
     **unread("v3", shown="release"))
case("as many certificates as are read are read", sign.with_block(UNSIGNED, sign.V2, {"chain": [sign.identity("second")[1]] * 99}), "sig.block-payload:evasive", signing="verified")
for scheme, name in ((sign.V2, "v2"), (sign.V3, "v3")):
    case(f"more certificates of {name} than are read, as Android reads them: nobody knows whether it verifies, but who signed if it does",
         sign.with_block(UNSIGNED, scheme, {**MANY, **({"sdks": (28, NEVER)} if scheme == sign.V3 else {})}), "limit.asn1:unread", "sig.block-payload:evasive",
         finds=["review limit.asn1", "limit.asn1: " + name + ": there are more certificates than are read"], **unread(name, shown="release"))
case("more signers of v3.1 than are read: it may begin with the version that v3 names, by one that was not", sign.with_schemes(UNSIGNED, {
    sign.V3: [{"sdks": (24, NEVER), "attributes": rotation(33)}],
    sign.V31: [{"key": "second", "sdks": (sdk, sdk if sdk < 43 else NEVER)} for sdk in (*range(34, 44), 33)]}), "limit.asn1:unread", **unread("v3.1", shown="second"))
case("more certificates than are read, and content that was changed: the phone refuses it", flip(sign.with_block(UNSIGNED, sign.V2, MANY), 10),
     "limit.asn1:unread", "sig.block-payload:evasive", "sig.digest-mismatch:refused", signing="failed", complete=False, finds=["reject sig.failed"])
case("more certificates of v3.1 than are read say nothing of v3 before Android 13", sign.with_schemes(UNSIGNED, {
    sign.V3: [{"sdks": (24, NEVER), "attributes": rotation(33)}], sign.V31: [{**V31_LATER, **MANY}]}), "limit.asn1:unread", "sig.block-payload:evasive", **unread("v3.1", shown="second"))
case("a proof of rotation with more certificates than are read: nobody knows whether it is one", sign.v3(UNSIGNED, key="rotated", attributes=LINEAGE),
     "limit.asn1:unread", limit="certificates=1", finds=["limit.asn1: v3: the proof of rotation has more certificates than are read"], **unread("v3"))
case("a proof of rotation that is not read whole does not set v2 and v3 apart", sign.with_schemes(UNSIGNED, {
    sign.V2: [{"key": "rotated"}], sign.V3: [{"key": "rotated", "sdks": (28, NEVER), "attributes": LINEAGE}]}), "limit.asn1:unread", limit="certificates=1", **unread("v3"))
case("a proof of rotation that is wrong before the limit is invalid", sign.v3(UNSIGNED, key="rotated", attributes=LINEAGE[:16] + b"\x7f" + LINEAGE[17:]),
     "sig.lineage-invalid:refused", limit="certificates=1", signing="failed")
case("a signer may have any number of signatures, of which Android takes the best that it knows", sign.with_block(UNSIGNED, sign.V2, {"algorithms": [sign.RSA_SHA256] * 70}),
     signing="verified")
FROM_34, AT_34_35 = {"key": "second", "sdks": (34, NEVER)}, {"key": "second", "sdks": (34, 35)}


def with_saying(said, *signers, sdks=(24, NEVER)):
    """v3 that says with what version v3.1 begins, and v3.1."""
    return sign.with_schemes(UNSIGNED, {sign.V3: [{"sdks": sdks, "attributes": said}], sign.V31: signers})


for sentence, said in (("two first versions", rotation(34, 33)), ("another first version", rotation(33)), ("half a first version", sign.sized(struct.pack("<IH", 0x559F8B02, 34)))):
    case(f"a v3 that names {sentence} of v3.1: Android 13, for which v3.1 is not, refuses it", with_saying(said, FROM_34), "sig.v3-sdk-range:refused", signing="failed")
    case(f"a v3 that names {sentence} of v3.1, where v3.1 is for every version that reads it", with_saying(said, V31_LATER), DIFFERENT, signing="verified")
case("a v3 that names the first version of v3.1, which Android 13 passes over", with_saying(rotation(34), FROM_34), DIFFERENT, signing="verified")
case("a v3 that names the first version of v3.1, which counts from the next one on", with_saying(rotation(33), {**V31_LATER, **DEV}), DIFFERENT, signing="verified",
     tables=[("signature", {"scheme": "v3.1", "min_sdk": 34})])
case("a v3 for the versions before v3.1 may name any version: none reads it", with_saying(rotation(40), V31_LATER, sdks=(24, 32)), DIFFERENT, signing="verified")
case("of two v3.1 signers the least version counts, in any order", with_saying(rotation(34), {"key": "second", "sdks": (36, NEVER)}, AT_34_35), DIFFERENT, signing="verified")
IGNORED = "sig.ignored-part:evasive"
case("a v3.1 without a signer: v3 counts", with_saying(b""), IGNORED, signing="verified", never=[("signature", {"scheme": "v3.1"})])
case("a v3.1 without a signer, of which v3 says where it begins", with_saying(rotation(33)), IGNORED, "sig.v3-sdk-range:refused", signing="failed")
case("a v3.1 signer for versions that do not read v3.1 is not looked into", with_saying(rotation(24), {"key": "second", "sdks": (24, 32), "certified": "rotated"}), IGNORED,
     signing="verified", never=[("certificate", {"scheme": "v3.1"})])
case("a v3 signer for versions that do not read v3 is not looked into", sign.with_block(UNSIGNED, sign.V3, {"key": "second", "sdks": (24, 27), "certified": "rotated"}, {
    "sdks": (28, NEVER)}), IGNORED, signing="verified", never=[("certificate", {"scheme": "v3", "sha256": hashlib.sha256(sign.identity("rotated")[1]).hexdigest()})])
case("a v3 signer whose versions end before they begin is not looked into", sign.with_block(UNSIGNED, sign.V3, {"sdks": (28, NEVER)}, {"key": "second", "sdks": (40, 30)}), IGNORED,
     signing="verified")
case("a v3 signer for versions from below zero on counts, as on the phone", sign.v3(UNSIGNED, sdks=(0xFFFFFFFB, NEVER)), IGNORED, signing="verified")
case("a v3.1 signer that says where v3.1 begins, of one before it", with_saying(b"", {"key": "second", "sdks": (35, NEVER)}, {**AT_34_35, "sdks": (33, 34), "attributes": rotation(35)}),
     DIFFERENT, signing="verified")
case("a v3.1 signer that says where v3.1 begins, of one behind it, which is not known yet", with_saying(
    b"", {**AT_34_35, "sdks": (33, 34), "attributes": rotation(35)}, {"key": "second", "sdks": (35, NEVER)}), "sig.v3-sdk-range:refused", signing="failed")
case("a signature by an algorithm that Android does not know is not looked into", sign.with_block(UNSIGNED, sign.V2, {"records": [(0x9999, CUT, CUT)]}), IGNORED, signing="verified",
     tables=[("anomaly", {"detail": "v2: a signature that Android does not look at is malformed"})])
for sentence, record, *more in (("is too short for one", (0x9999, b"abc", b"abc")), ("is better, and malformed", (0x0104, sign.sized(b"x" * 64), CUT), "sig.digest-mismatch:refused")):
    case(f"a signature that {sentence}: the phone refuses", sign.with_block(UNSIGNED, sign.V2, {"records": [record]}), "sig.invalid:refused", *more, signing="failed")
case("a proof of rotation of an unknown version, which Android does not look at", sign.v3(UNSIGNED, key="rotated", attributes=LINEAGE[:8] + b"\7" + LINEAGE[9:]), IGNORED,
     signing="verified", tables=[("certificate", {"role": "lineage"})])
case("a v3.1 that says that there is a v3.1 besides", sign.with_schemes(UNSIGNED, {
    sign.V3: [{"sdks": (24, NEVER)}], sign.V31: [{**V31_LATER, "attributes": rotation(33)}]}), "sig.v3-sdk-range:refused", signing="failed")
case("two proofs of rotation", sign.v3(UNSIGNED, key="rotated", attributes=LINEAGE + attribute(0x3BA06F8C, 1)), "sig.lineage-invalid:refused", signing="failed")
case("a v2 signer without attributes, and not even their length: Android 9 refuses it", sign.with_block(UNSIGNED, sign.V2, {"attributes": None}),
     "sig.invalid:refused", signing="failed")
case("a v3 signer without attributes, and not even their length", sign.v3(UNSIGNED, attributes=None), "sig.invalid:refused", signing="failed")
case("v2 says once that v3 was there and then that it was not", sign.with_block(UNSIGNED, sign.V2, {"attributes": stripping(3, 2)}),
     "sig.v3-stripped:refused", signing="failed")
case("v2 whose note of what was there besides is cut", sign.with_block(UNSIGNED, sign.V2, {"attributes": attribute(0xBEEFF00D)}), "sig.invalid:refused", signing="failed")
case("Android 7 and 8 do not mind that v3 is gone", sign.with_block(UNSIGNED, sign.V2, {"attributes": stripping(3)}), "sig.v3-stripped:refused", signing="failed",
     tables=[("signature", {"scheme": "v2", "status": "failed", "min_sdk": 28})])
case("a public key that is encoded in another way than Android encodes it", sign.with_block(UNSIGNED, sign.V2, {"public": longer_key("release")}),
     "sig.pubkey-mismatch:refused", signing="failed")
for salt, *says in ((32,), (20, "sig.invalid:refused"), (64, "sig.invalid:refused")):
    case(f"a signature by RSA-PSS has a salt as long as its digest: {salt} bytes", sign.with_block(UNSIGNED, sign.V2, {"algorithms": [sign.RSA_PSS], "salt": salt}), *says,
         signing="failed" if says else "verified")
case("a signature by an algorithm that the signed data has no digest by: the phone refuses", sign.with_block(UNSIGNED, sign.V2, {
    "records": [(0x9998, sign.sized(b"x" * 32), sign.sized(b"x" * 64), 0x9999)]}), "sig.invalid:refused", signing="failed",
     tables=[("anomaly", {"detail": "v2: the algorithms of digests and signatures differ"})])
case("of chunks by SHA-512 and a tree of digests the chunks count", sign.with_block(UNSIGNED, sign.V2, {
    "algorithms": [sign.RSA_SHA512], "records": [(sign.RSA_TREE, sign.sized(b"x" * 32), sign.sized(b"x" * 64))]}), signing="verified")
case("what stands behind a certificate belongs to it, as on the phone", sign.with_block(UNSIGNED, sign.V2, {"behind": b"x"}), signing="verified",
     tables=[("certificate", {"sha256": hashlib.sha256(sign.identity("release")[1] + b"x").hexdigest()})])



def shown(scheme, certificate):
    return [("certificate", {"role": "signer", "scheme": scheme, "sha256": hashlib.sha256(certificate).hexdigest()})]


PEM = sign.pem(sign.identity("release")[1])
case("a v2 signer whose certificate is in PEM is who that text is", sign.with_block(UNSIGNED, sign.V2, {"encoded": sign.pem}), signing="verified", tables=shown("v2", PEM))
case("a v3 signer whose certificate is in PEM is who that text is", sign.v3(UNSIGNED, encoded=sign.pem), signing="verified", tables=shown("v3", PEM))
case("a certificate in PEM further up in the chain", sign.with_block(UNSIGNED, sign.V2, {"chain": [PEM]}), signing="verified", tables=[("certificate", {"role": "chain"})])
case("the key of a certificate in PEM must be the signer's", sign.with_block(UNSIGNED, sign.V2, {"encoded": sign.pem, "certified": "second"}), "sig.pubkey-mismatch:refused",
     signing="failed")
case("a certificate in PEM with headers", sign.with_block(UNSIGNED, sign.V2, {"encoded": lambda der: sign.pem(der).replace(b"\n", b"\nA: b\n \n", 1)}),
     "sig.invalid:refused", signing="failed", tables=[("anomaly", {"detail": "v2: a certificate is malformed"})])
case("a text in PEM that holds no certificate", sign.with_block(UNSIGNED, sign.V2, {"encoded": lambda der: b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}),
     "sig.invalid:refused", signing="failed", tables=[("anomaly", {"detail": "v2: a certificate is malformed"})])


BAG = sign.bag(sign.identity("release")[1], sign.identity("second")[1])
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
case("a v2 signer whose certificate is a bag of certificates is who that bag is, and its first one's key is his", sign.with_block(
    UNSIGNED, sign.V2, {"encoded": lambda _: BAG}), signing="verified", tables=shown("v2", BAG))
case("a v3 signer whose certificate is a bag of certificates, and what stands behind it", sign.v3(UNSIGNED, encoded=sign.bag, behind=b"x"), signing="verified",
     tables=shown("v3", sign.bag(sign.identity("release")[1]) + b"x"))
case("a bag of certificates whose first is not the signer's", sign.with_block(UNSIGNED, sign.V2, {
    "encoded": lambda _: sign.bag(sign.identity("second")[1], sign.identity("release")[1])}), "sig.pubkey-mismatch:refused", signing="failed")
for wrong, made in (("of another kind of PKCS#7", BAG.replace(SIGNED_DATA, SIGNED_DATA[:-1] + b"\1")), ("of version 0", BAG.replace(b"\x02\x01\x01", b"\x02\x01\0", 1)),
                    ("of which a later one is none", flip(BAG, BAG.index(sign.identity("second")[1]) + 4)), ("that is cut", BAG[:-1]),
                    ("without a certificate", flip(BAG, BAG.index(sign.identity("release")[1]) - 4))):
    case(f"a bag of certificates {wrong}", sign.with_block(UNSIGNED, sign.V2, {"encoded": lambda _, made=made: made}), "sig.invalid:refused", signing="failed",
         tables=[("anomaly", {"detail": "v2: a certificate is malformed"})])


def long_certificate(last):
    """One of the release key that has that byte at the end of its length, of three bytes."""
    certificate = sign.certified("release", f"1.2.3.4=DER:{'00' * 70000}")
    return sign.certified("release", f"1.2.3.4=DER:{'00' * (70000 + (last - certificate[4]) % 256)}")


case("a certificate of more than 64 KiB", sign.with_block(UNSIGNED, sign.V2, {"encoded": lambda _: long_certificate(7)}), "sig.block-payload:evasive", signing="verified")
case("a certificate of more than 64 KiB whose length makes the phone take it for a bag", sign.with_block(UNSIGNED, sign.V2, {
    "encoded": lambda _: long_certificate(6)}), "sig.block-payload:evasive", "sig.invalid:refused", signing="failed")
case("a bag of certificates in PEM, of which Android versions make different things", sign.with_block(UNSIGNED, sign.V2, {
    "encoded": lambda der: b"-----BEGIN PKCS7-----\n" + base64.encodebytes(sign.bag(der)) + b"-----END PKCS7-----\n"}), "sig.invalid:refused", signing="failed")


def lone_lineage(certificate):
    """A proof of rotation of one key, which nobody signs."""
    node = sign.sized(sign.sized(certificate) + struct.pack("<I", 0)) + struct.pack("<II", 0, sign.RSA_SHA256) + sign.sized(b"")
    return sign.sized(struct.pack("<II", 0x3BA06F8C, 1) + sign.sized(node))


case("a proof of rotation may have its certificates in PEM, too", sign.v3(UNSIGNED, encoded=sign.pem, attributes=lone_lineage(PEM)), signing="verified",
     tables=[("certificate", {"role": "lineage", "sha256": hashlib.sha256(PEM).hexdigest()})])
case("a proof of rotation to the signer's certificate in another encoding is one to another key's",
     sign.v3(UNSIGNED, encoded=sign.pem, attributes=lone_lineage(sign.identity("release")[1])), "sig.lineage-invalid:refused", signing="failed")


def nameless(certificate):
    """The certificate with a sequence in its issuer's name where a set should be."""
    at = certificate.index(b"\x06\x03\x55\x04") - 4
    return certificate[:at] + b"\x30" + certificate[at + 1:]


case("a chain of certificates beside the signer's", sign.with_block(UNSIGNED, sign.V2, {"chain": [sign.identity("second")[1]]}), signing="verified",
     tables=[("certificate", {"role": "chain"})])
case("a chain with a certificate whose issuer's name is none", sign.with_block(UNSIGNED, sign.V2, {"chain": [nameless(sign.identity("second")[1])]}),
     "sig.invalid:refused", signing="failed")


def paged(sdk, *algorithms, pages=True, more=b""):
    """A package with v2 alone, by these algorithms, whose signing block begins with a page, and with more, behind it."""
    entries = [Entry("AndroidManifest.xml", plain(sdk=(sdk, 36)).build()), Entry("classes.dex", dex.make(["com.example.hostile.Main"])), Entry("filler.txt")]
    entries[-1] = Entry("filler.txt", b"x" * (-patch.directory(pack(entries))[0] % sign.PAGE) + more)
    return sign.with_schemes(pack(entries), {sign.V2: [{"algorithms": algorithms}]}, pages)


case("a tree of digests is what Android 9 takes", paged(28, sign.RSA_TREE), signing="verified")
case("a tree of digests alone is nothing to Android 8", paged(26, sign.RSA_TREE), signing="failed", finds=["sig.failed"],
     tables=[("signature", {"scheme": "v2", "status": "failed", "max_sdk": 27}), ("signature", {"scheme": "v2", "status": "verified", "min_sdk": 28})])
case("a tree of digests, and chunks for Android 8", paged(26, sign.RSA_SHA256, sign.RSA_TREE), signing="verified")
case("a package for Android 5 that is soundly signed with v2 alone lacks v1", paged(21, sign.RSA_SHA256), signing="failed",
     finds=["sig.failed: no v1 signature, without which Android before 7 does not install it: minimum SDK 21"])
case("a tree of digests beside a signing block of whole pages that does not begin with one", paged(28, sign.RSA_TREE, more=b"xyz"), "sig.invalid:refused", signing="failed",
     tables=[("anomaly", {"detail": "v2: the tree of digests needs a signing block of whole pages"})])
case("a tree of digests beside a signing block that is not of whole pages", paged(28, sign.RSA_TREE, pages=False), "sig.invalid:refused", signing="failed")

STAMPED, STAMP, STAMP_V1 = fixture("stamped.apk"), 0x6DFF800D, 0x2B09189E


def stamped(status):
    """What is said of a package whose stamp is wrong: no phone refuses it for that."""
    return {"app": APP, "signing": "verified", "tables": [("signature", {"scheme": "source-stamp", "status": status})]}


def split_stamp(value):
    """The runs of a stamp: certificate, signed schemes, attributes, their signatures."""
    at, end = 4, len(value)
    runs = []
    while at < end:
        start, length = sized_at(value, at)
        runs.append(value[start:start + length])
        at = start + length
    return runs


def sized(data):
    return struct.pack("<I", len(data)) + data


def joined(*runs):
    return sized(b"".join(sized(run) for run in runs))


def schemes_of(run):
    """The signed schemes of a stamp as {number: signatures}."""
    at, schemes = 0, {}
    while at < len(run):
        start, length = sized_at(run, at)
        schemes[struct.unpack_from("<I", run, start)[0]] = run[start + 8:start + length]
        at = start + length
    return schemes


def over(*numbers):
    """The stamp with the signatures for these schemes alone."""
    def edit(value):
        certificate, signed, *rest = split_stamp(value)
        kept = b"".join(sized(struct.pack("<I", number) + sized(schemes_of(signed)[number])) for number in numbers)
        return joined(certificate, kept, *rest)
    return edit


def first_version(data, scheme):
    """The package with a stamp of the first version, over one scheme, instead of its own."""
    certificate, signed = split_stamp(value_of(data, STAMP))[:2]
    return with_pairs(without(data, STAMP), pairs_of(without(data, STAMP))[2] + [(STAMP_V1, joined(certificate, schemes_of(signed)[scheme]))])


case("a source stamp over all schemes that the package has", STAMPED, app=APP, signing="verified", tables=[
    ("signature", {"scheme": "source-stamp", "status": "verified"}), ("certificate", {"role": "stamp", "scheme": "source-stamp", "position": 0})])
case("a source stamp whose block is gone, and the entry that names it is left", without(STAMPED, STAMP), "sig.source-stamp-invalid:odd", **stamped("absent"))
case("a source stamp without the entry that names its certificate", with_pairs(CLEAN, pairs_of(CLEAN)[2] + [(STAMP, value_of(STAMPED, STAMP))]),
     "sig.source-stamp-invalid:odd", **stamped("failed"))
case("a source stamp of which a byte of the certificate was changed", edited(STAMPED, STAMP, lambda v: flip(v, 60)), "sig.source-stamp-invalid:odd", **stamped("failed"))
case("a source stamp whose certificate is in PEM is another than the entry names", edited(STAMPED, STAMP, lambda v: joined(sign.pem(split_stamp(v)[0]), *split_stamp(v)[1:])),
     "sig.source-stamp-invalid:odd", app=APP, signing="verified", tables=[("signature", {
         "scheme": "source-stamp", "status": "failed", "detail": "its certificate is not the one that stamp-cert-sha256 names"})])
case("a source stamp of which a signature was changed", edited(STAMPED, STAMP, lambda v: over(1, 2, 3)(v).replace(
    schemes_of(split_stamp(v)[1])[3], flip(schemes_of(split_stamp(v)[1])[3], 40))), "sig.source-stamp-invalid:odd", **stamped("failed"))
case("a source stamp that is not over v3", edited(STAMPED, STAMP, over(1, 2)), "sig.source-stamp-invalid:odd", **stamped("failed"))
case("a source stamp that is not over the JAR signature, which phones before Android 7 look at", edited(STAMPED, STAMP, over(2, 3)), "sig.source-stamp-invalid:odd", **stamped("failed"))
case("a source stamp without attributes", edited(STAMPED, STAMP, lambda v: joined(*split_stamp(v)[:2])), app=APP, signing="verified",
     tables=[("signature", {"scheme": "source-stamp", "status": "verified", "signed_at": None})])
case("a source stamp whose attributes nobody signed", edited(STAMPED, STAMP, lambda v: joined(*split_stamp(v)[:2], sized(b""))),
     "sig.source-stamp-invalid:odd", **stamped("failed"))
case("a source stamp that is cut", edited(STAMPED, STAMP, lambda v: v[:40]), "sig.source-stamp-invalid:odd", **stamped("failed"))
case("a source stamp that lies about its length", edited(STAMPED, STAMP, lambda v: b"\xff\xff\xff\xff" + v[4:]), "sig.source-stamp-invalid:odd", **stamped("failed"))
for limit, anomaly in (("signing-block-size=100", "limit.entry-size"), ("signature-file-size=100", "limit.entry-size"), ("entries=3", "limit.entries"),
                       ("entries=9", "limit.entries")):
    case(f"a source stamp of which, or of what it signs, not all was read: nobody knows whether it verifies ({limit})", STAMPED, anomaly + ":unread", app=APP, limit=limit,
         complete=False, never=[("certificate", {"role": "stamp"})], **in_state("source-stamp", "unread"))
case("a source stamp of the first version is over the newest scheme", first_version(STAMPED, 3), app=APP, signing="verified",
     tables=[("signature", {"scheme": "source-stamp", "status": "verified"})])
case("a source stamp of the first version over the JAR signature, where there is v3", first_version(STAMPED, 1), "sig.source-stamp-invalid:odd", **stamped("failed"))


def signed_digest(digest, *algorithms):
    """What release signs of a content digest (SHA-256 of chunks); an algorithm below zero: with a wrong signature."""
    data = sized(struct.pack("<II", 1, len(digest)) + digest)
    return signatures_over(data, *algorithms)


def signatures_over(data, *algorithms):
    private = sign.identity("release")[0]
    return b"".join(sized(struct.pack("<I", abs(one)) + sized(sign.signature(private, data if one > 0 else b"else", abs(one)))) for one in algorithms)


def stamped_by_release(least, schemes, over_these, algorithms=(sign.RSA_SHA256,), time=None):
    """A package from that version on with these schemes, and a stamp over some of them: by these algorithms, at that time."""
    package = pack([Entry("AndroidManifest.xml", plain(sdk=(least, 36)).build(), DEFLATED), Entry("classes.dex", dex.make(["com.example.hostile.Main"]), DEFLATED),
                    Entry("stamp-cert-sha256", hashlib.sha256(RELEASE_CERTIFICATE).digest(), DEFLATED)])
    start, end, _ = patch.directory(package)
    digest = sign.content_digest((package[:start], package[start:end], package[end:]))
    runs = [RELEASE_CERTIFICATE, b"".join(sized(struct.pack("<I", number) + sized(signed_digest(digest, *algorithms))) for number in over_these)]
    if time is not None:
        said = sized(sized(struct.pack("<IQ", 0xE43C5946, time)))
        runs += [said, signatures_over(said, sign.RSA_SHA256)]
    signed = sign.with_schemes(package, {sign.V3 if number == 3 else sign.V2: [{"sdks": (least, NEVER)} if number == 3 else {}] for number in schemes})
    return patch.add_pair(signed, STAMP, joined(*runs))


def stamp_is(status, **more):
    return {"signing": "verified", "tables": [("signature", {"scheme": "source-stamp", "status": status, **more})]}


NOT_OVER_ALL = "it is not over every signature scheme of the package"
case("a source stamp is over v2 where a version looks at that", stamped_by_release(24, (2, 3), (2, 3)), **stamp_is("verified"))
case("a source stamp that is over v3 alone, where versions before it look at v2", stamped_by_release(24, (2, 3), (3,)), "sig.source-stamp-invalid:odd",
     **stamp_is("failed", detail=NOT_OVER_ALL))
case("a source stamp that is over v3 alone, where every version looks at that", stamped_by_release(28, (2, 3), (3,)), **stamp_is("verified"))
case("a source stamp by two paddings, of which older versions know one", stamped_by_release(28, (3,), (3,), (sign.RSA_SHA256, sign.RSA_PSS)), **stamp_is("verified"))
for algorithms in (sign.RSA_SHA256, -sign.RSA_PSS), (-sign.RSA_SHA256, sign.RSA_PSS):
    case(f"a source stamp of which the signature is wrong that some versions take ({algorithms})", stamped_by_release(28, (3,), (3,), algorithms),
         "sig.source-stamp-invalid:odd", **stamp_is("failed", detail="a signature of it is wrong, or is of something else than the package"))
case("a source stamp of the first second of 1970 has a time", stamped_by_release(28, (3,), (3,), time=1), **stamp_is("verified", signed_at="1970-01-01T00:00:01Z"))
case("a source stamp of no time", stamped_by_release(28, (3,), (3,), time=0), "sig.source-stamp-invalid:odd", **stamp_is("failed", detail="its time is not after 1970"))


def jar(data, edit):
    """A v1 package whose entries were made anew by edit (a list of name and content)."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        entries = edit([(info.filename, old.read(info)) for info in old.infolist()])
    return pack([Entry(name, content) for name, content in entries])


def replaced(ending, edit):
    return lambda entries: [(name, edit(content) if name.endswith(ending) else content) for name, content in entries]


def added(name, content):
    return lambda entries: entries + [(name, content)]


case("a v1 package made anew still verifies", jar(V1, lambda entries: entries), app=APP, tables=[("signature", {"scheme": "v1", "status": "verified"})])
case("an entry that v1 does not name: the phone refuses", jar(V1, added("assets/x", b"x")), "sig.v1-incomplete:refused", signing="failed", **REST)
case("entries under META-INF that v1 does not name are not covered", jar(V1, added("META-INF/payload.bin", b"x" * 10)), "sig.unsigned-entries:evasive", **REST)
case("an empty file in META-INF that is named by a channel is no more than odd", jar(V1, added("META-INF/channel_x", b"")), "sig.unsigned-entries:odd",
     finds=["notice sig.unsigned-entries"], **REST)
case("a channel file beside it excuses no other file", jar(V1, lambda entries: entries + [("META-INF/channel_x", b""), ("META-INF/evil.dex", dex.make(["evil.Main"]))]),
     "embedded.dex:odd", "sig.unsigned-entries:odd", "sig.unsigned-entries:evasive", finds=["notice sig.unsigned-entries", "review sig.unsigned-entries"], **REST)
case("a file that is named by a channel and is not empty is none", jar(V1, added("META-INF/channel_x", b"x")), "sig.unsigned-entries:evasive",
     finds=["review sig.unsigned-entries"], **REST)
for name, *says in (("META-INF/DATA.RSA", "sig.v1-incomplete:odd"), ("META-INF/DATA.SF",), ("META-INF/a/data.ec",), ("META-INF/folder/",)):
    case(f"a file is not covered because of its name: {name}", jar(V1, added(name, b"x" * 10)), "sig.unsigned-entries:evasive", *says, **REST)
case("a v1 signature over an entry that was changed", jar(V1, replaced("classes.dex", lambda c: dex.make(["evil.Main"]))), "sig.digest-mismatch:refused", signing="failed",
     **REST)
def broken_off(data, ending, more=0):
    """A v1 package in which the compressed data of an entry breaks off behind all that was signed, of more bytes that it is said to have."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        contents = [(info.filename, old.read(info)) for info in old.infolist()]
    return pack([Entry(name, content, DEFLATED, data=struct.pack("<BHH", 0, len(content), len(content) ^ 0xFFFF) + content + b"\xff" * 8)
                 .both(size=len(content) + more) if name.endswith(ending) else Entry(name, content) for name, content in contents])


case("an entry whose compressed data breaks off before its declared end: v1 does not verify, though its digest is that of what can be read",
     broken_off(V1, "classes.dex", 50), "zip.corrupt-deflate:refused", "sig.digest-mismatch:refused", signing="failed", **REST)
case("what is wrong behind the declared end of an entry is not read for v1", broken_off(V1, "classes.dex"), "zip.corrupt-deflate:refused", app=APP,
     tables=[("signature", {"scheme": "v1", "status": "verified"})])
case("a manifest that v1 signed and that was changed", jar(V1, replaced("MANIFEST.MF", lambda c: c + b"Name: x\r\n\r\n")),
     "sig.v1-incomplete:refused", signing="failed", **REST)


def moved(ending, edit):
    return lambda entries: [(edit(name) if name.endswith(ending) else name, content) for name, content in entries]


def below(entries):
    """Signature files in a folder below META-INF/, where the platform looks for them as well."""
    return [(name.replace("META-INF/", "META-INF/below/") if name.endswith((".SF", ".RSA")) else name, content) for name, content in entries]


case("a v1 signature in a folder below META-INF/ counts, as on the phone", jar(V1, below), app=APP,
     tables=[("signature", {"scheme": "v1", "status": "verified"}), ("certificate", {"role": "signer", "path": "META-INF/below/RELEASE.RSA"})])
case("a v1 signature whose name is in small letters does not count, as on the phone", jar(V1, moved(".RSA", lambda name: name[:-3] + "rsa")),
     signing="absent", **REST)
def value_at(data, at):
    """Where the content of a DER value begins and ends."""
    size = data[at + 1] - 0x80 if data[at + 1] > 0x80 else 0
    return at + 2 + size, at + 2 + size + (int.from_bytes(data[at + 2:at + 2 + size], "big") if size else data[at + 1])


def endless(data):
    """The DER value as BER in which it, and the last value in it, and so on, go on until two zeros."""
    if not data[0] & 0x20:
        return data
    at, end = value_at(data, 0)
    out = data[:1] + b"\x80"
    while at < end:
        behind = value_at(data, at)[1]
        out += data[at:behind] if behind < end else endless(data[at:behind])
        at = behind
    return out + b"\0\0"


case("a PKCS#7 block whose lengths are given by their ends, as BouncyCastle writes it", jar(V1, replaced(".RSA", endless)), app=APP,
     tables=[("signature", {"scheme": "v1", "status": "verified"})])
def rewritten(data, old, new):
    """DER with a value in it that is another, and lengths to suit."""
    if data == old or old not in data:
        return new if data == old else data
    at, end = value_at(data, 0)
    body = b""
    while at < end:
        behind = value_at(data, at)[1]
        body += rewritten(data[at:behind], old, new)
        at = behind
    return data[:1] + b"\x82" + struct.pack(">H", len(body)) + body


POINT = sign.identity("elliptic")[2]
HALF = POINT[:1] + b"\x39" + POINT[2:24] + b"\x22\0" + bytes((2 + POINT[-1] % 2,)) + POINT[27:59]  # of the point one number, and a bit of the other
case("an RSA key with an exponent of more than 33 bits verifies nothing, as on the phone", sign.with_block(UNSIGNED, sign.V2, {"key": "exponent"}),
     "sig.invalid:refused", signing="failed")
case("an RSA key with an exponent of 33 bits verifies", sign.with_block(UNSIGNED, sign.V2, {"key": "exponent-33"}), signing="verified", spares=["sig.weak-key"])


def der(tag, *parts):
    body = b"".join(parts)
    size = bytes((len(body),)) if len(body) < 128 else (lambda n: bytes((0x80 | len(n),)) + n)(len(body).to_bytes((len(body).bit_length() + 7) // 8, "big"))
    return bytes((tag,)) + size + body


def by_number(modulus, exponent, private):
    """A package of that RSA key, which everybody can make who has the public one."""
    numbers = der(0x30, *(der(2, number.to_bytes(number.bit_length() // 8 + 1, "big")) for number in (modulus, exponent)))
    known = der(0x30, der(0x30, bytes.fromhex("06092a864886f70d0101010500")), der(3, b"\0", numbers))
    certificate = rewritten(sign.identity("release")[1], sign.identity("release")[2], known)
    size = (modulus.bit_length() + 7) // 8

    def signature(_, data, *_rest):
        digest = der(0x30, der(0x30, bytes.fromhex("06096086480165030402010500")), der(4, hashlib.sha256(data).digest()))
        return pow(int.from_bytes(b"\0\1" + b"\xff" * (size - 3 - len(digest)) + b"\0" + digest, "big"), private, modulus).to_bytes(size, "big")

    with mock.patch.object(sign, "identity", lambda _: ("", certificate, known)), mock.patch.object(sign, "signature", signature):
        return sign.with_block(UNSIGNED, sign.V2, {})


PRIME = 2 ** 2203 - 1
for what, modulus, exponent, private in (("modulus is a prime", PRIME, 65537, pow(65537, -1, PRIME - 1)), ("exponent is below 3", PRIME - 14, 1, 1),
                                         ("modulus has a small factor", 13 * (2 ** 2203 - 1), 65537, pow(65537, -1, 12 * (PRIME - 1)))):
    data = by_number(modulus, exponent, private)
    case(f"an RSA key whose {what} is one by which everybody signs", data, signing="verified", finds=["reject sig.weak-key"])
case("a public key that is an elliptic curve's point", sign.with_block(UNSIGNED, sign.V2, {"key": "elliptic", "algorithms": [sign.EC_SHA256]}), signing="verified")
case("a public key that is half a point, as in the certificate: the phone, which writes whole ones, refuses", sign.with_block(UNSIGNED, sign.V2, {
    "key": "elliptic", "algorithms": [sign.EC_SHA256], "public": HALF, "encoded": lambda der: rewritten(der, POINT, HALF)}), "sig.pubkey-mismatch:refused",
     signing="failed", tables=[("anomaly", {"detail": "v2: the public key is not encoded as Android encodes it"})])
ALONE = sign.bag(sign.identity("release")[1])
case("a certificate of a signature block may be a bag of certificates since Android 7", jar(V1, replaced(".RSA", lambda c: rewritten(c, sign.identity("release")[1], ALONE))),
     app=APP, signing="failed", tables=[("signature", {"scheme": "v1", "status": "verified", "min_sdk": 24}), ("signature", {"scheme": "v1", "status": "failed", "max_sdk": 23}),
                                        *shown("v1", ALONE)])
case("a PKCS#7 block that does not end", jar(V1, replaced(".RSA", lambda c: endless(c)[:-2])), "sig.malformed-pkcs7:refused", signing="failed", **REST)
case("a PKCS#7 block that is none", jar(V1, replaced(".RSA", lambda c: b"\x30\x80" * 30)), "sig.malformed-pkcs7:refused", signing="failed", **REST)
case("a PKCS#7 block of 100,000 levels", jar(V1, replaced(".RSA", lambda c: b"\x30\x82\xff\xf0" * 100000)), "sig.malformed-pkcs7:refused", signing="failed", **REST)
def two_in_a_block(old=b"", new=b"", edit=lambda block: block, more=("-nosmimecap",)):
    """V1 with a signature block by two signers with attributes; of the one that stands first, bytes are others, then edit changes all; more: options."""
    with zipfile.ZipFile(io.BytesIO(V1)) as package:
        signed = package.read("META-INF/RELEASE.SF")
    signers = [part for key in ("release", "second") for part in ("-signer", sign.identity(key)[0][:-len("pk8")] + "pem", "-inkey", sign.identity(key)[0], "-keyform", "DER")]
    block = sign.openssl("cms", "-sign", "-binary", "-noindef", "-md", "sha256", *more, *signers, "-outform", "DER", data=signed)
    at = block.index(bytes.fromhex("06092a864886f70d010903"))  # the first attribute, its content type
    return jar(V1, replaced(".RSA", lambda _: edit(block[:at] + block[at:].replace(old, new, 1))))


PKCS9, RSA, DSA_SHA256 = "06092a864886f70d0109", "06092a864886f70d010101", "0609608648016503040302"
case("a signature block by two signers", two_in_a_block(), app=APP, tables=[("signature", {"scheme": "v1", "min_sdk": 19, "status": "verified"})])
case("a signature block with S/MIME capabilities among what is signed, as openssl puts them there unasked: Android from 7 on refuses it", two_in_a_block(more=()),
     "sig.malformed-pkcs7:refused", app=APP, signing="failed", tables=[
         ("signature", {"scheme": "v1", "status": "verified", "min_sdk": 19, "max_sdk": 23}), ("signature", {"scheme": "v1", "status": "failed", "min_sdk": 24})])
case("a signature block of which one signer has an attribute twice refuses the package, whoever else signed it",
     two_in_a_block(edit=lambda block: block.replace(bytes.fromhex(PKCS9 + "0f"), bytes.fromhex(PKCS9 + "34")).replace(
         bytes.fromhex(PKCS9 + "05"), bytes.fromhex(PKCS9 + "34"), 1), more=()), "sig.malformed-pkcs7:refused", signing="failed", **REST)
case("a signature block of which one signer names an algorithm that his key is not for refuses the package, whoever else signed it",
     two_in_a_block(bytes.fromhex(RSA), bytes.fromhex(DSA_SHA256)), "sig.invalid:refused", signing="failed", **REST)


def lengthened(oid):
    """An OID, and the same with its second number padded."""
    return (bytes.fromhex(f"06{len(value) // 2:02x}" + value) for value in (oid, oid[:2] + "80" + oid[2:]))


for what, oid in (("digest", "608648016503040201"), ("type", "2a864886f70d010702"), ("content type", "2a864886f70d010701")):
    case(f"a signature block whose {what} has a padded number: Android from 7 on refuses it", jar(V1, replaced(".RSA", lambda c, pair=tuple(lengthened(oid)): rewritten(c, *pair))),
         "sig.malformed-pkcs7:refused", app=APP, signing="failed", tables=[
             ("signature", {"scheme": "v1", "status": "verified", "max_sdk": 23}), ("signature", {"scheme": "v1", "status": "failed", "min_sdk": 24})])
case("a signature block of which one signer has an attribute with a padded number refuses the package, whoever else signed it",
     two_in_a_block(edit=lambda block: rewritten(block, *lengthened(PKCS9[4:] + "05"))), "sig.malformed-pkcs7:refused", signing="failed", **REST)
case("a signature file without its version", jar(V1, replaced(".SF", lambda c: c.replace(b"Signature-Version", b"Signature-Versiom"))),
     "sig.malformed-manifest:odd", "sig.v1-incomplete:refused", "sig.invalid:refused", signing="failed", **REST)
def jar_signed(manifest=lambda text: text, signature=lambda text: text, key="release", certificate=None, more=(), signtool=False, old=False, extra=(), package=V1, others=()):
    """
    V1, or another package, signed anew: what manifest makes of MANIFEST.MF and signature of a .SF file over it, by that key and (DER) certificate; more: others
    who sign, as (key, what is made of the .SF file); signtool: as that tool does, which digests no blank lines; old: by SHA-1 alone; extra: further
    entries that are signed, as (name, content); others: further certificates (DER) in the signature block.
    """
    algorithm, digest = (b"SHA1", sha1) if old else (b"SHA-256", sha256)
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        entries = [(info.filename, old.read(info)) for info in old.infolist() if not info.filename.startswith("META-INF/")] + list(extra)
    sections = [b"Name: %s\r\n%s-Digest: %s\r\n\r\n" % (name.encode(), algorithm, digest(content)) for name, content in entries]
    if signtool:
        sections = [section.replace(b"\r\n", b"\n") for section in sections]
    text = manifest(b"Manifest-Version: 1.0\r\n\r\n" + b"".join(sections))
    head = b"Signature-Version: 1.0\r\n" + (b"Created-By: signtool" if signtool else algorithm + b"-Digest-Manifest: " + digest(text)) + b"\r\n\r\n"
    digested = [section[:-1] if signtool else section for section in sections]
    plain_sf = head + b"".join(b"Name: %s\r\n%s-Digest: %s\r\n\r\n" % (name.encode(), algorithm, digest(section)) for (name, _), section in zip(entries, digested))
    files = [("META-INF/MANIFEST.MF", text)]
    for number, (who, edit) in enumerate([(key, signature), *more]):
        files += [(f"META-INF/S{number}.SF", edit(plain_sf)), (f"META-INF/S{number}.RSA", sign.jar_block(edit(plain_sf), who, certificate if number == 0 else None, others=others))]
    return pack([Entry(name, content) for name, content in entries + files])


def sha256(data):
    return base64.b64encode(hashlib.sha256(data).digest())


def sha1(data):
    return base64.b64encode(hashlib.sha1(data).digest())


def without_sections(text):
    return text[:text.index(b"Name: ")]


def without_whole(text):
    return text.replace(b"SHA-256-Digest-Manifest", b"SHA-256-Nothing")


V1_VERIFIES = {"app": APP, "tables": [("signature", {"scheme": "v1", "status": "verified"})]}
case("a JAR signature made anew", jar_signed(), **V1_VERIFIES)
for sentence, schemes in (("v2", {sign.V2: [{"key": "second"}]}), ("v2 and v3", {sign.V2: [{"key": "second"}], sign.V3: [{"key": "second", "sdks": (28, NEVER)}]}),
                          ("v3", {sign.V3: [{"key": "second", "sdks": (28, NEVER)}]}), ("v2, beside its own signer,", {sign.V2: [{}, {"key": "second"}]})):
    case(f"a JAR signature, and {sentence} by somebody else", sign.with_schemes(jar_signed(), schemes), DIFFERENT, signing="verified", app=APP,
         finds=["review sig.scheme-signer-mismatch", f"sig.scheme-signer-mismatch: v1 and {sentence[:2]} are by different signers without a proof of rotation between them"])
for sentence, schemes in (("v2 by the same", {sign.V2: [{}]}), ("v3 by a key to which its own was rotated", {sign.V3: [{"key": "rotated", "sdks": (28, NEVER), "attributes": LINEAGE}]})):
    case(f"a JAR signature, and {sentence}", sign.with_schemes(jar_signed(), schemes), signing="verified", app=APP, spares=["sig.scheme-signer-mismatch"])


def by(digest, weakest, *findings):
    """The block signed by that digest; the weakest of all, as the row has it."""
    return {"data": jar(jar_signed(), replaced(".RSA", lambda _: sign.jar_block(SIGNED_SF, "release", digest=digest))), "app": APP,
            "tables": [("signature", {"scheme": "v1", "digest": weakest})], **({"finds": findings} if findings else {"spares": ["sig.weak-digest"]})}


with zipfile.ZipFile(io.BytesIO(jar_signed())) as made:
    SIGNED_SF = made.read("META-INF/S0.SF")
WEAK = "review sig.weak-digest"
case("a JAR signature whose block is by SHA-256, as all its digests", **by("sha256", "SHA-256"))
case("a JAR signature whose block is by SHA-512 is as strong as its digests", **by("sha512", "SHA-256"))
case("a JAR signature whose block is by SHA-1 is no stronger than that, and nothing newer protects it", **by("sha1", "SHA-1", WEAK))
case("a JAR signature whose block is by MD5 is broken", **by("md5", "MD5", WEAK))
case("a JAR signature whose entries and .SF file are by SHA-1", jar_signed(old=True), app=APP, tables=[("signature", {"scheme": "v1", "digest": "SHA-1"})],
     finds=[WEAK])
case("a JAR signature with a digest that lacks its padding, without which Android before 8 decodes another one", jar_signed(
    manifest=lambda text: text.replace(b"=\r\n\r\n", b"\r\n\r\n", 1)), app=APP, signing="failed", tables=[
        ("signature", {"scheme": "v1", "status": "failed", "max_sdk": 25, "detail": "a digest lacks its padding, which Android before 8 needs"}),
        ("signature", {"scheme": "v1", "status": "verified", "min_sdk": 26})])
case("what is wrong with a JAR signature is what the newest of the versions finds that it is wrong for", jar(V1, replaced("classes.dex", lambda c: dex.make(["evil.Main"]))),
     "sig.digest-mismatch:refused", signing="failed", **REST, tables=[("signature", {"scheme": "v1", "detail": "an entry is not what was signed"})],
     finds=["sig.failed: v1: an entry is not what was signed"])
case("a JAR signature that failed rests on nothing", jar(V1, replaced("classes.dex", lambda c: dex.make(["evil.Main"]))), "sig.digest-mismatch:refused", signing="failed",
     never=[("signature", {"digest": "SHA-256"})], **REST)
case("a JAR signature by signtool, which digests no blank lines", jar_signed(signtool=True), **V1_VERIFIES)
case("a JAR signature by a certificate whose key may only encipher", jar_signed(certificate=sign.certified("release", "keyUsage=keyEncipherment")),
     "sig.invalid:refused", signing="failed", **REST)
case("a JAR signature by a certificate with a critical extension that nobody knows", jar_signed(certificate=sign.certified("release", "1.2.3.4=critical,DER:0500")),
     "sig.invalid:refused", signing="failed", **REST)
case("a JAR signature by a certificate that may sign", jar_signed(certificate=sign.certified("release", "keyUsage=critical,nonRepudiation")), **V1_VERIFIES)
case("a .SF file without a digest of the whole manifest names each section", jar_signed(signature=without_whole), **V1_VERIFIES)
case("a .SF file without a digest of the whole manifest and with a wrong section", jar_signed(
    signature=lambda text: without_whole(text).replace(b"classes.dex\r\nSHA-256-Digest: ", b"classes.dex\r\nSHA-256-Digest: AAAA")),
     "sig.v1-incomplete:refused", signing="failed", **REST)


def section_twice(before=b"", behind=b""):
    """A .SF file without a digest of the whole, with further lines about classes.dex in a section before the one that stands there, and in one behind."""
    def edit(text):
        start, rest = without_whole(text).split(b"Name: ", 1)
        return start + b"".join(b"Name: classes.dex\r\n" + lines + b"\r\n" for lines in [before] if lines) + b"Name: " + rest + b"".join(
            b"Name: classes.dex\r\n" + lines + b"\r\n" for lines in [behind] if lines)
    return jar_signed(signature=edit)


TWICE_WRONG = ["sig.v1-incomplete:refused"]
WRONG = b"SHA-256-Digest: AAAA\r\n"
case("of a section that stands in a .SF file twice the later one counts, where both have the digest", section_twice(before=WRONG), **V1_VERIFIES)
case("of a section that stands in a .SF file twice the later one counts, and it may be the wrong one", section_twice(behind=WRONG), *TWICE_WRONG, signing="failed", **REST)
case("of a section that stands in a .SF file twice the earlier one counts, where the later has no digest", section_twice(behind=b"X: y\r\n"), **V1_VERIFIES)
case("of a section that stands in a .SF file twice the digest that the phone prefers counts, in whichever it stands", section_twice(before=b"SHA-512-Digest: AAAA\r\n"),
     *TWICE_WRONG, signing="failed", **REST)
case("a section that stands in MANIFEST.MF twice refuses the package, be both right", jar_signed(
    manifest=lambda text: text + b"Name: classes.dex" + text.split(b"Name: classes.dex")[1].split(b"Name: ")[0]), "sig.malformed-manifest:refused", signing="failed", **REST)
case("who signs no entry is no signer", jar_signed(more=[("second", without_sections)]), never=[("certificate", {"signer": 1})], **V1_VERIFIES)
case("entries of which some are signed by one and the others by another: the phone refuses", jar_signed(
    signature=lambda text: text[:text.rindex(b"Name: ")], more=[("second", lambda text: without_sections(text) + text[text.rindex(b"Name: "):])]),
     "sig.v1-incomplete:refused", signing="failed", **REST)
case("a wrong digest that the phone prefers is not made up for by another", jar_signed(
    manifest=lambda text: text.replace(b"\r\nSHA-256-Digest: ", b"\r\nSHA-512-Digest: !\r\nSHA-256-Digest: ")), "sig.digest-mismatch:refused", signing="failed", **REST)
case("a digest by a name that Android does not look for", jar_signed(
    manifest=lambda text: re.sub(rb"SHA-256-Digest: \S+", b"SHA-Digest: AAAA", text)), "sig.v1-incomplete:refused", signing="failed", **REST)
case("a .SF file that names scheme 12 does not say that there was v2", jar_signed(signature=lambda text: text.replace(
    b"\r\n\r\n", b"\r\nX-Android-APK-Signed: 12, x2\r\n\r\n", 1)), **V1_VERIFIES)
case("a .SF file that names scheme 2 among others says that there was v2", jar_signed(signature=lambda text: text.replace(
    b"\r\n\r\n", b"\r\nX-Android-APK-Signed: x, 4, 2 \r\n\r\n", 1)), "sig.v2-stripped:refused", signing="failed", **REST)
case("a .SF file that names scheme 2 between control characters says that there was v2", jar_signed(signature=lambda text: text.replace(
    b"\r\n\r\n", b"\r\nX-Android-APK-Signed: 4,\x01+2\x1f\r\n\r\n", 1)), "sig.v2-stripped:refused", signing="failed", **REST)


def with_second(sentence, edit, *says):
    case(sentence, jar_signed(more=[("second", edit)]), *says, never=[("certificate", {"signer": 1})], **V1_VERIFIES)


with_second("a .SF file without its version is passed over, and the other signer counts",
            lambda text: text.replace(b"Signature-Version", b"Signature-Versiom"), "sig.malformed-manifest:odd")
with_second("a malformed .SF file is passed over, and the other signer counts",
            lambda text: text.replace(b"\r\n", b"\r\n?: x\r\n", 1), "sig.malformed-manifest:odd")
with_second("a .SF file of another manifest that names a section which is not there is passed over, and the other signer counts",
            lambda text: without_whole(text).replace(b"Name: classes.dex", b"Name: classes.dey"), "sig.v1-incomplete:odd")


SERVICE = [("META-INF/services/a.B", b"a.C")]
UNCOVERED = "sig.unsigned-entries:evasive"
case("a file below META-INF/ is covered by v1 that names it with its digest, though no phone looks", jar_signed(extra=SERVICE), **V1_VERIFIES)
case("a file below META-INF/ that is not what the manifest says of it is not covered, though every phone takes it", jar(
    jar_signed(extra=SERVICE), replaced("a.B", lambda _: b"evil.D")), UNCOVERED, finds=["review sig.unsigned-entries"], **V1_VERIFIES)
case("a file below META-INF/ that the manifest names without a digest is not covered", jar_signed(
    extra=SERVICE, manifest=lambda text: text.replace(b"a.B\r\nSHA-256-Digest", b"a.B\r\nNo-Digest")), UNCOVERED, **V1_VERIFIES)
case("a file below META-INF/ that the manifest names and no .SF file does is not covered", jar_signed(
    extra=SERVICE, signature=lambda text: text[:text.index(b"Name: META-INF/")]), UNCOVERED, **V1_VERIFIES)
case("a file below META-INF/ that one of two signers of the entries did not sign is not covered", jar_signed(
    extra=SERVICE, more=[("second", lambda text: text[:text.index(b"Name: META-INF/")])]), UNCOVERED, **V1_VERIFIES)
case("a file below META-INF/ of which too much is there is covered by no part of it", broken_off(jar_signed(extra=SERVICE), "a.B", 50), "zip.corrupt-deflate:evasive",
     UNCOVERED, "sig.digest-mismatch:refused", signing="failed", **REST)
case("a file below META-INF/ that breaks off refuses the package since Android 5, which reads all of them first", broken_off(
    jar(jar_signed(), added("META-INF/x", b"x")), "META-INF/x", 50), "zip.corrupt-deflate:evasive", UNCOVERED, "sig.digest-mismatch:refused", signing="failed",
     app=APP, tables=[("signature", {"scheme": "v1", "status": "failed", "min_sdk": 21}), ("signature", {"scheme": "v1", "status": "unused", "min_sdk": 18, "max_sdk": 20})])
case("a file below META-INF/ by SHA-1 does not make the signature weaker: no phone looks", jar_signed(extra=SERVICE, manifest=lambda text: re.sub(
    rb"a\.B\r\nSHA-256-Digest: \S+", b"a.B\r\nSHA1-Digest: " + sha1(b"a.C"), text)), app=APP, tables=[("signature", {"scheme": "v1", "digest": "SHA-256"})])
SHARED = "sig.v1-shared-sf:ambiguous"  # V1 is for Android before 8, too
RELEASE, SECOND = (hashlib.sha256(sign.identity(key)[1]).hexdigest() for key in ("release", "second"))


def shared(ending, broken=(), more=0, data=None, name="S0", other="second"):
    """A JAR signature by release in NAME.RSA, and by second (or the other) in another signature block of the same .SF file; broken: endings of blocks that sign something else; more: other files of META-INF."""
    blocks = {}

    def edit(entries):
        text = dict(entries)["META-INF/S0.SF"]
        blocks.update({one: sign.jar_block(b"x" if one in broken else text, key) for one, key in ((".RSA", "release"), (ending, other))})
        kept = [(old.replace("S0.SF", f"{name}.SF"), content) for old, content in entries if old != "META-INF/S0.RSA"]
        return kept + [(f"META-INF/{name}{one}", block) for one, block in blocks.items()] + [(f"META-INF/x{number}", b"") for number in range(more)]
    return jar(data or jar_signed(), edit)


def signed_by(certificate, other):
    """One of both signed for every version that verifies, and the other did not."""
    return {"tables": [("certificate", {"role": "signer", "sha256": certificate})], "never": [("certificate", {"sha256": other})], **REST}


def verified(since, **said):
    row = {"scheme": "v1", "status": "verified"}
    return {**said, "tables": [*said["tables"], ("signature", {**row, "min_sdk": since} if since else row)]}


# The order of java.util.HashMap: up to 12 files of META-INF it has S0.EC, S0.RSA, S0.DSA; up to 24 S0.EC, S0.DSA, S0.RSA; up to 48 S0.RSA, S0.EC, S0.DSA.
case("of two signature blocks of one .SF file the one that comes first in a HashMap is the signer's", shared(".EC"), SHARED, **verified(None, **signed_by(SECOND, RELEASE)))
case("of two signature blocks of one .SF file it is not the name's ending nor the place in the package that decides", shared(".DSA"), SHARED,
     **verified(None, **signed_by(RELEASE, SECOND)))
case("in which order signature blocks come depends on how many files are in META-INF, up to 12", shared(".DSA", more=8), SHARED, "sig.unsigned-entries:evasive",
     **verified(None, **signed_by(RELEASE, SECOND)))
case("in which order signature blocks come depends on how many files are in META-INF, from 13 on", shared(".DSA", more=9), SHARED, "sig.unsigned-entries:evasive",
     **verified(None, **signed_by(SECOND, RELEASE)))
case("in which order signature blocks come depends on how many files are in META-INF, from 25 on", shared(".EC", more=21), SHARED, "sig.unsigned-entries:evasive",
     **verified(None, **signed_by(RELEASE, SECOND)))
case("Android since 8 does not look at the second signature block of a .SF file, which may be broken", shared(".EC", broken=[".RSA"]), SHARED,
     **verified(26, **signed_by(SECOND, RELEASE)))
case("the first signature block of a .SF file that has two is looked at", shared(".EC", broken=[".EC"]), SHARED, "sig.invalid:refused", signing="failed",
     never=[("certificate", {"role": "signer"})], **REST)
case("of two signature blocks in one place of the HashMap it is not known which comes first: both are signers", shared(".EC", name="AA"), SHARED, **REST, tables=[
    ("signature", {"scheme": "v1", "status": "verified"}), *(("certificate", {"role": "signer", "sha256": one}) for one in (RELEASE, SECOND))])
case("of two signature blocks in one place of the HashMap both have to verify", shared(".EC", name="AA", broken=[".RSA"]), SHARED, "sig.invalid:refused",
     signing="failed", **REST)
case("where a name in META-INF is not of ASCII the order of signature blocks is not known", jar(shared(".EC", broken=[".RSA"]), added("META-INF/\u540d", b"")), SHARED,
     "sig.unsigned-entries:evasive", "sig.invalid:refused", signing="failed", **REST)


def java_hash(text):
    number = 0
    for byte in text.encode():
        number = (number * 31 + byte) & 0xFFFFFFFF
    return number ^ number >> 16


def crowd(num):
    """Names of files in META-INF that are all in one place of a HashMap of sixteen or thirty-two."""
    names = (f"META-INF/y{number}" for number in range(10000))
    return [(name, b"") for name in names if java_hash(name) % 32 == 0][:num]


case("eight in one place of the HashMap do not make it grow", jar(shared(".EC", broken=[".RSA"]), lambda entries: entries + crowd(8)), SHARED,
     "sig.unsigned-entries:evasive", **verified(26, **signed_by(SECOND, RELEASE)))
case("nine in one place of the HashMap make it grow before its time, and the order of signature blocks is not known", jar(
    shared(".EC", broken=[".RSA"]), lambda entries: entries + crowd(9)), SHARED, "sig.unsigned-entries:evasive", "sig.invalid:refused", signing="failed", **REST)


def made_for(sdk):
    """A JAR signature over a package for Android from a version on."""
    return jar_signed(package=pack([Entry("AndroidManifest.xml", plain(sdk=(sdk, 36)).build()), Entry("classes.dex", dex.make(["com.example.hostile.Main"]))]))


ONE_SIGNER, ODD = "sig.v1-shared-sf:evasive", "sig.v1-shared-sf:odd"
case("two signature blocks of one .SF file by one signer are the same to every Android version", shared(".EC", other="release"), ONE_SIGNER, **V1_VERIFIES)
case("a package for Android 7 with two signature blocks of one .SF file may be another signer's there", shared(".EC", data=made_for(25)), SHARED,
     finds=["reject sig.v1-shared-sf"])
case("a package for Android 8 with two signature blocks of one .SF file is one signer's on every version", shared(".EC", data=made_for(26)), ONE_SIGNER,
     finds=["review sig.v1-shared-sf"])
case("a package for Android 7 with v2 besides is one signer's, whatever its signature blocks", sign.v2(shared(".EC", data=made_for(24)), "second"), ODD, signing="verified")
case("a package for Android 6 with v2 besides may be another signer's there", sign.v2(shared(".EC", data=made_for(23)), "second"), SHARED, signing="verified",
     finds=["reject sig.v1-shared-sf"])
case("a .SF file that was passed over has a second signature block looked at, too", shared(".EC", broken=[".RSA"], data=jar_signed(
    signature=lambda text: text.replace(b"Signature-Version", b"Signature-Versiom"), more=[("second", lambda text: text)])), ONE_SIGNER, "sig.malformed-manifest:odd",
     "sig.invalid:refused", signing="failed", **REST)


def of_two_times():
    """Signed by SHA-1, but the manifest as a whole by SHA-256; and the .SF file names a section that the manifest does not have."""
    texts = []
    made = jar_signed(old=True, manifest=lambda text: texts.append(text) or text, signature=lambda text: text.replace(
        b"SHA1-Digest-Manifest: " + sha1(texts[0]), b"SHA-256-Digest-Manifest: " + sha256(texts[0])) + b"Name: gone\r\nSHA1-Digest: x\r\n\r\n")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        signed = package.read("META-INF/S0.SF")
    return jar(made, replaced(".RSA", lambda _: sign.jar_block(signed, "release", digest="sha1")))


case("a .SF file is passed over by the Android that looks at its sections, and not by one that knows the digest of the whole", of_two_times(), app=APP, tables=[
    ("signature", {"scheme": "v1", "status": "verified", "min_sdk": 18}), ("signature", {"scheme": "v1", "min_sdk": None, "detail": "an entry is not signed"})])
case("a .SF file that breaks the phone's reader refuses the package, whoever else signed it", jar_signed(more=[
    ("second", lambda text: text.replace(b"\r\n\r\n", b"\r\n \r\n\r\n", 1))]), "sig.malformed-manifest:refused", signing="failed", **REST)
case("a continuation line with nothing in it breaks the phone's reader of the manifest", jar_signed(
    manifest=lambda text: text.replace(b"\r\n", b"\r\n \r\n", 1)), "sig.malformed-manifest:refused", signing="failed", **REST)


def of_method(ending, method):
    """V1 anew, with an entry deflated, the last one, and said to be packed by another method: the verifier inflates it all the same, and who takes it as stored
    finds it too short."""
    with zipfile.ZipFile(io.BytesIO(V1)) as old:
        return pack([Entry(info.filename, old.read(info), DEFLATED).both(method=method) if info.filename.endswith(ending) else Entry(info.filename, old.read(info))
                     for info in sorted(old.infolist(), key=lambda info: info.filename.endswith(ending))])


case("a signature block of a method that nobody knows is inflated", of_method(".RSA", 99), "zip.data-overlaps-cd:evasive", "zip.unknown-method:evasive", **V1_VERIFIES)
case("a signature block of a method that nobody knows may be larger than is read, too", of_method(".RSA", 99), "limit.entry-size:unread", "zip.data-overlaps-cd:evasive", "zip.unknown-method:evasive",
     limit="signature-file-size=1200", app=APP, complete=False, **in_state("v1", "unread"))


def signers(num):
    return jar_signed(more=[("release", lambda text: text)] * (num - 1))


case("ten JAR signers are as many as Android takes", signers(10), **V1_VERIFIES)
case("more JAR signers than Android takes: StrictJarVerifier refuses them (MAX_JAR_SIGNERS)", signers(11), "sig.invalid:refused",
     "sig.unsigned-entries:evasive", signing="failed", **REST)
case("signature blocks without .SF files are counted, too, as StrictJarVerifier counts them before it looks for those", jar(jar_signed(), lambda entries: entries + [
    (f"META-INF/N{i}.RSA", b"") for i in range(10)]), "sig.invalid:refused", "sig.unsigned-entries:evasive", "sig.v1-incomplete:odd", signing="failed", **REST)
OVERFULL = b"A: \r\n" * 1_000_000
V1_UNREAD = {"app": APP, "complete": False, "never": [("certificate", {"scheme": "v1"})], **in_state("v1", "unread")}
case("a MANIFEST.MF of more attributes than are read, as Android reads them: nobody knows whether the JAR signature verifies",
     jar_signed(manifest=lambda text: text.replace(b"\r\n\r\n", b"\r\n" + OVERFULL + b"\r\n", 1)), "limit.nodes:unread", **V1_UNREAD)
case("a .SF file of more attributes than are read: nobody knows whether the JAR signature verifies",
     jar_signed(signature=lambda text: text.replace(b"\r\n\r\n", b"\r\n" + OVERFULL + b"\r\n", 1)), "limit.nodes:unread", **V1_UNREAD)


def in_order(*firsts):
    """V1 with the entries of these endings first."""
    def place(name):
        return next((number for number, ending in enumerate(firsts) if name.endswith(ending)), len(firsts))
    return jar(V1, lambda entries: sorted(entries, key=lambda entry: place(entry[0])))


case("a signature block whose .SF file may be behind the end of a directory that was cut is not said to lack it", in_order("AndroidManifest.xml", ".MF", ".RSA"),
     "limit.entries:unread", limit="entries=3", app=APP, complete=False)
case("an entry may be signed by a signer who is behind the end of a directory that was cut, where another one is passed over", jar_signed(
    signature=lambda text: text.replace(b"Signature-Version", b"Signature-Versiom"), more=[("second", lambda text: text)]),
     "limit.entries:unread", "sig.malformed-manifest:odd", limit="entries=10", **V1_UNREAD)
case("a JAR signature over an entry that may be behind the end of a directory that was cut is unread", in_order("AndroidManifest.xml", ".MF", ".SF", ".RSA"),
     "limit.entries:unread", limit="entries=4", **V1_UNREAD)
case("a manifest that names a folder which is not there", jar_signed(manifest=lambda text: text + b"Name: META-INF/\r\nX: y\r\n\r\n"),
     "sig.v1-incomplete:refused", signing="failed", **REST)
case("a manifest line of a mebibyte is read in time", jar(V1, replaced("MANIFEST.MF", lambda c: c + b"Name: " + b"x" * (1 << 20) + b"\r\n\r\n")),
     "sig.v1-incomplete:refused", signing="failed", **REST)
case("a v1 manifest of 20,000 sections is read in time", jar(V1, replaced("MANIFEST.MF", lambda c: c + b"".join(
    b"Name: x%d\r\nSHA-256-Digest: eA==\r\n\r\n" % i for i in range(20000)))), "sig.v1-incomplete:refused", signing="failed", **REST)
