# Writes OUTPUT: a C++ file that holds the text of each of FILES, by its name
# below DIRECTORY. Run by CMake at build time.
set(pieces "")
foreach(file IN LISTS FILES)
  file(RELATIVE_PATH name "${DIRECTORY}" "${file}")
  file(READ "${file}" text)
  string(APPEND pieces "  {\"${name}\", R\"~~(${text})~~\"},\n")
endforeach()
file(WRITE "${OUTPUT}.new" "// Made from rules/schema and rules/normalize.
#include \"rules.h\"

namespace trunklift::rules {
namespace {
constexpr DataFile files[] = {
${pieces}};
}  // namespace
std::span<const DataFile> data_files() { return files; }
}  // namespace trunklift::rules
")
execute_process(COMMAND "${CMAKE_COMMAND}" -E copy_if_different
                "${OUTPUT}.new" "${OUTPUT}")
