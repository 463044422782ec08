#ifndef CLINUX_H
#define CLINUX_H

// Typed doors to Linux calls that glibc 2.36 does not wrap, or that Swift cannot name.
// Each is one call: the answer is the kernel's, -1 with errno set when it failed.

#include <stdint.h>

#include "inventory_files.h"

#pragma clang assume_nonnull begin

/// O_PATH, which glibc shows to GNU sources only: open for lookups, without read permission.
extern const int clinux_path_only;

/// openat2(2), syscall 437 since Linux 5.6: `path` beneath `directory`, through no symbolic link, no
/// magic link, no `..` out of it and no mount point. O_CLOEXEC is added to `flags`.
int clinux_open_beneath(int directory, const char *path, int flags);

/// renameat2(2) with RENAME_NOREPLACE: EEXIST when there is something at the target.
int clinux_rename_new(int from_directory, const char *from, int to_directory, const char *to);

/// fstatfs(2): the number of the file system's type, as in linux/magic.h.
int clinux_file_system(int descriptor, uint32_t *type);

/// statx(2) with STATX_MNT_ID, since Linux 5.8: the mount that the descriptor was opened in.
/// ENOSYS when the kernel does not tell.
int clinux_mount(int descriptor, uint64_t *mount);

/// flock(2) with LOCK_EX and LOCK_NB: EWOULDBLOCK when another open file holds the lock.
/// The lock ends with the last descriptor of that open file: open it with O_CLOEXEC.
int clinux_lock(int descriptor);

/// ioctl_ficlone(2): `target` shares the bytes of `source` until either is written to. EOPNOTSUPP, EINVAL or ENOTTY where
/// the file system cannot; EXDEV where the two are in different ones.
int clinux_clone(int target, int source);

/// openat(2) of a new file, for its owner alone, to write and to read; EEXIST when there is anything of that name.
int clinux_create(int directory, const char *name);

#pragma clang assume_nonnull end

#endif
