// SPDX-License-Identifier: Apache-2.0
//
// Of the cells of a shared cache a token sees only those of its own sequence, and where these lie depends on the sequences
// around it. Here the visible cells are looked up once for each token, so that the others cost next to nothing,
// and what is added up over cells is added as integers (of 2^-30), whose sum is the same in any order: a token's result is
// the same to the last bit, wherever its sequence lies, whatever else is in the batch, and however many threads there are.

#include "cell-attention.h"

#include "ggml-cpu-impl.h"
#include "vec.h"

#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__AVX512DQ__) && \
    defined(__AVX512VBMI2__) && defined(__F16C__)

#include <immintrin.h>

#include <cmath>
#include <cstring>

namespace {

constexpr int64_t LANES    = 16;
constexpr double  UNIT     = 1.0 / (1ull << 30); // sums are multiples of this
constexpr uint16_t HIDDEN  = 0xFC00;             // minus infinity, in half precision

int64_t padded(int64_t count) { return (count + LANES - 1) / LANES * LANES; }

// A thread's work memory for a cache of `cells` cells.
struct Scratch {
    int32_t * visible;  // [cells], numbers of cells
    float *   bias;     // [cells], what the mask adds to their scores
    float *   weight;   // [cells], scores first

    static int64_t size(int64_t cells) { return 3 * 4 * padded(cells) + 64; }

    Scratch(char * base, int64_t cells) {
        visible = (int32_t *) base;
        bias    = (float *) (base + 4 * padded(cells));
        weight  = bias + padded(cells);
    }
};

// Collects the cells that are not hidden; returns their number.
int64_t find_visible(const uint16_t * mask, int64_t cells, Scratch scratch) {
    int64_t count = 0;
    const __m512i lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    for (int64_t c = 0; c < cells; c += LANES) {
        const __mmask16 inside = cells - c >= LANES ? 0xFFFF : (__mmask16) ((1u << (cells - c)) - 1);
        const __m256i values = _mm256_mask_loadu_epi16(_mm256_set1_epi16((short) HIDDEN), inside, mask + c);
        const __mmask16 seen = _mm256_cmpneq_epi16_mask(values, _mm256_set1_epi16((short) HIDDEN));
        if (seen == 0) { continue; }
        const __m512i index = _mm512_add_epi32(lanes, _mm512_set1_epi32((int) c));
        _mm512_mask_compressstoreu_epi32(scratch.visible + count, seen, index);
        _mm512_mask_compressstoreu_ps(scratch.bias + count, seen, _mm512_cvtph_ps(values));
        count += __builtin_popcount(seen);
    }
    return count;
}

// The sum of each of sixteen vectors, one in each lane.
inline __m512 sums(const __m512 v[16]) {
    __m512 a[8], b[4], c[2];
    #pragma GCC unroll 8
    for (int i = 0; i < 8; i++) {
        a[i] = _mm512_add_ps(_mm512_unpacklo_ps(v[2 * i], v[2 * i + 1]), _mm512_unpackhi_ps(v[2 * i], v[2 * i + 1]));
    }
    #pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
        const __m512d x = _mm512_castps_pd(a[2 * i]), y = _mm512_castps_pd(a[2 * i + 1]);
        b[i] = _mm512_add_ps(_mm512_castpd_ps(_mm512_unpacklo_pd(x, y)), _mm512_castpd_ps(_mm512_unpackhi_pd(x, y)));
    }
    // Each quarter of b[i] has partial sums of vectors 4i to 4i+3.
    #pragma GCC unroll 2
    for (int i = 0; i < 2; i++) {
        c[i] = _mm512_add_ps(_mm512_shuffle_f32x4(b[2 * i], b[2 * i + 1], 0x88),
                             _mm512_shuffle_f32x4(b[2 * i], b[2 * i + 1], 0xDD));
    }
    return _mm512_add_ps(_mm512_shuffle_f32x4(c[0], c[1], 0x88), _mm512_shuffle_f32x4(c[0], c[1], 0xDD));
}

// One token and head with the `count` cells that it sees. `k` and `v` are the head's rows in half precision, `k_stride` and
// `v_stride` bytes apart.
template <int SIZE>
void attend(const float * q, const char * k, int64_t k_stride, const char * v, int64_t v_stride, int64_t count, float scale,
            Scratch scratch, float * out) {
    constexpr int PARTS = SIZE / LANES;

    __m512 query[PARTS];
    #pragma GCC unroll 8
    for (int p = 0; p < PARTS; p++) { query[p] = _mm512_mul_ps(_mm512_loadu_ps(q + p * LANES), _mm512_set1_ps(scale)); }

    // Scores.
    __m512 largest = _mm512_set1_ps(-INFINITY);
    for (int64_t c = 0; c < count; c += LANES) {
        __m512 product[LANES];
        const int64_t n = count - c < LANES ? count - c : LANES;
        for (int64_t i = 0; i < LANES; i++) {
            // Past the last cell it is taken again, and hidden below.
            const char * row = k + scratch.visible[c + (i < n ? i : n - 1)] * k_stride;
            __m512 sum = _mm512_mul_ps(query[0], _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *) row)));
            #pragma GCC unroll 8
            for (int p = 1; p < PARTS; p++) {
                sum = _mm512_fmadd_ps(query[p], _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *) row + p)), sum);
            }
            product[i] = sum;
        }
        const __mmask16 inside = (__mmask16) ((1u << n) - 1);
        __m512 score = _mm512_add_ps(sums(product), _mm512_maskz_loadu_ps(inside, scratch.bias + c));
        score = _mm512_mask_blend_ps(inside, _mm512_set1_ps(-INFINITY), score);
        _mm512_storeu_ps(scratch.weight + c, score);
        largest = _mm512_max_ps(largest, score);
    }

    // Weights, at most 1.
    const __m512 top = _mm512_set1_ps(_mm512_reduce_max_ps(largest));
    const __m512d units = _mm512_set1_pd(1 / UNIT);
    __m512i total = _mm512_setzero_si512();
    for (int64_t c = 0; c < count; c += LANES) {
        const __m512 weight = ggml_v_expf(_mm512_sub_ps(_mm512_loadu_ps(scratch.weight + c), top));
        _mm512_storeu_ps(scratch.weight + c, weight);
        const __m512d low  = _mm512_cvtps_pd(_mm512_castps512_ps256(weight));
        const __m512d high = _mm512_cvtps_pd(_mm512_extractf32x8_ps(weight, 1));
        total = _mm512_add_epi64(total, _mm512_cvtpd_epi64(_mm512_mul_pd(low, units)));
        total = _mm512_add_epi64(total, _mm512_cvtpd_epi64(_mm512_mul_pd(high, units)));
    }
    const double sum = (double) _mm512_reduce_add_epi64(total);

    // Adding this number leaves a product as a whole number of units in the low bits; the bits then are added as integers.
    const __m512d magic = _mm512_set1_pd(UNIT * 0x1.8p52);
    __m512i acc[2 * PARTS];
    #pragma GCC unroll 16
    for (int p = 0; p < 2 * PARTS; p++) { acc[p] = _mm512_setzero_si512(); }
    for (int64_t c = 0; c < count; c++) {
        const __m512d weight = _mm512_set1_pd(scratch.weight[c]);
        const __m128i * row = (const __m128i *) (v + scratch.visible[c] * v_stride);
        #pragma GCC unroll 16
        for (int p = 0; p < 2 * PARTS; p++) {
            const __m512d value = _mm512_cvtps_pd(_mm256_cvtph_ps(_mm_loadu_si128(row + p)));
            acc[p] = _mm512_add_epi64(acc[p], _mm512_castpd_si512(_mm512_fmadd_pd(weight, value, magic)));
        }
    }
    const __m512i excess  = _mm512_set1_epi64((int64_t) ((uint64_t) count * (uint64_t) _mm_cvtsi128_si64(_mm_castpd_si128(_mm512_castpd512_pd128(magic)))));
    const __m512d inverse = _mm512_set1_pd(sum > 0 ? 1 / sum : 0);
    #pragma GCC unroll 16
    for (int p = 0; p < 2 * PARTS; p++) {
        const __m512d value = _mm512_cvtepi64_pd(_mm512_sub_epi64(acc[p], excess));
        _mm256_storeu_ps(out + p * 8, _mm512_cvtpd_ps(_mm512_mul_pd(value, inverse)));
    }
}

bool takes(const ggml_tensor * dst) {
    const ggml_tensor * q = dst->src[0], * k = dst->src[1], * v = dst->src[2], * mask = dst->src[3], * sinks = dst->src[4];
    float max_bias, softcap;
    memcpy(&max_bias, (const float *) dst->op_params + 1, sizeof(float));
    memcpy(&softcap, (const float *) dst->op_params + 2, sizeof(float));
    const int64_t size = k->ne[0];
    return q->type == GGML_TYPE_F32 && k->type == GGML_TYPE_F16 && v->type == GGML_TYPE_F16 && mask != nullptr &&
        mask->type == GGML_TYPE_F16 && mask->ne[2] == 1 && mask->ne[3] == 1 && sinks == nullptr && max_bias == 0 && softcap == 0 &&
        (size == 64 || size == 96 || size == 128) && v->ne[0] == size && q->ne[3] == 1 && k->ne[3] == 1 && v->ne[3] == 1 &&
        v->ne[2] == k->ne[2] && q->ne[2] % k->ne[2] == 0 && q->nb[0] == 4 && k->nb[0] == 2 && v->nb[0] == 2 && dst->nb[0] == 4;
}

}  // namespace

size_t ggml_cell_attention_wdata_size(int n_tasks, const struct ggml_tensor * dst) {
    return takes(dst) ? 64 + n_tasks * Scratch::size(dst->src[1]->ne[1]) : 0;
}

bool ggml_cell_attention(const struct ggml_compute_params * params, struct ggml_tensor * dst) {
    if (params->use_ref || !takes(dst)) { return false; }
    const ggml_tensor * q = dst->src[0], * k = dst->src[1], * v = dst->src[2], * mask = dst->src[3];
    const int64_t size = k->ne[0], cells = k->ne[1], tokens = q->ne[1], heads = q->ne[2], shared = heads / k->ne[2];
    float scale;
    memcpy(&scale, dst->op_params, sizeof(float));

    char * base = (char *) (((uintptr_t) params->wdata + 63) & ~(uintptr_t) 63);
    const Scratch scratch(base + params->ith * Scratch::size(cells), cells);
    // A token is one piece of work; where there are more threads than tokens, each of its heads is.
    const int64_t parts = tokens >= params->nth ? 1 : heads;
    for (int64_t i = params->ith; i < tokens * parts; i += params->nth) {
        const int64_t token = i / parts;
        const uint16_t * hidden = (const uint16_t *) ((const char *) mask->data + token * mask->nb[1]);
        const int64_t count = find_visible(hidden, cells, scratch);
        for (int64_t head = i % parts; head < heads; head += parts) {
            const float * query = (const float *) ((const char *) q->data + token * q->nb[1] + head * q->nb[2]);
            const char * keys   = (const char *) k->data + head / shared * k->nb[2];
            const char * values = (const char *) v->data + head / shared * v->nb[2];
            // The heads of a token lie together in the result.
            float * out = (float *) ((char *) dst->data + head * dst->nb[1] + token * dst->nb[2]);
            switch (size) {
                case 64:  attend<64>(query, keys, k->nb[1], values, v->nb[1], count, scale, scratch, out); break;
                case 96:  attend<96>(query, keys, k->nb[1], values, v->nb[1], count, scale, scratch, out); break;
                default:  attend<128>(query, keys, k->nb[1], values, v->nb[1], count, scale, scratch, out); break;
            }
        }
    }
    return true;
}

#else

size_t ggml_cell_attention_wdata_size(int, const struct ggml_tensor *) { return 0; }
bool ggml_cell_attention(const struct ggml_compute_params *, struct ggml_tensor *) { return false; }

#endif
