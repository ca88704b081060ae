// Rows in the binary format of COPY, which costs the server a third less than
// the text format.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/modern.h"

namespace trunklift::postgres {

// The bytes that stand before and behind rows.
std::string_view binary_header();
std::string_view binary_trailer();

// Writes columns as their types in the target want them, in the table's order.
// PostgreSQL has no place for the character U+0000: U+FFFD takes it. A value
// that is none of its column's type is written so that the server refuses it.
void append_binary_row(std::string& out, const Table& table, const Row& row);

// Returns where the row at `at` ends.
std::size_t binary_row_end(std::string_view rows, std::size_t at);

}  // namespace trunklift::postgres
