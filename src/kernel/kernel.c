#include "kernel/kernel.h"

#include <stddef.h>

#if defined(__x86_64__)
static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2");
}

static bool has_vnni(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vnni");
}
#endif

const onr_kernels *onr_kernels_find(onr_isa isa)
{
#if defined(__x86_64__)
    if ((isa == ONR_ISA_BEST || isa == ONR_ISA_VNNI) && has_vnni()) return &onr_kernels_vnni;
    if ((isa == ONR_ISA_BEST || isa == ONR_ISA_AVX2) && has_avx2()) return &onr_kernels_avx2;
#endif
    if (isa == ONR_ISA_BEST || isa == ONR_ISA_PLAIN) return &onr_kernels_plain;
    return NULL;
}
