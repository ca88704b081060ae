// Names, passwords and identifiers as an operator's customers would have them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "generate/random.h"

namespace trunklift::generate {

// "Müller Dental Group"; at most 30 characters, one in eight not ASCII.
std::string company_name(Random& random);
std::string_view person_name(Random& random);
std::string_view server_name(Random& random);
std::string_view server_type(Random& random);

std::string hex_id(Random& random);  // 32 digits
std::string letters_and_digits(Random& random, std::uint32_t size);  // lower
std::string password(Random& random);  // 10 to 16 letters and digits

}  // namespace trunklift::generate
