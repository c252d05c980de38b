"""Splits of one submission, as the installer takes them together."""
import dex
import sign
from axml import A, plain, root, Document
from case import fixture, together
from zips import DEFLATED, Entry, pack, stored_at

CODE = dex.make(["com.example.hostile.Main"])
LIBRARY = open(__file__.rsplit("/tests/", 1)[0] + "/fixtures/corpus/elf/arm64-v8a.so", "rb").read()


def apk(document, *libraries):
    """libraries: of a name and the place where its data begin, None for a compressed one."""
    entries = [Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED)]
    for name, start in libraries:
        entries.append(Entry(name, LIBRARY, DEFLATED) if start is None else stored_at(entries, name, LIBRARY, start))
    return pack(entries)


def split(name, package="com.example.hostile", code=7, application=(), libraries=(), inside=None):
    document = Document().start("manifest", [A("package", package, ns=None), A("split", name, ns=None), A("versionCode", code)])
    document.start("application", application)
    if inside:
        inside(document)
    return apk(document.end("application").end("manifest"), *libraries)


BASE = apk(plain())
together("a base and its splits are one app", [BASE, split("config.en"), split("config.zh")])
together("a base and two splits of one name: the phone refuses", [BASE, split("config.en"), split("config.en")], "split.duplicate:refused")
together("two bases beside a split: the phone refuses", [BASE, apk(plain(permissions=())), split("config.en")], "split.duplicate-base:refused")
together("splits without a base: the phone refuses", [split("config.en"), split("config.zh")], "split.no-base:refused")
together("a split of another app: the phone refuses", [BASE, split("config.en", package="com.example.other")], "split.package-mismatch:refused")
together("a split of another version: the phone refuses", [BASE, split("config.en", code=8)], "split.version-mismatch:refused")
SPLIT = split("config.en")
together("a split signed as its base is", [sign.v2(BASE), sign.v2(SPLIT)])
together("a split that another key signed: the phone refuses", [sign.v2(BASE), sign.v2(SPLIT, "second")], "split.signer-mismatch:refused")
together("a split that only one of the base's two signers signed: the phone refuses", [sign.v2(BASE, "release", "second"), sign.v2(SPLIT)],
         "split.signer-mismatch:refused")
together("a split that a second signer signed, too: the phone refuses", [sign.v2(BASE), sign.v2(SPLIT, "release", "second")], "split.signer-mismatch:refused")
together("a split whose manifest is not read whole hides no target SDK that its base lacks", [
    apk(plain(sdk=None)), split("config.en", inside=lambda document: [document.element("meta-data", [A("name", f"m{i}"), A("value", "x")]) for i in range(50)])],
         "limit.nodes:unread", limit="nodes=40", finds=["manifest.low-target"])
together("two builds without a split are no splits", [fixture("arm64.apk"), fixture("arm32.apk")])

# Whether libraries are extracted is the base's to say, not the split's.
MAPPED, EXTRACTED = ([A("extractNativeLibs", value)] for value in (False, True))
ARM64, X86 = "lib/arm64-v8a/libhello.so", "lib/x86_64/libhello.so"


def libraries(sentence, application, files, *says, page_size, own=(), in_base=()):
    """A base and a split with these libraries, the first of which is safe on pages of that size."""
    together(sentence, [apk(plain(application=application), *in_base), split("config.abi", application=own, libraries=files)], *says,
             tables=[("library", {"package": 1, "path": files[0][0], "page_size": page_size})])


libraries("a split's library at a page is mapped from it where the base wants that", MAPPED, [(ARM64, 4096)], page_size=4096)
libraries("a split's library at no page, which the base does not want extracted: the phone refuses", MAPPED, [(ARM64, 2048)], "elf.misaligned:refused",
          page_size=2048)
libraries("a split's compressed library, which the base does not want extracted: the phone refuses", MAPPED, [(ARM64, None)], "elf.compressed:refused",
          page_size=16384)
libraries("where a split's library lies is nothing to a base that wants it extracted", EXTRACTED, [(ARM64, 2048)], page_size=16384)
libraries("where a split's library lies is nothing to a base that does not say", [], [(ARM64, 2048)], page_size=16384)
libraries("what a split says of extracting does not count beside its base", [], [(ARM64, 2048)], page_size=16384, own=MAPPED)
libraries("a base that wants no library extracted counts, whatever the split says", MAPPED, [(ARM64, None)], "elf.compressed:refused", page_size=16384,
          own=EXTRACTED)
libraries("a split's library matters to the phones of its ABI where another ABI is sound", MAPPED, [(X86, None)], "elf.abi-mismatch:evasive",
          "elf.compressed:ambiguous", page_size=16384, in_base=[(ARM64, 4096)])
together("of a split alone what it says itself counts for its page size", [split("config.abi", application=MAPPED, libraries=[(ARM64, 2048)])], "split.no-base:refused",
         tables=[("library", {"path": ARM64, "page_size": 2048})])
