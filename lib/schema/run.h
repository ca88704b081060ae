// Executes a compiled schema over a document, in one pass.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "model/pointer.h"
#include "model/value.h"
#include "schema/code.h"
#include "schema/violation.h"

namespace trunklift::schema {

class Run {
public:
  explicit Run(const Code& code) : code_(code) {}

  bool validate(const Value& document, std::vector<Violation>* out);

private:
  // `report` decides between finding all violations (places are kept up) and
  // stopping at the first (places are not needed). True when there is none.
  template <bool report>
  bool check(Index index, const Value& value, const Place& place);
  template <bool report>
  bool refuse_type(const Node& node, const Value& value, const Place& place);
  template <bool report>
  bool check_choice(const Node& node, const Value& value, const Place& place);
  template <bool report>
  bool check_number(const Node& node, const Value& value, const Place& place);
  template <bool report>
  bool check_string(const Node& node, const Value& value, const Place& place);
  template <bool report>
  bool check_array(const Node& node, const Value& value, const Place& place);
  template <bool report>
  bool check_object(const Node& node, const Value& value, const Place& place);
  template <bool report>
  bool check_member(const ObjectRules& rules, const KeySlot* slot,
                    const Member& member, const Place& place);
  class Seen;
  template <bool report>
  bool check_names(const ObjectRules& rules, const Seen& seen,
                   const Value& value, const Place& place);
  template <bool report>
  bool check_logic(const Node& node, const Value& value, const Place& place);
  template <bool report>
  bool give_up(const Value& value, const Place& place);

  bool one_of(const Range& range, const Value& value);
  bool any_of(const Range& range, const Value& value);
  // Whether the value fails the schema for certain.
  bool fails(Index node, const Value& value);
  bool all_unique(const Value& array);

  // Always false. `expected` makes the text, should anyone want it.
  template <bool report, typename Text>
  bool fail(Keyword keyword, const Place& place, const Value& value,
            Text expected) {
    if constexpr (report) add(keyword, place, value, expected());
    return false;
  }
  void add(Keyword keyword, const Place& place, const Value& value,
           std::string expected);
  Match match(Index pattern, std::string_view text);

  const Code& code_;
  std::vector<Violation>* out_ = nullptr;
  const Value* document_ = nullptr;  // where some members are private
  std::uint32_t depth_ = 0;
  std::uint64_t steps_ = 0;
  // Something in the schema last tried could not be decided, so that its "no"
  // must not count as a yes elsewhere.
  bool undecided_ = false;
  bool gave_up_ = false;
  MatchScratch scratch_;
  std::vector<std::uint64_t> more_seen_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> hashes_;
};

}  // namespace trunklift::schema
