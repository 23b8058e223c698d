/* Another clock for one program, by LD_PRELOAD: the time of day is moved by the seconds that stand
   in the file $CHAOS_CLOCK, or stands still where they are written as "@SECONDS"; the clock that only measures goes on as it is. (libfaketime ends a
   program whose allocator asks for the time before the library is ready.) */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void move(struct timespec *now) {
    char text[32] = {0};
    const char *path = getenv("CHAOS_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return;
    if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
    close(file);
    if (text[0] != '@') {
        now->tv_sec += atol(text);
    } else {
        now->tv_sec = atol(text + 1);
        now->tv_nsec = 0;
    }
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int status = syscall(SYS_clock_gettime, clock, now);
    if (status == 0 && clock == CLOCK_REALTIME) move(now);
    return status;
}
