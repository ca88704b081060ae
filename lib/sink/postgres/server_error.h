// What a server, or the way to it, refused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "base/error.h"

namespace trunklift::postgres {

// The text never holds values of
// rows: details and contexts, which do, are left out.
class ServerError : public Error {
public:
  enum class Kind : std::uint8_t {
    gone,    // the connection is lost, or none can be had now
    again,   // the transaction may well succeed when it is tried again
    data,    // it is about what was sent
    refused  // anything else
  };
  ServerError(Kind kind, const std::string& attempt, const std::string& object,
              const std::string& reason, std::string advice = {})
      : Error(Exit::target, attempt, object, reason, std::move(advice)),
        kind_(kind),
        reason_(reason) {}
  Kind kind() const { return kind_; }
  const std::string& reason() const { return reason_; }

  // The table of a COPY, and the line in what was sent, from 1; 0 if unknown.
  std::string table;
  std::size_t line = 0;
  // What a row holds that stage_count refuses, see dropped_rows.h.
  std::string counts;

private:
  Kind kind_;
  std::string reason_;
};

}  // namespace trunklift::postgres
