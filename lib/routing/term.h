// How the legacy platform reads JSON: the helpers that its Erlang code uses,
// and what its JavaScript views make of a value. Source: shared cases,
// values/casts.ndjson, and DOMAIN.md B1.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/value.h"
#include "model/view_order.h"

namespace trunklift::routing {

// A value, or nullptr where there is no such member. Null is a value.
using Term = const Value*;

// Thrown where the platform's process ends with an error: the call is lost.
struct Crash {};

// A member of an object. An array has none; anything else, but not absence,
// ends the process.
Term get(Term from, const Key& key);
// The same where only an object may be asked, and what is no object counts as
// absent.
Term get_object(Term from, const Key& key);
// The first of two that has the member; here nothing ends the process.
Term find(const Key& key, Term first, Term second);

// true and the text "true".
bool is_true(Term term);
bool is_empty_text(Term term);
bool is_filled_object(Term term);

// As the platform prints a value where it wants bytes: text, numbers, null and
// booleans by name, objects as JSON, arrays as the bytes and texts in them.
std::string bytes_of(const Value& value);
void append_bytes(std::string& out, const Value& array);

// What JavaScript makes of a number, which for it is always a double: "1" of
// 1.0, and the text "null" of what is too large for one.
std::string script_number(const Value& value);
// A value that went through a view.
void append_script_json(std::string& out, const Value& value);

// What a realm and a user are looked up by. The view lowercases what documents
// have by Unicode, the platform what a call has byte by byte as Latin-1: names
// with letters that the two change in different ways are never found, and have
// none.
std::optional<std::string> lookup_text(std::string_view name);

}  // namespace trunklift::routing
