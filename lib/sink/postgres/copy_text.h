// Values as PostgreSQL can store them, and in the text format of COPY. It has
// no place for the character U+0000: U+FFFD takes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trunklift::postgres {

// Appends the value of a column in a line, without what stands around it.
void append_copy_text(std::string& out, std::string_view text);

void append_storable(std::string& out, std::string_view text);
void append_storable_json(std::string& out, std::string_view json);

// Returns the texts of a JSON array of text.
std::vector<std::string> texts_of(std::string_view json);

}  // namespace trunklift::postgres
