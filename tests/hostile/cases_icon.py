"""Icons: the round one, and the layers of adaptive ones."""
import arsc
import dex
from apk import png
from arsc import simple, spec, table_type, text
from axml import A, ALL_IDS, Document, Ref, plain, root
from case import case, together
from zips import DEFLATED, Entry, pack

CODE = dex.make(["com.example.hostile.Main"])
FILES = ("res/i.xml", "res/f.png", "res/b.png", "res/r.png", "res/p.png")
ICON, FRONT, BACK, ROUND, PLAIN, COLOUR = (Ref(0x7F010000 + number) for number in range(6))
TABLE = arsc.table([arsc.package([spec(1, 6), table_type(1, [text(number) for number in range(5)] + [simple(0x1C, 0xFF00FF00)])], names=("mipmap",))], FILES)
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
    return ("icon", dict({"path": "res/" + path, "round": None, "layer": None}, **columns))


ADAPTIVE = [A("icon", ICON)]
BOTH = xml(layer("background", BACK), layer("foreground", FRONT))
LAYERS = [row("f.png", layer="foreground", transparent=False), row("b.png", layer="background", transparent=False)]
NONE = [("icon", {"layer": layer}) for layer in ("foreground", "background")]
case("the layers of an adaptive icon are rows", apk(ADAPTIVE, i=BOTH, f=SEEN, b=SEEN), tables=[row("i.xml")] + LAYERS, spares=[RULE])
for name in ("drawable", "src"):
    case(f"a layer is the {name} of what stands inside it", apk(ADAPTIVE, i=xml(("foreground", [], [A(name, FRONT)]), layer("background", COLOUR)), f=SEEN),
         tables=LAYERS[:1], never=[("icon", {"layer": "background"})])
case("a layer's own drawable counts before what stands inside it", apk(ADAPTIVE, i=xml(("foreground", [A("drawable", FRONT)], [A("drawable", BACK)])), f=SEEN, b=SEEN),
     tables=LAYERS[:1], never=[row("b.png", layer="foreground")])
case("of two foregrounds the last counts", apk(ADAPTIVE, i=xml(layer("foreground", BACK), layer("foreground", FRONT)), f=SEEN, b=SEEN),
     tables=LAYERS[:1], never=[row("b.png", layer="foreground")])
case("a monochrome layer is none that is looked at", apk(ADAPTIVE, i=xml(layer("monochrome", FRONT)), f=SEEN), never=NONE)
case("an icon that is another XML has no layers", apk(ADAPTIVE, i=xml(layer("foreground", FRONT), root="layer-list"), f=SEEN), tables=[row("i.xml")], never=NONE)
for length in (0, 1, 40, len(BOTH) - 40):
    case(f"an adaptive icon of which {length} bytes are there harms nobody", apk(ADAPTIVE, i=BOTH[:length], f=SEEN, b=SEEN), tables=[row("i.xml")])
case("an adaptive icon that is its own layer is followed once", apk(ADAPTIVE, i=xml(layer("foreground", ICON))), tables=[row("i.xml", layer="foreground")])
case("an adaptive icon that is larger than any is not looked into", apk(ADAPTIVE, i=BOTH + bytes(70000), f=SEEN, b=SEEN), tables=[row("i.xml")], never=NONE)

case("a round icon is a row", apk([A("icon", PLAIN), A("roundIcon", ROUND)], p=SEEN, r=SEEN), tables=[row("p.png"), row("r.png", round=True)], spares=[RULE])
case("a round icon that is the other one, too, is no row of its own", apk([A("icon", PLAIN), A("roundIcon", PLAIN)], p=SEEN), tables=[row("p.png")], never=[("icon", {"round": True})])
case("layers of a round icon are rows", apk([A("icon", PLAIN), A("roundIcon", ICON)], i=BOTH, p=SEEN, f=SEEN, b=SEEN), tables=[row("f.png", round=True, layer="foreground")])



def of_filter(**files):
    """A launcher activity whose filter has icons of its own."""
    document = root(Document(ALL_IDS)).start("application", [A("label", "Hostile"), A("icon", PLAIN)]).start("activity", [A("name", ".Main"), A("exported", True)])
    document.start("intent-filter", [A("icon", FRONT), A("roundIcon", ROUND)]).element("action", [A("name", "android.intent.action.MAIN")])
    document.element("category", [A("name", "android.intent.category.LAUNCHER")]).end("intent-filter").end("activity").end("application").end("manifest")
    return packed(document, files)


MAIN = "com.example.hostile.Main"
case("the icon of a launcher filter comes before its activity's on some home screens: it is one", of_filter(p=SEEN, f=SEEN, r=SEEN),
     tables=[row("p.png"), row("f.png", component=MAIN), row("r.png", component=MAIN, round=True)])
case("of an adaptive icon neither layer can be seen", apk(ADAPTIVE, i=BOTH, f=UNSEEN, b=UNSEEN), finds=["review " + RULE])
case("an adaptive icon of which the background can be seen is seen", apk(ADAPTIVE, i=BOTH, f=UNSEEN, b=SEEN), spares=[RULE])
case("what cannot be seen before a colour is not said", apk(ADAPTIVE, i=xml(layer("background", COLOUR), layer("foreground", FRONT)), f=UNSEEN), spares=[RULE])
case("an icon that cannot be seen, whatever the round one is", apk([A("icon", PLAIN), A("roundIcon", ROUND)], p=UNSEEN, r=SEEN), finds=[RULE])
case("a round icon that cannot be seen beside one that can is not said", apk([A("icon", PLAIN), A("roundIcon", ROUND)], p=SEEN, r=UNSEEN), spares=[RULE])

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
together("a picture of a split that is larger than icons are is not looked at", [EMPTY, density("config.xxhdpi", XXHDPI, UNSEEN + bytes(range(256)) * 600)],
         tables=[beside("config.xxhdpi!res/x.png", transparent=None)], spares=[RULE])
together("the icon of a split that its base's component takes is the component's", [
    base(table([None] * 6, ["-"]), document=root(Document(ALL_IDS)).start("application", [A("label", "Hostile")]).start("activity", [A("name", ".Main"), A("exported", True), A("icon", ICON), A(
        "roundIcon", ROUND)]).start("intent-filter").element("action", [A("name", "android.intent.action.MAIN")]).element("category", [A("name", "android.intent.category.LAUNCHER")]).end(
            "intent-filter").end("activity").end("application").end("manifest")),
    density("config.xxhdpi", XXHDPI, SEEN, values=(text(0), None, None, text(0)))],
         tables=[beside("config.xxhdpi!res/x.png", component=MAIN), beside("config.xxhdpi!res/x.png", component=MAIN, round=True)])
together("a round icon that is the other one, too, is no row of its own in a split either", [
    base(table([None] * 6, ["-"]), application=(A("icon", ICON), A("roundIcon", ICON))), density("config.xxhdpi", XXHDPI, SEEN)], tables=[LARGE], never=[("icon", {"round": True})])
