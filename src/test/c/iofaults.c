/*
 * Makes the file operations that SQLite uses fail, for tests: a library to be preloaded (LD_PRELOAD) into a program on Linux.
 *
 * The environment variable IOFAULTS_CONTROL names the control file, of which the layout is below. It is mapped when the library is
 * loaded, so whoever maps it too arms and disarms the faults of a running program and sees how many there were. While nothing is
 * armed an operation costs one load more. Without the variable nothing ever fails.
 *
 * With the environment variable IOFAULTS_NO_SYNC a sync that does not fail does nothing: what a program has written outlives the program,
 * however it ends, and only a loss of power, which no test has, would show that it was not on the disk yet. A sync takes milliseconds.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

enum { OPEN = 1, READ = 2, WRITE = 4, SYNC = 8, TRUNCATE = 16, LOCK = 32 };

/* All numbers are 32 bits in the machine's order. Times counts down as calls fail; who arms sets it last. */
struct control {
    int32_t times;
    int32_t operations;
    int32_t error;
    int32_t skip;      /* matching calls that still succeed */
    int32_t torn;      /* whether a failing write has written the first half of its bytes */
    int32_t delay;     /* microseconds that a matching call takes longer, whether it fails or not */
    int32_t failed;    /* calls that failed since the faults were armed */
    int32_t unused;
    char folder[480];  /* what the path begins with */
    char suffix[32];   /* what the path ends with */
};

static struct control *control;
static int no_sync;

__attribute__((constructor)) static void map_control(void) {
    no_sync = getenv("IOFAULTS_NO_SYNC") != NULL;
    const char *path = getenv("IOFAULTS_CONTROL");
    if (path == NULL) {
        return;
    }
    int (*real_open)(const char *, int, ...) = dlsym(RTLD_NEXT, "open64");
    int (*real_truncate)(int, off64_t) = dlsym(RTLD_NEXT, "ftruncate64");
    int fd = real_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        return;
    }
    if (real_truncate(fd, sizeof *control) == 0) {
        void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        if (mapped != MAP_FAILED) {
            control = mapped;
        }
    }
    close(fd);
}

static int matches(const char *path) {
    size_t length = strlen(path);
    size_t suffix = strlen(control->suffix);
    return strncmp(path, control->folder, strlen(control->folder)) == 0 && length >= suffix
            && strcmp(path + length - suffix, control->suffix) == 0;
}

static int matches_fd(int fd) {
    char link[64];
    char path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) {
        return 0;
    }
    path[length] = 0;
    static const char deleted[] = " (deleted)";
    size_t tail = sizeof deleted - 1;
    if ((size_t)length > tail && strcmp(path + length - tail, deleted) == 0) {
        path[length - tail] = 0;
    }
    return matches(path);
}

static int armed(int operation) {
    return control != NULL && __atomic_load_n(&control->times, __ATOMIC_ACQUIRE) > 0
            && (control->operations & operation) != 0;
}

/* Counts a matching call and says whether it is one that fails; errno is then set. */
static int strike(void) {
    if (control->delay > 0) {
        usleep(control->delay);
    }
    if (__atomic_load_n(&control->skip, __ATOMIC_ACQUIRE) > 0
            && __atomic_fetch_sub(&control->skip, 1, __ATOMIC_ACQ_REL) > 0) {
        return 0;
    }
    if (control->error == 0) {
        return 0;
    }
    int32_t left = __atomic_load_n(&control->times, __ATOMIC_ACQUIRE);
    while (left > 0) {
        if (__atomic_compare_exchange_n(&control->times, &left, left - 1, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
            __atomic_fetch_add(&control->failed, 1, __ATOMIC_ACQ_REL);
            errno = control->error;
            return 1;
        }
    }
    return 0;
}

static int fails(int operation, int fd) {
    if (!armed(operation)) {
        return 0;
    }
    int before = errno;
    if (matches_fd(fd) && strike()) {
        return 1;
    }
    errno = before;
    return 0;
}

static int fails_path(const char *path) {
    return armed(OPEN) && matches(path) && strike();
}

/* The function of the same name that would have been called without this library. */
#define NEXT(name) \
    static __typeof__(&name) next; \
    if (next == NULL) { \
        next = (__typeof__(&name))dlsym(RTLD_NEXT, #name); \
    }

#define OPEN_FUNCTION(name) \
    int name(const char *path, int flags, ...) { \
        NEXT(name) \
        va_list arguments; \
        va_start(arguments, flags); \
        int makes = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE; \
        mode_t mode = makes ? va_arg(arguments, mode_t) : 0; \
        va_end(arguments); \
        return fails_path(path) ? -1 : next(path, flags, mode); \
    }

#define READ_FUNCTION(name, offset) \
    ssize_t name(int fd, void *buffer, size_t count, offset at) { \
        NEXT(name) \
        return fails(READ, fd) ? -1 : next(fd, buffer, count, at); \
    }

#define WRITE_FUNCTION(name, offset) \
    ssize_t name(int fd, const void *buffer, size_t count, offset at) { \
        NEXT(name) \
        if (!fails(WRITE, fd)) { \
            return next(fd, buffer, count, at); \
        } \
        int error = errno; \
        if (control->torn && next(fd, buffer, count / 2, at) < 0) { \
            return -1; \
        } \
        errno = error; \
        return -1; \
    }

#define SYNC_FUNCTION(name) \
    int name(int fd) { \
        NEXT(name) \
        if (fails(SYNC, fd)) { \
            return -1; \
        } \
        return no_sync ? 0 : next(fd); \
    }

#define TRUNCATE_FUNCTION(name, offset) \
    int name(int fd, offset length) { \
        NEXT(name) \
        return fails(TRUNCATE, fd) ? -1 : next(fd, length); \
    }

/* Only the taking of locks fails. */
#define LOCK_FUNCTION(name) \
    int name(int fd, int command, ...) { \
        NEXT(name) \
        va_list arguments; \
        va_start(arguments, command); \
        void *argument = va_arg(arguments, void *); \
        va_end(arguments); \
        int takes = command == F_SETLK && ((struct flock *)argument)->l_type != F_UNLCK; \
        return takes && fails(LOCK, fd) ? -1 : next(fd, command, argument); \
    }

OPEN_FUNCTION(open)
OPEN_FUNCTION(open64)
READ_FUNCTION(pread, off_t)
READ_FUNCTION(pread64, off64_t)
WRITE_FUNCTION(pwrite, off_t)
WRITE_FUNCTION(pwrite64, off64_t)
SYNC_FUNCTION(fsync)
SYNC_FUNCTION(fdatasync)
TRUNCATE_FUNCTION(ftruncate, off_t)
TRUNCATE_FUNCTION(ftruncate64, off64_t)
LOCK_FUNCTION(fcntl)
LOCK_FUNCTION(fcntl64)

ssize_t read(int fd, void *buffer, size_t count) {
    NEXT(read)
    return fails(READ, fd) ? -1 : next(fd, buffer, count);
}

ssize_t write(int fd, const void *buffer, size_t count) {
    NEXT(write)
    if (!fails(WRITE, fd)) {
        return next(fd, buffer, count);
    }
    int error = errno;
    if (control->torn && next(fd, buffer, count / 2) < 0) {
        return -1;
    }
    errno = error;
    return -1;
}
