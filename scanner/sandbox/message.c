#include "sandbox/message.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

union control {
	struct cmsghdr align;
	char room[CMSG_SPACE(MESSAGE_FDS * sizeof(int))];
};

bool message_send(int socket, const struct message_request *request, const int fds[MESSAGE_FDS])
{
	union control control = {0};
	struct iovec bytes = {.iov_base = (void *)request, .iov_len = sizeof *request};
	struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	ssize_t sent;

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(MESSAGE_FDS * sizeof(int));
	memcpy(CMSG_DATA(header), fds, MESSAGE_FDS * sizeof(int));
	do
		sent = sendmsg(socket, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent == (ssize_t)sizeof *request;
}

/* The descriptors that came; false (and none left open) when they are not as many as belong to a request. */
static bool take_descriptors(struct msghdr *message, int fds[MESSAGE_FDS])
{
	struct cmsghdr *header = CMSG_FIRSTHDR(message);
	size_t num;

	if (header == NULL || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
		return false;
	num = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
	for (size_t i = 0; i < num && i < MESSAGE_FDS; i++)
		memcpy(&fds[i], CMSG_DATA(header) + i * sizeof(int), sizeof(int));
	if (num == MESSAGE_FDS)
		return true;
	for (size_t i = 0; i < num && i < MESSAGE_FDS; i++)
		close(fds[i]);
	return false;
}

int message_receive(int socket, struct message_request *request, int fds[MESSAGE_FDS])
{
	union control control = {0};
	struct iovec bytes = {.iov_base = request, .iov_len = sizeof *request};
	struct msghdr message = {.msg_iov = &bytes, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
	ssize_t got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);

	if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
		return -1;
	if (got < 0 || !take_descriptors(&message, fds))
		return 0;
	if (got == (ssize_t)sizeof *request)
		return 1;
	for (int i = 0; i < MESSAGE_FDS; i++)
		close(fds[i]);
	return 0;
}
