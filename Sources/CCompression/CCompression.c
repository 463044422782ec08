#include "CCompression.h"

int ccompression_begin_gzip(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
