// Shell completion, made from the tables of commands and options.
#pragma once

#include <string>

#include "options/choices.h"

namespace trunklift {

std::string bash_completion(const Choices& choices);
std::string zsh_completion(const Choices& choices);

}  // namespace trunklift
