#include "judge/package_names.h"

#define NAMES_MAX ((size_t)1024 * 1024 * 1024)

struct package_names package_names_new(void)
{
	return (struct package_names){.arena = arena_new(NAMES_MAX)};
}

void package_names_free(struct package_names *names)
{
	arena_free(&names->arena);
}

static uint32_t kind_of(int kind, int64_t package)
{
	return (uint32_t)package * PACKAGE_NAMES_KINDS + (uint32_t)kind;
}

bool package_names_add(struct package_names *names, int kind, int64_t package, const char *name)
{
	return name_set_add(&names->set, &names->arena, kind_of(kind, package), span_of_text(name)) == NAME_SET_NEW;
}

bool package_names_has(const struct package_names *names, int kind, int64_t package, const char *name)
{
	return package_names_has_span(names, kind, package, span_of_text(name));
}

bool package_names_has_span(const struct package_names *names, int kind, int64_t package, struct span name)
{
	return name_set_find(&names->set, kind_of(kind, package), name) != NAME_SET_NONE;
}
