// The accounts of a dump, and the documents beside their trunkstore documents.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "generate/random.h"

namespace trunklift::generate {

struct Account {
  std::uint64_t seed;
  std::uint64_t index;
  std::string id;     // 32 hex digits
  std::string realm;  // unique within the dump
  std::string name;
  std::uint32_t documents;  // how many trunkstore documents it has
  bool comes_first;         // its account document is before those
  std::int64_t created;     // Gregorian seconds
  // What its limits and each of its trunkstore documents say.
  std::uint32_t trunks, inbound_trunks;
};

Account draw_account(std::uint64_t seed, std::uint64_t index);

// "account%2Fab%2Fcd%2Frest", as the database of account `id` is called.
std::string account_database(std::string_view id);

// Each appends one document and its newline.
void append_account(std::string& out, const Account& account);
void append_limits(std::string& out, const Account& account, Random& random);
// A device, user, callflow or design document.
void append_bystander(std::string& out, const Account& account, Random& random);

struct NumberRecord {
  std::string_view number;
  bool used_by_trunkstore;
  std::string_view failover;  // E.164, "" for none
};
void append_number(std::string& out, const Account& account,
                   const NumberRecord& record, std::uint64_t revision);

}  // namespace trunklift::generate
