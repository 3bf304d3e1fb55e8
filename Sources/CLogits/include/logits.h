// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdint.h>

// The place of the largest of `count` numbers, the first of equal ones; -1 if there is none above minus infinity.
int32_t logits_largest(const float *logits, int32_t count);

// The natural logarithm of the probability that the softmax of `count` logits gives to the one at `index`, to about 1e-5.
// `largest` is the place of the largest of them.
double logits_log_probability(const float *logits, int32_t count, int32_t index, int32_t largest);
