// What trunklift scan prints.
#include "run/scan_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/json_writer.h"
#include "base/text.h"
#include "base/time.h"

namespace trunklift {
namespace {

using NamedCounts = std::vector<std::pair<std::string, std::uint64_t>>;

// Those that the tool has to do with first, in this order.
constexpr std::string_view first_kinds[] = {"sys_info", "account", "limits",
                                            "number"};

constexpr std::string_view generation_names[] = {"5", "after 4.3",
                                                 "4.3 or older", "undecided"};
static_assert(std::size(generation_names) == generation_count);

std::string_view name_of(Generation generation) {
  return generation_names[static_cast<std::size_t>(generation)];
}

std::string text_of(Generation generation) {
  switch (generation) {
    case Generation::five: return "Kazoo 5";
    case Generation::after_4_3: return "after Kazoo 4.3";
    case Generation::until_4_3: return "Kazoo 4.3 or older";
    case Generation::undecided: break;
  }
  return "undecided";
}

NamedCounts sorted(NamedCounts out) {
  const auto rank = [](const std::string& name) {
    return std::find(std::begin(first_kinds), std::end(first_kinds), name);
  };
  std::sort(out.begin(), out.end(), [&](const auto& a, const auto& b) {
    return std::tuple(a.first == KindCounts::others, rank(a.first),
                      std::string_view(a.first)) <
           std::tuple(b.first == KindCounts::others, rank(b.first),
                      std::string_view(b.first));
  });
  return out;
}

NamedCounts generations_of(const Survey& survey) {
  NamedCounts out;
  for (std::size_t i = 0; i < generation_count; ++i) {
    out.emplace_back(generation_names[i], survey.generations[i]);
  }
  return out;
}

NamedCounts traits_of(const Survey& survey) {
  NamedCounts out;
  for (std::size_t i = 0; i < trait_count; ++i) {
    out.emplace_back(info_of(static_cast<Trait>(i)).name, survey.traits[i]);
  }
  return out;
}

std::string iso(const std::optional<std::int64_t>& time) {
  return time ? iso_from_gregorian(*time).value_or("") : "";
}

// --- Text -------------------------------------------------------------------

std::string counted(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", grouped(count), thing, count == 1 ? "" : "s");
}

std::string essence(const InputStats& total) {
  const Survey& survey = total.survey;
  if (survey.documents == 0) {
    return fmt::format("no documents in {}", counted(total.inputs, "input"));
  }
  const auto trunks = survey.of_kind("sys_info");
  return fmt::format(
      "{} in {}: {} ({}, {}) of {}", counted(survey.documents, "document"),
      counted(total.inputs, "input"), counted(trunks, "trunkstore document"),
      counted(survey.servers, "server"), counted(survey.numbers, "DID"),
      counted(survey.accounts.count(), "account"));
}

// Rows of cells, each column as wide as its widest cell; numbers to the right,
// the last column as it comes.
class Columns {
public:
  using Row = std::vector<std::string>;
  explicit Columns(std::size_t numbers) : numbers_(numbers) {}
  void add(Row row) {
    widths_.resize(std::max(widths_.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths_[i] = std::max(widths_[i], code_points(row[i]));
    }
    rows_.push_back(std::move(row));
  }
  std::string text() const {
    std::string out;
    for (const Row& row : rows_) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        const std::string blanks(widths_[i] - code_points(row[i]), ' ');
        if (i > 0) out += "  ";
        out += i < numbers_ ? blanks + row[i] : row[i];
        if (i >= numbers_ && i + 1 < row.size()) out += blanks;
      }
      out += '\n';
    }
    return out;
  }

private:
  std::size_t numbers_;
  std::vector<std::size_t> widths_;
  std::vector<Row> rows_;
};

void add_times(std::string_view name, const TimeSpan& span, std::string& out) {
  if (!span.first) return;
  out += fmt::format("{:<12}{} to {}\n", name, iso(span.first), iso(span.last));
}

std::string joined(const Counts<std::string, std::string_view>& counts,
                   bool is_one) {
  std::string out;
  for (const auto& [name, count] : sorted(counts.list())) {
    if (!out.empty()) out += "; ";
    out += is_one ? name : fmt::format("{} {}", grouped(count), name);
  }
  return out;
}

std::string kinds_text(const Survey& survey) {
  Columns columns(1);
  for (const auto& [kind, count] : sorted(survey.kinds.list())) {
    columns.add({grouped(count), printable(kind)});
  }
  if (survey.deleted > 0) {
    columns.add({grouped(survey.deleted), "deleted, of these"});
  }
  return columns.text();
}

std::string generation_text(const Survey& survey) {
  std::string out =
      fmt::format("generation  {}\n", text_of(survey.generation()));
  Columns columns(1);
  for (std::size_t i = 0; i < generation_count; ++i) {
    if (survey.generations[i] == 0) continue;
    const auto generation = static_cast<Generation>(i);
    columns.add({grouped(survey.generations[i]), text_of(generation)});
    for (std::size_t j = 0; j < trait_count; ++j) {
      const TraitInfo& trait = info_of(static_cast<Trait>(j));
      if (survey.traits[j] == 0 || trait.generation != generation) continue;
      columns.add({"", fmt::format("  by {}: {}", trait.text,
                                   grouped(survey.traits[j]))});
    }
  }
  return out + columns.text();
}

std::string inputs_text(const Inventory& inventory) {
  Columns columns(7);
  columns.add({"documents", "trunkstore", "servers", "DIDs", "accounts",
               "unreadable", "bytes", "form", "packing", "generation",
               "input"});
  for (const InputStats* line : inventory.lines()) {
    const Survey& survey = line->survey;
    std::string name = printable(line->name);
    if (!line->is_one) {
      name += fmt::format(" ({}; --all lists them)",
                          counted(line->inputs, "input"));
    }
    columns.add({grouped(survey.documents), grouped(survey.of_kind("sys_info")),
                 grouped(survey.servers), grouped(survey.numbers),
                 grouped(survey.accounts.count()),
                 grouped(survey.of_kind("unreadable")), grouped(line->bytes),
                 joined(line->forms, line->is_one),
                 joined(line->packings, line->is_one),
                 text_of(survey.generation()), std::move(name)});
  }
  return columns.text();
}

// --- JSON -------------------------------------------------------------------

void object(JsonWriter& json, std::string_view key, const NamedCounts& counts) {
  json.object(key);
  for (const auto& [name, count] : counts) {
    json.escaped_key(name).number(count);
  }
  json.end_object();
}

void times(JsonWriter& json, std::string_view key, const TimeSpan& span) {
  if (!span.first) {
    json.json(key, "null");
    return;
  }
  json.object(key)
      .text("earliest", iso(span.first))
      .text("latest", iso(span.last))
      .end_object();
}

bool is_entry(const InputStats& holding) {
  if (!holding.is_one) return false;
  const std::string& packing = holding.packings.list().front().first;
  // Not gzip and bzip2, which have one input.
  return (", " + packing).find(", zip") != std::string::npos ||
         packing.find("tar") != std::string::npos;
}

void members(JsonWriter& json, const InputStats& holding) {
  const Survey& survey = holding.survey;
  json.number("inputs", holding.inputs);
  object(json, "forms", sorted(holding.forms.list()));
  object(json, "packings", sorted(holding.packings.list()));
  json.number("bytes", holding.bytes);
  if (is_entry(holding)) {
    json.json("file_bytes", "null");
  } else {
    json.number("file_bytes", holding.file_bytes);
  }
  json.number("documents", survey.documents);
  object(json, "kinds", sorted(survey.kinds.list()));
  json.number("deleted", survey.deleted)
      .number("accounts", survey.accounts.count())
      .object("trunkstore")
      .number("documents", survey.of_kind("sys_info"))
      .number("servers", survey.servers)
      .number("dids", survey.numbers)
      .end_object();
  times(json, "created", survey.created);
  times(json, "modified", survey.modified);
  json.text("generation", name_of(survey.generation()));
  object(json, "generations", generations_of(survey));
  object(json, "judged_by", traits_of(survey));
}

}  // namespace

std::string inventory_text(const Inventory& inventory) {
  const InputStats total = inventory.total();
  std::string out = essence(total) + "\n";
  if (total.inputs == 0) return out;
  out += '\n' + kinds_text(total.survey) + '\n';
  add_times("created", total.survey.created, out);
  add_times("modified", total.survey.modified, out);
  out += fmt::format("bytes       {} from {} in files\n", grouped(total.bytes),
                     grouped(total.file_bytes));
  out += generation_text(total.survey);
  return out + '\n' + inputs_text(inventory);
}

std::string inventory_json(const Inventory& inventory,
                           const std::vector<InputProblem>& problems) {
  std::string out;
  JsonWriter json(out);
  json.object().object("total");
  members(json, inventory.total());
  json.end_object().array("inputs");
  for (const InputStats* line : inventory.lines()) {
    json.object().text("name", line->name).flag("aggregated", !line->is_one);
    members(json, *line);
    json.end_object();
  }
  json.end_array().array("problems");
  for (const InputProblem& problem : problems) {
    json.object()
        .text("input", problem.name)
        .text("reason", problem.reason)
        .end_object();
  }
  json.end_array().end_object().end_line();
  return out;
}

}  // namespace trunklift
