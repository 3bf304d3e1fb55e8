// SPDX-License-Identifier: Apache-2.0
#include <llama.h>
#include <gguf.h>
