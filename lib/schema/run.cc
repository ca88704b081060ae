// Executes a compiled schema over a document: the walk, objects and arrays.
#include "schema/run.h"

#include <algorithm>
#include <random>

#include "schema/describe.h"
#include "schema/numbers.h"

namespace trunklift::schema {
namespace {

// The stack of a thread holds more than this many levels.
constexpr std::uint32_t most_levels = 4'000;
constexpr std::uint64_t most_steps = 50'000'000;

// Arrays up to this size are compared item by item, without hashes.
constexpr std::uint32_t few_items = 8;

// Among the top-level members, those the platform keeps for itself.
bool is_private(std::string_view key) {
  return key.starts_with('_') || key.starts_with("pvt_");
}

// Not known to who writes documents, so that they cannot make hashes meet.
std::uint64_t hash_seed() {
  static const std::uint64_t seed = [] {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
  }();
  return seed;
}

}  // namespace

// The bits of ObjectRules: 64 at hand, more of them in the validator's scratch.
class Run::Seen {
public:
  Seen(std::vector<std::uint64_t>& more, Index bits)
      : more_(more), base_(more.size()) {
    if (bits > 64) more_.resize(base_ + (bits - 1) / 64);
  }
  ~Seen() { more_.resize(base_); }
  Seen(const Seen&) = delete;
  Seen& operator=(const Seen&) = delete;

  void mark(Index bit) { word(bit) |= std::uint64_t{1} << (bit % 64); }
  bool has(Index bit) const {
    const std::uint64_t bits = bit < 64 ? first_ : more_[base_ + bit / 64 - 1];
    return (bits >> (bit % 64) & 1) != 0;
  }

private:
  std::uint64_t& word(Index bit) {
    return bit < 64 ? first_ : more_[base_ + bit / 64 - 1];
  }
  std::uint64_t first_ = 0;
  std::vector<std::uint64_t>& more_;
  std::size_t base_;
};

bool Run::validate(const Value& document, std::vector<Violation>* out) {
  out_ = out;
  document_ = code_.options.platform ? &document : nullptr;
  depth_ = 0;
  steps_ = 0;
  scratch_.restart();
  undecided_ = false;
  gave_up_ = false;
  const Place root;
  return out ? check<true>(code_.root, document, root)
             : check<false>(code_.root, document, root);
}

template <bool report>
bool Run::check(Index index, const Value& value, const Place& place) {
  const Node& node = code_.nodes[index];
  if (++steps_ > most_steps || depth_ == most_levels) [[unlikely]] {
    return give_up<report>(value, place);
  }
  bool ok = true;
  if ((node.types & type_bit(value.type)) == 0) [[unlikely]] {
    ok = refuse_type<report>(node, value, place);
  }
  if (node.choice != none) ok &= check_choice<report>(node, value, place);
  if (!report && !ok) return false;
  ++depth_;
  switch (value.type) {
    case Type::integer:
    case Type::real:
    case Type::big:
      if (node.number != none) ok &= check_number<report>(node, value, place);
      break;
    case Type::string:
      if (node.string != none) ok &= check_string<report>(node, value, place);
      break;
    case Type::array:
      if (node.array != none) ok &= check_array<report>(node, value, place);
      break;
    case Type::object:
      if (node.object != none) ok &= check_object<report>(node, value, place);
      break;
    default: break;
  }
  if (node.logic != none && (report || ok)) {
    ok &= check_logic<report>(node, value, place);
  }
  --depth_;
  return ok;
}

template <bool report>
bool Run::give_up(const Value& value, const Place& place) {
  undecided_ = true;
  if (std::exchange(gave_up_, report || gave_up_)) return false;
  return fail<report>(Keyword::ref, place, value, [] {
    return std::string("a value that the schema is done with within ") +
           "50,000,000 steps and 4,000 levels";
  });
}

template <bool report>
bool Run::check_array(const Node& node, const Value& value,
                      const Place& place) {
  const ArrayRules& rules = code_.arrays[node.array];
  bool ok = true;
  if (value.size < rules.min) {
    ok = fail<report>(Keyword::min_items, place, value,
                      [&] { return "at least " + counted(rules.min, "item"); });
  }
  if (value.size > rules.max) {
    ok = fail<report>(Keyword::max_items, place, value,
                      [&] { return "at most " + counted(rules.max, "item"); });
  }
  if (rules.additional == forbidden && value.size > rules.tuple.count) {
    ok = fail<report>(Keyword::additional_items, place, value, [&] {
      return "at most " + counted(rules.tuple.count, "item");
    });
  }
  if (!report && !ok) return false;
  if (rules.unique && value.size > 1 && !all_unique(value)) {
    ok = fail<report>(Keyword::unique_items, place, value, [] {
      return std::string("items that all differ from each other");
    });
  }
  const bool others = rules.additional < forbidden;
  const std::uint32_t end =
      others ? value.size : std::min(value.size, rules.tuple.count);
  for (std::uint32_t i = 0; i < end; ++i) {
    if (!report && !ok) return false;
    const Index item = i < rules.tuple.count
                           ? code_.lists[rules.tuple.first + i]
                           : rules.additional;
    if (code_.nodes[item].passes(value.items[i])) continue;
    ok &= check<report>(item, value.items[i], Place(place, std::size_t{i}));
  }
  return ok;
}

bool Run::all_unique(const Value& array) {
  if (array.size <= few_items) {
    for (std::uint32_t i = 1; i < array.size; ++i) {
      for (std::uint32_t j = 0; j < i; ++j) {
        if (equal_values(array.items[i], array.items[j])) return false;
      }
    }
    return true;
  }
  hashes_.clear();
  for (std::uint32_t i = 0; i < array.size; ++i) {
    hashes_.emplace_back(hash_value(array.items[i], hash_seed()), i);
  }
  std::sort(hashes_.begin(), hashes_.end());
  for (std::size_t i = 1; i < hashes_.size(); ++i) {
    // Over the few before it that have the same hash.
    for (std::size_t j = i; j-- > 0 && hashes_[j].first == hashes_[i].first;) {
      if (equal_values(array.items[hashes_[i].second],
                       array.items[hashes_[j].second])) {
        return false;
      }
    }
  }
  return true;
}

template <bool report>
bool Run::check_object(const Node& node, const Value& value,
                       const Place& place) {
  const ObjectRules& rules = code_.objects[node.object];
  Seen seen(more_seen_, rules.bits);
  const bool is_document = &value == document_;
  bool ok = true;
  std::size_t count = 0;
  for (const Member& member : members(value)) {
    if (is_document && is_private(member.key)) continue;
    ++count;
    const KeySlot* slot = code_.tables.find(rules.keys, member.key);
    if (slot && slot->bit != none) seen.mark(slot->bit);
    if (rules.patterns.count == 0) {
      const bool passes = slot && slot->node != none
                              ? code_.nodes[slot->node].passes(member.value)
                              : rules.additional == none;
      if (passes) continue;
    }
    ok &= check_member<report>(rules, slot, member, place);
    if (!report && !ok) return false;
  }
  if (count < rules.min) {
    ok = fail<report>(Keyword::min_properties, place, value, [&] {
      return "at least " + counted(rules.min, "member");
    });
  }
  if (count > rules.max) {
    ok = fail<report>(Keyword::max_properties, place, value, [&] {
      return "at most " + counted(rules.max, "member");
    });
  }
  if (rules.required.count > 0 || rules.dependencies.count > 0) {
    ok &= check_names<report>(rules, seen, value, place);
  }
  return ok;
}

template <bool report>
bool Run::check_member(const ObjectRules& rules, const KeySlot* slot,
                       const Member& member, const Place& place) {
  bool known = false;
  bool ok = true;
  const Place here(place, member.key);
  steps_ += rules.patterns.count;
  if (steps_ > most_steps) [[unlikely]] {
    return give_up<report>(member.value, here);
  }
  if (slot && slot->node != none) {
    known = true;
    ok = check<report>(slot->node, member.value, here);
  }
  for (Index i = 0; i < rules.patterns.count; ++i) {
    const PatternRule& rule = code_.pattern_rules[rules.patterns.first + i];
    const Match matched = match(rule.pattern, member.key);
    if (matched == Match::no) continue;
    known = true;
    if (matched == Match::yes) {
      ok &= check<report>(rule.node, member.value, here);
    } else {
      ok = fail<report>(Keyword::pattern_properties, here, member.value, [&] {
        return "a name that the pattern " +
               code_.patterns[rule.pattern].source() +
               MatchScratch::within_steps;
      });
    }
  }
  if (known || rules.additional == none) return ok;
  if (rules.additional != forbidden) {
    return check<report>(rules.additional, member.value, here);
  }
  return fail<report>(Keyword::additional_properties, here, member.value,
                      [] { return std::string("no member of that name"); });
}

template <bool report>
bool Run::check_names(const ObjectRules& rules, const Seen& seen,
                      const Value& value, const Place& place) {
  // What is said of a name takes longer than looking for it.
  constexpr std::uint64_t steps_a_finding = 20;
  bool ok = true;
  steps_ += rules.required.count + rules.dependencies.count;
  for (Index i = 0; i < rules.required.count; ++i) {
    const Required& name = code_.required[rules.required.first + i];
    if (seen.has(name.bit)) continue;
    steps_ += ok ? 0 : steps_a_finding;
    if (steps_ > most_steps) [[unlikely]]
      return give_up<report>(value, place);
    ok = false;
    if constexpr (report) {
      out_->push_back({Keyword::required,
                       kept_pointer(Place(place, code_.texts[name.text])).text,
                       "a value", "nothing"});
    }
  }
  for (Index i = 0; i < rules.dependencies.count; ++i) {
    const Dependency& rule = code_.dependencies[rules.dependencies.first + i];
    if (!seen.has(rule.bit)) continue;
    if (rule.node != none) ok &= check<report>(rule.node, value, place);
    for (Index j = 0; j < rule.needs.count; ++j) {
      const Required& name = code_.required[rule.needs.first + j];
      if (seen.has(name.bit)) continue;
      ok = fail<report>(Keyword::dependencies, place, value, [&] {
        return "a member " + code_.texts[name.text] + " where there is " +
               code_.texts[rule.text];
      });
    }
  }
  return ok;
}

template bool Run::check<true>(Index, const Value&, const Place&);
template bool Run::check<false>(Index, const Value&, const Place&);

}  // namespace trunklift::schema
