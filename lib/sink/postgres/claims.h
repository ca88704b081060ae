// Which claims of a document on a number its other claims come before.
#pragma once

#include <vector>

#include "model/modern.h"

namespace trunklift::postgres {

// Rows of phone_number that cannot be live, whatever other documents claim.
std::vector<const Row*> losing_claims(const Records& records);

}  // namespace trunklift::postgres
