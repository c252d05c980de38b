"""Developers' keys and packages: real APKs made of a fixture's entries, with a manifest of their own, signed by v2."""
import functools
import hashlib
import os
import struct
import subprocess
import sys
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(ROOT, "fixtures/sources"), os.path.join(ROOT, "tests/hostile"), os.path.join(ROOT, "tests/cli")]
import axml  # noqa: E402
import dex  # noqa: E402
import patch  # noqa: E402
import sign  # noqa: E402
import zips  # noqa: E402

AUTHORITY = """[ca]
default_ca = own
[own]
database = {folder}/index
new_certs_dir = {folder}
rand_serial = yes
unique_subject = no
default_md = sha256
policy = names
[names]
countryName = supplied
commonName = supplied
"""


def openssl(*command):
    return subprocess.run(("openssl",) + command, check=True, capture_output=True).stdout


class Key:
    """A signing key with its certificate, valid before the year and after it, in two files of a folder."""

    def __init__(self, folder, name):
        self.path = os.path.join(folder, name)
        config = os.path.join(folder, "authority")
        if not os.path.exists(config):
            with open(config, "w", encoding="utf-8") as out:
                out.write(AUTHORITY.format(folder=folder))
            with open(os.path.join(folder, "index"), "w", encoding="utf-8"):
                pass
        openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", self.path + ".key", "-out", self.path + ".csr",
                "-subj", f"/C=CN/CN={name}")
        openssl("ca", "-batch", "-selfsign", "-config", config, "-keyfile", self.path + ".key", "-in", self.path + ".csr", "-out",
                self.path + ".pem", "-startdate", "20200101000000Z", "-enddate", "20500101000000Z", "-notext")
        openssl("pkey", "-in", self.path + ".key", "-outform", "DER", "-out", self.path + ".pk8")
        certificate = openssl("x509", "-in", self.path + ".pem", "-outform", "DER")
        self.sha256, self.md5 = hashlib.sha256(certificate).hexdigest(), hashlib.md5(certificate).hexdigest()


@functools.lru_cache(maxsize=None)
def others():
    """What every package has: a library for both kinds of phones; as (name, content)."""
    with zipfile.ZipFile(os.path.join(ROOT, "fixtures/update-first.apk")) as fixture:
        return [(name, fixture.read(name)) for name in fixture.namelist() if name.startswith("lib/")]


def manifest(app_id, code, label, permissions, debuggable=False):
    document = axml.Document()
    document.start("manifest", [axml.A("versionCode", code), axml.A("versionName", f"1.{code}"), axml.A("package", app_id, ns=None)])
    document.element("uses-sdk", [axml.A("minSdkVersion", 26), axml.A("targetSdkVersion", 36)])
    for permission in permissions:
        document.element("uses-permission", [axml.A("name", permission)])
    document.start("application", [axml.A("label", label), axml.A("allowBackup", False)] +
                   ([axml.A("debuggable", True)] if debuggable else []))
    document.start("activity", [axml.A("name", ".MainActivity"), axml.A("exported", True)]).start("intent-filter")
    document.element("action", [axml.A("name", "android.intent.action.MAIN")])
    document.element("category", [axml.A("name", "android.intent.category.LAUNCHER")])
    return document.end("intent-filter").end("activity").end("application").end("manifest").build()


def aligned(name, content, offset):
    """A stored library where phones with large pages want it."""
    pad = -(offset + 30 + len(name) + 6) % 16384
    return zips.Entry(name, content, extra=struct.pack("<HHH", 0xD935, pad + 2, 16384) + b"\0" * pad)


def package(key, app_id, code, label, permissions, debuggable=False, salt=""):
    """The bytes of a version; salt makes other bytes of the same version."""
    classes = [app_id + ".MainActivity"] + [f"{app_id}.Version{code}{salt}.Step{n}" for n in range(20)]
    entries = [zips.Entry("AndroidManifest.xml", manifest(app_id, code, label, permissions, debuggable), zips.DEFLATED),
               zips.Entry("classes.dex", dex.make(classes), zips.DEFLATED)]
    offset = sum(len(entry.local_bytes() + entry.data) for entry in entries)
    for name, content in others():
        entries.append(aligned(name, content, offset))
        offset += len(entries[-1].local_bytes() + entries[-1].data)
    return sign.v2(zips.pack(entries), key.path)
