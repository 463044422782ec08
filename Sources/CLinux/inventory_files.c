#define _GNU_SOURCE
#include "inventory_files.h"

#include "CLinux.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct clinux_file_state state_from(int failed, const struct stat *info) {
  struct clinux_file_state state = {0};
  if (failed) {
    state.error = errno;
    return state;
  }
  state.is_regular = S_ISREG(info->st_mode);
  state.is_directory = S_ISDIR(info->st_mode);
  state.device = info->st_dev;
  state.inode = info->st_ino;
  state.size = info->st_size;
  state.modified_seconds = info->st_mtim.tv_sec;
  state.modified_nanoseconds = info->st_mtim.tv_nsec;
  return state;
}

struct clinux_file_state clinux_state_of_descriptor(int32_t descriptor) {
  struct stat info;
  int failed = fstat(descriptor, &info);
  return state_from(failed, &info);
}

struct clinux_file_state clinux_state_of_path(const char *path) {
  struct stat info;
  int failed = stat(path, &info);
  return state_from(failed, &info);
}

int32_t clinux_open_for_reading(const char *path) {
  int descriptor;
  do {
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor < 0 ? -errno : descriptor;
}

static int write_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -errno;
    bytes += written;
    count -= (size_t)written;
  }
  return 0;
}

static int32_t copied_to_memory(const glob_t *found) {
  int descriptor = memfd_create("glob", MFD_CLOEXEC);
  if (descriptor < 0) return -errno;
  for (size_t index = 0; index < found->gl_pathc; index++) {
    const char *path = found->gl_pathv[index];
    int error = write_all(descriptor, path, strlen(path) + 1);
    if (error) {
      close(descriptor);
      return error;
    }
  }
  lseek(descriptor, 0, SEEK_SET);
  return descriptor;
}

int32_t clinux_glob(const char *pattern) {
  glob_t found;
  errno = 0;
  int result = glob(pattern, GLOB_ERR | GLOB_NOSORT, NULL, &found);
  int error = errno;
  if (result == GLOB_NOMATCH) return -ENOENT;
  if (result == GLOB_NOSPACE) return -ENOMEM;
  if (result != 0) return error ? -error : -EIO;
  int32_t descriptor = copied_to_memory(&found);
  globfree(&found);
  return descriptor;
}

int32_t clinux_open_directory(const char *path) {
  int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t clinux_open_directory_beneath(int32_t directory, const char *path) {
  int descriptor = clinux_open_beneath(directory, path, O_RDONLY | O_DIRECTORY);
  return descriptor < 0 ? -errno : descriptor;
}

int32_t clinux_read_directory(int32_t directory, uint8_t *buffer, int32_t size) {
  long count = syscall(SYS_getdents64, directory, buffer, (unsigned int)size);
  return count < 0 ? -errno : (int32_t)count;
}

int32_t clinux_kind_of_entry(int32_t directory, const char *name) {
  struct stat info;
  if (fstatat(directory, name, &info, AT_SYMLINK_NOFOLLOW) != 0) return -errno;
  return IFTODT(info.st_mode);
}
