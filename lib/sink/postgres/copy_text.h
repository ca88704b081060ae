// Rows in the text format of COPY.
#pragma once

#include <string>
#include <string_view>

#include "model/modern.h"

namespace trunklift::postgres {

// A line: columns as their types want them, in the table's order. PostgreSQL
// has no place for the character U+0000: U+FFFD takes it.
void append_copy_row(std::string& out, const Table& table, const Row& row);

// The value of one text column, without what stands around it.
void append_copy_text(std::string& out, std::string_view text);

// The literal of a text[] of a JSON array of text.
std::string array_literal(std::string_view json);

}  // namespace trunklift::postgres
