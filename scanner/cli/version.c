#include "cli/version.h"

const char version[] = PRELIST_VERSION;
