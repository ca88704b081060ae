// Executes a compiled schema over a document: types, enums, numbers, strings,
// and schemas that combine others.
#include <utility>

#include "base/decimal.h"
#include "base/shortened.h"
#include "base/text.h"
#include "schema/describe.h"
#include "schema/numbers.h"
#include "schema/run.h"

namespace trunklift::schema {

void Run::add(Keyword keyword, const Place& place, const Value& value,
              std::string expected) {
  if (is_longer_than(expected, most_of_message)) expected = shortened(expected);
  out_->push_back({keyword, kept_pointer(place).text, std::move(expected),
                   found_text(value)});
}

Match Run::match(Index pattern, std::string_view text) {
  const Match result = code_.patterns[pattern].match(text, scratch_);
  if (result == Match::undecided) undecided_ = true;
  return result;
}

// Called when the bits of the types do not match.
template <bool report>
bool Run::refuse_type(const Node& node, const Value& value,
                      const Place& place) {
  if (node.big_integers && value.is(Type::big) &&
      is_integer_literal(value.string())) {
    return true;
  }
  return fail<report>(Keyword::type, place, value,
                      [&] { return code_.texts[node.type_text]; });
}

template <bool report>
bool Run::check_choice(const Node& node, const Value& value,
                       const Place& place) {
  const Choice& choice = code_.choices[node.choice];
  if (value.is(Type::string)) {
    if (code_.tables.find(choice.strings, value.string())) return true;
  } else {
    steps_ += choice.others.count;
    for (Index i = 0; i < choice.others.count; ++i) {
      const Value& other = code_.constants[choice.others.first + i];
      if (equal_values(other, value)) return true;
    }
  }
  return fail<report>(Keyword::enum_, place, value,
                      [&] { return code_.texts[choice.text]; });
}

template <bool report>
bool Run::check_number(const Node& node, const Value& value,
                       const Place& place) {
  const NumberRules& rules = code_.numbers[node.number];
  bool ok = true;
  const auto failed = [&](Keyword keyword, const char* words, Index bound) {
    ok = fail<report>(keyword, place, value, [&] {
      return words + code_.constants[bound].number_text();
    });
  };
  if (rules.minimum != none) {
    const int order = compare_numbers(value, code_.constants[rules.minimum]);
    if (order < 0) {
      failed(Keyword::minimum, "at least ", rules.minimum);
    } else if (order == 0 && rules.exclusive_minimum) {
      failed(Keyword::exclusive_minimum, "more than ", rules.minimum);
    }
  }
  if (rules.maximum != none) {
    const int order = compare_numbers(value, code_.constants[rules.maximum]);
    if (order > 0) {
      failed(Keyword::maximum, "at most ", rules.maximum);
    } else if (order == 0 && rules.exclusive_maximum) {
      failed(Keyword::exclusive_maximum, "less than ", rules.maximum);
    }
  }
  if (rules.multiple_of != none &&
      !is_multiple(value, code_.constants[rules.multiple_of])) {
    failed(Keyword::multiple_of, "a multiple of ", rules.multiple_of);
  }
  return ok;
}

template <bool report>
bool Run::check_string(const Node& node, const Value& value,
                       const Place& place) {
  const StringRules& rules = code_.strings[node.string];
  const std::string_view text = value.string();
  bool ok = true;
  // A code point takes one to four bytes: mostly there is nothing to count.
  if (text.size() < rules.min ||
      (text.size() / 4 < rules.min && code_points(text) < rules.min)) {
    ok = fail<report>(Keyword::min_length, place, value, [&] {
      return "at least " + counted(rules.min, "character");
    });
  }
  if (text.size() > rules.max && code_points(text) > rules.max) {
    ok = fail<report>(Keyword::max_length, place, value, [&] {
      return "at most " + counted(rules.max, "character");
    });
  }
  if (rules.pattern != none) {
    const Match matched = match(rules.pattern, text);
    if (matched != Match::yes) {
      ok = fail<report>(Keyword::pattern, place, value, [&] {
        const std::string& source = code_.patterns[rules.pattern].source();
        return matched == Match::no ? "a string that matches " + source
                                    : "a string that the pattern " + source +
                                          MatchScratch::within_steps;
      });
    }
  }
  if (rules.has_format && !has_format(text, rules.format)) {
    ok = fail<report>(Keyword::format, place, value,
                      [&] { return std::string(describe(rules.format)); });
  }
  return ok;
}

template <bool report>
bool Run::check_logic(const Node& node, const Value& value,
                      const Place& place) {
  const Logic& logic = code_.logics[node.logic];
  bool ok = true;
  for (Index i = 0; i < logic.all_of.count; ++i) {
    ok &= check<report>(code_.lists[logic.all_of.first + i], value, place);
    if (!report && !ok) return false;
  }
  const bool before = std::exchange(undecided_, false);
  const auto failed = [&](Keyword keyword, const char* words, Index count) {
    ok = fail<report>(keyword, place, value, [&] {
      return words + counted(count, "alternative") +
             (undecided_ ? ", each of which can be decided" : "");
    });
  };
  if (logic.any_of.count > 0 && !any_of(logic.any_of, value)) {
    failed(Keyword::any_of, "what matches at least one of ",
           logic.any_of.count);
  }
  if (logic.one_of.count > 0 && !one_of(logic.one_of, value)) {
    failed(Keyword::one_of, "what matches exactly one of ", logic.one_of.count);
  }
  if (logic.not_ != none && !fails(logic.not_, value)) {
    ok = fail<report>(Keyword::not_, place, value, [&] {
      return std::string("what does not match the schema under \"not\"") +
             (undecided_ ? ", which can be decided" : "");
    });
  }
  undecided_ |= before;
  return ok;
}

bool Run::any_of(const Range& range, const Value& value) {
  const bool before = undecided_;
  for (Index i = 0; i < range.count; ++i) {
    if (check<false>(code_.lists[range.first + i], value, Place())) {
      undecided_ = before;
      return true;
    }
  }
  return false;
}

bool Run::one_of(const Range& range, const Value& value) {
  const bool before = std::exchange(undecided_, false);
  Index matches = 0;
  for (Index i = 0; i < range.count && matches < 2; ++i) {
    matches += check<false>(code_.lists[range.first + i], value, Place());
  }
  const bool matched = matches == 1 && !undecided_;
  // Two matches are a "no" for certain.
  undecided_ = before || (undecided_ && matches < 2);
  return matched;
}

bool Run::fails(Index node, const Value& value) {
  const bool before = std::exchange(undecided_, false);
  const bool passed = check<false>(node, value, Place());
  const bool failed = !passed && !undecided_;
  undecided_ = before || (undecided_ && !passed);
  return failed;
}

// Each of them for both ways to run.
#define TRUNKLIFT_BOTH(name)                                              \
  template bool Run::name<true>(const Node&, const Value&, const Place&); \
  template bool Run::name<false>(const Node&, const Value&, const Place&);
TRUNKLIFT_BOTH(refuse_type)
TRUNKLIFT_BOTH(check_choice)
TRUNKLIFT_BOTH(check_number)
TRUNKLIFT_BOTH(check_string)
TRUNKLIFT_BOTH(check_logic)
#undef TRUNKLIFT_BOTH

}  // namespace trunklift::schema
