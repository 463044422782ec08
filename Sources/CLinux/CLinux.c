#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

const int clinux_path_only = O_PATH;

int clinux_open_beneath(int directory, const char *path, int flags) {
  struct open_how how = {
      .flags = (uint64_t)(unsigned int)(flags | O_CLOEXEC),
      .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
  };
  return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

int clinux_rename_new(int from_directory, const char *from, int to_directory, const char *to) {
  return renameat2(from_directory, from, to_directory, to, RENAME_NOREPLACE);
}

int clinux_file_system(int descriptor, uint32_t *type) {
  struct statfs about;
  if (fstatfs(descriptor, &about) != 0) return -1;
  *type = (uint32_t)about.f_type;
  return 0;
}

int clinux_mount(int descriptor, uint64_t *mount) {
  struct statx about;
  if (statx(descriptor, "", AT_EMPTY_PATH, STATX_MNT_ID, &about) != 0) return -1;
  if (!(about.stx_mask & STATX_MNT_ID)) {
    errno = ENOSYS;
    return -1;
  }
  *mount = about.stx_mnt_id;
  return 0;
}

int clinux_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int clinux_clone(int target, int source) { return ioctl(target, FICLONE, source); }

int clinux_create(int directory, const char *name) {
  return openat(directory, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
}
