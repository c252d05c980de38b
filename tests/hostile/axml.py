"""Writes binary XML manifests chunk by chunk, so that every chunk can lie."""
import struct

ANDROID = "http://schemas.android.com/apk/res/android"
NONE = 0xFFFFFFFF
REFERENCE, STRING, INTEGER, BOOLEAN = 1, 3, 0x10, 0x12
IDS = {"label": 0x01010001, "icon": 0x01010002, "name": 0x01010003, "permission": 0x01010006, "debuggable": 0x0101000F, "hasCode": 0x0101000C,
       "exported": 0x01010010, "required": 0x0101028E, "targetActivity": 0x01010202, "minSdkVersion": 0x0101020C, "versionCode": 0x0101021B, "versionName": 0x0101021C,
       "sharedUserId": 0x0101000B, "process": 0x01010011, "taskAffinity": 0x01010012, "targetPackage": 0x01010021, "targetSdkVersion": 0x01010270, "maxSdkVersion": 0x01010271,
       "allowBackup": 0x01010280, "usesCleartextTraffic": 0x010104EC, "networkSecurityConfig": 0x01010527, "extractNativeLibs": 0x010104EA, "testOnly": 0x01010272, "value": 0x01010024, "versionCodeMajor": 0x01010576,
       "protectionLevel": 0x01010009, "authorities": 0x01010018, "enabled": 0x0101000E, "readPermission": 0x01010007, "writePermission": 0x01010008, "scheme": 0x01010027, "host": 0x01010028}
# What few documents have: of those made with ALL_IDS.
ALL_IDS = {**IDS, "multiArch": 0x0101048E, "use32bitAbi": 0x01010515, "excludeFromRecents": 0x01010017, "launchMode": 0x0101001D, "documentLaunchMode": 0x01010445, "resource": 0x01010025, "mimeType": 0x01010026, "mimeGroup": 0x01010615, "autoVerify": 0x010104EE, "port": 0x01010029, "ssp": 0x010103E3, "sspPrefix": 0x010103E4, "sspPattern": 0x010103E5, "sspSuffix": 0x0101061F, "sspAdvancedPattern": 0x01010621,
       "path": 0x0101002A, "pathPrefix": 0x0101002B, "pathPattern": 0x0101002C, "pathSuffix": 0x0101061E, "pathAdvancedPattern": 0x01010620,
       "permissionGroup": 0x0101000A, "priority": 0x0101001C, "tag": 0x010100D1, "glEsVersion": 0x01010281, "required": 0x0101028E, "version": 0x01010519,
       "certDigest": 0x01010548, "splitName": 0x01010549, "versionMajor": 0x01010577, "appComponentFactory": 0x0101057A, "zygotePreloadName": 0x0101059D, "backupAgent": 0x0101027F, "manageSpaceActivity": 0x01010004,
       "usesPermissionFlags": 0x01010644, "requiredFeature": 0x01010554, "requiredNotFeature": 0x01010555,
       "screenSize": 0x010102CA, "screenDensity": 0x010102CB, "smallScreens": 0x01010284, "xlargeScreens": 0x010102BF,
       "roundIcon": 0x0101052C, "banner": 0x010103F2, "logo": 0x010102BE, "drawable": 0x01010199, "src": 0x01010119}


def utf8_length(count):
    return bytes((count,)) if count < 0x80 else bytes((0x80 | count >> 8, count & 0xFF))


def encode(text, utf8):
    if isinstance(text, bytes):
        return text
    if utf8:
        raw = text.encode("utf-8", "surrogatepass")
        return utf8_length(len(text)) + utf8_length(len(raw)) + raw + b"\0"
    raw = text.encode("utf-16-le", "surrogatepass")
    count = len(raw) // 2
    return (struct.pack("<H", count) if count < 0x8000 else struct.pack("<HH", 0x8000 | count >> 16, count & 0xFFFF)) + raw + b"\0\0"


def pool(texts, utf8=False, flags=None, count=None, gap=b"", header=28, styles=0, styles_start=0, offsets=None, tail=None):
    """A string pool; offsets maps indexes to false offsets, tail replaces the strings' last bytes."""
    data, places = b"", []
    for text in texts:
        places.append(len(data))
        data += encode(text, utf8)
    for index, offset in (offsets or {}).items():
        places[index] = offset
    if tail is not None:
        data = data[:-len(tail)] + tail if tail else data
    data += b"\0" * (-len(data) % 4) if tail is None else b""
    start = header + 4 * len(texts) + len(gap)
    size = start + len(data)
    head = struct.pack("<HHIIIIII", 1, header, size, len(texts) if count is None else count, styles,
                       (0x100 if utf8 else 0) if flags is None else flags, start, styles_start) + b"\0" * (header - 28)
    return head + b"".join(struct.pack("<I", place) for place in places) + gap + data


def chunk(kind, body, header_size=8, size=None):
    return struct.pack("<HHI", kind, header_size, 8 + len(body) if size is None else size) + body


def node(kind, ext, header_size=16, line=1):
    pad = b"\0" * (header_size - 16)
    return struct.pack("<HHIII", kind, header_size, header_size + len(ext), line, NONE) + pad + ext


class A:
    """An attribute: A("name", "text"), A("debuggable", True), A("label", Ref(id)); ns None for none."""

    def __init__(self, name, value, ns=ANDROID, raw=Ellipsis, id=Ellipsis, kind=None, data=None):
        self.name, self.value, self.ns, self.raw, self.kind, self.data = name, value, ns, raw, kind, data
        self.id = (ALL_IDS.get(name, 0) if ns is not None else 0) if id is Ellipsis else id


class Ref(int):
    """A resource id as a value."""


class Document:
    """Strings and nodes; attribute names with an id stand first in the pool, as the resource map wants it."""

    def __init__(self, ids=None):
        self.names, self.texts, self.nodes = list((ids or IDS).items()), {}, []
        self.places = {pair: index for index, pair in enumerate(self.names)}

    def text(self, text):
        if text is None:
            return NONE
        return len(self.names) + self.texts.setdefault(text, len(self.texts))

    def name(self, attribute):
        return self.places[attribute.name, attribute.id] if attribute.id else self.text(attribute.name)

    def attribute(self, a):
        raw = NONE
        if isinstance(a.value, Ref):
            kind, data = REFERENCE, int(a.value)
        elif isinstance(a.value, bool):
            kind, data = BOOLEAN, NONE if a.value else 0
        elif isinstance(a.value, int):
            kind, data = INTEGER, a.value & NONE
        else:
            kind, data = STRING, self.text(a.value)
            raw = data
        if a.raw is not Ellipsis:
            raw = self.text(a.raw)
        return struct.pack("<IIIHBBI", self.text(a.ns), self.name(a), raw, 8, 0, kind if a.kind is None else a.kind,
                           data if a.data is None else a.data)

    def start(self, name, attributes=(), header_size=16, attribute_start=20, attribute_size=20, count=None, ns=None, sort=True):
        if sort:
            attributes = sorted(attributes, key=lambda a: a.id)
        made = b"".join(self.attribute(a) + b"\0" * (attribute_size - 20) for a in attributes)
        ext = struct.pack("<IIHHHHHH", self.text(ns), self.text(name), attribute_start, attribute_size,
                          len(attributes) if count is None else count, 0, 0, 0)
        self.nodes.append(node(0x102, ext + b"\0" * (attribute_start - 20) + made, header_size, line=len(self.nodes) + 1))
        return self

    def end(self, name):
        self.nodes.append(node(0x103, struct.pack("<II", NONE, self.text(name))))
        return self

    def element(self, name, attributes=(), **odd):
        return self.start(name, attributes, **odd).end(name)

    def raw(self, data):
        self.nodes.append(data)
        return self

    def build(self, kind=3, header_size=8, size=0, pools=None, between=b"", maps=1, tail=b"", utf8=False, **pool_odd):
        """The bytes. pools: functions of (names and texts) that make the pools; size is added to the true size."""
        texts = [name for name, _ in self.names] + list(self.texts)
        made = b"".join(make(texts) for make in pools) if pools else pool(texts, utf8, **pool_odd)
        resource_map = chunk(0x180, b"".join(struct.pack("<I", resource) for _, resource in self.names))
        body = b"\0" * (header_size - 8) + made + between + resource_map * maps + b"".join(self.nodes)
        return struct.pack("<HHI", kind, header_size, 8 + len(body) + size) + body + tail


def root(document, package="com.example.hostile", more=(), **odd):
    """<manifest> with what every package has."""
    attributes = [A("versionCode", 7), A("versionName", "1.0")] + ([A("package", package, ns=None)] if package is not None else [])
    return document.start("manifest", attributes + list(more), **odd)


def plain(permissions=("android.permission.INTERNET",), sdk=(26, 36), application=(), inside=None, head=None, package="com.example.hostile",
          more=(), ids=None, label="Hostile", main=(), **odd):
    """An ordinary manifest as a Document; head and inside add elements to manifest and application; main: attributes of its activity."""
    document = root(Document(ids), package, more, **odd)
    if sdk is not None:
        document.element("uses-sdk", [A("minSdkVersion", sdk[0]), A("targetSdkVersion", sdk[1])])
    for permission in permissions:
        document.element("uses-permission", [A("name", permission)])
    if head:
        head(document)
    document.start("application", [A("label", label)] + list(application))
    document.start("activity", [A("name", ".Main"), A("exported", True), *main]).start("intent-filter")
    document.element("action", [A("name", "android.intent.action.MAIN")])
    document.element("category", [A("name", "android.intent.category.LAUNCHER")]).end("intent-filter").end("activity")
    if inside:
        inside(document)
    return document.end("application").end("manifest")
