# SPDX-License-Identifier: GPL-3.0-or-later
# The kernel is compiled as everything else is, and once more for every instruction set that may serve
# it better; the program chooses when it runs. This file is all that knows of instruction sets: a copy is
# a name, its compiler flags, and a C expression that says whether the processor can run it, slowest
# first. All copies give the same bits, since no flag lets the compiler contract or reorder.
include(CheckCCompilerFlag)

# Loops over lanes are long; without -O3 some of them stay scalar, and compilers that can should
# spread independent chains over each other.
set(kernel_flags $<$<NOT:$<CONFIG:Debug>>:-O3>)
check_c_compiler_flag("-fschedule-insns -fsched-pressure" CALFSIM_SCHEDULES)
if(CALFSIM_SCHEDULES AND CMAKE_C_COMPILER_ID STREQUAL GNU)
    list(APPEND kernel_flags -fschedule-insns -fsched-pressure)
endif()
set_source_files_properties(${CALFSIM_KERNEL_SOURCES} PROPERTIES COMPILE_OPTIONS "${kernel_flags}")

set(kernel_copies "")

# calfsim_kernel(name can_run flag...)
function(calfsim_kernel name can_run)
    string(MAKE_C_IDENTIFIER "${name}" suffix)
    string(JOIN " " flags ${ARGN})
    check_c_compiler_flag("${flags}" CALFSIM_COMPILES_${suffix})
    if(NOT CALFSIM_COMPILES_${suffix})
        message(STATUS "Without a kernel for ${name}: the compiler does not know it")
        return()
    endif()
    add_library(calfsim_${suffix} OBJECT ${CALFSIM_KERNEL_SOURCES})
    set_target_properties(calfsim_${suffix} PROPERTIES POSITION_INDEPENDENT_CODE
        "$<TARGET_PROPERTY:calfsim,POSITION_INDEPENDENT_CODE>")
    calfsim_compile(calfsim_${suffix} ${CALFSIM_LANES})
    target_compile_options(calfsim_${suffix} PRIVATE ${ARGN}
        -include ${CMAKE_CURRENT_SOURCE_DIR}/engine/kernel_names.h)
    target_compile_definitions(calfsim_${suffix} PRIVATE CALF_KERNEL_ISA="${name}"
        CALF_KERNEL_SUFFIX=_${suffix})
    target_sources(calfsim PRIVATE $<TARGET_OBJECTS:calfsim_${suffix}>)
    set(kernel_copies
        "${kernel_copies} CALF_KERNEL_COPY(calf_kernel_here_${suffix}, ${can_run})" PARENT_SCOPE)
endfunction()

if(CALFSIM_KERNELS AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
    calfsim_kernel(x86-64-v3
        "__builtin_cpu_supports(\"avx2\") && __builtin_cpu_supports(\"bmi2\") && __builtin_cpu_supports(\"fma\")"
        -march=x86-64-v3)
    calfsim_kernel(x86-64-v4
        "__builtin_cpu_supports(\"avx512f\") && __builtin_cpu_supports(\"avx512bw\") && __builtin_cpu_supports(\"avx512cd\") && __builtin_cpu_supports(\"avx512dq\") && __builtin_cpu_supports(\"avx512vl\")"
        -march=x86-64-v4 -mprefer-vector-width=512)
endif()
configure_file(engine/kernels.h.in ${PROJECT_BINARY_DIR}/private/engine/kernels.h @ONLY)
