// libpq connects on a thread that may be left behind.
#include "sink/postgres/connect.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "base/aside.h"
#include "base/interrupt.h"
#include "sink/postgres/reasons.h"

namespace trunklift::postgres {
namespace {

constexpr std::chrono::seconds shortest{2};  // that libpq takes
constexpr std::chrono::seconds longest{10};
thread_local std::chrono::seconds limit = longest;

// A server cuts longer names, and would take another database's or role's.
constexpr std::size_t longest_name = 63;

// What watches the network. A connection on which nothing is sent, as the one
// that holds a run's lock, is asked after ten seconds whether it is still
// there.
constexpr std::pair<const char*, const char*> watchful[] = {
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "30000"}};

using Options = std::map<std::string, std::string>;

// What libpq makes of all that it looks at: `at`, variables, service files. An
// attempt to connect to an address that is none tells, and goes nowhere.
Options options_of(const std::string& at) {
  // With a password none is looked for, which libpq may warn about.
  const char* const keywords[] = {"dbname", "host", "hostaddr", "password",
                                  nullptr};
  const char* const values[] = {at.c_str(), "none", "none", "none", nullptr};
  const Handle probe(PQconnectStartParams(keywords, values, 1), &PQfinish);
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> found(
      PQconninfo(probe.get()), &PQconninfoFree);
  Options out;
  for (const PQconninfoOption* one = found.get(); one && one->keyword; ++one) {
    if (one->val && *one->val) out[one->keyword] = one->val;
  }
  return out;
}

void refuse_long_names(const Options& options) {
  for (const char* name : {"dbname", "user"}) {
    const auto found = options.find(name);
    if (found == options.end() || found->second.size() <= longest_name) {
      continue;
    }
    throw ServerError(
        ServerError::Kind::refused, "connect to", "PostgreSQL",
        fmt::format("the {} has a name of {} bytes, and a server takes {}",
                    *name == 'd' ? "database" : "user", found->second.size(),
                    longest_name),
        "look at --to");
  }
}

}  // namespace

Handle connect(const std::string& at) {
  check_text(at);
  const Options options = options_of(at);
  refuse_long_names(options);
  Options more = {{"fallback_application_name", "trunklift"},
                  {"client_encoding", "UTF8"},
                  {"connect_timeout", std::to_string(limit.count())}};
  more.insert(std::begin(watchful), std::end(watchful));
  std::erase_if(more, [&](const auto& one) {
    return one.first != "client_encoding" && options.contains(one.first);
  });
  // What a run still does when it ends has some time left.
  const bool ending = interrupted() != 0;
  // libpq tries hosts and addresses one after the other, and waits for each.
  auto made = run_aside<Handle>(
      [at, more] {
        std::vector<const char*> keywords{"dbname"}, values{at.c_str()};
        for (const auto& [keyword, value] : more) {
          keywords.push_back(keyword.c_str());
          values.push_back(value.c_str());
        }
        keywords.push_back(nullptr);
        values.push_back(nullptr);
        return Handle(PQconnectdbParams(keywords.data(), values.data(), 1),
                      &PQfinish);
      },
      [ending] { return ending ? must_stop() : interrupted() != 0; });
  if (!made) throw interruption("PostgreSQL");
  return std::move(*made);
}

std::string place_of(const PGconn* connection, const std::string& at) {
  const auto said = [](const char* text) {
    return std::string(text ? text : "");
  };
  const std::string host = said(PQhost(connection));
  return shown_database(at, said(PQdb(connection))) +
         (host.empty() ? "" : " on " + host);
}

Error interruption(const std::string& place) {
  return {interrupted_exit(), "wait for", place, "interrupted",
          "what was committed stays; run again to go on"};
}

ConnectLimit::ConnectLimit(std::chrono::seconds most)
    : before_(std::exchange(limit, std::clamp(most, shortest, longest))) {}

ConnectLimit::~ConnectLimit() { limit = before_; }

}  // namespace trunklift::postgres
