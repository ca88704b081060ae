// The words of violations.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/value.h"

namespace trunklift::schema {

// Type and size of a value, never the value: "a string of 3 characters".
std::string found_text(const Value& value);

// "1 item", "2 items".
std::string counted(std::size_t count, std::string_view noun);

// "password, Password, IP, ip": the values of an enum, long lists cut short.
std::string choices_text(const Value& choices);

}  // namespace trunklift::schema
