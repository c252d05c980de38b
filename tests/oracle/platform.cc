/* The platform's side: Android 10's libziparchive and libandroidfw. */
#include "oracle.h"

#include <androidfw/ApkAssets.h>
#include <androidfw/AssetManager2.h>
#include <androidfw/AttributeResolution.h>
#include <androidfw/ResourceTypes.h>
#include <ziparchive/zip_archive.h>

#include <cstring>
#include <map>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

using namespace android;

namespace {

enum : uint32_t { ATTR_LABEL = 0x01010001, ATTR_NAME = 0x01010003, ATTR_DEBUGGABLE = 0x0101000f, ATTR_VERSION_CODE = 0x0101021b };

/* The system's resources come first, as in every process of a phone. */
#define FRAMEWORK "/usr/share/android-framework-res/framework-res.apk"
enum : ApkAssetsCookie { COOKIE_SYSTEM = 0, COOKIE_PACKAGE = 1 };

std::string escape(const void *text, size_t len, bool is_utf16)
{
	char *made = oracle_escape(text, len, is_utf16);
	std::string result(made);

	free(made);
	return result;
}

/* As StringBlock.get has it: a UTF-8 string ends at its first NUL, a UTF-16 string does not. */
bool pool_string(const ResStringPool &pool, size_t index, std::string *out)
{
	size_t len;
	const char *utf8 = pool.string8At(index, &len);
	const char16_t *utf16;

	if (utf8 != nullptr) {
		*out = escape(utf8, strlen(utf8), false);
		return true;
	}
	utf16 = pool.stringAt(index, &len);
	if (utf16 == nullptr)
		return false;
	*out = escape(utf16, len * 2, true);
	return true;
}

std::string zip_lines(ZipArchiveHandle archive, const std::map<std::string, bool> &names)
{
	std::string result;

	for (const auto &one : names) {
		ZipEntry entry;
		std::string shown = escape(one.first.data(), one.first.size(), false);

		if (FindEntry(archive, one.first, &entry) != 0)
			result += "entry " + shown + " unreadable\n";
		else
			result += "entry " + shown + " " + std::to_string(entry.method) + " " +
				  std::to_string(entry.uncompressed_length) + "\n";
	}
	return result;
}

/* Every name that stands in a directory record, wherever it is: candidates for FindEntry. */
std::map<std::string, bool> candidate_names(const uint8_t *apk, size_t len)
{
	std::map<std::string, bool> names;

	for (size_t at = 0; at + 46 <= len; at++) {
		size_t name_len;

		if (memcmp(apk + at, "PK\1\2", 4) != 0)
			continue;
		name_len = apk[at + 28] | apk[at + 29] << 8;
		if (at + 46 + name_len <= len)
			names[std::string(reinterpret_cast<const char *>(apk) + at + 46, name_len)] = true;
	}
	return names;
}

struct Values {
	uint32_t values[2 * STYLE_NUM_ENTRIES];
	uint32_t indices[3];
};

/* One attribute by its resource id, as obtainAttributes finds it. */
bool attribute(AssetManager2 *assets, ResXMLTree *tree, uint32_t id, uint32_t *type, uint32_t *data, uint32_t *cookie)
{
	Values found = {};
	uint32_t wanted[1] = {id};

	if (!RetrieveAttributes(assets, tree, wanted, 1, found.values, found.indices))
		return false;
	*type = found.values[STYLE_TYPE];
	*data = found.values[STYLE_DATA];
	*cookie = found.values[STYLE_ASSET_COOKIE];
	return *type != Res_value::TYPE_NULL;
}

/* XmlBlock.Parser.getAttributeValue: the raw value, else the typed one as text; strings without raw value are null. */
bool attribute_by_name(ResXMLTree *tree, const char *name, std::string *out)
{
	std::u16string wide(name, name + strlen(name));
	ssize_t index = tree->indexOfAttribute(nullptr, 0, wide.data(), wide.size());
	ssize_t raw;

	if (index < 0)
		return false;
	raw = tree->getAttributeValueStringID(static_cast<size_t>(index));
	if (raw >= 0)
		return pool_string(tree->getStrings(), static_cast<size_t>(raw), out);
	*out = "typed";
	return tree->getAttributeDataType(static_cast<size_t>(index)) != Res_value::TYPE_STRING;
}

std::string element_name(const ResXMLTree &tree)
{
	std::string name;
	int32_t id = tree.getElementNameID();

	return id >= 0 && pool_string(tree.getStrings(), static_cast<size_t>(id), &name) ? name : "";
}

/* A value that the system has, or a resource of its number that is no value. */
bool is_of_system(uint32_t type, uint32_t data, uint32_t cookie)
{
	return static_cast<ApkAssetsCookie>(cookie - 1) == COOKIE_SYSTEM || (type == Res_value::TYPE_REFERENCE && data >> 24 == 0x01);
}

std::string permission_line(AssetManager2 *assets, ResXMLTree *tree)
{
	uint32_t type, data, cookie;
	std::string name;

	if (!attribute(assets, tree, ATTR_NAME, &type, &data, &cookie) || type != Res_value::TYPE_STRING ||
	    static_cast<int32_t>(cookie) >= 0 || !pool_string(tree->getStrings(), data, &name))
		return "";
	return "permission " + name + "\n";
}

/* What reads a manifest knows of no configuration but the version; a name is shown in that of the phone (encoding/arsc_phone.c). */
ResTable_config reading()
{
	ResTable_config config = {};

	config.sdkVersion = 34;
	return config;
}

ResTable_config phone_of_today()
{
	ResTable_config config = {};

	config.sdkVersion = 36;
	config.density = 420;
	config.orientation = ResTable_config::ORIENTATION_PORT;
	config.touchscreen = ResTable_config::TOUCHSCREEN_FINGER;
	config.keyboard = ResTable_config::KEYBOARD_NOKEYS;
	config.navigation = ResTable_config::NAVIGATION_NONAV;
	config.inputFlags = ResTable_config::KEYSHIDDEN_SOFT | ResTable_config::NAVHIDDEN_YES;
	config.screenWidth = 1080;
	config.screenHeight = 2340;
	config.smallestScreenWidthDp = 411;
	config.screenWidthDp = 411;
	config.screenHeightDp = 891;
	config.screenLayout = ResTable_config::SCREENSIZE_NORMAL | ResTable_config::SCREENLONG_YES | ResTable_config::LAYOUTDIR_LTR;
	config.screenLayout2 = ResTable_config::SCREENROUND_NO;
	config.colorMode = ResTable_config::WIDE_COLOR_GAMUT_NO | ResTable_config::HDR_NO;
	config.uiMode = ResTable_config::UI_MODE_TYPE_NORMAL | ResTable_config::UI_MODE_NIGHT_NO;
	return config;
}

/* What the system has of a name is not known to ours, which do not have its resources. */
std::string label_line(AssetManager2 *assets, ResXMLTree *tree)
{
	uint32_t type, data, cookie;
	std::string label;
	bool found;

	assets->SetConfiguration(phone_of_today());
	found = attribute(assets, tree, ATTR_LABEL, &type, &data, &cookie);
	assets->SetConfiguration(reading());
	if (found && is_of_system(type, data, cookie))
		return "label of the system\n";
	if (!found || type != Res_value::TYPE_STRING)
		return "";
	if (static_cast<int32_t>(cookie) < 0 ? !pool_string(tree->getStrings(), data, &label)
					     : !pool_string(*assets->GetStringPoolForCookie(static_cast<ApkAssetsCookie>(cookie - 1)),
							    data, &label))
		return "";
	return "label " + label + "\n";
}

std::string version_line(AssetManager2 *assets, ResXMLTree *tree)
{
	uint32_t type, data, cookie;

	if (!attribute(assets, tree, ATTR_VERSION_CODE, &type, &data, &cookie))
		return "version 0\n";
	if (is_of_system(type, data, cookie))
		return "version of the system\n";
	if (type < Res_value::TYPE_FIRST_INT || type > Res_value::TYPE_LAST_INT)
		return "version 0\n";
	return "version " + std::to_string(static_cast<int32_t>(data)) + "\n";
}

/* Text is XmlUtils.convertValueToBoolean's, which is Java; a reference that leads nowhere is false. */
std::string debuggable_line(AssetManager2 *assets, ResXMLTree *tree)
{
	uint32_t type, data, cookie;

	if (!attribute(assets, tree, ATTR_DEBUGGABLE, &type, &data, &cookie))
		return "";
	if (is_of_system(type, data, cookie))
		return "debuggable of the system\n";
	return type >= Res_value::TYPE_FIRST_INT && type <= Res_value::TYPE_LAST_INT && data != 0 ? "debuggable\n" : "";
}

/* The elements that count, as PackageParser walks: children of the root, by START and END events. */
std::string manifest_lines(AssetManager2 *assets, ResXMLTree *tree)
{
	std::string result, package, label, permissions;
	ResXMLParser::event_code_t event;
	int depth = 0;
	bool seen_application = false;

	while ((event = tree->next()) != ResXMLParser::START_TAG)
		if (event == ResXMLParser::END_DOCUMENT || event == ResXMLParser::BAD_DOCUMENT)
			return "manifest refused\n";
	if (element_name(*tree) != "manifest" || !attribute_by_name(tree, "package", &package) || package.empty())
		return "manifest refused\n";
	result = "package " + package + "\n" + version_line(assets, tree);
	depth = 1;
	while (depth > 0 && (event = tree->next()) != ResXMLParser::END_DOCUMENT) {
		if (event == ResXMLParser::BAD_DOCUMENT)
			return "manifest refused\n";
		if (event == ResXMLParser::END_TAG)
			depth--;
		if (event != ResXMLParser::START_TAG)
			continue;
		depth++;
		if (depth != 2)
			continue;
		if (element_name(*tree) == "uses-permission") {
			permissions += permission_line(assets, tree);
		} else if (element_name(*tree) == "application" && !seen_application) {
			seen_application = true;
			label = debuggable_line(assets, tree) + label_line(assets, tree);
		}
	}
	return result + permissions + label;
}

const ApkAssets *framework()
{
	static const std::unique_ptr<const ApkAssets> loaded = ApkAssets::Load(FRAMEWORK, true);

	if (loaded == nullptr)
		abort();
	return loaded.get();
}

/* As nativeOpenXmlAsset: the document has the table of what is put in place of ids that its cookie has. */
std::string manifest_text(int fd)
{
	std::string path = "/proc/self/fd/" + std::to_string(fd);
	std::unique_ptr<const ApkAssets> apk = ApkAssets::Load(path);
	std::unique_ptr<Asset> asset;
	AssetManager2 assets;

	if (apk == nullptr)
		return "manifest refused\n";
	assets.SetApkAssets({framework(), apk.get()});
	assets.SetConfiguration(reading());

	ResXMLTree tree(assets.GetDynamicRefTableForCookie(COOKIE_PACKAGE));

	asset = apk->Open("AndroidManifest.xml", Asset::AccessMode::ACCESS_BUFFER);
	if (asset == nullptr || asset->getBuffer(true) == nullptr ||
	    tree.setTo(asset->getBuffer(true), static_cast<size_t>(asset->getLength()), true) != NO_ERROR)
		return "manifest refused\n";
	return manifest_lines(&assets, &tree);
}

} // namespace

void oracle_begin()
{
	framework();
}

char *oracle_platform(const uint8_t *apk, size_t len)
{
	int fd = memfd_create("apk", 0);
	ZipArchiveHandle archive = nullptr;
	std::string result;

	if (fd < 0 || write(fd, apk, len) != static_cast<ssize_t>(len))
		abort();
	if (OpenArchiveFd(fd, "apk", &archive, false) != 0) {
		result = "zip refused\n";
	} else {
		result = "zip accepted\n" + zip_lines(archive, candidate_names(apk, len)) + manifest_text(fd);
	}
	CloseArchive(archive);
	close(fd);
	return strdup(result.c_str());
}
