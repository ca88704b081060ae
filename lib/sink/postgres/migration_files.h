// The files of migrations/, embedded by CMake.
#pragma once

#include <span>
#include <string_view>

namespace trunklift::postgres {

struct MigrationFile {
  std::string_view name;  // "0001_tables.sql"
  std::string_view text;
};

// They are in the order of their names.
std::span<const MigrationFile> migration_files();

}  // namespace trunklift::postgres
