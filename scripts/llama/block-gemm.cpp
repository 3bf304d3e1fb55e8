// SPDX-License-Identifier: Apache-2.0
//
// ggml multiplies Q4_1 weights one row and one token at a time, which leaves most of the processor's integer units idle.
// Here sixteen rows at a time are unpacked to bytes, in the order in which VPDPBUSD wants them, and then used for all
// tokens of the batch. The weights stay as they are in the (memory-mapped) file.
//
// One lane of a vector is one row; a token's activations are broadcast. For a row and a token, with b counting blocks of 32:
//
//   y = sum over b of  dw[b] * da[b] * (dot(w[b], a[b]) - bias * sum(a[b]))  +  mw[b] * da[b] * sum(a[b])
//
// The products within a block are exact integers, and the blocks are always added in the same order: a token's result is
// the same to the last bit, whatever else is in the batch and however many threads there are.

#include "block-gemm.h"

#include "ggml-cpu-impl.h"

#define GGML_COMMON_DECL_CPP
#define GGML_COMMON_IMPL_CPP
#include "ggml-common.h"

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__AVX512DQ__) && \
    defined(__AVX512VNNI__) && defined(__F16C__)

#include <immintrin.h>

#include <algorithm>
#include <cstring>

namespace {

constexpr int64_t BLOCK = 32;  // weights that share a scale
constexpr int64_t ROWS  = 16;  // rows of a strip, one for each lane of a vector
constexpr int64_t ALIGN = 64;

int64_t padded(int64_t size) { return (size + ALIGN - 1) / ALIGN * ALIGN; }

// MARK: Work memory

// The tokens' activations, quantised; shared by all threads.
struct Activations {
    int8_t *  q;        // [tokens][k]
    float *   scale;    // [tokens][blocks]
    float *   scaled;   // [tokens][blocks], scale times sum
    int32_t * sum;      // [tokens][blocks]

    static int64_t size(int64_t k, int64_t tokens) {
        return padded(k * tokens) + 3 * padded(k / BLOCK * tokens * 4);
    }

    Activations(char * base, int64_t k, int64_t tokens) {
        const int64_t floats = padded(k / BLOCK * tokens * 4);
        q      = (int8_t *) base;
        scale  = (float *) (base + padded(k * tokens));
        scaled = (float *) ((char *) scale + floats);
        sum    = (int32_t *) ((char *) scaled + floats);
    }
};

// Sixteen rows of weights, unpacked; one for each thread.
struct Strip {
    uint8_t * q;      // [blocks][8][16 rows][4]: groups of four bytes, as VPDPBUSD multiplies and adds them
    float *   scale;  // [blocks][16 rows]
    float *   min;    // [blocks][16 rows]

    static int64_t size(int64_t k) { return ROWS * k + 2 * (k / BLOCK) * ROWS * 4; }

    Strip(char * base, int64_t k) {
        q     = (uint8_t *) base;
        scale = (float *) (base + ROWS * k);
        min   = scale + k / BLOCK * ROWS;
    }
};

// MARK: Unpacking

// Four words of four bytes of each of sixteen rows, `stride` bytes apart: word i of all rows in out[i].
inline void load_words(const uint8_t * rows, int64_t stride, __m512i out[4]) {
    __m512i part[4];
    #pragma GCC unroll 8
    for (int i = 0; i < 4; i++) {
        const uint8_t * row = rows + i * stride;
        __m512i v = _mm512_castsi128_si512(_mm_loadu_si128((const __m128i *) row));
        v = _mm512_inserti32x4(v, _mm_loadu_si128((const __m128i *) (row + 4 * stride)), 1);
        v = _mm512_inserti32x4(v, _mm_loadu_si128((const __m128i *) (row + 8 * stride)), 2);
        v = _mm512_inserti32x4(v, _mm_loadu_si128((const __m128i *) (row + 12 * stride)), 3);
        part[i] = v;
    }
    // A transposition of 4 by 4 words in each quarter.
    const __m512i ab_lo = _mm512_unpacklo_epi32(part[0], part[1]);
    const __m512i ab_hi = _mm512_unpackhi_epi32(part[0], part[1]);
    const __m512i cd_lo = _mm512_unpacklo_epi32(part[2], part[3]);
    const __m512i cd_hi = _mm512_unpackhi_epi32(part[2], part[3]);
    out[0] = _mm512_unpacklo_epi64(ab_lo, cd_lo);
    out[1] = _mm512_unpackhi_epi64(ab_lo, cd_lo);
    out[2] = _mm512_unpacklo_epi64(ab_hi, cd_hi);
    out[3] = _mm512_unpackhi_epi64(ab_hi, cd_hi);
}

inline __m512 low_halves(__m512i words) { return _mm512_cvtph_ps(_mm512_cvtepi32_epi16(words)); }

// The codes of a block are nibbles: the low ones are the first sixteen weights, the high ones the others. `emit` takes each
// group of four codes a row.
template <typename Map, typename Emit>
inline void unpack_nibbles(const uint8_t * rows, int64_t stride, Map map, Emit emit) {
    const __m512i mask = _mm512_set1_epi8(0x0F);
    __m512i words[4];
    load_words(rows, stride, words);
    #pragma GCC unroll 8
    for (int i = 0; i < 4; i++) {
        emit(i, map(_mm512_and_si512(words[i], mask)));
        emit(4 + i, map(_mm512_and_si512(_mm512_srli_epi16(words[i], 4), mask)));
    }
}

// For each type of weights: what is to be taken off the codes (`bias`), whether there is a minimum to be added, and how a
// block of sixteen rows becomes codes that are bytes without sign.
template <ggml_type> struct Weights;

// Codes that are the nibbles themselves.
template <typename B> struct PlainNibbles {
    using Block = B;
    template <typename Emit> static void unpack(const uint8_t * rows, int64_t stride, Emit emit) {
        unpack_nibbles(rows + offsetof(Block, qs), stride, [](__m512i codes) { return codes; }, emit);
    }
};

template <> struct Weights<GGML_TYPE_Q4_0> : PlainNibbles<block_q4_0> {
    static constexpr int  bias    = 8;
    static constexpr bool has_min = false;
};

template <> struct Weights<GGML_TYPE_Q4_1> : PlainNibbles<block_q4_1> {
    static constexpr int  bias    = 0;
    static constexpr bool has_min = true;
};

template <> struct Weights<GGML_TYPE_IQ4_NL> {
    using Block = block_iq4_nl;
    static constexpr int  bias    = 128;
    static constexpr bool has_min = false;
    template <typename Emit> static void unpack(const uint8_t * rows, int64_t stride, Emit emit) {
        const __m128i values = _mm_xor_si128(_mm_loadu_si128((const __m128i *) kvalues_iq4nl), _mm_set1_epi8((char) 0x80));
        const __m512i table  = _mm512_broadcast_i32x4(values);
        unpack_nibbles(rows + offsetof(Block, qs), stride,
                       [table](__m512i codes) { return _mm512_shuffle_epi8(table, codes); }, emit);
    }
};

template <> struct Weights<GGML_TYPE_Q8_0> {
    using Block = block_q8_0;
    static constexpr int  bias    = 128;
    static constexpr bool has_min = false;
    template <typename Emit> static void unpack(const uint8_t * rows, int64_t stride, Emit emit) {
        const __m512i flip = _mm512_set1_epi8((char) 0x80);
        __m512i words[4];
        #pragma GCC unroll 8
        for (int half = 0; half < 2; half++) {
            load_words(rows + offsetof(Block, qs) + half * 16, stride, words);
            #pragma GCC unroll 8
            for (int i = 0; i < 4; i++) { emit(4 * half + i, _mm512_xor_si512(words[i], flip)); }
        }
    }
};

// Each block begins with its scale, and its minimum if it has one, in half precision.
template <ggml_type T> void unpack_scales(const uint8_t * rows, int64_t stride, int64_t k, Strip strip) {
    using W = Weights<T>;
    for (int64_t b = 0; b < k / BLOCK; b++) {
        const uint8_t * blocks = rows + b * sizeof(typename W::Block);
        // The next strip follows this one in memory.
        #pragma GCC unroll 8
        for (int64_t line = 0; line < (int64_t) (ROWS * sizeof(typename W::Block)); line += 64) {
            _mm_prefetch((const char *) rows + ROWS * stride + b * ROWS * sizeof(typename W::Block) + line, _MM_HINT_T1);
        }
        __m512i words[4];
        load_words(blocks, stride, words);
        _mm512_store_ps(strip.scale + b * ROWS, low_halves(words[0]));
        if constexpr (W::has_min) { _mm512_store_ps(strip.min + b * ROWS, low_halves(_mm512_srli_epi32(words[0], 16))); }
    }
}

template <ggml_type T> void unpack_codes(const uint8_t * rows, int64_t stride, int64_t k, Strip strip) {
    for (int64_t b = 0; b < k / BLOCK; b++) {
        uint8_t * out = strip.q + b * BLOCK * ROWS;
        Weights<T>::unpack(rows + b * sizeof(typename Weights<T>::Block), stride,
                           [out](int group, __m512i codes) { _mm512_store_si512(out + group * 64, codes); });
    }
}

// MARK: Activations

inline void quantize_block(const float * x, int8_t * q, float * scale, float * scaled, int32_t * sum) {
    const __m512 a = _mm512_loadu_ps(x);
    const __m512 b = _mm512_loadu_ps(x + 16);
    const float largest = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_abs_ps(a), _mm512_abs_ps(b)));
    const __m512 inverse = _mm512_set1_ps(largest > 0 ? 127.0f / largest : 0.0f);
    // Rounds to the nearest.
    const __m512i ia = _mm512_cvtps_epi32(_mm512_mul_ps(a, inverse));
    const __m512i ib = _mm512_cvtps_epi32(_mm512_mul_ps(b, inverse));
    _mm_storeu_si128((__m128i *) q, _mm512_cvtsepi32_epi8(ia));
    _mm_storeu_si128((__m128i *) (q + 16), _mm512_cvtsepi32_epi8(ib));
    *sum    = _mm512_reduce_add_epi32(_mm512_add_epi32(ia, ib));
    *scale  = largest / 127.0f;
    *scaled = *scale * (float) *sum;
}

// MARK: The product

// Adds a block's part to a token's results.
template <ggml_type T> inline __m512 add(__m512 result, __m512i dot, Strip strip, const Activations & act, int64_t b, int64_t i) {
    const __m512 scale = _mm512_mul_ps(_mm512_load_ps(strip.scale + b * ROWS), _mm512_set1_ps(act.scale[i]));
    result = _mm512_fmadd_ps(_mm512_cvtepi32_ps(dot), scale, result);
    if constexpr (Weights<T>::has_min) {
        result = _mm512_fmadd_ps(_mm512_load_ps(strip.min + b * ROWS), _mm512_set1_ps(act.scaled[i]), result);
    }
    return result;
}

inline __m512i broadcast(const int8_t * bytes) {
    int32_t word;
    memcpy(&word, bytes, 4);
    return _mm512_set1_epi32(word);
}

// `N` tokens with an unpacked strip; `out` takes the first token's rows, `out_stride` floats before the next one's.
template <ggml_type T, int N>
void multiply(Strip strip, const Activations & act, int64_t first, int64_t k, float * out, int64_t out_stride) {
    const int64_t blocks = k / BLOCK;
    const int8_t * q = act.q + first * k;
    __m512 result[N];
    #pragma GCC unroll 8
    for (int t = 0; t < N; t++) { result[t] = _mm512_setzero_ps(); }
    for (int64_t b = 0; b < blocks; b++) {
        __m512i dot[N];
        #pragma GCC unroll 8
        for (int t = 0; t < N; t++) { dot[t] = _mm512_set1_epi32(-Weights<T>::bias * act.sum[(first + t) * blocks + b]); }
        #pragma GCC unroll 8
        for (int g = 0; g < 8; g++) {
            const __m512i w = _mm512_load_si512(strip.q + (b * 8 + g) * 64);
            #pragma GCC unroll 8
            for (int t = 0; t < N; t++) {
                dot[t] = _mm512_dpbusd_epi32(dot[t], w, broadcast(q + t * k + b * BLOCK + g * 4));
            }
        }
        #pragma GCC unroll 8
        for (int t = 0; t < N; t++) { result[t] = add<T>(result[t], dot[t], strip, act, b, (first + t) * blocks + b); }
    }
    #pragma GCC unroll 8
    for (int t = 0; t < N; t++) { _mm512_storeu_ps(out + t * out_stride, result[t]); }
}

// The same for few tokens: the codes are used as they are unpacked, and never stored.
template <ggml_type T, int N>
void multiply_few(const uint8_t * rows, int64_t stride, Strip strip, const Activations & act, int64_t first, int64_t k,
                  float * out, int64_t out_stride) {
    const int64_t blocks = k / BLOCK;
    const int8_t * q = act.q + first * k;
    __m512 result[N];
    #pragma GCC unroll 8
    for (int t = 0; t < N; t++) { result[t] = _mm512_setzero_ps(); }
    for (int64_t b = 0; b < blocks; b++) {
        // Sums of integers are exact in any order: two of them, so that the multiplier need not wait.
        __m512i dot[N][2];
        #pragma GCC unroll 8
        for (int t = 0; t < N; t++) {
            dot[t][0] = _mm512_set1_epi32(-Weights<T>::bias * act.sum[(first + t) * blocks + b]);
            dot[t][1] = _mm512_setzero_si512();
        }
        Weights<T>::unpack(rows + b * sizeof(typename Weights<T>::Block), stride, [&](int group, __m512i codes) {
            #pragma GCC unroll 8
            for (int t = 0; t < N; t++) {
                dot[t][group / 4] = _mm512_dpbusd_epi32(dot[t][group / 4], codes, broadcast(q + t * k + b * BLOCK + group * 4));
            }
        });
        #pragma GCC unroll 8
        for (int t = 0; t < N; t++) {
            const __m512i total = _mm512_add_epi32(dot[t][0], dot[t][1]);
            result[t] = add<T>(result[t], total, strip, act, b, (first + t) * blocks + b);
        }
    }
    #pragma GCC unroll 8
    for (int t = 0; t < N; t++) { _mm512_storeu_ps(out + t * out_stride, result[t]); }
}

// Tokens `first` to `end` with the sixteen rows at `rows`.
template <ggml_type T>
void multiply_all(const uint8_t * rows, int64_t row_stride, Strip strip, const Activations & act, int64_t first, int64_t end,
                  int64_t k, float * out, int64_t stride) {
    unpack_scales<T>(rows, row_stride, k, strip);
    float * o = out + first * stride;
    switch (end - first) {
        case 1: multiply_few<T, 1>(rows, row_stride, strip, act, first, k, o, stride); return;
        case 2: multiply_few<T, 2>(rows, row_stride, strip, act, first, k, o, stride); return;
        case 3: multiply_few<T, 3>(rows, row_stride, strip, act, first, k, o, stride); return;
        case 4: multiply_few<T, 4>(rows, row_stride, strip, act, first, k, o, stride); return;
    }
    unpack_codes<T>(rows, row_stride, k, strip);
    int64_t t = first;
    for (; t + 8 <= end; t += 8) { multiply<T, 8>(strip, act, t, k, out + t * stride, stride); }
    if (t + 4 <= end) { multiply<T, 4>(strip, act, t, k, out + t * stride, stride); t += 4; }
    if (t + 2 <= end) { multiply<T, 2>(strip, act, t, k, out + t * stride, stride); t += 2; }
    if (t < end) { multiply<T, 1>(strip, act, t, k, out + t * stride, stride); }
}

template <ggml_type T> void run(const ggml_compute_params * params, ggml_tensor * dst) {
    const ggml_tensor * src0 = dst->src[0];
    const ggml_tensor * src1 = dst->src[1];
    const int64_t k = src0->ne[0], rows = src0->ne[1], tokens = src1->ne[1], blocks = k / BLOCK;
    const int ith = params->ith, nth = params->nth;

    char * base = (char *) (((uintptr_t) params->wdata + ALIGN - 1) & ~(uintptr_t) (ALIGN - 1));
    const Activations act(base, k, tokens);
    const Strip strip(base + Activations::size(k, tokens) + ith * padded(Strip::size(k)), k);

    // A thread takes some blocks of each token: there may be only one.
    const int64_t first = blocks * ith / nth, end = blocks * (ith + 1) / nth;
    for (int64_t token = 0; token < tokens; token++) {
        const float * x = (const float *) ((const char *) src1->data + token * src1->nb[1]);
        for (int64_t b = first, i = token * blocks + first; b < end; b++, i++) {
            quantize_block(x + b * BLOCK, act.q + token * k + b * BLOCK, act.scale + i, act.scaled + i, act.sum + i);
        }
    }
    if (ith == 0) { ggml_threadpool_chunk_set(params->threadpool, nth); }
    ggml_barrier(params->threadpool);

    // A piece of work is a strip with all tokens; with few strips for many threads, with part of them.
    const int64_t strips = rows / ROWS;
    const int64_t parts  = std::max<int64_t>(1, std::min<int64_t>(tokens / 64, 4 * nth / strips));
    for (int64_t piece = ith; piece < strips * parts; piece = ggml_threadpool_chunk_add(params->threadpool, 1)) {
        const int64_t row = piece / parts * ROWS, part = piece % parts;
        multiply_all<T>((const uint8_t *) src0->data + row * src0->nb[1], src0->nb[1], strip, act, tokens * part / parts,
                        tokens * (part + 1) / parts, k, (float *) dst->data + row, dst->nb[1] / sizeof(float));
    }
}

bool takes(const ggml_tensor * dst) {
    const ggml_tensor * src0 = dst->src[0];
    const ggml_tensor * src1 = dst->src[1];
    switch (src0->type) {
        case GGML_TYPE_Q4_0:
        case GGML_TYPE_Q4_1:
        case GGML_TYPE_IQ4_NL:
        case GGML_TYPE_Q8_0: break;
        default: return false;
    }
    // `extra` marks weights that are in another kernel's own order.
    return src0->extra == nullptr && src1->type == GGML_TYPE_F32 && dst->type == GGML_TYPE_F32 &&
        src0->ne[0] % BLOCK == 0 && src0->ne[1] % ROWS == 0 && src0->ne[2] == 1 && src0->ne[3] == 1 &&
        src1->ne[2] == 1 && src1->ne[3] == 1 && src0->nb[0] == ggml_type_size(src0->type) &&
        src1->nb[0] == sizeof(float) && dst->nb[0] == sizeof(float);
}

}  // namespace

size_t ggml_block_gemm_wdata_size(int n_tasks, const struct ggml_tensor * dst) {
    if (!takes(dst)) { return 0; }
    const int64_t k = dst->src[0]->ne[0];
    return ALIGN + Activations::size(k, dst->src[1]->ne[1]) + n_tasks * padded(Strip::size(k));
}

bool ggml_block_gemm(const struct ggml_compute_params * params, struct ggml_tensor * dst) {
    if (params->use_ref || !takes(dst)) { return false; }
    switch (dst->src[0]->type) {
        case GGML_TYPE_Q4_0:   run<GGML_TYPE_Q4_0>(params, dst); break;
        case GGML_TYPE_Q4_1:   run<GGML_TYPE_Q4_1>(params, dst); break;
        case GGML_TYPE_IQ4_NL: run<GGML_TYPE_IQ4_NL>(params, dst); break;
        default:               run<GGML_TYPE_Q8_0>(params, dst); break;
    }
    return true;
}

int ggml_block_gemm_available(void) { return 1; }

#else

size_t ggml_block_gemm_wdata_size(int, const struct ggml_tensor *) { return 0; }
bool ggml_block_gemm(const struct ggml_compute_params *, struct ggml_tensor *) { return false; }
int ggml_block_gemm_available(void) { return 0; }

#endif
