/*
 * manifest_process - read the list of processes, known since Android 11 and of a base alone, and compare it with what runs.
 *
 * As ParsedProcessUtils.parseProcesses reads it, and ScanPackageUtils.assertProcessesAreValid, for which whatever runs has its
 * process among them. The last <processes> counts.
 */
#include "format/manifest_parts.h"

#define report(m, ...)                                                                                                                 \
	anomaly_report_as((m)->anomalies, ANOMALY_MANIFEST_MALFORMED, EFFECT_AMBIGUOUS, MANIFEST_PATH, ANOMALY_NO_OFFSET, __VA_ARGS__)

/* buildProcessName; NULL for a name that is refused. */
static const char *whole_name(struct manifest *m, const char *name, const char *otherwise)
{
	const char *whole = name;

	if (name == NULL || *name == '\0')
		return otherwise;
	if (!manifest_is_compound(name))
		return NULL;
	if (*name == ':')
		whole = arena_printf(m->arena, "%s%s", m->package->app_id, name);
	m->stopped |= whole == NULL;
	return whole;
}

static bool is_looked_at(const struct manifest *m)
{
	return m->package->split == NULL && m->package->app_id != NULL;
}

static bool is_listed(struct manifest *m, const char *name)
{
	return manifest_seen(m, SEEN_PROCESS + (enum manifest_seen_kind)m->num_processes_elements, name);
}

bool manifest_begin_processes(struct manifest *m)
{
	m->num_processes_elements++;
	m->num_processes = 0;
	return !m->stopped;
}

static bool emit(struct manifest *m, const char *whole)
{
	struct fact_process row = fact_process_row();

	row.path = MANIFEST_PATH;
	row.name = whole;
	row.application_class = manifest_class_name(m, manifest_fixed_text(m, ATTR_NAME));
	manifest_name_class(m, row.application_class);
	return manifest_emit(m, FACT_TABLE_process, &row);
}

bool manifest_read_process(struct manifest *m)
{
	const char *name = manifest_fixed_text(m, ATTR_PROCESS), *whole;

	if (!is_looked_at(m))
		return !m->stopped;
	m->num_processes++;
	whole = whole_name(m, name, m->package->app_id);
	if (whole == NULL && !m->stopped)
		report(m, "'%s' is no name of a process", name);
	else if (whole != NULL && is_listed(m, whole))
		report(m, "the process %s is listed twice", whole);
	return whole == NULL ? !m->stopped : emit(m, whole);
}

static void add(struct manifest *m, const char *whole)
{
	const char **grown;

	if (whole == NULL || manifest_seen(m, SEEN_RUN, whole))
		return;
	grown = manifest_grow(m, m->run, m->num_run, &m->room_run, sizeof *grown);
	if (grown == NULL)
		return;
	m->run = grown;
	m->run[m->num_run++] = whole;
}

void manifest_run_in(struct manifest *m, const char *process)
{
	if (is_looked_at(m))
		add(m, whole_name(m, process, m->package->app_id));
}

static bool is_main(struct manifest *m, const char *process)
{
	const char *whole = whole_name(m, process, m->package->app_id);

	return whole != NULL && strcmp(whole, m->package->app_id) == 0;
}

/* ParsingPackageUtils.parseBaseApplication, since Android 9; a component of a split is in another element's process. */
void manifest_check_heavy_application(struct manifest *m, const char *process)
{
	if (m->cant_save_state && is_looked_at(m) && !is_main(m, process))
		report(m, "cantSaveState with the process %s, which Android 9 and later refuse", process);
}

/* ParsedActivityUtils, ParsedServiceUtils and ParsedProviderUtils. */
void manifest_check_heavy_component(struct manifest *m, const char *kind, const char *process)
{
	if (m->cant_save_state && is_looked_at(m) && is_main(m, process))
		report(m, "cantSaveState with a %s in the main process, which Android 9 and later refuse", kind);
}

void manifest_check_processes(struct manifest *m)
{
	for (size_t i = 0; m->num_processes > 0 && i < m->num_run; i++)
		if (!is_listed(m, m->run[i]))
			report(m, "something runs in the process %s, which is not listed in processes", m->run[i]);
}
