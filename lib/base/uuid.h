// Ids of records: UUIDs that are made of names.
#pragma once

#include <string>
#include <string_view>

namespace trunklift {

// RFC 4122 version 5 in this project's own namespace, lower case with hyphens.
// Throws Error(internal) where OpenSSL has no SHA-1.
std::string uuid5(std::string_view name);

}  // namespace trunklift
