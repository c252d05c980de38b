#include "inspect/inspect.h"

#define INSPECTOR(name) extern const struct inspector inspector_##name;
#include "inspect/inspector.def"
#undef INSPECTOR

const struct inspector *const inspectors[] = {
#define INSPECTOR(name) &inspector_##name,
#include "inspect/inspector.def"
#undef INSPECTOR
	NULL,
};
