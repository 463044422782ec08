#ifndef CLINUX_INVENTORY_FILES_H
#define CLINUX_INVENTORY_FILES_H

// Typed doors to open(2), fstat(2), stat(2) and glob(3): values go in and come out, so that Swift holds no pointer.
// A path is borrowed for the call only, which is what `@safe` states.

#include <stdbool.h>
#include <stdint.h>

/// What a file is, or the error number why nobody can tell.
struct clinux_file_state {
  int32_t error;
  bool is_regular;
  bool is_directory;
  uint64_t device;
  uint64_t inode;
  int64_t size;
  int64_t modified_seconds;
  int64_t modified_nanoseconds;
};

struct clinux_file_state clinux_state_of_descriptor(int32_t descriptor);

struct clinux_file_state clinux_state_of_path(const char *_Nonnull path) __attribute__((swift_attr("@safe")));

/// A descriptor, or a negative error number; waits for a writer where the path is a FIFO.
int32_t clinux_open_for_reading(const char *_Nonnull path) __attribute__((swift_attr("@safe")));

/// A descriptor from which the matching paths can be read, each ended by a NUL, or a negative error number: ENOENT
/// where nothing matches.
int32_t clinux_glob(const char *_Nonnull pattern) __attribute__((swift_attr("@safe")));

/// A descriptor for reading the names in a directory, or a negative error number; the last part of the path is no link.
int32_t clinux_open_directory(const char *_Nonnull path) __attribute__((swift_attr("@safe")));

/// The same for a directory beneath another, reached through no link, no `..` and no mount point: ELOOP, EXDEV where it is.
int32_t clinux_open_directory_beneath(int32_t directory, const char *_Nonnull path) __attribute__((swift_attr("@safe")));

/// getdents64(2): how many bytes of `struct linux_dirent64` came, 0 at the end, or a negative error number.
int32_t clinux_read_directory(int32_t directory, uint8_t *_Nonnull buffer, int32_t size);

/// What stands at a name of a directory, a link itself included: a DT_ constant of dirent.h, or a negative error number.
int32_t clinux_kind_of_entry(int32_t directory, const char *_Nonnull name) __attribute__((swift_attr("@safe")));

#endif
