// One sound trunkstore document, with the harmless drift of its writers.
#pragma once

#include <cstdint>
#include <string>

#include "generate/account.h"
#include "generate/numbers.h"
#include "model/value.h"

namespace trunklift::generate {

// What is never handed out twice, and how far that is used up.
struct Counters {
  std::uint64_t numbers = 0;
  std::uint64_t addresses = 0;
};

enum class NumberRecords { complete, missing, unused };

// A sound document that was written before; empty if there is none.
struct Written {
  std::string account_id;
  std::string number;  // one of its DIDs, which has its own document
};

// A trunkstore document that is about to be written; flaws edit it.
struct Draft {
  Arena& arena;
  const NumberPlan& plan;
  const Account& account;
  std::string id{};
  Value root{};
  std::uint64_t index = 0;         // in the dump
  std::uint64_t first_number = 0;  // its DIDs are consecutive in the plan
  std::uint64_t number_count = 0;
  NumberRecords records = NumberRecords::complete;
  const Written* before = nullptr;   // the last sound one with numbers
  bool hide_account = false;         // leave out the account document
  std::uint32_t keep_percent = 100;  // of the line's bytes

  bool follows_another_account() const {
    return !before->number.empty() && before->account_id != account.id;
  }
};

// Document `index` of the dump, its tree in `arena`.
Draft draw_document(Arena& arena, const NumberPlan& plan,
                    const Account& account, std::uint64_t index,
                    Counters& counters);

}  // namespace trunklift::generate
