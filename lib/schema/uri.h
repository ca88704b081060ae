// References between schemas: RFC 3986 resolution, as far as schemas need it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace trunklift::schema {

// `reference` seen from `base`; a base may be a mere file name or "".
std::string resolve_uri(std::string_view base, std::string_view reference);

// Splits at the first '#'; `fragment` is empty where there is none.
struct SplitUri {
  std::string_view document;
  std::string_view fragment;
};
SplitUri split_fragment(std::string_view uri);

// Nothing if a '%' is not followed by two hex digits.
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace trunklift::schema
