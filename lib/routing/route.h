// Answers: where a call goes, with what, and which value of which document says
// so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/key.h"
#include "model/value.h"

namespace trunklift::routing {

// Where a setting of a call comes from.
enum class Level : std::uint8_t {
  fallback,          // nothing says it: what the platform does then
  number_document,   // the document of the number
  did,               // what stands at the number in the trunk document
  options,           // the options of the server in force, see Route::options
  own_options,       // the options of the server that has the number
  server,            // that server
  auth,              // its credentials
  account,           // `account` of the trunk document in force
  own_account,       // that of the trunk document that has the number
  document,          // the trunk document
  account_document,  // the account's own document
  call,              // the call itself
};

struct TrunkDocument;
struct Route;
struct Setting;

// A server, and where it stands in its document.
struct ServerPlace {
  const TrunkDocument* document;
  std::string_view key;  // a member of `servers`; without data, an item
  std::size_t index;
  const Value* value;
  // Its place among the servers of its document by what the row of a number has
  // before the number's own settings, by what it has behind them, and by all
  // that the row of a user has. Only known where rows are told apart by it.
  std::size_t front = 0, back = 0, whole = 0;

  // "/servers/0".
  std::string pointer() const;
};

// One value that a call goes with, under the platform's own name.
struct Setting {
  std::string_view name;  // "Endpoint-Timeout"; static
  Value value;            // of the documents, or made in the arena
  Level level;
  std::string_view member;  // of that level, "timeout"; "" if there is none
};

// The lists that flags of a call are put together from, in this order; nullptr
// of one that is not there. Dynamic flags stand for values that are only known
// during the call: of each that is text, "dynamic:" and the text go out.
struct FlagLists {
  const Value* of_account_document = nullptr;
  const Value* dynamic_of_account_document = nullptr;
  const Value* own = nullptr;
  const Value* dynamic = nullptr;
};

enum class Outcome : std::uint8_t {
  endpoint,         // inbound: the server rings
  no_did_found,     // inbound: no trunk has the number
  contested,        // inbound: several accounts claim it, so none has it
  elsewhere,        // inbound: the number belongs to another account
  server_disabled,  // inbound: refused
  offnet,           // outbound: to a carrier
  ignored,          // outbound: not a number that trunks send to carriers
  hangup,           // outbound: refused
  crash,            // the platform's process dies: the call is lost
};
// "endpoint", "no_did_found", ...
std::string_view outcome_name(Outcome outcome);

struct Route {
  Outcome outcome = Outcome::crash;
  std::vector<Setting> settings;  // in the platform's order
  // Of an inbound call whose server rings: whether media passes the platform
  // by, and whether the message that rings it is one that is accepted.
  bool bypass = false, bridgeable = false;
  FlagLists flags;  // the value of the setting Flags, which itself has none
  // The server that answers for the number or the user, and the one of the user
  // that a number rings, which values of `Level::options` and `account` are of.
  // nullptr if there is none.
  const ServerPlace* by = nullptr;
  const ServerPlace* options = nullptr;

  void clear();
  const Setting* find(std::string_view name) const;
};

// Who calls whom, as an outbound call says it.
struct Call {
  // Credentials that the call was let in with; none has no user.
  std::string_view user, realm;
  bool has_user = true;
  std::string_view address;  // where it comes from, if it has no user
  std::string_view to = "+14158867900";
  std::string_view caller_name = "Orig Name", caller_number = "+14155550100";
  const Value* headers = nullptr;  // of the call itself
};

// Answers for one account.
class CallRouter {
public:
  virtual ~CallRouter() = default;
  virtual void inbound(std::string_view dialled, Route& out) = 0;
  virtual void outbound(const Call& call, Route& out) = 0;
};

// The value as JSON, without what may be secret. Of what the call itself says,
// nothing is secret.
void append_setting_json(std::string& out, const Setting& setting,
                         const Route& route);

// Values that are shown again and again, such as the codecs of an account: what
// is shown of each is made once.
class ShownValues {
public:
  // At most `most_shown` characters of the value as JSON. Valid until the next
  // call.
  const std::string& shown(const Setting& setting, const Route& route);
  const std::string& shown(const Value& value);

private:
  struct Key {
    const void* first;
    const void* second;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const {
      return std::hash<const void*>()(key.first) * 31 +
             std::hash<const void*>()(key.second);
    }
  };
  template <typename Make>
  const std::string& remembered(const Key& key, const Make& make);

  std::unordered_map<Key, std::string, Hash> known_;
  std::string small_;
};

// Prints the answers of one account as JSON lines, as the shared cases have
// them: `endpoint`, `media` and `bridgeable`, or `request`. What many answers
// repeat is printed in full until they come to more than 16 times `size` and
// 1 MiB; from there on it is shortened, and a text.
class RoutePrinter {
public:
  // `size`: bytes of the account's documents.
  RoutePrinter(std::string_view account_id, std::size_t size)
      : account_id_(account_id), left_(16 * size + (std::size_t{1} << 20)) {}

  void inbound(std::string& out, std::string_view number, const Route& route);
  void outbound(std::string& out, const Call& call, const Route& route);

private:
  void settings(std::string& out, const Route& route);
  std::string_view name(std::string_view text);
  void printed(std::size_t bytes);

  std::string_view account_id_;
  std::size_t left_;  // bytes that may be printed in full
  ShownValues shown_;
  std::unordered_map<const char*, std::string> names_;  // by where they are
};

}  // namespace trunklift::routing
