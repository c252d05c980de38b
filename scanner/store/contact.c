#include "store/contact.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

struct contact contact_of(const struct form *form)
{
	if (form == NULL)
		return (struct contact){0};
	return (struct contact){form->legal_representative, form->phone, form->email, form->address};
}

bool contact_is_empty(const struct contact *contact)
{
	return contact->legal_representative == NULL && contact->phone == NULL && contact->email == NULL && contact->address == NULL;
}

static bool add(cJSON *object, const char *name, const char *text)
{
	return text == NULL || cJSON_AddStringToObject(object, name, text) != NULL;
}

const char *contact_text(const struct contact *contact, struct arena *arena, struct error *err)
{
	cJSON *object = cJSON_CreateObject();
	char *printed = NULL, *copy = NULL;

	if (object != NULL && add(object, "legal_representative", contact->legal_representative) && add(object, "phone", contact->phone) &&
	    add(object, "email", contact->email) && add(object, "address", contact->address))
		printed = cJSON_PrintUnformatted(object);
	if (printed != NULL)
		copy = arena_strdup(arena, printed);
	if (copy == NULL)
		error_memory(err);
	free(printed);
	cJSON_Delete(object);
	return copy;
}

static bool take(const cJSON *object, const char *name, struct arena *arena, const char **text)
{
	const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));

	*text = arena_copy(arena, value);
	return value == NULL || *text != NULL;
}

bool contact_parse(const char *text, struct arena *arena, struct contact *contact, struct error *err)
{
	cJSON *object = cJSON_Parse(text);
	bool ok = object != NULL && take(object, "legal_representative", arena, &contact->legal_representative) &&
		  take(object, "phone", arena, &contact->phone) && take(object, "email", arena, &contact->email) &&
		  take(object, "address", arena, &contact->address);

	cJSON_Delete(object);
	return ok || error_memory(err);
}
