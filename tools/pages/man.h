// The manual page, made from the tables of commands and options.
#pragma once

#include <string>

#include "options/choices.h"

namespace trunklift {

std::string man_page(const Choices& choices);  // roff, man macros

}  // namespace trunklift
