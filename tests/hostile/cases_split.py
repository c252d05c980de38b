"""Splits of one submission, as the installer takes them together."""
import dex
import sign
from axml import A, plain, root, Document
from case import fixture, together
from zips import DEFLATED, Entry, pack

CODE = dex.make(["com.example.hostile.Main"])


def apk(document):
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED)])


def split(name, package="com.example.hostile", code=7):
    document = Document().start("manifest", [A("package", package, ns=None), A("split", name, ns=None), A("versionCode", code)])
    return apk(document.start("application").end("application").end("manifest"))


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
together("two builds without a split are no splits", [fixture("arm64.apk"), fixture("arm32.apk")])
