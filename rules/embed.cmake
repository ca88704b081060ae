# Writes OUTPUT: a C++ file that holds the text of each of FILES, by its name
# below DIRECTORY, as HEADER declares it: NAMESPACE::FUNCTION() gives a span of
# TYPE. Run by CMake at build time.
get_filename_component(DIRECTORY_NAME "${DIRECTORY}" NAME)
set(pieces "")
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name "${DIRECTORY}" "${file}")
  file(READ "${file}" text)
  string(APPEND pieces "  {\"${name}\", R\"~~(${text})~~\"},\n")
endforeach()
file(WRITE "${OUTPUT}.new" "// Made from files of ${DIRECTORY_NAME}.
#include \"${HEADER}\"

namespace ${NAMESPACE} {
namespace {
constexpr ${TYPE} files[] = {
${pieces}};
}  // namespace
std::span<const ${TYPE}> ${FUNCTION}() { return files; }
}  // namespace ${NAMESPACE}
")
execute_process(COMMAND "${CMAKE_COMMAND}" -E copy_if_different
                "${OUTPUT}.new" "${OUTPUT}")
