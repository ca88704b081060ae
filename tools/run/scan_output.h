// What trunklift scan prints.
#pragma once

#include <string>
#include <vector>

#include "scan/inventory.h"
#include "source/input_streams.h"

namespace trunklift {

// For people: the essence, the totals, a table of inputs.
std::string inventory_text(const Inventory& inventory);

// For programs: one JSON object and a newline.
std::string inventory_json(const Inventory& inventory,
                           const std::vector<InputProblem>& problems);

}  // namespace trunklift
