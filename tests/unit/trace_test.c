#include "harness.h"

#include "judge/trace_walk.h"

static const char text[] = "name\tso_globs\tasset_globs\tcomponents\tmeta_data\tpermissions\n"
			   "Push\tlibpush*.so;libcore.so\tassets/push/\tcn.push;*.wxapi.Entry\tPUSH_KEY\t*.permission.PUSH\n"
			   "Twin\tlibcore.so\t\tcom.example\t\t\n";

/* Rows that were told, by place: "0E0L1L" is row 0 by an entry and by a library, row 1 by a library. */
struct told {
	char text[64];
	size_t len;
};

static bool tell(void *owner, const struct trace_hit *hit)
{
	static const char places[] = "ELACMP";
	struct told *told = owner;

	told->text[told->len++] = (char)('0' + hit->row);
	told->text[told->len++] = places[hit->place];
	return true;
}

static bool add(struct reading *facts, enum fact_table table, const void *row)
{
	return reading_add(facts, table, row) != NULL;
}

static bool add_names(struct reading *facts, const char *app_id, const char *entry, const char *class, const char *key,
		      const char *permission)
{
	struct fact_package package = fact_package_row();
	struct fact_entry file = fact_entry_row();
	struct fact_component component = fact_component_row();
	struct fact_meta_data meta_data = fact_meta_data_row();
	struct fact_permission asked = fact_permission_row();

	package.package = file.package = component.package = meta_data.package = asked.package = 0;
	package.app_id = app_id;
	file.path = entry;
	component.name = class;
	meta_data.name = key;
	asked.name = permission;
	return add(facts, FACT_TABLE_package, &package) && add(facts, FACT_TABLE_entry, &file) &&
	       add(facts, FACT_TABLE_component, &component) && add(facts, FACT_TABLE_meta_data, &meta_data) &&
	       add(facts, FACT_TABLE_permission, &asked);
}

static void check_told(const char *wanted, const char *app_id, const char *entry, const char *class, const char *key,
		       const char *permission)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	READING_CLEANUP struct reading *facts = reading_new((size_t)1024 * 1024);
	struct catalogue catalogue;
	struct traces traces;
	struct told told = {{0}, 0};
	struct error err = {0};
	char *copy = arena_strdup(&arena, text);

	CHECK(copy != NULL && catalogue_parse(&catalogue, copy, "sdks.tsv", &arena, &err) && traces_make(&traces, &catalogue, &arena) &&
	      facts != NULL && add_names(facts, app_id, entry, class, key, permission) && trace_walk(&traces, facts, tell, &told));
	CHECK_TEXT(told.text, wanted);
}

TEST(trace_places, "a product is known by its library, its folder of assets, its classes, its meta-data and its permission")
{
	check_told("0L", "a.b", "lib/arm64-v8a/libpush320.so", "x.Y", "k", "p");
	check_told("0L1L", "a.b", "assets/libcore.so", "x.Y", "k", "p");
	check_told("0E", "a.b", "assets/push/a/b.dat", "x.Y", "k", "p");
	check_told("0C", "a.b", "res/a.png", "cn.push.service.Main", "k", "p");
	check_told("0M0P", "a.b", "res/a.png", "x.Y", "PUSH_KEY", "a.b.permission.PUSH");
}

TEST(trace_factory, "a product that starts as component factory is known by its class")
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)1024 * 1024);
	READING_CLEANUP struct reading *facts = reading_new((size_t)1024 * 1024);
	char text_of[] = "name\tapp_class\nShell\tcom.shell.*\n";
	struct fact_package package = fact_package_row();
	struct catalogue catalogue;
	struct traces traces;
	struct told told = {{0}, 0};
	struct error err = {0};

	package.package = 0;
	package.component_factory = "com.shell.Factory";
	CHECK(facts != NULL && catalogue_parse(&catalogue, text_of, "packers.tsv", &arena, &err) && traces_make(&traces, &catalogue, &arena) &&
	      add(facts, FACT_TABLE_package, &package) && trace_walk(&traces, facts, tell, &told));
	CHECK_TEXT(told.text, "0A");
}

TEST(trace_not, "a name elsewhere, a longer one or a part of one gives nothing away")
{
	check_told("", "a.b", "res/libcore.so", "cn.pushed.Main", "PUSH_KEYS", "permission.PUSHED");
	check_told("", "a.b", "lib/arm64-v8a/libcore.so.bak", "x.cn.push.Main", "push_key", "p");
}

TEST(trace_own, "classes under the app's own id are no product's, but by a pattern of their own or a product's package that is the id or below it")
{
	check_told("1C", "a.b", "res/a.png", "com.example.Main", "k", "p");
	check_told("", "com.example.shop", "res/a.png", "com.example.shop.Main", "k", "p");
	check_told("1C", "com.example.shop", "res/a.png", "com.example.Main", "k", "p");
	check_told("1C", "com.example.shop", "res/a.png", "com.example.shopping.Main", "k", "p");
	check_told("1C", "com.example", "res/a.png", "com.example.shop.Main", "k", "p");
	check_told("1C", "com", "res/a.png", "com.example.shop.Main", "k", "p");
	check_told("0C", "com.example.shop", "res/a.png", "com.example.shop.wxapi.Entry", "k", "p");
}
