// Servers tell by SQLSTATE; libpq tells in words, which are looked for.
#include "sink/postgres/reasons.h"

#include <libpq-fe.h>

#include <algorithm>
#include <iterator>
#include <memory>

namespace trunklift::postgres {
namespace {

using Kind = ServerError::Kind;

constexpr const char* run_again =
    "run again when it is there: what was committed stays (--retry-for waits "
    "longer)";

// Why there is no connection. libpq tells in words only.
struct NoConnection {
  std::string_view words, more_words;
  bool for_good;  // the server is there, or is known, and does not want us
  std::string_view advice;
};
constexpr std::string_view give_password =
    "the password is looked for in --to, PGPASSWORD, the service file and "
    "~/.pgpass (PGPASSFILE)";
constexpr std::string_view fewer_connections =
    "use fewer --connections, or raise the limit";
constexpr NoConnection no_connection[] = {
    {"password authentication failed", "", true, give_password},
    {"no password supplied", "", true, give_password},
    {"authentication failed", "", true, ""},
    {"no encryption", "", true,
     "the server wants TLS: sslmode=require, or better verify-full"},
    {"no pg_hba.conf entry", "", true,
     "the server's pg_hba.conf names neither this user, database and host nor "
     "all"},
    {"does not support SSL", "", true,
     "it has no TLS: turn on ssl there, or choose another sslmode"},
    {"does not match host name", "", true,
     "connect to a name that is in the certificate; sslmode=verify-ca looks at "
     "no names"},
    {"certificate", "", true,
     "sslrootcert (PGSSLROOTCERT) has to name the certificate that the "
     "server's is signed with; see sslmode, too"},
    {"database \"", "does not exist", true, "create it, or name another"},
    {"role \"", "does not exist", true, "create it, or name another user"},
    {"definition of service", "", true,
     "look at the name, and into the service file (PGSERVICEFILE)"},
    {"too many c", "", false, fewer_connections},
    {"remaining connection slots", "", false, fewer_connections},
    {"no more connections allowed", "", false, fewer_connections},
    {"translate host name", "", false, "look at the host in --to"},
    {"invalid", "", true, "look at --to"},
};

[[noreturn]] void refuse_text(const std::string& reason) {
  throw ServerError(Kind::refused, "connect to", "PostgreSQL", reason,
                    "look at --to; in a URI, write %40 for @, %2F for /, %3F "
                    "for ? and %25 for % in a password");
}

// `hosts` have commas between. A name of the network holds no @; the path of
// a socket may, and one without a place in the file system begins with it.
bool holds_password(std::string_view hosts) {
  while (!hosts.empty()) {
    const std::string_view host = hosts.substr(0, hosts.find(','));
    hosts.remove_prefix(std::min(host.size() + 1, hosts.size()));
    if (!host.starts_with('/') && !host.starts_with('@') &&
        host.find('@') != host.npos) {
      return true;
    }
  }
  return false;
}

// Whether the database of a URI might be the end of a password.
bool may_hold_password(std::string_view at) {
  const std::size_t slashes = at.find("://");
  if (slashes == at.npos) return false;
  at.remove_prefix(slashes + 3);
  at = at.substr(0, at.find('?'));
  const std::string_view before = at.substr(0, at.find('/'));
  at.remove_prefix(before.size());
  return before.find(':') != before.npos && at.find('@') != at.npos;
}

}  // namespace

std::string shown_database(const std::string& at, const std::string& database) {
  const std::size_t sign = database.rfind('@');
  if (sign == database.npos || !may_hold_password(at)) return database;
  return "***" + database.substr(sign);
}

std::string without_database(const std::string& at, const char* database,
                             std::string reason) {
  if (!database || !*database) return reason;
  const std::string name = database, shown = shown_database(at, name);
  if (shown == name) return reason;
  for (std::size_t found = 0; (found = reason.find(name, found)) != reason.npos;
       found += shown.size()) {
    reason.replace(found, name.size(), shown);
  }
  return reason;
}

Kind kind_of(std::string_view state) {
  const std::string_view of_class = state.substr(0, 2);
  if (of_class == "08" || state == "57P01" || state == "57P02" ||
      state == "57P03" || state == "53300") {
    return Kind::gone;
  }
  if (of_class == "40" || state == "55P03" || state == "57014") {
    return Kind::again;
  }
  // These classes are those of rows that are too large for an index, of
  // documents that are too deep, and of triggers that raise an exception.
  if (of_class == "22" || of_class == "23" || of_class == "54" ||
      state == "P0001") {
    return Kind::data;
  }
  return Kind::refused;
}

std::string advice_for(std::string_view state, Kind kind) {
  if (state == "53100") {
    return "what was committed stays; make room and run again";
  }
  if (state == "42501") return "the role lacks a privilege";
  if (state == "42P01" || state == "3F000") {
    return "prepare it with trunklift target init, or grant this role USAGE "
           "on the schema";
  }
  if (state == "42703" || state == "42P10") {
    return "somebody altered the tables; trunklift target init --print shows "
           "how they should be";
  }
  if (state == "23505") {
    return "somebody else wrote such a row during a first load, while keys "
           "were off; what was committed stays: delete that row and run again";
  }
  if (state == "57014") {
    return "what was committed stays; raise statement_timeout for this role "
           "and run again";
  }
  if (state == "55P03") {
    return "what was committed stays; wait for who holds the lock, or raise "
           "lock_timeout for this role, and run again";
  }
  if (state == "25006") {
    return "it takes no writes now: is it a standby, or is "
           "default_transaction_read_only set?";
  }
  if (kind == Kind::again) return "what was committed stays; run again";
  if (kind == Kind::gone) return run_again;
  return {};
}

WhyNot explained(std::string_view reason) {
  const auto* const found =
      std::find_if(std::begin(no_connection), std::end(no_connection),
                   [&](const NoConnection& one) {
                     return reason.find(one.words) != reason.npos &&
                            reason.find(one.more_words) != reason.npos;
                   });
  if (found == std::end(no_connection)) return {Kind::gone, run_again};
  return {found->for_good ? Kind::refused : Kind::gone, found->advice};
}

void check_text(const std::string& at) {
  if (at.find('=') == at.npos && at.find("://") == at.npos) return;
  char* complaint = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(at.c_str(), &complaint), &PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> owned(complaint,
                                                          &PQfreemem);
  if (!options) {
    std::string reason = complaint ? std::string(complaint) : "out of memory";
    const bool secret = at.find("password") != at.npos ||
                        at.find('@') != at.npos || at.find('\\') != at.npos;
    if (secret) reason.resize(std::min(reason.find('"'), reason.size()));
    while (!reason.empty() && (reason.back() == '\n' || reason.back() == ' ')) {
      reason.pop_back();
    }
    refuse_text("not a connection string: " + reason);
  }
  for (const PQconninfoOption* one = options.get(); one->keyword; ++one) {
    const std::string_view value = one->val ? one->val : "";
    const std::string_view name = one->keyword;
    if ((name == "host" && holds_password(value)) ||
        (name == "port" &&
         value.find_first_not_of("0123456789,") != value.npos)) {
      refuse_text("not a connection string: the " + std::string(name) +
                  " is none");
    }
  }
}

}  // namespace trunklift::postgres
