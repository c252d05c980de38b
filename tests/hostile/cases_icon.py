"""Icons: the round one, and the layers of adaptive ones."""
import functools
import struct
import zlib

import arsc
import dex
from apk import png
from arsc import simple, spec, table_type, text
from axml import A, ALL_IDS, Document, Ref, plain, root
from case import case, together
from zips import DEFLATED, Entry, pack

CODE = dex.make(["com.example.hostile.Main"])
FILES = ("res/i.xml", "res/f.png", "res/b.png", "res/r.png", "res/p.png")
ICON, FRONT, BACK, ROUND, PLAIN, COLOUR, CLEAR, NOTHING, WHITE, SYSTEMS, AWAY, NIGHT = (Ref(0x7F010000 + number) for number in range(12))
LEADING = [simple(0x1C, 0xFF00FF00), simple(0x1C, 0x07FFFFFF), simple(1, 0x0106000D), simple(1, 0x0106000B), simple(1, 0x01080093), text(5), simple(0x1D, 0)]
TABLE = arsc.table([arsc.package([spec(1, 12), table_type(1, [text(number) for number in range(5)] + LEADING),
                                  table_type(1, [None] * 11 + [simple(0x1F, 0xFF000000)], arsc.config(sdk=29))], names=("mipmap",))], FILES + ("res/away.png",))
SEEN, UNSEEN = png(40, 90), png(40, 0, alpha=2)
RULE = "icon.transparent"


def apk(application, **files):
    """files: i, f, b, r and p, what they hold."""
    return packed(plain(application=application, ids=ALL_IDS), files)


def packed(document, files):
    named = {name[4:5]: name for name in FILES}
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED),
                 Entry("resources.arsc", TABLE)] + [Entry(named[name], data, DEFLATED) for name, data in files.items()])


def xml(*layers, root="adaptive-icon"):
    """A layer is its name, its attributes, and an element inside by its attributes, or None."""
    document = Document(ALL_IDS).start(root)
    for name, attributes, inner in layers:
        document.start(name, attributes)
        if inner is not None:
            document.element("inset", inner)
        document.end(name)
    return document.end(root).build()


def layer(name, drawable):
    return name, [A("drawable", drawable)], None


def row(path, **columns):
    return ("icon", dict({"path": path if path in ("resources.arsc", "AndroidManifest.xml") else "res/" + path, "round": None, "layer": None}, **columns))


ADAPTIVE = [A("icon", ICON)]
BOTH = xml(layer("background", BACK), layer("foreground", FRONT))
LAYERS = [row("f.png", layer="foreground", transparent=False), row("b.png", layer="background", transparent=False)]
NONE = [("icon", {"layer": layer}) for layer in ("foreground", "background")]
case("the layers of an adaptive icon are rows", apk(ADAPTIVE, i=BOTH, f=SEEN, b=SEEN), tables=[row("i.xml")] + LAYERS, spares=[RULE])
LONG = SEEN[:33] + struct.pack(">I4s", 5 << 20, b"teXt") + bytes((5 << 20) + 4) + SEEN[33:]
case("a picture is looked at however long its file is", apk([A("icon", PLAIN)], p=LONG), tables=[row("p.png", width=40, transparent=False)])
for name in ("drawable", "src"):
    case(f"a layer is the {name} of what stands inside it", apk(ADAPTIVE, i=xml(("foreground", [], [A(name, FRONT)]), layer("background", COLOUR)), f=SEEN),
         tables=LAYERS[:1] + [row("resources.arsc", layer="background", transparent=False, sha256=None)])
case("a layer's own drawable counts before what stands inside it", apk(ADAPTIVE, i=xml(("foreground", [A("drawable", FRONT)], [A("drawable", BACK)])), f=SEEN, b=SEEN),
     tables=LAYERS[:1], never=[row("b.png", layer="foreground")])
case("of two foregrounds the last counts", apk(ADAPTIVE, i=xml(layer("foreground", BACK), layer("foreground", FRONT)), f=SEEN, b=SEEN),
     tables=LAYERS[:1], never=[row("b.png", layer="foreground")])
case("the monochrome layer, which some phones draw instead of the others, is a row", apk(ADAPTIVE, i=xml(layer("background", BACK), layer("foreground", FRONT), layer("monochrome", ROUND)), f=SEEN, b=SEEN, r=UNSEEN),
     tables=LAYERS + [row("r.png", layer="monochrome", transparent=True)], spares=[RULE])
case("a monochrome layer does not make up for the others that cannot be seen", apk(ADAPTIVE, i=xml(layer("monochrome", FRONT)), f=SEEN),
     tables=[row("i.xml", layer=name, transparent=True) for name in ("foreground", "background")] + [row("f.png", layer="monochrome")], never=[row("i.xml", layer="monochrome")], finds=["review " + RULE])
case("the monochrome layer of what is a layer itself is none that is drawn", apk(ADAPTIVE, i=xml(layer("background", BACK), layer("foreground", ICON), layer("monochrome", FRONT)), f=SEEN, b=SEEN),
     tables=[row("f.png", layer="monochrome")], never=[row("f.png", layer="foreground")])
case("an icon that is another XML has no layers", apk(ADAPTIVE, i=xml(layer("foreground", FRONT), root="layer-list"), f=SEEN), tables=[row("i.xml")], never=NONE)
for length in (0, 1, 40, len(BOTH) - 40):
    case(f"an adaptive icon of which {length} bytes are there harms nobody", apk(ADAPTIVE, i=BOTH[:length], f=SEEN, b=SEEN), tables=[row("i.xml")])
case("an adaptive icon that is its own layer is followed once", apk(ADAPTIVE, i=xml(layer("foreground", ICON))), tables=[row("i.xml", layer="foreground")])
case("an adaptive icon that is larger than any is not looked into", apk(ADAPTIVE, i=BOTH + bytes(70000), f=SEEN, b=SEEN), tables=[row("i.xml")], never=NONE)

case("a round icon is a row", apk([A("icon", PLAIN), A("roundIcon", ROUND)], p=SEEN, r=SEEN), tables=[row("p.png"), row("r.png", round=True)], spares=[RULE])
case("a round icon that is the other one, too, is no row of its own", apk([A("icon", PLAIN), A("roundIcon", PLAIN)], p=SEEN), tables=[row("p.png")], never=[("icon", {"round": True})])
case("a banner, which TVs show, and a logo are rows of their kind", apk([A("icon", PLAIN), A("banner", ROUND), A("logo", FRONT)], p=SEEN, r=SEEN, f=UNSEEN),
     tables=[row("p.png", kind=None), row("r.png", kind="banner"), row("f.png", kind="logo")], spares=[RULE])
case("a banner that is the icon, too, is no row of its own", apk([A("icon", PLAIN), A("banner", PLAIN)], p=SEEN), tables=[row("p.png", kind=None)], never=[("icon", {"kind": "banner"})])
case("a banner does not make up for an icon that cannot be seen", apk([A("icon", PLAIN), A("banner", ROUND)], p=UNSEEN, r=SEEN), finds=["review " + RULE])
case("layers of a round icon are rows", apk([A("icon", PLAIN), A("roundIcon", ICON)], i=BOTH, p=SEEN, f=SEEN, b=SEEN), tables=[row("f.png", round=True, layer="foreground")])



def of_filter(**files):
    """A launcher activity whose filter has icons of its own."""
    document = root(Document(ALL_IDS)).start("application", [A("label", "Hostile"), A("icon", PLAIN)]).start("activity", [A("name", ".Main"), A("exported", True)])
    document.start("intent-filter", [A("icon", FRONT), A("roundIcon", ROUND), A("banner", BACK)]).element("action", [A("name", "android.intent.action.MAIN")])
    document.element("category", [A("name", "android.intent.category.LAUNCHER")]).end("intent-filter").end("activity").end("application").end("manifest")
    return packed(document, files)


MAIN = "com.example.hostile.Main"
case("the icon of a launcher filter comes before its activity's on some home screens: it is one", of_filter(p=SEEN, f=SEEN, r=SEEN, b=SEEN),
     tables=[row("p.png"), row("f.png", component=MAIN), row("r.png", component=MAIN, round=True)], never=[("icon", {"kind": "banner"})])
case("of an adaptive icon neither layer can be seen", apk(ADAPTIVE, i=BOTH, f=UNSEEN, b=UNSEEN), finds=["review " + RULE])
case("an adaptive icon of which the background can be seen is seen", apk(ADAPTIVE, i=BOTH, f=UNSEEN, b=SEEN), spares=[RULE])
case("what cannot be seen before a colour is not said", apk(ADAPTIVE, i=xml(layer("background", COLOUR), layer("foreground", FRONT)), f=UNSEEN), spares=[RULE])
case("an icon that cannot be seen, whatever the round one is", apk([A("icon", PLAIN), A("roundIcon", ROUND)], p=UNSEEN, r=SEEN), finds=[RULE])
case("a round icon that cannot be seen beside one that can is not said", apk([A("icon", PLAIN), A("roundIcon", ROUND)], p=SEEN, r=UNSEEN), spares=[RULE])



def dotted(alpha, others):
    """A picture of one pixel of that alpha, and others of the other one."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + b"".join(bytes([255, alpha if (x, y) == (0, 0) else others]) for x in range(72)) for y in range(72))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 72, 72, 8, 4, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


for sentence, picture in {"one of whose pixels alone can be seen": dotted(255, 0), "that is thinner than anybody sees": dotted(12, 12)}.items():
    case(f"an icon {sentence} cannot be seen", apk([A("icon", PLAIN)], p=picture), tables=[row("p.png", transparent=True)], finds=["review " + RULE])
case("an icon that can be seen through can be seen", apk([A("icon", PLAIN)], p=png(40, 0, alpha=64)), tables=[row("p.png", transparent=False)], spares=[RULE])

# What is drawn of other drawables, where nobody sets a state or a level.
DRAWN = {**ALL_IDS, "color": 0x010101A5, "alpha": 0x0101031F, "tint": 0x01010121, "tintMode": 0x010103FB, "fillColor": 0x01010404, "pathData": 0x01010405, "strokeColor": 0x01010406,
         "strokeWidth": 0x01010407, "fillAlpha": 0x010104CC, "minLevel": 0x010101B1, "maxLevel": 0x010101B2, "width": 0x01010159, "startColor": 0x0101019D, "endColor": 0x0101019E,
         "id": 0x010100D0, "state_pressed": 0x010100A7, "state_enabled": 0x0101009E, "height": 0x01010155, "left": 0x010101AD, "top": 0x010101AE, "right": 0x010101AF, "bottom": 0x010101B0,
         "fromDegrees": 0x010101B3, "pivotX": 0x010101B5, "insetLeft": 0x010101B7, "tileMode": 0x01010201, "scaleX": 0x01010324, "rotation": 0x01010326, "viewportWidth": 0x01010402,
         "viewportHeight": 0x01010403, "translateX": 0x0101045A, "inset": 0x010104B5, "gravity": 0x010100AF, "shape": 0x0101019A, "start": 0x010104DB}
UNKNOWN = "icon.unknown"


def at(name, value, kind=None):
    return A(name, value, id=DRAWN[name], kind=kind)


def colour(value, name="color"):
    return at(name, value, 0x1C)


def number(name, value):
    return at(name, struct.unpack("<I", struct.pack("<f", value))[0], 4)


def dp(name, value):
    return at(name, value << 8 & 0xFFFFFFFF | 1, 5)


def share(name, value):
    """A fraction of one."""
    return at(name, round(value * (1 << 23)) << 8 & 0xFFFFFFFF | 0x30, 6)


def drawing(*elements):
    """An element is its name, its attributes, and the elements inside."""
    document = Document(DRAWN)

    def put(element):
        document.start(element[0], element[1])
        for inner in element[2:]:
            put(inner)
        document.end(element[0])

    for element in elements:
        put(element)
    return document.build()


def shape(value):
    return ("shape", [], ("solid", [colour(value)]))


def item(*inside, **attributes):
    return ("item", [at(name, value) for name, value in attributes.items()], *inside)


VIEW = [number("viewportWidth", 9.0), number("viewportHeight", 9.0)]


def vector(*attributes, around=(), group=(), before=(), path="M0,0h9v9z"):
    return ("vector", VIEW + list(around), ("group", list(group), *before, ("path", [at("pathData", path), *attributes])))


BLACK, GLASS = 0xFF000000, 0x07FFFFFF


def filled(path, **others):
    return vector(colour(BLACK, "fillColor"), path=path, **others)


for sentence, element in (
        ("a shape of a transparent colour", shape(GLASS)), ("a shape of no colour", ("shape", [])), ("a colour", ("color", [colour(GLASS)])), ("a resource of a transparent colour", ("color", [at("color", CLEAR)])),
        ("the system's transparent colour", ("color", [at("color", Ref(0x0106000D))])), ("a resource that is the system's transparent colour", ("color", [at("color", NOTHING)])),
        ("a selector without items", ("selector", [])), ("a selector whose item is drawn while it is pressed", ("selector", [], item(state_pressed=True, drawable=PLAIN))),
        ("a selector whose first item that is drawn cannot be seen", ("selector", [], item(shape(BLACK), state_pressed=True), item(shape(GLASS), state_pressed=False), item(shape(BLACK)))),
        ("a list of levels of which 0 has no item", ("level-list", [], item(shape(BLACK), minLevel=1, maxLevel=9))),
        ("an animation that begins with what cannot be seen", ("animation-list", [], item(shape(GLASS)), item(shape(BLACK)))),
        ("layers that cannot be seen", ("layer-list", [], item(shape(GLASS)), item(shape(0)))), ("an inset of what cannot be seen", ("inset", [], shape(GLASS))),
        ("a bitmap that is nearly transparent", ("bitmap", [at("src", PLAIN), number("alpha", 0.03)])), ("a bitmap that is tinted away", ("bitmap", [at("src", PLAIN), colour(0, "tint")])),
        ("the mask of a ripple", ("ripple", [], item(shape(BLACK), id=Ref(0x0102002E)))), ("a line of no width", ("shape", [], ("stroke", [colour(BLACK)]))),
        ("a gradient of transparent colours", ("shape", [], ("gradient", [colour(GLASS, "startColor"), colour(0, "endColor")]))), ("a vector without paths", ("vector", [])),
        ("a vector of a transparent colour", vector(colour(GLASS, "fillColor"))), ("a vector without colours", vector()), ("a vector that is transparent", vector(colour(BLACK, "fillColor"), around=[number("alpha", 0.0)])),
        ("a path that is not filled", vector(colour(BLACK, "fillColor"), number("fillAlpha", 0.0))), ("a path that is stroked by no width", vector(colour(BLACK, "strokeColor"))),
        ("a path without commands", ("vector", [], ("path", [at("pathData", ""), colour(BLACK, "fillColor")]))),
        ("a path that goes nowhere", filled("M0,0z")), ("a path that begins and draws nothing", filled("M1,1M8,8")), ("a path outside of what is shown of its vector", filled("M20,20l4,4h-4 z")),
        ("a path in a group that is moved away", vector(colour(BLACK, "fillColor"), group=[number("translateX", -20.0)])), ("a path in a group of no width", vector(colour(BLACK, "fillColor"), group=[number("scaleX", 0.0)])),
        ("a path behind one that leaves nothing of it", vector(colour(BLACK, "fillColor"), before=[("clip-path", [at("pathData", "M0,0")])])),
        ("a path beside one that leaves another part", filled("M0,0h4v4z", before=[("clip-path", [at("pathData", "M5,5h4v4h-4z")])])),
        ("a path that is turned out of its vector", vector(colour(BLACK, "fillColor"), group=[number("rotation", 180.0)])), ("a curve outside of its vector", filled("M20,20C20,24 24,24 24,20z")),
        ("a shape inset by half on each side", ("inset", [share("inset", 0.5)], shape(BLACK))), ("a shape inset by more than it is wide", ("inset", [dp("insetLeft", 120)], shape(BLACK))),
        ("a layer of no width", ("layer-list", [], ("item", [dp("width", 0)], shape(BLACK)))), ("a layer that stands beside the icon", ("layer-list", [], ("item", [dp("left", 1000), dp("right", -1000)], shape(BLACK)))),
        ("a picture turned about what is far away", ("rotate", [at("drawable", PLAIN), number("fromDegrees", 180.0), share("pivotX", -5.0)])),
        ("a line of no stroke", ("shape", [at("shape", 2)], ("solid", [colour(BLACK)]))),
        ("a colour for each state", ("selector", [], item(state_pressed=True, color=COLOUR), item(color=CLEAR)))):
    case(f"nothing can be seen of {sentence}", apk(ADAPTIVE, i=drawing(element), p=SEEN), tables=[row("i.xml")],
         finds=["review " + RULE], spares=[UNKNOWN])
    case(f"the same of both layers that are {sentence}", apk(ADAPTIVE, i=drawing(("adaptive-icon", [], ("background", [], element), ("foreground", [], element))), p=SEEN),
         finds=["review " + RULE], spares=[UNKNOWN])
    case(f"a picture on {sentence} is seen", apk(ADAPTIVE, i=drawing(("layer-list", [], item(element), item(drawable=PLAIN))), p=SEEN), tables=[row("p.png", transparent=False)], spares=[RULE, UNKNOWN])
for sentence, element in (
        ("a shape", shape(BLACK)), ("a colour of a resource", ("color", [at("color", COLOUR)])), ("the system's white", ("color", [at("color", WHITE)])), ("a colour that is transparent on some phones", ("color", [at("color", NIGHT)])),
        ("an item for no state", ("selector", [], item(shape(GLASS), state_pressed=True), item(shape(BLACK)))), ("an item for what is not pressed", ("selector", [], item(shape(BLACK), state_pressed=False))),
        ("an item for level 0", ("level-list", [], item(shape(GLASS), minLevel=1, maxLevel=2), item(shape(BLACK), maxLevel=5))), ("a bitmap that is half transparent", ("bitmap", [at("src", PLAIN), number("alpha", 0.5)])),
        ("a nine-patch", ("nine-patch", [at("src", PLAIN)])), ("a line", ("shape", [at("shape", 2)], ("stroke", [colour(BLACK), at("width", 0x101, 5)]))), ("a gradient", ("shape", [], ("gradient", [colour(BLACK, "endColor")]))),
        ("a vector", vector(colour(BLACK, "fillColor"))), ("a vector of a colour of a resource", vector(at("fillColor", COLOUR))), ("a vector of strokes", vector(colour(BLACK, "strokeColor"), number("strokeWidth", 2.0))),
        ("a path that reaches into its vector", filled("m-9,-9 L5,5 5-9Z")), ("a path that is moved back into its vector", filled("M20,0h9v9z", group=[number("translateX", -20.0)])),
        ("a line of a stroke", vector(colour(BLACK, "strokeColor"), number("strokeWidth", 2.0), path="M4,4V8")), ("curves", filled("M1 1c0-.5 1e0 2,3 4s1,1 2,2q1,1-1,1t2,2A3,3 0 0 1 2,2H8")),
        ("a path of which another leaves some", vector(colour(BLACK, "fillColor"), before=[("clip-path", [at("pathData", "M1,1h4v4h-4z")])])), ("a shape that is inset by a quarter", ("inset", [share("inset", 0.25)], shape(BLACK))),
        ("one layer of many", ("layer-list", [], item(shape(GLASS)), item(("inset", [], ("rotate", [], shape(BLACK))))))):
    case(f"it is seen that an icon is {sentence}", apk(ADAPTIVE, i=drawing(element), p=SEEN), spares=[RULE, UNKNOWN])
    case(f"it is seen of {sentence} before nothing", apk(ADAPTIVE, i=drawing(("adaptive-icon", [], ("background", [at("drawable", CLEAR)]), ("foreground", [], element))), p=SEEN), spares=[RULE, UNKNOWN])
for sentence, element in (
        ("an element that nobody knows", ("com.example.Drawing", [])), ("a level that is set by nobody", ("clip", [], shape(BLACK))), ("a colour of a theme", ("color", [at("color", 0x7F020000, 2)])),
        ("a tint of a resource", ("shape", [at("tint", CLEAR)], ("solid", [colour(BLACK)]))), ("a path of no sense", filled("M0,0x9")), ("a path of an unfinished number", filled("M0,0h9v9e")),
        ("a vector of no size", ("vector", [], ("path", [at("pathData", "M0,0h9v9z"), colour(BLACK, "fillColor")]))), ("an inset by a resource", ("inset", [at("inset", CLEAR)], shape(BLACK))),
        ("more paths than are followed", ("vector", VIEW, *[("path", [at("pathData", "M20,20" + "h9v9" * 5000), colour(BLACK, "fillColor")])] * 20)),
        ("a path behind one of no sense", vector(colour(BLACK, "fillColor"), before=[("clip-path", [at("pathData", "?")])])),
        ("a resource of the system's", ("bitmap", [at("src", SYSTEMS)])), ("elements inside of many others", functools.reduce(lambda inner, _: ("inset", [], inner), range(40), shape(BLACK)))):
    case(f"what can be seen of {sentence} is not known", apk(ADAPTIVE, i=drawing(element), p=SEEN), finds=["notice " + UNKNOWN], spares=[RULE])
    case(f"a picture beside {sentence} is seen", apk(ADAPTIVE, i=drawing(("layer-list", [], item(element), item(drawable=PLAIN))), p=SEEN), spares=[RULE, UNKNOWN])
case("what a layer draws by itself is of that layer", apk(ADAPTIVE, i=drawing(("adaptive-icon", [], ("background", [at("drawable", BACK)]), ("foreground", [], shape(BLACK)))), b=UNSEEN),
     tables=[row("b.png", layer="background", transparent=True), row("i.xml", layer="foreground", transparent=False)], never=[row("b.png", layer="foreground")], spares=[RULE, UNKNOWN])
case("a layer that holds nothing makes the icon the default one on phones", apk(ADAPTIVE, i=drawing(("adaptive-icon", [], ("background", []), ("foreground", [at("drawable", FRONT)]))), f=UNSEEN),
     spares=[RULE], finds=["notice " + UNKNOWN])
case("a drawable that leads to itself ends", apk(ADAPTIVE, i=drawing(("layer-list", [], item(drawable=ICON)))), spares=[RULE], finds=["notice " + UNKNOWN])
case("an XML that is none is not known", apk(ADAPTIVE, i=b"<shape/>"), finds=["notice " + UNKNOWN], spares=[RULE])
case("the bitmap of a drawable is a row", apk(ADAPTIVE, i=drawing(("bitmap", [at("src", PLAIN)])), p=UNSEEN), tables=[row("i.xml", transparent=None), row("p.png", transparent=True)], finds=["review " + RULE])
for sentence, value, path in (("a transparent colour of its own", CLEAR, "resources.arsc"), ("the system's transparent colour", Ref(0x0106000D), "AndroidManifest.xml"),
                              ("a resource that is the system's transparent colour", NOTHING, "AndroidManifest.xml")):
    case(f"an icon that is {sentence}", apk([A("icon", value)]), tables=[row(path, transparent=True, sha256=None)], finds=["review " + RULE])
for sentence, value in (("a colour", COLOUR), ("the system's white", WHITE), ("a colour that is seen on some phones", NIGHT)):
    case(f"an icon that is {sentence} is seen", apk([A("icon", value)]), spares=[RULE, UNKNOWN])
case("an icon of the system's is not known here", apk([A("icon", SYSTEMS)]), tables=[row("AndroidManifest.xml", transparent=None, sha256=None)], spares=[RULE],
     finds=["notice " + UNKNOWN, UNKNOWN + ": a resource of the system's, which is not known here"])
case("an icon whose file is not there is the default one on phones", apk([A("icon", AWAY)]), tables=[row("away.png", sha256=None, transparent=None)], spares=[RULE],
     finds=[UNKNOWN + ": the file is not there: phones show the default icon"])
case("an icon of a pixel is no icon that says anything", apk([A("icon", PLAIN)], p=png(1, 0)), spares=[RULE], finds=[UNKNOWN + ": 1 x 1 pixels"])
case("an icon of a pixel that nobody sees", apk([A("icon", PLAIN)], p=png(1, 0, alpha=0)), finds=["review " + RULE], spares=[UNKNOWN])


def webp(name, data):
    return b"RIFF" + struct.pack("<I", 12 + len(data)) + b"WEBP" + name + struct.pack("<I", len(data)) + data


for sentence, picture, is_seen in (("a lossy WebP without pixels", webp(b"VP8 ", bytes(9)), False), ("a lossless WebP that cannot be decoded", webp(b"VP8L", b"\x2f\x27\xc0\x09\x00\0"), False),
                                   ("an extended WebP without a picture", webp(b"VP8X", bytes(4) + b"\x27\0\0\x27\0\0"), False), ("a JPEG", b"\xff\xd8\xff\xe0", True),
                                   ("a WebP that breaks off", webp(b"VP8L", b"")[:20], False)):
    case(f"{sentence} is {'seen' if is_seen else 'not looked at, and that is said'}", apk([A("icon", PLAIN)], p=picture), tables=[row("p.png", transparent=False if is_seen else None)],
         spares=[RULE] + [UNKNOWN] * is_seen, finds=[] if is_seen else [UNKNOWN + ": a picture or drawing that is not looked at"])


def made(name):
    """What cwebp made of a picture."""
    with open(f"fixtures/corpus/picture/{name}.webp", "rb") as file:
        return file.read()


case("a WebP of which some can be seen is hashed", apk([A("icon", PLAIN)], p=made("alpha")), tables=[row("p.png", width=45, height=40, transparent=False)], spares=[RULE, UNKNOWN])
case("a WebP of which nothing can be seen", apk([A("icon", PLAIN)], p=made("unseen")), finds=["review " + RULE], spares=[UNKNOWN])

SHOWN = UNKNOWN + ": phones show it "
DARK = SEEN[:33] + struct.pack(">I4sII", 4, b"gAMA", 1000000, 0) + SEEN[33:]
case("a WebP that its EXIF turns is hashed as phones turn it, and is for a person to see", apk([A("icon", PLAIN)], p=made("turned-6")), tables=[row("p.png", width=45, height=40, altered="turned")],
     finds=["review " + UNKNOWN, SHOWN + "turned, as its EXIF says"])
for sentence, picture in (("a WebP with a profile that falls", made("recoloured")), ("a PNG with a gamma that shows nothing", DARK)):
    case(f"{sentence} is for a person to see, though another picture of the icon stands as it is shown", apk([A("icon", PLAIN), A("roundIcon", ROUND)], p=SEEN, r=picture),
         tables=[row("p.png", altered=None), row("r.png", round=True, altered="recoloured")], finds=["review " + UNKNOWN, SHOWN + "in other colours, by a profile that no build tool leaves"])
case("an icon with a profile that build tools leave is as any other", apk([A("icon", PLAIN)], p=made("profile")), tables=[row("p.png", width=45, altered=None)], spares=[UNKNOWN])

# XML that takes a picture: as it stands, or otherwise.
REDRAWN = UNKNOWN + ": phones show it redrawn by XML: turned, cut, moved, tinted or covered"


def layers(*others):
    return ("layer-list", [], item(drawable=PLAIN), *others)


def taken(name, *attributes):
    return (name, [at("src" if name == "bitmap" else "drawable", PLAIN), *attributes])


VECTOR_OF_ALL, SMALL = filled("M0,0h9v9h-9z"), ("item", [dp("width", 9), dp("height", 9), at("gravity", 0x55)], shape(BLACK))
for sentence, element in (
        ("turned", taken("rotate", number("fromDegrees", 180.0))), ("turned a little", taken("rotate", number("fromDegrees", 15.0))), ("turned by a resource", taken("rotate", at("fromDegrees", CLEAR))),
        ("small", taken("inset", share("inset", 0.4))), ("small in steps", ("inset", [share("inset", 0.3)], taken("inset", share("inset", 0.3)))), ("cut", taken("inset", share("inset", -0.3))),
        ("inset by a resource", taken("inset", at("insetLeft", CLEAR))), ("moved aside", ("layer-list", [], ("item", [at("drawable", PLAIN), dp("left", 20), dp("right", -20)]))),
        ("cut to a corner", taken("bitmap", at("gravity", 0x33))), ("tiled", taken("bitmap", at("tileMode", 2))), ("tinted", taken("bitmap", colour(0xFFFFFFFF, "tint"))), ("scaled by a level", taken("scale")),
        ("cut by a level", taken("clip")), ("in what nobody knows", ("com.example.Drawing", [], taken("bitmap"))), ("covered by a shape", layers(item(shape(BLACK)))),
        ("covered by a colour", layers(item(drawable=COLOUR))), ("covered by the system's white", layers(item(drawable=WHITE))), ("covered by a vector", layers(item(VECTOR_OF_ALL))),
        ("in a layer inside of another's padding", ("layer-list", [], item(("shape", [], ("padding", [dp("left", -90)]))), item(drawable=PLAIN))),
        ("one of more layers than are looked at", ("layer-list", [], *[item(drawable=PLAIN)] * 33)),
        ("inside of many others", functools.reduce(lambda inner, _: ("inset", [], inner), range(40), taken("bitmap")))):
    case(f"a picture that XML shows {sentence} is for a person to see", apk(ADAPTIVE, i=drawing(element), p=SEEN), tables=[row("p.png", altered="redrawn")], finds=["review " + UNKNOWN, REDRAWN],
         spares=[RULE])
    case(f"the same of a layer that is {sentence}", apk(ADAPTIVE, i=drawing(("adaptive-icon", [], ("background", [at("drawable", COLOUR)]), ("foreground", [], element))), p=SEEN),
         tables=[row("p.png", layer="foreground", altered="redrawn")], finds=["review " + UNKNOWN])
for sentence, element in (
        ("as it is", taken("bitmap")), ("inset by a third", taken("inset", share("inset", 0.33))), ("inset as layers are", taken("inset", dp("inset", 12))), ("turned once round", taken("rotate", number("fromDegrees", 360.0))),
        ("turned at levels alone", taken("rotate", at("id", COLOUR))), ("in the middle", ("layer-list", [], item(shape(BLACK)), item(taken("bitmap", at("gravity", 0x11))))),
        ("in a layer of that size", ("layer-list", [], item(shape(BLACK)), ("item", [at("drawable", PLAIN), dp("width", 32), dp("height", 32), at("gravity", 0x11)]))),
        ("beside another one", layers(item(drawable=FRONT))), ("below a sign in its corner", layers(SMALL)), ("below a frame", layers(item(("shape", [], ("stroke", [colour(BLACK), dp("width", 2)]))))),
        ("below what is seen through", layers(item(shape(0x40000000)))), ("below a vector that leaves some of it", layers(item(filled("M2,2h5v5z")))), ("on a colour", ("layer-list", [], item(drawable=COLOUR), item(drawable=PLAIN))),
        ("in a layer from the left", ("layer-list", [], ("item", [at("drawable", PLAIN), dp("start", 8)])))):
    case(f"a picture that XML shows {sentence} is compared as it stands", apk(ADAPTIVE, i=drawing(element), p=SEEN, f=SEEN), tables=[row("p.png", altered=None)], spares=[RULE, UNKNOWN])
    case(f"the same of a layer that is {sentence}", apk(ADAPTIVE, i=drawing(("adaptive-icon", [], ("background", [at("drawable", COLOUR)]), ("foreground", [], element))), p=SEEN, f=SEEN),
         tables=[row("p.png", layer="foreground", altered=None)], spares=[RULE, UNKNOWN])
for width, is_cut in ((72, False), (73, True)):
    case(f"a picture of {width} dp that is drawn as large as it is {'is cut' if is_cut else 'shows all but its edges'}", apk(ADAPTIVE, i=drawing(taken("bitmap", at("gravity", 0x11))), p=png(width, 90)),
         tables=[row("p.png", altered="redrawn" if is_cut else None)], finds=["review " + UNKNOWN] * is_cut, spares=[UNKNOWN] * (not is_cut))
case("a drawing that XML turns is compared with no other anyhow", apk(ADAPTIVE, i=drawing(("rotate", [number("fromDegrees", 45.0)], shape(BLACK)))), spares=[RULE, UNKNOWN])

# The icon that the phone draws is the one that fits its screen best, whether base or split has it.
XHDPI, XXHDPI = 320, 480


def config(density=0, sdk=0):
    made = bytearray(arsc.config(sdk=sdk))
    made[14:16] = density.to_bytes(2, "little")
    return bytes(made)


def table(values, names, density=0, sdk=0):
    """values: of the resources by number, None for no value."""
    return arsc.table([arsc.package([spec(1, len(values)), table_type(1, values, config(density, sdk))], names=("mipmap",))], names)


def base(made, *files, application=tuple(ADAPTIVE), document=None):
    entries = [Entry(name, data, DEFLATED) for name, data in files]
    return pack([Entry("AndroidManifest.xml", (document or plain(application=application, ids=ALL_IDS)).build(), DEFLATED), Entry("classes.dex", CODE, DEFLATED),
                 Entry("resources.arsc", made), *entries])


def split(name, made, *files):
    document = Document(ALL_IDS).start("manifest", [A("package", "com.example.hostile", ns=None), A("split", name, ns=None), A("versionCode", 7)])
    document.element("application", [A("hasCode", False)]).end("manifest")
    return pack([Entry("AndroidManifest.xml", document.build(), DEFLATED), Entry("resources.arsc", made), *[Entry(name, data, DEFLATED) for name, data in files]])


def density(name, number, made, values=(text(0),), sdk=0):
    return split(name, table(values, ["res/x.png"], number, sdk), ("res/x.png", made))


def beside(path, **columns):
    return ("icon", dict({"path": path, "package": 0, "round": None, "layer": None}, **columns))


EMPTY = base(table([None] * 6, ["-"]))
LARGE = beside("config.xxhdpi!res/x.png", density=XXHDPI, width=40, transparent=False)
together("an icon that stands in a density split alone is the base's", [EMPTY, density("config.xxhdpi", XXHDPI, SEEN)], tables=[LARGE], spares=[RULE])
together("icons of a base and its splits are all its icons", [apk(ADAPTIVE, i=BOTH, f=SEEN, b=SEEN), density("config.xxhdpi", XXHDPI, SEEN), density("config.xhdpi", XHDPI, SEEN)],
         tables=[LARGE, beside("config.xhdpi!res/x.png", density=XHDPI)] + LAYERS)
together("an icon that nobody sees, in a density split", [EMPTY, density("config.xxhdpi", XXHDPI, UNSEEN)], finds=["review " + RULE])
together("an icon of the base that nobody sees, and a split has one that is seen", [
    base(table([text(0)], ["res/p.png"]), ("res/p.png", UNSEEN)), density("config.xxhdpi", XXHDPI, SEEN)], spares=[RULE])
together("a picture of a split that is no icon is none", [EMPTY, density("config.xxhdpi", XXHDPI, UNSEEN, values=(None, text(0)))], spares=[RULE], tables=[("package", {"split": "config.xxhdpi"})])
together("a split of another application package has no icon of the base", [EMPTY, split("part", arsc.table([arsc.package([spec(1, 1), table_type(1, [text(0)])], identity=0x7E)], [
    "res/x.png"]), ("res/x.png", UNSEEN))], spares=[RULE])
together("the layers of the base's adaptive icon stand in a density split", [
    base(table([text(0)], ["res/i.xml"]), ("res/i.xml", BOTH)), split("config.xxhdpi", table([None, text(0), text(1)], ["res/f.png", "res/b.png"], XXHDPI), ("res/f.png", UNSEEN), ("res/b.png", UNSEEN))],
         tables=[beside(f"config.xxhdpi!res/{name[0]}.png", layer=name, density=XXHDPI, transparent=True) for name in ("foreground", "background")], finds=["review " + RULE])
together("an adaptive icon of a split, whose layers stand in it", [EMPTY, split("config.xxhdpi", table([text(0), text(1), text(2)], ["res/i.xml", "res/f.png", "res/b.png"], XXHDPI, sdk=26), (
    "res/i.xml", BOTH), ("res/f.png", SEEN), ("res/b.png", UNSEEN))],
         tables=[beside("config.xxhdpi!res/i.xml"), beside("config.xxhdpi!res/f.png", layer="foreground"), beside("config.xxhdpi!res/b.png", layer="background", transparent=True)], spares=[RULE])
together("the monochrome layer of a split's adaptive icon, and a banner of a split, are rows", [
    base(table([None] * 6, ["-"]), application=(A("icon", ICON), A("banner", PLAIN))), split("config.xxhdpi", table([text(0), text(1), None, None, text(2)], ["res/i.xml", "res/f.png", "res/b.png"], XXHDPI), (
        "res/i.xml", xml(layer("monochrome", FRONT))), ("res/f.png", SEEN), ("res/b.png", SEEN))],
         tables=[beside("config.xxhdpi!res/f.png", layer="monochrome"), beside("config.xxhdpi!res/b.png", kind="banner")])
together("an adaptive icon of a split that is its own layer ends", [EMPTY, split("config.xxhdpi", table([text(0)], ["res/i.xml"], XXHDPI), ("res/i.xml", xml(layer("foreground", ICON))))],
         tables=[beside("config.xxhdpi!res/i.xml", layer="foreground")])
for length in (0, 1, 40, len(BOTH) - 40):
    together(f"an adaptive icon of a split of which {length} bytes are there harms nobody", [EMPTY, split("config.xxhdpi", table([text(0)], ["res/i.xml"], XXHDPI), ("res/i.xml", BOTH[:length]))],
             tables=[beside("config.xxhdpi!res/i.xml")])
together("an icon of a split that leads to another of its pictures", [EMPTY, density("config.xxhdpi", XXHDPI, SEEN, values=(arsc.reference(0x7F010006), None, None, None, None, None, text(0)))],
         "split.overrides-value:evasive", tables=[LARGE], finds=["split.overrides-value: an icon of it is resource 7f010006, which is not known here"])
together("an icon of a split that is the system's is not known, and not said", [EMPTY, density("config.xxhdpi", XXHDPI, SEEN, values=(arsc.reference(0x01080000),))], never=[("icon", {"package": 0})])
together("a picture of a split that is no PNG is an icon all the same", [EMPTY, split("config.xxhdpi", table([text(0)], ["res/x.webp"], XXHDPI), ("res/x.webp", b"RIFF"))],
         tables=[beside("config.xxhdpi!res/x.webp", width=None)])
together("a picture of a split that is WebP is hashed", [EMPTY, split("config.xxhdpi", table([text(0)], ["res/x.webp"], XXHDPI), ("res/x.webp", made("lossless")))],
         tables=[beside("config.xxhdpi!res/x.webp", width=45, transparent=False)])
together("a picture of a split that phones show in other colours is for a person to see", [EMPTY, density("config.xxhdpi", XXHDPI, DARK)],
         tables=[beside("config.xxhdpi!res/x.png", altered="recoloured")], finds=["review " + UNKNOWN])
TURNS = drawing(("rotate", [at("drawable", FRONT), number("fromDegrees", 180.0)]))
THROUGH = table([text(0), text(1), text(2)], ["res/i.xml", "res/x.xml", "res/p.png"])
for sentence, element in (("XML that turns it", ("rotate", [at("drawable", FRONT), number("fromDegrees", 90.0)])),
                          ("XML that has it upright, and turned below that", ("layer-list", [], item(("rotate", [at("drawable", FRONT), number("fromDegrees", 90.0)])), item(drawable=FRONT)))):
    case(f"a picture that XML takes for {sentence} is redrawn", base(THROUGH, ("res/i.xml", drawing(element)), ("res/x.xml", drawing(("bitmap", [at("src", BACK)]))), ("res/p.png", SEEN)),
         tables=[row("p.png", altered="redrawn")], finds=["review " + UNKNOWN])
together("a picture of a split that XML of the base turns is for a person to see", [
    base(table([text(0)], ["res/i.xml"]), ("res/i.xml", TURNS)), density("config.xxhdpi", XXHDPI, SEEN, values=(None, text(0)))],
         tables=[beside("config.xxhdpi!res/x.png", altered="redrawn")], finds=["review " + UNKNOWN])
together("XML of a split that turns a picture, or has a layer that does, is for a person to see", [EMPTY, split("config.xxhdpi", table([text(0), None, None, text(1)], ["res/i.xml", "res/r.xml"], XXHDPI), (
    "res/i.xml", TURNS), ("res/r.xml", drawing(("adaptive-icon", [], ("background", [at("drawable", COLOUR)]), ("foreground", [], taken("rotate", number("fromDegrees", 180.0)))))))],
         tables=[beside("config.xxhdpi!res/i.xml", altered="redrawn")], finds=["review " + UNKNOWN])
together("a picture of a split that is larger than icons are is not looked at", [EMPTY, density("config.xxhdpi", XXHDPI, UNSEEN + bytes(range(256)) * 600)],
         "picture.trailing-data:odd", tables=[beside("config.xxhdpi!res/x.png", transparent=None)], spares=[RULE])
together("the icon of a split that its base's component takes is the component's", [
    base(table([None] * 6, ["-"]), document=root(Document(ALL_IDS)).start("application", [A("label", "Hostile")]).start("activity", [A("name", ".Main"), A("exported", True), A("icon", ICON), A(
        "roundIcon", ROUND)]).start("intent-filter").element("action", [A("name", "android.intent.action.MAIN")]).element("category", [A("name", "android.intent.category.LAUNCHER")]).end(
            "intent-filter").end("activity").end("application").end("manifest")),
    density("config.xxhdpi", XXHDPI, SEEN, values=(text(0), None, None, text(0)))],
         tables=[beside("config.xxhdpi!res/x.png", component=MAIN), beside("config.xxhdpi!res/x.png", component=MAIN, round=True)])
together("a round icon that is the other one, too, is no row of its own in a split either", [
    base(table([None] * 6, ["-"]), application=(A("icon", ICON), A("roundIcon", ICON))), density("config.xxhdpi", XXHDPI, SEEN)], tables=[LARGE], never=[("icon", {"round": True})])

# Builds are compared picture by picture of one kind: only one of them is for TVs.
BANNER = [A("icon", PLAIN), A("banner", ROUND)]
WRAPPED = png(600, 90)
together("a build with a banner, which the main one lacks, has no other icon", [apk([A("icon", PLAIN)], p=SEEN), apk(BANNER, p=SEEN, r=WRAPPED)], spares=["icon.differs-between-builds"], roles=["main", "arm32"])
together("a build with another banner is for a person to see", [apk(BANNER, p=SEEN, r=SEEN), apk(BANNER, p=SEEN, r=WRAPPED)], finds=["review icon.differs-between-builds"], roles=["main", "arm32"])
