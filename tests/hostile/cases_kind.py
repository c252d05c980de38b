"""What a file is, by its content."""
import struct

import axml
from case import case
from zips import DEFLATED, Entry, pack

MANIFEST = Entry("AndroidManifest.xml", axml.plain().build(), DEFLATED)


def files(*names):
    return [Entry(name, b"{}") for name in names]


for kind, names in (("aab", ("BundleConfig.pb", "base/manifest/AndroidManifest.xml")), ("apks", ("toc.pb", "splits/base-master.apk")),
                    ("xapk", ("manifest.json", "base.apk")), ("hap", ("module.json", "pack.info")), ("app", ("pack.info", "entry.hap")),
                    ("ipa", ("Payload/Shop.app/Info.plist",))):
    case(f"a package of the kind {kind} is known by its content, not read, and so for review", pack(files(*names)), "package.unsupported:unread",
         app=None, format=kind, complete=False, finds=["review package.unsupported"])
for name in ("BundleConfig.pb", "toc.pb", "Payload/Shop.app/Info.plist"):
    case(f"an APK with {name} is read as one by every phone, and reviewed", pack([MANIFEST] + files(name)),
         "package.ambiguous-format:evasive", "dex.missing:refused", format="apk", finds=["review package.ambiguous-format"])


def hap_block(values=((0x20000002, b"profile"), (0x20000000, b"signature")), magic=b"<hap sign block>", version=3, shift=0, more=b"", count=None, size=None):
    """The signing block of HarmonyOS; shift: of each offset; more: behind the values."""
    at, heads = 12 * len(values) + shift, b""
    for kind, value in values:
        heads += struct.pack("<III", kind, len(value), at)
        at += len(value)
    block = heads + b"".join(value for _, value in values) + more
    return block + struct.pack("<IQ", len(values) if count is None else count, len(block) + 32 if size is None else size) + magic + struct.pack("<I", version)


def signed(block, *names, **how):
    return pack(files(*names), before_directory=block, **how)


HAP = ("module.json", "pack.info")
UNREAD = dict(app=None, complete=False)
for sentence, block in (("", hap_block()), (" of a version before 3", hap_block(magic=b"HAP Sig Block 42", version=2))):
    case(f"the signing block of a HAP{sentence} belongs to it", signed(block, *HAP), "package.unsupported:unread", format="hap", **UNREAD)
case("the signing block of a HarmonyOS application belongs to it", signed(hap_block(), "pack.info", "entry.hap"), "package.unsupported:unread", format="app", **UNREAD)
case("what is signed as a HAP is one, whatever it holds", signed(hap_block(), "profile.json"), "package.unsupported:unread", format="hap", **UNREAD)
case("the signing block of a HAP is no part of an APK, and makes no HAP of it", pack([MANIFEST], before_directory=hap_block()), "zip.slack-data:evasive", "dex.missing:refused", format="apk")
case("nor of a bundle", signed(hap_block(), "BundleConfig.pb"), "package.unsupported:unread", "zip.slack-data:evasive", format="aab", **UNREAD)
for sentence, block in (("the magic of another version", hap_block(version=2)), ("the old magic in a new version", hap_block(magic=b"HAP Sig Block 42")),
                        ("bytes behind its values", hap_block(more=b"hidden")), ("values that do not begin where the one before ends", hap_block(shift=1)),
                        ("a value of unknown kind", hap_block(((0x20000000, b"signature"), (0x30000001, b"code")))),
                        ("no signature", hap_block(((0x20000002, b"profile"),))), ("two signatures", hap_block(((0x20000000, b"one"), (0x20000000, b"two")))),
                        ("more values than there are", hap_block(count=3)), ("no value", hap_block(values=(), count=0)), ("very many values", hap_block(((0x20000002, b""),) * 10 + ((0x20000000, b"a"),))),
                        ("a size that is less than it", hap_block(size=56)), ("a size beyond the file", hap_block(size=1 << 20)), ("bytes between it and the directory", hap_block() + b"x" * 32)):
    case(f"a signing block with {sentence} belongs to nothing", signed(block, *HAP), "package.unsupported:unread", "zip.slack-data:evasive", format="hap", **UNREAD)
