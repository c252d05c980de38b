/* Reports of laboratories: SARIF and prelist-lab/1. What is taken in is about the case's package, and each row is one of the table. */
#include "desk/lab.h"

#include <stdlib.h>

#define PACKAGE "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_CLEANUP struct arena arena = arena_new((size_t)16 * 1024 * 1024);
	const char *const packages[] = {PACKAGE};
	struct lab_report report = {.arena = &arena, .file = "report", .today = "2026-11-26", .packages = packages, .num_packages = 1};
	struct error err = {0};
	bool ok = lab_read(&report, span_of(data, size), &err);

	if (ok != (err.code == ERROR_NONE))
		abort();
	for (size_t i = 0; i < report.num; i++)
		if (strcmp(report.findings[i].sha256, PACKAGE) != 0 || fact_fault(FACT_TABLE_external_finding, &report.findings[i].row) != NULL)
			abort();
	return 0;
}
