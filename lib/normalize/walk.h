// One walk of the normalization program over one document.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/change.h"
#include "model/finding.h"
#include "model/pointer.h"
#include "model/value.h"
#include "normalize/program.h"

namespace trunklift::normalize {

// What kind of thing a value is, without telling the value.
std::string described(const Value& value);
// The words of its removal.
std::string dropped(const Value& value);
// Whether it is one of the texts that the step is about.
bool is_meant(const Step& step, const Value& value);

class Walk {
public:
  Walk(const Program& program, Arena& arena, Findings& findings,
       std::vector<Change>& changes, const MayChange& may_change)
      : program_(program),
        arena_(arena),
        findings_(findings),
        changes_(changes),
        may_change_(may_change) {}

  // False if `value` is to be removed from its parent.
  bool visit(const Node& node, Value& value, const Place& place);

  // How many of the changes only removed a member.
  std::size_t drops() const { return drops_; }

private:
  static bool wants(const Node& node, const Value& value);
  void visit_members(const Node& node, Value& object, const Place& place);
  void record(const Step& step, std::string pointer, const Value* before,
              std::string message);
  void replace(const Step& step, Value& value, const Value& with,
               const Place& place);
  bool on_value(const Step& step, Value& value, const Place& place);
  void on_members(const Step& step, Value& object, const Place& place);

  // value_steps.cc
  void cast(const Step& step, Value& value, const Place& place);
  void cast_to_list(const Step& step, Value& value, const Place& place);
  void cast_to_array(const Step& step, Value& value, const Place& place);
  void cast_to_keys(const Step& step, Value& value, const Place& place);
  void trim(const Step& step, Value& value, const Place& place);
  void alias(const Step& step, Value& value, const Place& place);
  void rewrite(const Step& step, Value& value, std::string_view to,
               const Place& place);
  void split(const Step& step, Value& value, const Place& place);
  void unique(const Step& step, Value& value, const Place& place);

  // member_steps.cc
  void drop_member(const Step& step, Value& object, const Place& place);
  void rename(const Step& step, Value& object, const Place& place);
  void rename_to(const Step& step, Value& object, Member& member,
                 std::string_view to, const Place& place, std::string message);
  void move(const Step& step, Value& object, const Place& place);
  void fold(const Step& step, Value& object, const Place& place);
  void standby(const Step& step, Value& object, const Place& place);
  void part(const Step& step, Value& object, const Place& place);
  void blank(const Step& step, Value& object, const Place& place);
  void number(const Step& step, Value& object, const Place& place);
  void unname(const Step& step, Value& object, const Place& place);

  const Program& program_;
  Arena& arena_;
  Findings& findings_;
  std::vector<Change>& changes_;
  const MayChange& may_change_;
  std::size_t drops_ = 0;
};

}  // namespace trunklift::normalize
