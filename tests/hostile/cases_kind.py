"""What a file is, by its content."""
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
case("what is an APK and a bundle at once is read as the APK, and rejected", pack([MANIFEST] + files("BundleConfig.pb")),
     "package.ambiguous-format:ambiguous", "dex.missing:refused", format="apk", finds=["reject package.ambiguous-format"])
