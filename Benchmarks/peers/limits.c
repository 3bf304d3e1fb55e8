// SPDX-License-Identifier: Apache-2.0
//
// What the machine can do at most, with all its cores: bytes read from memory a second, and multiply-adds a second of
// eight-bit integers and of bf16. One line for each: NAME VALUE HOW.
//
//   limits THREADS MEGABYTES

#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

enum { most_threads = 256, repetitions = 7, lanes = 8 };

static int threads;
static pthread_barrier_t barrier;
static uint8_t *memory;
static size_t bytes_each;
static volatile uint64_t sink;

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

// MARK: Reading

typedef uint64_t words __attribute__((vector_size(64)));

static void read_memory(int thread) {
  const words *all = (const words *)(memory + thread * bytes_each);
  size_t count = bytes_each / sizeof *all;
  words a = {0}, b = {0}, c = {0}, d = {0};
  for (size_t at = 0; at + 4 <= count; at += 4) a += all[at], b += all[at + 1], c += all[at + 2], d += all[at + 3];
  words sum = a + b + c + d;
  sink += sum[0];
}

// MARK: Multiplying

static const long steps = 30000000;

// `STEP(accumulator, a, b)` in as many independent chains as the units need to be always busy. The empty asm keeps the
// compiler from doing the work once for all steps, and equal chains once for all of them. Nothing
// in the loop may have its address taken: a store for each step halves the figure.
#define MULTIPLY(NAME, ACCUMULATOR, INPUT, ONES, STEP)                                         \
  static void NAME(int thread) {                                                                \
    (void)thread;                                                                               \
    ACCUMULATOR sums[lanes] = {0};                                                              \
    _Pragma("GCC unroll 8") for (int lane = 0; lane < lanes; lane++)                            \
      __asm__("" : REGISTER(sums[lane]) : "r"(lane));                                           \
    INPUT a = ONES, b = ONES;                                                                   \
    for (long step = 0; step < steps; step++) {                                                 \
      __asm__ volatile("" : REGISTER(a), REGISTER(b));                                          \
      _Pragma("GCC unroll 8") for (int lane = 0; lane < lanes; lane++) { STEP(sums[lane], a, b); } \
    }                                                                                           \
    ACCUMULATOR sum = sums[0];                                                                  \
    for (int lane = 1; lane < lanes; lane++) sum += sums[lane];                                 \
    sink += (uint64_t)sum[0];                                                                   \
  }

#if defined(__AVX512VNNI__)
#define REGISTER(x) "+v"(x)
#define STEP_INT8(sum, a, b) sum = _mm512_dpbusd_epi32(sum, a, b)
#define INT8 64, "VPDPBUSD, 512 bits"
MULTIPLY(multiply_int8, __m512i, __m512i, _mm512_set1_epi8(1), STEP_INT8)
#elif defined(__AVXVNNI__)
#define REGISTER(x) "+x"(x)
#define STEP_INT8(sum, a, b) sum = _mm256_dpbusd_avx_epi32(sum, a, b)
#define INT8 32, "VPDPBUSD, 256 bits"
MULTIPLY(multiply_int8, __m256i, __m256i, _mm256_set1_epi8(1), STEP_INT8)
#elif defined(__AVX2__)
#define REGISTER(x) "+x"(x)
// The products do not depend on the chain; another empty asm has them made for each.
#define STEP_INT8(sum, a, b)               \
  __asm__ volatile("" : REGISTER(a));      \
  sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), _mm256_set1_epi16(1)))
#define INT8 32, "VPMADDUBSW, 256 bits"
MULTIPLY(multiply_int8, __m256i, __m256i, _mm256_set1_epi8(1), STEP_INT8)
#elif defined(__ARM_FEATURE_DOTPROD)
#define REGISTER(x) "+w"(x)
#define STEP_INT8(sum, a, b) sum = vdotq_s32(sum, a, b)
#define INT8 16, "SDOT, 128 bits"
MULTIPLY(multiply_int8, int32x4_t, int8x16_t, vdupq_n_s8(1), STEP_INT8)
#endif

#if defined(__AVX512BF16__)
#define STEP_BF16(sum, a, b) sum = _mm512_dpbf16_ps(sum, a, b)
#define BF16 32, "VDPBF16PS, 512 bits"
MULTIPLY(multiply_bf16, __m512, __m512bh, (__m512bh)_mm512_set1_epi16(0x3f80), STEP_BF16)
#endif

// MARK: Threads

static void (*work)(int);
static double best;

static void *run_thread(void *argument) {
  int thread = (int)(intptr_t)argument;
  for (int repetition = 0; repetition < repetitions; repetition++) {
    pthread_barrier_wait(&barrier);
    double start = now();
    work(thread);
    pthread_barrier_wait(&barrier);
    double seconds = now() - start;
    if (thread == 0 && (best == 0 || seconds < best)) best = seconds;
  }
  return NULL;
}

// The shortest time in which all threads did `what`, out of some tries.
static double seconds_for(void (*what)(int)) {
  pthread_t others[most_threads];
  work = what, best = 0;
  for (int thread = 1; thread < threads; thread++)
    if (pthread_create(&others[thread], NULL, run_thread, (void *)(intptr_t)thread)) exit(1);
  run_thread(0);
  for (int thread = 1; thread < threads; thread++) pthread_join(others[thread], NULL);
  return best;
}

static void report(const char *name, double amount, void (*what)(int), const char *how) {
  printf("%s %.0f %s\n", name, amount / seconds_for(what), how);
}

static void report_multiply_adds(const char *name, void (*what)(int), int each, const char *how) {
  report(name, (double)steps * lanes * each * threads, what, how);
}

int main(int count, char **arguments) {
  threads = count > 1 ? atoi(arguments[1]) : 1;
  size_t megabytes = count > 2 ? strtoul(arguments[2], NULL, 10) : 512;
  if (threads < 1 || threads > most_threads || megabytes < 1) return 64;
  bytes_each = megabytes * 1000000 / threads / 256 * 256;
  memory = aligned_alloc(64, bytes_each * threads);
  if (!memory) return 1;
  memset(memory, 1, bytes_each * threads);
  pthread_barrier_init(&barrier, NULL, threads);
  report("bandwidth", (double)bytes_each * threads, read_memory, "reading");
#ifdef INT8
  report_multiply_adds("int8", multiply_int8, INT8);
#endif
#ifdef BF16
  report_multiply_adds("bf16", multiply_bf16, BF16);
#endif
  return 0;
}
