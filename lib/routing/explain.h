// Answers for people: each value with the place that it comes from, and with
// what is there and does not count.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "routing/documents.h"
#include "routing/route.h"

namespace trunklift::routing {

// That of one account. What stands in documents is made fit for a terminal.
class Explainer {
public:
  // All of it has to stay.
  Explainer(const AccountDocuments& documents, std::string_view account_id)
      : documents_(documents), account_id_(account_id) {}

  // Some lines of plain text, with a newline behind each.
  void inbound(std::string& out, std::string_view number, const Route& route);
  void outbound(std::string& out, const Call& call, const Route& route);

private:
  // A number that a server has, as it is written.
  struct Named {
    const TrunkDocument* document;
    ServerPlace place;
    std::string_view written;
  };
  void append_not_found(std::string& out, const std::string& number);
  void find_names();
  std::string why_not_found(const Named& named, std::string_view number);
  std::string account_line();
  // Fit for a terminal, and not too long. Texts have to stay.
  const std::string& name(std::string_view text);
  std::string server_line(const ServerPlace& server);

  const AccountDocuments& documents_;
  std::string_view account_id_;
  ShownValues shown_;
  std::unordered_map<const char*, std::string> shown_names_;  // by where it is
  // By number; made when it is first needed.
  std::unordered_map<std::string, std::vector<Named>> names_;
  // See number_lookup_failure.
  std::unordered_map<const TrunkDocument*, std::string> failures_;
};

}  // namespace trunklift::routing
