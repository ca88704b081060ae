// Normalization rules as data, compiled: what to do at which place.
#include "normalize/program.h"

#include <array>
#include <bit>

#include "base/error.h"

namespace trunklift::normalize {
namespace {

template <typename T>
using Names = std::pair<std::string_view, T>;

constexpr std::array<Names<Op>, 14> op_names = {{{"drop", Op::drop},
                                                 {"cast", Op::cast},
                                                 {"trim", Op::trim},
                                                 {"alias", Op::alias},
                                                 {"split", Op::split},
                                                 {"unique", Op::unique},
                                                 {"rename", Op::rename},
                                                 {"move", Op::move},
                                                 {"fold", Op::fold},
                                                 {"standby", Op::standby},
                                                 {"part", Op::part},
                                                 {"blank", Op::blank},
                                                 {"number", Op::number},
                                                 {"unname", Op::unname}}};

constexpr std::array<Names<Cast>, 7> cast_names = {{{"integer", Cast::integer},
                                                    {"boolean", Cast::boolean},
                                                    {"text", Cast::text},
                                                    {"object", Cast::object},
                                                    {"list", Cast::list},
                                                    {"array", Cast::array},
                                                    {"keys", Cast::keys}}};

constexpr std::array<Names<Shape>, 10> shape_names = {
    {{"null", shape_null},
     {"false", shape_false},
     {"true", shape_true},
     {"number", shape_number},
     {"empty_string", shape_empty_string},
     {"string", shape_string},
     {"empty_array", shape_empty_array},
     {"array", shape_array},
     {"empty_object", shape_empty_object},
     {"object", shape_object}}};

constexpr std::array<Names<Severity>, 3> severity_names = {
    {{"info", Severity::info},
     {"warning", Severity::warning},
     {"error", Severity::error}}};

constexpr std::array<Names<Only>, 3> only_names = {
    {{"undefined", Only::undefined},
     {"undefined_address", Only::undefined_address},
     {"placeholder", Only::placeholder}}};

constexpr std::array<Names<Fix>, 3> fix_names = {
    {{"none", Fix::none}, {"safe", Fix::safe}, {"lossy", Fix::lossy}}};

[[noreturn]] void refuse(std::string_view what, std::string_view where) {
  throw Error(Exit::usage, "compile", "normalization rules",
              std::string(what) + " \"" + std::string(where) + "\"");
}

template <typename T, std::size_t n>
T named(const std::array<Names<T>, n>& names, std::string_view name) {
  for (const auto& [known, value] : names) {
    if (known == name) return value;
  }
  refuse("unknown word", name);
}

std::string_view text(const Value& object, const Key& key) {
  const Value* value = object.find(key);
  return value ? value->string_or_empty() : std::string_view{};
}

std::string_view required_text(const Value& object, std::string_view key) {
  const std::string_view value = text(object, key);
  if (value.empty()) refuse("missing member", key);
  return value;
}

std::uint16_t shapes(const Value* list) {
  std::uint16_t bits = 0;
  if (!list) return bits;
  for (const Value& name : items(*list)) {
    bits |= named(shape_names, name.string_or_empty());
  }
  return bits;
}

Fix fix_of(const Value& data, Fix otherwise) {
  return data.find("fix") ? named(fix_names, text(data, "fix")) : otherwise;
}

Path path_in(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return {text, {}};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

constexpr std::uint16_t any_string = shape_string | shape_empty_string;
constexpr std::uint16_t any_array = shape_array | shape_empty_array;
constexpr std::uint16_t any_object = shape_object | shape_empty_object;

// See Step::shapes.
std::uint16_t shapes_of(const Step& step) {
  switch (step.op) {
    case Op::drop: return step.when;
    case Op::trim: return shape_string;
    case Op::alias: return any_string | step.otherwise_when;
    case Op::split: return any_string;
    case Op::unique: return any_array;
    case Op::cast: break;
    default: return 0;
  }
  switch (step.to_type) {
    case Cast::integer: return shape_number | shape_string;
    case Cast::boolean: return shape_string;
    case Cast::text: return shape_number;
    case Cast::object: return step.when;
    case Cast::list:
    case Cast::array: return any_object;
    case Cast::keys: return any_array;
  }
  return 0;
}

// See Step::keys.
std::uint64_t keys_of(const Step& step) {
  const auto bit = [](const Path& path) {
    return path.first.empty() ? 0 : Value::key_bit(path.first);
  };
  const std::uint64_t to = step.op == Op::fold ? bit(step.to) : 0;
  return bit(step.from) | bit(step.if_key) | bit(step.beside) | to;
}

bool works_on_value(const Step& step) {
  // With a condition on a sibling, all siblings must have been visited.
  return step.op <= Op::unique && step.from.first.empty();
}

}  // namespace

void Node::index() {
  for (const Step& step : on_value) shapes |= step.shapes;
  is_leaf = children.empty() && any == 0 && on_members.empty();
  if (children.empty()) return;
  if (children.size() > 255) refuse("too many members at one place", "at");
  places.assign(std::bit_ceil(children.size() * 4), 0);
  for (std::size_t i = 0; i < children.size(); ++i) {
    std::size_t at = children[i].first.hash();
    while (places[at & (places.size() - 1)] != 0) ++at;
    places[at & (places.size() - 1)] = static_cast<std::uint8_t>(i + 1);
  }
}

std::uint32_t Program::node_at(std::string_view path) {
  std::uint32_t at = 0;
  while (!path.empty()) {
    path.remove_prefix(1);  // the slash
    const auto end = std::min(path.find('/'), path.size());
    const std::string_view token = path.substr(0, end);
    path.remove_prefix(end);
    Node& node = nodes_[at];
    std::uint32_t next = 0;
    if (token == "*") {
      next = node.any;
    } else {
      for (const auto& [name, index] : node.children) {
        if (name == token) next = index;
      }
    }
    if (next == 0) {
      next = static_cast<std::uint32_t>(nodes_.size());
      if (token == "*") {
        node.any = next;
      } else {
        node.children.emplace_back(token, next);
      }
      nodes_.emplace_back();  // invalidates `node`
    }
    at = next;
  }
  return at;
}

void Program::add_step(const Rule& rule, const Value& data) {
  Step step{};
  step.rule = &rule;
  step.fix = fix_of(data, rule.fix);
  step.op = named(op_names, required_text(data, "op"));
  if (step.op == Op::cast) {
    step.to_type = named(cast_names, required_text(data, "to"));
  } else {
    step.to = path_in(text(data, "to"));
  }
  step.from = path_in(text(data, "from"));
  step.when = shapes(data.find("when"));
  step.value = text(data, "value");
  const Value* ignore = data.find("ignore_case");
  step.ignore_case = ignore && ignore->truth;
  if (const Value* values = data.find("values")) {
    for (const Member& m : members(*values)) {
      step.aliases.emplace_back(m.key, m.value.string_or_empty());
    }
  }
  if (data.find("otherwise")) {
    step.otherwise = text(data, "otherwise");
    step.otherwise_when = shapes(data.find("otherwise_when"));
  }
  if (data.find("only")) step.only = named(only_names, text(data, "only"));
  step.beside = path_in(text(data, "beside"));
  if (const Value* condition = data.find("if")) {
    step.if_key = path_in(required_text(*condition, "key"));
    step.if_value = required_text(*condition, "is");
  }
  step.shapes = shapes_of(step);
  step.keys = keys_of(step);
  Node& node = nodes_[node_at(text(data, "at"))];  // absent: the document
  (works_on_value(step) ? node.on_value : node.on_members).push_back(step);
}

// Where the findings of a step point to, as patterns.
std::vector<std::string> places_of(const Value& step) {
  const std::string at(text(step, "at"));
  const std::string_view op = text(step, "op");
  if (op == "number" || op == "blank" || op == "unname") return {at + "/*"};
  std::vector<std::string> out;
  for (const Key& key : {Key("from"), Key("to")}) {
    const std::string_view path = text(step, key);
    if (path.empty() || op == "cast") continue;
    out.push_back(at + "/" + std::string(path));
  }
  if (out.empty()) out.push_back(at);
  return out;
}

Rule Program::record_of(const Value& data) {
  std::string looks_at;
  const Value* steps = data.find("steps");
  for (std::uint32_t i = 0; steps && i < steps->size; ++i) {
    for (const std::string& place : places_of(steps->items[i])) {
      if ((" " + looks_at + " ").find(" " + place + " ") != std::string::npos) {
        continue;
      }
      looks_at += (looks_at.empty() ? "" : " ") + place;
    }
  }
  return {.id = required_text(data, "id"),
          .slug = required_text(data, "slug"),
          .group = text(data, "group"),
          .since = data.find("since") ? text(data, "since") : "0.1",
          .severity = named(severity_names, required_text(data, "severity")),
          .effect = Effect::rewrite,
          .fix = fix_of(data, Fix::safe),
          .summary = required_text(data, "summary"),
          .looks_at = text_->copy(looks_at),
          .message = text(data, "message"),
          .why = text(data, "why"),
          .cases = text(data, "cases")};
}

Program Program::compile(const Value& written) {
  Program program;
  program.text_ = std::make_unique<Arena>();
  program.nodes_.emplace_back();
  const Value data = program.text_->clone(written);
  const Value* rules = data.find("rules");
  if (!rules) refuse("missing member", "rules");
  for (const Value& rule : items(*rules)) {
    program.rules_.push_back(program.record_of(rule));
    const Value* steps = rule.find("steps");
    if (!steps || steps->size == 0)
      refuse("no steps in", program.rules_.back().id);
    for (const Value& step : items(*steps)) {
      program.add_step(program.rules_.back(), step);
    }
  }
  for (Node& node : program.nodes_) node.index();
  return program;
}

}  // namespace trunklift::normalize
