/*
 * channel_file - the file with which a channel tool marks a package: META-INF/channel_shop, mtchannel_shop, cztchannel_shop ...
 *
 * The channel is in the name, and nothing in the file: whatever is in one of such a name is not a channel.
 *
 * source   tech.meituan.com/2014/06/13/mt-apk-packaging.html, whose empty file others took over
 */
#ifndef PRELIST_FORMAT_CHANNEL_FILE_H
#define PRELIST_FORMAT_CHANNEL_FILE_H

#include "container/zipdir.h"

bool channel_file_is(const struct zipdir_entry *entry);

/* A package is for one channel, and has one such file, or one for each tool: where names of more than 256 bytes are there, they say something else. */
bool channel_files_are_few(const struct zipdir *dir);

#endif
