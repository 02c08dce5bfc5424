# SPDX-License-Identifier: GPL-3.0-or-later
# Installs the program, the library and what others find it by: a CMake package and a .pc file.
include(CMakePackageConfigHelpers)

install(TARGETS calfsim EXPORT calfsimTargets)
install(TARGETS calfsim_program)
install(DIRECTORY include/calfsim DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.h" PATTERN "*.def")
install(FILES ${PROJECT_BINARY_DIR}/include/calfsim/version.h
    DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/calfsim)

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/calfsim)
install(EXPORT calfsimTargets NAMESPACE calfsim:: DESTINATION ${package_folder})
get_target_property(library_type calfsim TYPE)
set(BUILD_SHARED OFF)
if(library_type STREQUAL "SHARED_LIBRARY")
    set(BUILD_SHARED ON)
endif()
set(HAVE_YAML OFF)
set(PC_REQUIRES gsl)
if(YAML_FOUND)
    set(HAVE_YAML ON)
    string(APPEND PC_REQUIRES ", yaml-0.1")
endif()
set(HAVE_JSON OFF)
if(JANSSON_FOUND)
    set(HAVE_JSON ON)
    string(APPEND PC_REQUIRES ", jansson")
endif()
# the .pc file finds its prefix from where it lies, so that --prefix may differ from configuration
file(RELATIVE_PATH PC_PREFIX_FROM_FILE /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
list(JOIN HDF5_C_HL_LIBRARIES " " PC_LIBRARIES)
list(JOIN HDF5_C_LIBRARIES " " c_libraries)
string(APPEND PC_LIBRARIES " ${c_libraries}")
if(CALFSIM_MPI)
    list(JOIN MPI_C_LIBRARIES " " mpi_libraries)
    string(APPEND PC_LIBRARIES " ${mpi_libraries}")
endif()
configure_package_config_file(cmake/calfsimConfig.cmake.in
    ${PROJECT_BINARY_DIR}/calfsimConfig.cmake INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/calfsimConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
configure_file(cmake/calfsim.pc.in ${PROJECT_BINARY_DIR}/calfsim.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/calfsimConfig.cmake
    ${PROJECT_BINARY_DIR}/calfsimConfigVersion.cmake DESTINATION ${package_folder})
install(FILES ${PROJECT_BINARY_DIR}/calfsim.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
