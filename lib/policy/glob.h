// Patterns of account ids and of places in a document.
#pragma once

#include <string>
#include <string_view>

namespace trunklift {

// * is any text, ? any character, [...] one of several (fnmatch).
bool matches_glob(const std::string& pattern, const std::string& text);

// A JSON Pointer token by token: * is any text within one, ** any number of
// tokens. "" is the whole document, and "**" any place in it.
bool matches_pointer(std::string_view pattern, std::string_view pointer);

}  // namespace trunklift
