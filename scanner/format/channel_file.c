#include "format/channel_file.h"

#include <string.h>
#include <strings.h>

#define FOLDER "META-INF/"
#define WORD "channel"
#define NAME_LEN_MAX 128 /* a channel is a word */
#define NAMES_LEN_MAX 256
#define EMPTY_MAX 2	 /* bytes that nothing takes, deflated */

static bool names_channel(struct span name)
{
	for (size_t i = 0; i + strlen(WORD) <= name.len; i++)
		if (strncasecmp((const char *)name.data + i, WORD, strlen(WORD)) == 0)
			return true;
	return false;
}

bool channel_file_is(const struct zipdir_entry *entry)
{
	struct span name = span_slice(entry->name, strlen(FOLDER), entry->name.len);

	return entry->size == 0 && entry->compressed_size <= EMPTY_MAX && span_starts(entry->name, FOLDER) && name.len <= NAME_LEN_MAX &&
	       names_channel(name) && memchr(name.data, '/', name.len) == NULL;
}

bool channel_files_are_few(const struct zipdir *dir)
{
	size_t len = 0;

	for (size_t i = 0; i < dir->num_entries && len <= NAMES_LEN_MAX; i++)
		len += channel_file_is(&dir->entries[i]) ? dir->entries[i].name.len : 0;
	return len <= NAMES_LEN_MAX;
}
