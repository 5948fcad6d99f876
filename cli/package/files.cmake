# What a package holds besides the program: what the program writes about itself, and the documents. The README is
# that of the sources without what only somebody with the sources can do.
set(SOJOURN_PACKAGE ${PROJECT_BINARY_DIR}/package)

file(READ README.md readme)
foreach(section Install "Working on it")
  string(FIND "${readme}" "\n## ${section}\n" begin)
  if(begin EQUAL -1)
    message(FATAL_ERROR "README.md has no section ${section}, which packages leave out")
  endif()
  string(SUBSTRING "${readme}" 0 ${begin} before)
  math(EXPR begin "${begin} + 1")
  string(SUBSTRING "${readme}" ${begin} -1 rest)
  string(FIND "${rest}" "\n## " end)
  if(end EQUAL -1)
    set(after "")
  else()
    string(SUBSTRING "${rest}" ${end} -1 after)
  endif()
  set(readme "${before}${after}")
endforeach()
string(REPLACE "What `./dev demo` made, by hand:"
       "A made-up network with a break-in, which is in the folder `demo` beside this file (copy it to where you may write):" readme "${readme}")
string(REPLACE "   # from the source folder: build/release/sojourn" "" readme "${readme}")
string(REPLACE "testdata/timeline.csv" "demo/timeline.csv" readme "${readme}")
string(REPLACE "`cli/integrations`" "`integrations`" readme "${readme}")
file(WRITE ${SOJOURN_PACKAGE}/README.md "${readme}")

set(SOJOURN_COPYRIGHTS)
foreach(package node-d3 libtsk-dev libcli11-dev nlohmann-json3-dev)
  set(copyright /usr/share/doc/${package}/copyright)
  if(EXISTS ${copyright})
    file(READ ${copyright} text)
    string(APPEND SOJOURN_COPYRIGHTS "\n---- Debian's package ${package} ----\n\n${text}")
  endif()
endforeach()
configure_file(cli/package/copyright.in ${SOJOURN_PACKAGE}/copyright @ONLY)
file(WRITE ${SOJOURN_PACKAGE}/changelog.Debian
"sojourn (${PROJECT_VERSION}-1) unstable; urgency=medium

  * What changed is in changelog.gz.

 -- The sojourn project <sojourn@sojourn.invalid>  Thu, 01 Jan 2026 00:00:00 +0000
")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS README.md cli/package/copyright.in)

set(generated ${SOJOURN_PACKAGE}/sojourn.1.gz)
set(commands COMMAND sojourn help --as man > sojourn.1 COMMAND gzip -9nf sojourn.1
             COMMAND gzip -9n < ${PROJECT_SOURCE_DIR}/CHANGELOG.md > changelog.gz
             COMMAND gzip -9n < changelog.Debian > changelog.Debian.gz)
foreach(completion bash:sojourn zsh:_sojourn fish:sojourn.fish)
  string(REPLACE ":" ";" completion ${completion})
  list(GET completion 0 shell)
  list(GET completion 1 name)
  list(APPEND generated ${SOJOURN_PACKAGE}/${shell}/${name})
  list(APPEND commands COMMAND ${CMAKE_COMMAND} -E make_directory ${shell}
                       COMMAND sojourn help --as ${shell} > ${shell}/${name})
endforeach()
add_custom_command(OUTPUT ${generated} ${SOJOURN_PACKAGE}/changelog.gz ${SOJOURN_PACKAGE}/changelog.Debian.gz
                   ${commands} WORKING_DIRECTORY ${SOJOURN_PACKAGE} VERBATIM
                   DEPENDS sojourn ${PROJECT_SOURCE_DIR}/CHANGELOG.md ${SOJOURN_PACKAGE}/changelog.Debian)
add_custom_target(package_files DEPENDS ${generated})

# The launcher of the portable archive, and the made-up evidence that README.md asks.
add_executable(launcher EXCLUDE_FROM_ALL cli/package/launcher.cc)
target_compile_options(launcher PRIVATE -Wall -Wextra -Wpedantic -Wno-restrict -Os)
target_link_options(launcher PRIVATE -static -s)
set_target_properties(launcher PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${SOJOURN_PACKAGE})

# Where files stand is said once, for `cmake --install` and for packages.
set(documents share/doc/sojourn)
install(TARGETS sojourn RUNTIME DESTINATION bin)
install(FILES ${SOJOURN_PACKAGE}/sojourn.1.gz DESTINATION share/man/man1 OPTIONAL)
install(FILES ${SOJOURN_PACKAGE}/bash/sojourn DESTINATION share/bash-completion/completions OPTIONAL)
install(FILES ${SOJOURN_PACKAGE}/zsh/_sojourn DESTINATION share/zsh/vendor-completions OPTIONAL)
install(FILES ${SOJOURN_PACKAGE}/fish/sojourn.fish DESTINATION share/fish/vendor_completions.d OPTIONAL)
install(FILES ${SOJOURN_PACKAGE}/changelog.gz ${SOJOURN_PACKAGE}/changelog.Debian.gz ${SOJOURN_PACKAGE}/copyright
              ${SOJOURN_PACKAGE}/README.md SECURITY.md DESTINATION ${documents} OPTIONAL)
install(FILES schema/schema.sql DESTINATION ${documents}/schema)
install(DIRECTORY docs DESTINATION ${documents})
install(DIRECTORY cli/integrations DESTINATION ${documents})
install(FILES testdata/timeline.csv DESTINATION ${documents}/demo)
install(DIRECTORY ${SOJOURN_PACKAGE}/demo/ DESTINATION ${documents}/demo OPTIONAL)
