/* A disk that fails, by LD_PRELOAD: while the file $CHAOS_BADIO is there ("KIND EVERY ERROR", KIND s
   for syncs and w for writes), each EVERY-th such call on the database's files fails with that error,
   and $CHAOS_BADIO.hits grows by a byte. A sync that fails has synced nothing. A write that fails for
   want of space has written its first half, as a disk may. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long calls;

static int of_database(int file) {
    char link[32], path[512];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, "countermark.db") && !strstr(path, "-shm");
}

/* The error that this call fails with, or 0. */
static int fails(int file, char kind) {
    char text[64] = {0}, name[512], which = 0;
    long every = 0;
    int error = 0;
    const char *path = getenv("CHAOS_BADIO");
    int plan = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (plan < 0) return 0;
    if (read(plan, text, sizeof text - 1) < 0) text[0] = 0;
    close(plan);
    if (sscanf(text, "%c %ld %d", &which, &every, &error) != 3 || which != kind || !of_database(file)) return 0;
    if ((atomic_fetch_add(&calls, 1) + 1) % every) return 0;
    snprintf(name, sizeof name, "%s.hits", path);
    int hits = open(name, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    if (write(hits, "x", 1) != 1) abort();
    close(hits);
    return error;
}

int fsync(int file) {
    int error = fails(file, 's');
    if (!error) return syscall(SYS_fsync, file);
    errno = error;
    return -1;
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t place) {
    int error = fails(file, 'w');
    if (!error) return syscall(SYS_pwrite64, file, data, size, place);
    if (error == ENOSPC) return syscall(SYS_pwrite64, file, data, size / 2, place);
    errno = error;
    return -1;
}
