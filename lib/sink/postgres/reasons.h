// What a server's refusals mean, and what to do about them.
#pragma once

#include <string>
#include <string_view>

#include "sink/postgres/server_error.h"

namespace trunklift::postgres {

// The states are SQLSTATEs (appendix A of the manual).
ServerError::Kind kind_of(std::string_view state);
std::string advice_for(std::string_view state, ServerError::Kind kind);

// Why there is no connection, which libpq tells in words only.
struct WhyNot {
  ServerError::Kind kind;
  std::string_view advice;
};
WhyNot explained(std::string_view reason);

// A password that is not written as it should be turns up where nobody expects
// it, and from there in messages: such a text is not used at all.
void check_text(const std::string& at);

// The name of the database, as it may be shown, alone and in what libpq says:
// in a URI, what is left of a password that holds / and @ looks like one.
std::string shown_database(const std::string& at, const std::string& database);
std::string without_database(const std::string& at, const char* database,
                             std::string reason);

}  // namespace trunklift::postgres
