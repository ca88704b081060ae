// What a target keeps of each document, beside its records.
#pragma once

#include <string>
#include <string_view>

#include "model/modern.h"
#include "sink/sink.h"

namespace trunklift {

// Rows of legacy_document and unconverted_document. `text` holds what they
// point to besides the delivery.
Row ledger_row(const Delivery& delivery, std::string_view outcome,
               std::string_view run_id, std::string& text);
Row unconverted_row(const Delivery& delivery, std::string_view outcome,
                    std::string_view run_id, std::string& text);
// A row of vanished_document.
Row vanished_row(const Identity& identity, std::string_view run_id);

}  // namespace trunklift
