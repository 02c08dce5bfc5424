# SPDX-License-Identifier: GPL-3.0-or-later
# The kernel is compiled as everything else is, and once more for every instruction set that may serve
# it better; the program chooses when it runs. This file is all that knows of instruction sets: a copy is
# a name, its compiler flags, and a C expression that says whether the processor can run it, slowest
# first. All copies give the same bits, since no flag lets the compiler contract or reorder. The global
# properties CALFSIM_KERNEL_NAMES and CALFSIM_KERNEL_FLAGS_<suffix> tell the measuring programs of them.
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

# Everything but what chooses among the copies, once more with batches of one runner: the readable
# specification of the lanes, for tests and measurements.
set(one_lane_sources ${CALFSIM_SOURCES})
list(REMOVE_ITEM one_lane_sources engine/kernels.c)
add_library(calfsim_one_lane_library OBJECT EXCLUDE_FROM_ALL ${one_lane_sources})
calfsim_compile(calfsim_one_lane_library 1)

# calfsim_kernel_objects(target name suffix lanes flag...): a copy's objects.
function(calfsim_kernel_objects target name suffix lanes)
    add_library(${target} OBJECT EXCLUDE_FROM_ALL ${CALFSIM_KERNEL_SOURCES})
    calfsim_compile(${target} ${lanes})
    target_compile_options(${target} PRIVATE ${ARGN}
        "SHELL:-include ${CMAKE_CURRENT_SOURCE_DIR}/engine/kernel_names.h")
    target_compile_definitions(${target} PRIVATE CALF_KERNEL_ISA="${name}"
        CALF_KERNEL_SUFFIX=_${suffix})
endfunction()

# calfsim_kernel(name can_run flag...)
function(calfsim_kernel name can_run)
    string(MAKE_C_IDENTIFIER "${name}" suffix)
    string(JOIN " " flags ${ARGN})
    check_c_compiler_flag("${flags}" CALFSIM_COMPILES_${suffix})
    if(NOT CALFSIM_COMPILES_${suffix})
        message(STATUS "Without a kernel for ${name}: the compiler does not know it")
        return()
    endif()
    calfsim_kernel_objects(calfsim_${suffix} ${name} ${suffix} ${CALFSIM_LANES} ${ARGN})
    get_target_property(type calfsim TYPE)
    if(type STREQUAL SHARED_LIBRARY)
        set_target_properties(calfsim_${suffix} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    endif()
    target_sources(calfsim PRIVATE $<TARGET_OBJECTS:calfsim_${suffix}>)
    calfsim_kernel_objects(calfsim_one_lane_${suffix} ${name} ${suffix} 1 ${ARGN})
    set_property(GLOBAL APPEND PROPERTY CALFSIM_KERNEL_NAMES ${name})
    set_property(GLOBAL PROPERTY CALFSIM_KERNEL_FLAGS_${suffix} ${ARGN})
    set(kernel_copies
        "${kernel_copies} CALF_KERNEL_COPY(calf_kernel_here_${suffix}, ${can_run})" PARENT_SCOPE)
endfunction()

# calfsim_supports(variable feature...): a C expression that is true where all of them are.
function(calfsim_supports variable)
    list(TRANSFORM ARGN REPLACE "(.+)" "__builtin_cpu_supports(\"\\1\")" OUTPUT_VARIABLE calls)
    list(JOIN calls " && " expression)
    set(${variable} "${expression}" PARENT_SCOPE)
endfunction()
set(features_v3 avx2 bmi bmi2 fma)
calfsim_supports(can_run_v3 ${features_v3})
calfsim_supports(can_run_v4 ${features_v3} avx512f avx512bw avx512cd avx512dq avx512vl)

if(CALFSIM_KERNELS AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
    calfsim_kernel(x86-64-v3
        "${can_run_v3}"
        -march=x86-64-v3)
    calfsim_kernel(x86-64-v4
        "${can_run_v4}"
        -march=x86-64-v4 -mprefer-vector-width=512 -mtune=icelake-server)
endif()
configure_file(engine/kernels.h.in ${PROJECT_BINARY_DIR}/private/engine/kernels.h @ONLY)
