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
    defined(__F16C__)

#include <immintrin.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace {

constexpr int64_t LANES    = 16;
constexpr int64_t MOST_HEADS = 4;                // heads that are computed together
constexpr double  UNIT     = 1.0 / (1ull << 30); // sums are multiples of this
constexpr uint16_t HIDDEN  = 0xFC00;             // minus infinity, in half precision

// Room for `count` numbers and what a vector may write behind them.
int64_t padded(int64_t count) { return (count + LANES - 1) / LANES * LANES + LANES; }

// A thread's work memory for a cache of `cells` cells.
struct Scratch {
    int32_t * visible;  // [cells], numbers of cells
    float *   bias;     // [cells], what the mask adds to their scores
    float *   weight;   // [heads at once][cells], scores first
    int64_t   stride;   // from one head's weights to the next one's

    static int64_t size(int64_t cells) { return (2 + MOST_HEADS) * 4 * padded(cells) + 64; }

    Scratch(char * base, int64_t cells) {
        stride  = padded(cells);
        visible = (int32_t *) base;
        bias    = (float *) base + stride;
        weight  = bias + stride;
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
        // Compressed in a register: some processors take a hundred times as long to do it in memory.
        _mm512_storeu_si512(scratch.visible + count, _mm512_maskz_compress_epi32(seen, index));
        _mm512_storeu_ps(scratch.bias + count, _mm512_maskz_compress_ps(seen, _mm512_cvtph_ps(values)));
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

// Where a token's rows of several heads lie; distances are in bytes.
struct Rows {
    const char * query;
    int64_t      query_stride;
    const char * keys;
    int64_t      key_stride;
    const char * values;
    int64_t      value_stride;
    char *       out;
    int64_t      out_stride;
};

// `HEADS` heads that share keys and values, of one token with the `count` cells that it sees.
template <int SIZE, int HEADS> void attend(const Rows & rows, int64_t count, float scale, const Scratch & scratch) {
    constexpr int PARTS = SIZE / LANES;

    __m512 query[HEADS][PARTS], largest[HEADS];
    #pragma GCC unroll 4
    for (int h = 0; h < HEADS; h++) {
        largest[h] = _mm512_set1_ps(-INFINITY);
        #pragma GCC unroll 8
        for (int p = 0; p < PARTS; p++) {
            const float * q = (const float *) (rows.query + h * rows.query_stride) + p * LANES;
            query[h][p] = _mm512_mul_ps(_mm512_loadu_ps(q), _mm512_set1_ps(scale));
        }
    }

    // Scores.
    for (int64_t c = 0; c < count; c += LANES) {
        __m512 product[HEADS][LANES];
        const int64_t n = count - c < LANES ? count - c : LANES;
        for (int64_t i = 0; i < LANES; i++) {
            // Past the last cell it is taken again, and hidden below.
            const __m256i * row = (const __m256i *) (rows.keys + scratch.visible[c + (i < n ? i : n - 1)] * rows.key_stride);
            __m512 sum[HEADS];
            #pragma GCC unroll 8
            for (int p = 0; p < PARTS; p++) {
                const __m512 key = _mm512_cvtph_ps(_mm256_loadu_si256(row + p));
                #pragma GCC unroll 4
                for (int h = 0; h < HEADS; h++) {
                    sum[h] = p == 0 ? _mm512_mul_ps(query[h][0], key) : _mm512_fmadd_ps(query[h][p], key, sum[h]);
                }
            }
            #pragma GCC unroll 4
            for (int h = 0; h < HEADS; h++) { product[h][i] = sum[h]; }
        }
        const __mmask16 inside = (__mmask16) ((1u << n) - 1);
        #pragma GCC unroll 4
        for (int h = 0; h < HEADS; h++) {
            __m512 score = _mm512_add_ps(sums(product[h]), _mm512_maskz_loadu_ps(inside, scratch.bias + c));
            score = _mm512_mask_blend_ps(inside, _mm512_set1_ps(-INFINITY), score);
            _mm512_storeu_ps(scratch.weight + h * scratch.stride + c, score);
            largest[h] = _mm512_max_ps(largest[h], score);
        }
    }

    // Weights, at most 1.
    double sum[HEADS];
    for (int h = 0; h < HEADS; h++) {
        float * weights = scratch.weight + h * scratch.stride;
        const __m512 top = _mm512_set1_ps(_mm512_reduce_max_ps(largest[h]));
        const __m512d units = _mm512_set1_pd(1 / UNIT);
        __m512i total = _mm512_setzero_si512();
        for (int64_t c = 0; c < count; c += LANES) {
            const __m512 weight = ggml_v_expf(_mm512_sub_ps(_mm512_loadu_ps(weights + c), top));
            _mm512_storeu_ps(weights + c, weight);
            const __m512d low  = _mm512_cvtps_pd(_mm512_castps512_ps256(weight));
            const __m512d high = _mm512_cvtps_pd(_mm512_extractf32x8_ps(weight, 1));
            total = _mm512_add_epi64(total, _mm512_cvtpd_epi64(_mm512_mul_pd(low, units)));
            total = _mm512_add_epi64(total, _mm512_cvtpd_epi64(_mm512_mul_pd(high, units)));
        }
        sum[h] = (double) _mm512_reduce_add_epi64(total);
    }

    // Adding this number leaves a product as a whole number of units in the low bits; the bits then are added as integers.
    const __m512d magic = _mm512_set1_pd(UNIT * 0x1.8p52);
    const int64_t magic_bits = _mm_cvtsi128_si64(_mm_castpd_si128(_mm512_castpd512_pd128(magic)));
    const __m512i excess = _mm512_set1_epi64((int64_t) ((uint64_t) count * (uint64_t) magic_bits));
    // Half of a row at a time: with three heads that is what fits the registers.
    constexpr int STEP = PARTS;
    for (int first = 0; first < 2 * PARTS; first += STEP) {
        __m512i acc[HEADS][STEP];
        #pragma GCC unroll 4
        for (int h = 0; h < HEADS; h++) {
            #pragma GCC unroll 8
            for (int p = 0; p < STEP; p++) { acc[h][p] = _mm512_setzero_si512(); }
        }
        for (int64_t c = 0; c < count; c++) {
            const __m128i * row = (const __m128i *) (rows.values + scratch.visible[c] * rows.value_stride) + first;
            __m512d weight[HEADS];
            #pragma GCC unroll 4
            for (int h = 0; h < HEADS; h++) { weight[h] = _mm512_set1_pd(scratch.weight[h * scratch.stride + c]); }
            #pragma GCC unroll 8
            for (int p = 0; p < STEP; p++) {
                const __m512d value = _mm512_cvtps_pd(_mm256_cvtph_ps(_mm_loadu_si128(row + p)));
                #pragma GCC unroll 4
                for (int h = 0; h < HEADS; h++) {
                    const __m512d product = _mm512_fmadd_pd(weight[h], value, magic);
                    acc[h][p] = _mm512_add_epi64(acc[h][p], _mm512_castpd_si512(product));
                }
            }
        }
        for (int h = 0; h < HEADS; h++) {
            const __m512d inverse = _mm512_set1_pd(sum[h] > 0 ? 1 / sum[h] : 0);
            for (int p = 0; p < STEP; p++) {
                const __m512d value = _mm512_cvtepi64_pd(_mm512_sub_epi64(acc[h][p], excess));
                float * out = (float *) (rows.out + h * rows.out_stride) + (first + p) * 8;
                _mm256_storeu_ps(out, _mm512_cvtpd_ps(_mm512_mul_pd(value, inverse)));
            }
        }
    }
}

template <int SIZE> void attend(const Rows & rows, int64_t heads, int64_t count, float scale, const Scratch & scratch) {
    switch (heads) {
        case 1: attend<SIZE, 1>(rows, count, scale, scratch); break;
        case 2: attend<SIZE, 2>(rows, count, scale, scratch); break;
        case 3: attend<SIZE, 3>(rows, count, scale, scratch); break;
        default: attend<SIZE, 4>(rows, count, scale, scratch); break;
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
    // Heads that share keys, at most four at once.
    const int64_t together = shared < MOST_HEADS ? shared : MOST_HEADS;
    const int64_t groups_a_key = (shared + together - 1) / together, groups = k->ne[2] * groups_a_key;
    // A token is one piece of work; where there are more threads than tokens, each of its groups is.
    const int64_t parts = tokens >= params->nth ? 1 : groups;
    for (int64_t i = params->ith; i < tokens * parts; i += params->nth) {
        const int64_t token = i / parts;
        const uint16_t * hidden = (const uint16_t *) ((const char *) mask->data + token * mask->nb[1]);
        const int64_t count = find_visible(hidden, cells, scratch);
        for (int64_t group = i % parts; group < groups; group += parts) {
            const int64_t key = group / groups_a_key, first = key * shared + group % groups_a_key * together;
            const int64_t count_heads = std::min(together, (key + 1) * shared - first);
            const Rows rows = {
                (const char *) q->data + token * q->nb[1] + first * q->nb[2], (int64_t) q->nb[2],
                (const char *) k->data + key * k->nb[2], (int64_t) k->nb[1],
                (const char *) v->data + key * v->nb[2], (int64_t) v->nb[1],
                // The heads of a token lie together in the result.
                (char *) dst->data + token * dst->nb[2] + first * dst->nb[1], (int64_t) dst->nb[1],
            };
            switch (size) {
                case 64:  attend<64>(rows, count_heads, count, scale, scratch); break;
                case 96:  attend<96>(rows, count_heads, count, scale, scratch); break;
                default:  attend<128>(rows, count_heads, count, scale, scratch); break;
            }
        }
    }
    return true;
}

#else

size_t ggml_cell_attention_wdata_size(int, const struct ggml_tensor *) { return 0; }
bool ggml_cell_attention(const struct ggml_compute_params *, struct ggml_tensor *) { return false; }

#endif
