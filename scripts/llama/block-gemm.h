// SPDX-License-Identifier: Apache-2.0
//
// Matrix products with weights that are quantised in blocks of 32 (Q4_0, Q4_1, IQ4_NL, Q8_0), for x86-64 with AVX-512
// VNNI. `scripts/setup` adds this to ggml's CPU backend.

#pragma once

#include "ggml.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ggml_compute_params;

// The work memory that a product needs, in bytes; 0 where this kernel does not take it.
size_t ggml_block_gemm_wdata_size(int n_tasks, const struct ggml_tensor * dst);

// Computes `dst`, or returns false where this kernel does not take it.
bool ggml_block_gemm(const struct ggml_compute_params * params, struct ggml_tensor * dst);

// Whether this build has the kernel: 1 or 0.
int ggml_block_gemm_available(void);

#ifdef __cplusplus
}
#endif
