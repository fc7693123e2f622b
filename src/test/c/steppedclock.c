/*
 * Steps the clock on the wall of a program, for tests: a library to be preloaded (LD_PRELOAD) into a program on Linux.
 *
 * The environment variable STEPPEDCLOCK_CONTROL names the control file, which holds one number of 64 bits in the machine's order: by
 * how many seconds the clock on the wall differs from the machine's. It is mapped when the library is loaded, so whoever maps it too
 * steps the clock of a running program and of all that it starts. CLOCK_MONOTONIC goes on as it does, as when a person sets the clock.
 * Without the variable nothing differs.
 *
 * What the kernel itself does by the time stays as it is: the times of files, and waits for a time of day (pthread_cond_timedwait with
 * CLOCK_REALTIME, which Java has in LockSupport.parkUntil alone; clock_nanosleep with TIMER_ABSTIME).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int64_t *control;

__attribute__((constructor)) static void map_control(void) {
    const char *path = getenv("STEPPEDCLOCK_CONTROL");
    if (path == NULL) {
        return;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return;
    }
    if (ftruncate(fd, sizeof *control) == 0) {
        void *mapped = mmap(NULL, sizeof *control, PROT_READ, MAP_SHARED, fd, 0);
        if (mapped != MAP_FAILED) {
            control = mapped;
        }
    }
    close(fd);
}

static int64_t step(void) {
    return control == NULL ? 0 : __atomic_load_n(control, __ATOMIC_ACQUIRE);
}

static int is_on_the_wall(clockid_t clock) {
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI;
}

/* The function of the same name that would have been called without this library. */
#define NEXT(name) \
    static __typeof__(&name) next; \
    if (next == NULL) { \
        next = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
    }

int clock_gettime(clockid_t clock, struct timespec *now) {
    NEXT(clock_gettime)
    int result = next(clock, now);
    if (result == 0 && is_on_the_wall(clock)) {
        now->tv_sec += step();
    }
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    NEXT(gettimeofday)
    int result = next(now, zone);
    if (result == 0) {
        now->tv_sec += step();
    }
    return result;
}

int timespec_get(struct timespec *now, int base) {
    NEXT(timespec_get)
    int result = next(now, base);
    if (result == TIME_UTC) {
        now->tv_sec += step();
    }
    return result;
}

time_t time(time_t *now) {
    NEXT(time)
    time_t stepped = next(NULL) + step();
    if (now != NULL) {
        *now = stepped;
    }
    return stepped;
}
