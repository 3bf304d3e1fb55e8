// SPDX-License-Identifier: Apache-2.0
//
// Attention over a cache that many short sequences share, for x86-64 with AVX-512. `scripts/setup` adds this to ggml's CPU
// backend.

#pragma once

#include "ggml.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ggml_compute_params;

// The work memory that the operation needs, in bytes; 0 where this kernel does not take it.
size_t ggml_cell_attention_wdata_size(int n_tasks, const struct ggml_tensor * dst);

// Computes `dst`, a GGML_OP_FLASH_ATTN_EXT, or returns false where this kernel does not take it.
bool ggml_cell_attention(const struct ggml_compute_params * params, struct ggml_tensor * dst);

#ifdef __cplusplus
}
#endif
