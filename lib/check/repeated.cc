// Adds up sizes; no records are made.
#include "check/repeated.h"

#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"
#include "check/rules.h"

namespace trunklift {
namespace {

using Text = std::optional<std::string_view>;

std::uint64_t size_of(const Text& text) { return text ? text->size() : 0; }

std::uint64_t size_of(const CallerId& id) {
  return size_of(id.name) + size_of(id.number);
}

std::uint64_t size_of(const Failover& failover) {
  return size_of(failover.number) + size_of(failover.sip);
}

std::uint64_t size_of(const Value* list) {
  return list ? to_json(*list).size() : 0;
}

// The bytes that servers and numbers without own values inherit.
class Inherited {
public:
  explicit Inherited(const Connectivity& document)
      : document_(document),
        flags_(size_of(document.flags)),
        dynamic_flags_(size_of(document.dynamic_flags)),
        sip_headers_(size_of(document.sip_headers)) {}

  std::uint64_t by(const Server& server) const {
    std::uint64_t size = 0;
    if (!server.settings.media_handling) {
      size += size_of(document_.settings.media_handling);
    }
    if (!server.settings.failover.present) {
      size += size_of(document_.settings.failover);
    }
    if (!server.flags) size += flags_;
    if (!server.dynamic_flags) size += dynamic_flags_;
    if (!server.sip_headers) size += sip_headers_;
    if (!server.caller_id.present) size += size_of(document_.caller_id);
    if (!server.emergency_caller_id.present) {
      size += size_of(document_.emergency_caller_id);
    }
    return size;
  }

  // Each number without a caller id or failover of its own has a copy.
  std::uint64_t by(const Did& did, const Server& server) const {
    const CallerId& general =
        document_.callee_id.present ? document_.callee_id : server.callee_id;
    const Failover& failover = server.settings.failover.present
                                   ? server.settings.failover
                                   : document_.settings.failover;
    std::uint64_t size = 0;
    if (!did.callee_id.present) size += size_of(general);
    if (!did.settings.failover.present) size += size_of(failover);
    return size;
  }

private:
  const Connectivity& document_;
  std::uint64_t flags_, dynamic_flags_, sip_headers_;
};

}  // namespace

std::uint64_t repeated_bytes(const Connectivity& document,
                             const Identity& identity) {
  const Inherited inherited(document);
  const std::uint64_t ids =
      identity.account_id.size() + identity.document_id.size();
  std::uint64_t size = 0;
  for (const Server& server : document.servers) {
    const std::uint64_t name = size_of(server.server_id) +
                               size_of(server.username) + size_of(server.ip) +
                               size_of(server.host);
    size += ids + size_of(document.realm) + inherited.by(server);
    for (const Did& did : server.dids) {
      size += ids + name + inherited.by(did, server);
    }
  }
  return size;
}

bool report_repeated(const Connectivity& document, const Identity& identity,
                     std::uint64_t bytes, Findings& findings) {
  constexpr std::uint64_t most_times = 16;
  constexpr std::uint64_t always = std::uint64_t{1} << 20;
  const std::uint64_t repeated = repeated_bytes(document, identity);
  if (repeated <= most_times * bytes + always) return false;
  findings.add(rule::repeats_too_much, "",
               "its records would repeat " + grouped(repeated) +
                   " bytes of ids and of what is inherited: more than " +
                   std::to_string(most_times) + " times the document");
  return true;
}

}  // namespace trunklift
