// What a target keeps of each document, beside its records.
#pragma once

#include <string>
#include <string_view>

#include "base/uuid.h"
#include "model/modern.h"
#include "sink/sink.h"

namespace trunklift {

// Rows of legacy_document and unconverted_document. `text` holds what they
// point to besides the delivery.
Row ledger_row(const Delivery& delivery, std::string_view outcome,
               const Uuid& run, std::string& text);
Row unconverted_row(const Delivery& delivery, std::string_view outcome,
                    const Uuid& run, std::string& text);
// A row of vanished_document.
Row vanished_row(const Identity& identity, const Uuid& run);

}  // namespace trunklift
