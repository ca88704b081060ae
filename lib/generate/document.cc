// One sound trunkstore document, with the harmless drift of its writers.
#include "generate/document.h"

#include <algorithm>

#include "base/text.h"
#include "generate/names.h"
#include "generate/tree.h"

namespace trunklift::generate {
namespace {

constexpr Bucket servers_each[] = {{720, 1, 1}, {180, 2, 2}, {65, 3, 3},
                                   {20, 4, 4},  {12, 5, 8},  {3, 9, 30}};

// Nine in ten are below ten DIDs; one in five thousand has thousands.
constexpr Bucket numbers_each[] = {
    {12000, 0, 0},  {20000, 1, 1},  {14000, 2, 2},   {10000, 3, 3},
    {9000, 4, 4},   {8000, 5, 5},   {15000, 6, 9},   {8080, 10, 19},
    {3000, 20, 49}, {800, 50, 199}, {100, 200, 999}, {20, 1000, 5000}};

constexpr std::string_view formats[] = {
    "e164", "e164", "npan", "npan", "npan", "1npan", "username", "strip_plus"};
constexpr std::string_view flags[] = {"premium", "west", "fax", "toll_free"};

class Writer {
public:
  Writer(Draft& draft, std::uint64_t index, Counters& counters)
      : draft_(draft),
        arena_(draft.arena),
        random_(draft.account.seed, Stream::document, index),
        counters_(counters) {}

  void write();

private:
  Value own(std::string_view content) { return text(arena_, content); }
  Value number(std::uint64_t counter) {
    scratch_.clear();
    draft_.plan.append(scratch_, counter);
    return own(scratch_);
  }
  // Somebody's number: a failover target, say.
  Value any_number() { return number(random_.below(100'000'000)); }
  Value own_number() {
    return draft_.number_count ? number(draft_.first_number) : any_number();
  }
  Value caller_id() {
    return object_of(arena_, {{"cid_name", own(person_name(random_))},
                              {"cid_number", own_number()}});
  }

  Value account();
  Value servers();
  Value server(std::uint64_t dids, bool by_address);
  Value password_auth();
  Value address_auth();
  Value dids(std::uint64_t count);
  Value did();
  Value options(bool by_address);
  void rare_options(ObjectMaker& out);
  Value config();
  void private_keys(ObjectMaker& out);

  Draft& draft_;
  Arena& arena_;
  Random random_;
  Counters& counters_;
  std::uint64_t next_number_ = 0;
  std::string scratch_;
};

void Writer::write() {
  draft_.id = hex_id(random_);
  draft_.number_count = draw(random_, numbers_each);
  draft_.first_number = next_number_ = counters_.numbers;
  counters_.numbers += draft_.number_count;

  ObjectMaker out(arena_, 24);
  out.add("_id", own(draft_.id));
  // One draw a statement: the operands of + have no order.
  std::string revision = std::to_string(random_.between(1, 60)) + "-";
  revision += hex_id(random_);
  out.add("_rev", own(revision));
  out.add("account", account());
  if (random_.percent(40)) out.add("name", own(draft_.account.name));
  if (random_.percent(60)) {
    out.add("billing_account_id", own(draft_.account.id));
  }
  if (random_.percent(40)) {
    out.add("DIDs_Unassigned", Value::empty_object());
  }
  out.add("servers", servers());
  if (random_.percent(60)) {
    out.add("ui_metadata", object_of(arena_, {{"origin", word("pbxs")},
                                              {"ui", word("monster-ui")},
                                              {"version", word("4.3-12")}}));
  }
  private_keys(out);
  draft_.root = out.done();
}

Value Writer::account() {
  ObjectMaker out(arena_, 8);
  out.add("auth_realm", own(draft_.account.realm));
  out.add("trunks", figure(draft_.account.trunks));
  if (random_.percent(70)) {
    out.add("inbound_trunks", figure(draft_.account.inbound_trunks));
  }
  if (random_.percent(60)) {
    out.add("credits", object_of(arena_, {{"prepay", word("0.00")}}));
  }
  if (random_.percent(12)) out.add("caller_id", caller_id());
  if (random_.percent(6)) out.add("emergency_caller_id", caller_id());
  return out.done();
}

Value Writer::servers() {
  const std::uint32_t count = draw(random_, servers_each);
  Value out = Value::empty_array();
  out.items = arena_.new_items(count);
  std::uint64_t left = draft_.number_count;
  // Servers with addresses take the options of those with users away, which is
  // a flaw of its own.
  const bool by_address = random_.percent(25);
  for (std::uint32_t i = 0; i < count; ++i) {
    // The first servers tend to have most of the numbers.
    const std::uint64_t share =
        i + 1 == count ? left : left - random_.below(left / 2 + 1);
    left -= share;
    out.items[out.size++] = server(share, by_address);
  }
  return out;
}

Value Writer::server(std::uint64_t count, bool by_address) {
  ObjectMaker out(arena_, 10);
  out.add("DIDs", dids(count));
  out.add("auth", by_address ? address_auth() : password_auth());
  out.add("cfg", config());
  out.add("monitor",
          object_of(arena_, {{"monitor_enabled", Value::of(false)}}));
  out.add("options", options(by_address));
  out.add("permissions", object_of(arena_, {{"users", Value::empty_array()}}));
  out.add("server_name", word(server_name(random_)));
  out.add("server_type", word(server_type(random_)));
  if (random_.percent(3)) out.add("name", word(server_name(random_)));
  return out.done();
}

Value Writer::password_auth() {
  std::string user = random_.percent(80) ? "user_" : "trunk";
  user += letters_and_digits(random_, 6);
  return object_of(
      arena_,
      {{"auth_method", word(random_.percent(70) ? "password" : "Password")},
       {"auth_password", own(password(random_))},
       {"auth_user", own(user)}});
}

Value Writer::address_auth() {
  ObjectMaker out(arena_, 3);
  out.add("auth_method", word(random_.percent(85) ? "IP" : "ip"));
  out.add("ip", own(address(draft_.account.seed, counters_.addresses++)));
  if (random_.percent(15)) {
    out.add("port", figure(random_.percent(50) ? 5060 : 5080));
  }
  return out.done();
}

Value Writer::dids(std::uint64_t count) {
  ObjectMaker out(arena_, count);
  for (std::uint64_t i = 0; i < count; ++i) {
    out.add(number(next_number_++).string(), did());
  }
  return out.done();
}

Value Writer::did() {
  const std::uint32_t dice = random_.below(100);
  if (dice < 15) return Value::empty_object();
  ObjectMaker out(arena_, 4);
  out.add("force_outbound", Value::of(false));
  if (dice >= 94) {
    out.add("failover", object_of(arena_, {{"e164", any_number()}}));
  } else if (dice >= 90) {
    out.add("caller_id", caller_id());
  } else if (dice >= 87) {
    out.add("options", Value::empty_array());
  } else if (dice >= 84) {
    out.add("cnam", Value::empty_object());
  }
  return out.done();
}

Value Writer::options(bool by_address) {
  ObjectMaker out(arena_, 24);
  const bool named = random_.percent(20);
  out.add("caller_id", named ? caller_id() : Value::empty_object());
  if (random_.percent(60)) {
    out.add("codecs",
            random_.percent(50)
                ? array_of(arena_, {word("PCMU")})
                : array_of(arena_, {word("PCMU"), word("PCMA"), word("G729")}));
  }
  out.add("delay", figure(random_.percent(92) ? 0 : random_.between(1, 9)));
  out.add("e911_info", Value::empty_object());
  out.add("enabled", Value::of(!random_.percent(3)));
  out.add("failover", random_.percent(88)
                          ? Value::empty_object()
                          : object_of(arena_, {{"e164", any_number()}}));
  out.add("force_outbound", Value::of(false));
  out.add("hunt_non_reconcilable", Value::of(random_.percent(4)));
  out.add("inbound_format", word(random_.pick(formats)));
  out.add("international", Value::of(false));
  out.add("media_handling", word(random_.percent(75) ? "bypass" : "process"));
  rare_options(out);
  // What a caller hears first matters to IP trunks of the bigger customers.
  if (by_address && random_.percent(10)) {
    out.add("ignore_early_media", Value::of(random_.percent(50)));
  }
  return out.done();
}

void Writer::rare_options(ObjectMaker& out) {
  if (random_.percent(8)) {
    out.add("progress_timeout", figure(random_.between(5, 30)));
  }
  if (random_.percent(6)) out.add("timeout", figure(random_.between(15, 60)));
  if (random_.percent(5)) out.add("emergency_caller_id", caller_id());
  if (random_.percent(5)) {
    out.add("flags", array_of(arena_, {word(random_.pick(flags))}));
  }
  if (random_.percent(2)) {
    out.add("dynamic_flags", array_of(arena_, {word("zone")}));
  }
  if (random_.percent(2)) {
    out.add("hunt_account_id", own(draft_.account.id));
  }
}

Value Writer::config() {
  if (random_.percent(30)) return Value::empty_object();
  return object_of(
      arena_, {{"register_time", word("360")},
               {"opening_pings", Value::of(random_.percent(50))},
               {"caller_id_header", word("rpid")},
               {"supported_codecs",
                array_of(arena_, {word("g722"), word("g711"), word("g729")})},
               {"signaling_type", word("udp")},
               {"allow_refer", Value::of(false)},
               {"use_t38", Value::of(random_.percent(30))}});
}

void Writer::private_keys(ObjectMaker& out) {
  const Account& account = draft_.account;
  const std::int64_t created = account.created + random_.below(1'000'000);
  const bool api_made = random_.percent(75);
  out.add("pvt_account_db", own(account_database(account.id)));
  out.add("pvt_account_id", own(account.id));
  if (api_made) {
    out.add("pvt_auth_account_id", own(account.id));
    out.add("pvt_auth_user_id", own(hex_id(random_)));
  }
  out.add("pvt_created", figure(created));
  if (api_made) {
    out.add("pvt_document_hash", own(hex_id(random_)));
    out.add("pvt_is_authenticated", Value::of(true));
  }
  out.add("pvt_modified", figure(created + random_.below(60'000'000)));
  if (random_.percent(80)) {
    out.add("pvt_node", word("kazoo_apps@apps001.example.com"));
  }
  if (api_made) out.add("pvt_request_id", own(hex_id(random_)));
  out.add("pvt_type", word("sys_info"));
  out.add("pvt_vsn", random_.percent(70) ? word("1") : figure(1));
}

}  // namespace

Draft draw_document(Arena& arena, const NumberPlan& plan,
                    const Account& account, std::uint64_t index,
                    Counters& counters) {
  Draft draft{arena, plan, account};
  draft.index = index;
  Writer(draft, index, counters).write();
  return draft;
}

}  // namespace trunklift::generate
