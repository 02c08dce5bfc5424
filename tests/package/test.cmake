# SPDX-License-Identifier: GPL-3.0-or-later
# Installs calfsim into an empty folder and builds one_runner.c against what was installed, once by
# find_package and once by pkg-config. Both must print fourteen mornings, the same ones.
function(run_or_stop)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE errors)
    if(code)
        message(FATAL_ERROR "${ARGN}\n${output}${errors}")
    endif()
    set(output "${output}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${WORK})
run_or_stop(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)

run_or_stop(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/build -DCMAKE_PREFIX_PATH=${WORK}/prefix
    -DCMAKE_C_COMPILER=${COMPILER} "-DCMAKE_C_FLAGS=${FLAGS}")
run_or_stop(${CMAKE_COMMAND} --build ${WORK}/build)
run_or_stop(${WORK}/build/one_runner)
set(by_cmake "${output}")

set(ENV{PKG_CONFIG_PATH} "${WORK}/prefix/${LIBDIR}/pkgconfig")
run_or_stop(pkg-config --static --cflags --libs calfsim)
separate_arguments(options UNIX_COMMAND "${FLAGS} ${output}")
run_or_stop(${COMPILER} ${SOURCE}/one_runner.c ${options} -o ${WORK}/by_pkg_config)
set(ENV{LD_LIBRARY_PATH} "${WORK}/prefix/${LIBDIR}") # for a shared library
run_or_stop(${WORK}/by_pkg_config)

string(REGEX MATCHALL "day +[0-9]+: +[0-9.]+ mm" mornings "${output}")
list(LENGTH mornings count)
if(NOT count EQUAL 14 OR NOT output STREQUAL by_cmake)
    message(FATAL_ERROR "one_runner printed\n${by_cmake}by find_package and\n${output}by pkg-config")
endif()
run_or_stop(${WORK}/prefix/bin/calfsim --version)
run_or_stop(${WORK}/prefix/bin/calfsim new --plan couch-to-5k -o -)
