// Answers for people: each value with the place that it comes from, and with
// what is there and does not count.
#pragma once

#include <string>
#include <string_view>

#include "routing/documents.h"
#include "routing/route.h"

namespace trunklift::routing {

// Some lines of plain text, with a newline behind each. What stands in
// documents is made fit for a terminal.
void append_inbound_text(std::string& out, const AccountDocuments& documents,
                         std::string_view account_id, std::string_view number,
                         const Route& route);
void append_outbound_text(std::string& out, const AccountDocuments& documents,
                          std::string_view account_id, const Call& call,
                          const Route& route);

}  // namespace trunklift::routing
