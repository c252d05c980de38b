"""Icons: the round one, and the layers of adaptive ones."""
import arsc
import dex
from apk import png
from arsc import simple, spec, table_type, text
from axml import A, ALL_IDS, Document, Ref, plain, root
from case import case
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
