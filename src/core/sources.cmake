# SPDX-License-Identifier: GPL-3.0-or-later
# Makes OUT from sources.h.in, with one hash over the library's files below FROM: what is kept of a
# long run must not be mixed with what another state of the program gives.
cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE files LIST_DIRECTORIES false ${FROM}/src/*.[ch] ${FROM}/src/*.def
    ${FROM}/include/*.h ${FROM}/include/*.def)
set(all "")
foreach(name IN LISTS files)
    file(SHA256 ${name} one)
    string(APPEND all ${one})
endforeach()
string(SHA256 hash "${all}")
string(SUBSTRING ${hash} 0 16 hash)
configure_file(${CMAKE_CURRENT_LIST_DIR}/sources.h.in ${OUT} @ONLY)
