# SPDX-License-Identifier: GPL-3.0-or-later
# Makes OUT from scripts.h.in, with Chart.js (CHART, as packaged) and its licence, and the page's own
# script.
cmake_minimum_required(VERSION 3.25)
function(bytes_of text to)
    string(HEX "${text}" hex)
    string(REGEX REPLACE "(..)" "0x\\1," hex "${hex}")
    set(${to} "${hex}" PARENT_SCOPE)
endfunction()
file(READ ${CMAKE_CURRENT_LIST_DIR}/chart-licence.txt licence)
file(READ ${CHART} hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," library "${hex}")
bytes_of("${licence}" licence)
set(chart "${licence}${library}")
file(READ ${CMAKE_CURRENT_LIST_DIR}/result_page.js hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," page "${hex}")
configure_file(${CMAKE_CURRENT_LIST_DIR}/scripts.h.in ${OUT} @ONLY)
