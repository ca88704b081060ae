// Ids of records: UUIDs that are made of names.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace trunklift {

using Uuid = std::array<std::uint8_t, 16>;

// RFC 4122 version 5 in this project's own namespace. Throws Error(internal)
// where OpenSSL has no SHA-1.
Uuid uuid_of(std::string_view name);
// The same as text.
std::string uuid5(std::string_view name);

// Version 4, of a run.
Uuid random_uuid();

// Lower case with hyphens behind four of the bytes. `to` has room for so many
// characters.
inline constexpr std::size_t uuid_size = 36;
void write_uuid(const Uuid& id, char* to);
// The inverse; nothing for text of another form.
std::optional<Uuid> uuid_from(std::string_view text);

}  // namespace trunklift
