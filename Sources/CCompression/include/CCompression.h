#ifndef CCOMPRESSION_H
#define CCOMPRESSION_H

// zlib and libzstd as they are, and a typed door to the one call that zlib offers as a macro only.

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

/// inflateInit2 for gzip members and nothing else (RFC 1952), with deflate's largest window, 32 KiB.
int ccompression_begin_gzip(z_stream *_Nonnull stream);

#endif
