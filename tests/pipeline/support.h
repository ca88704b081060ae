// What the tests of the stages share: documents in, rows and findings out.
#pragma once

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "options/compiled_plan.h"
#include "parse/parser.h"
#include "pipeline/pipeline.h"
#include "pipeline/rebuild.h"
#include "pipeline/run.h"
#include "report/report.h"
#include "sink/sink.h"
#include "source/inputs.h"

namespace trunklift::test {

// A parsed text that owns what it needs.
class Json {
public:
  explicit Json(std::string_view text) : parser_(std::make_unique<Parser>()) {
    value_ = parser_->parse_copy(text);
    if (!value_) throw std::runtime_error("bad JSON: " + parser_->problem());
  }
  Value& operator*() const { return *value_; }
  Value* operator->() const { return value_; }
  Arena& arena() const { return parser_->arena(); }

private:
  std::unique_ptr<Parser> parser_;
  Value* value_;
};

inline bool same_json(std::string_view a, std::string_view b) {
  return equal_json(*Json(a), *Json(b));
}

// A directory that goes when the test ends.
class TempDir {
public:
  TempDir() {
    std::string name =
        (std::filesystem::temp_directory_path() / "trunklift-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("mkdtemp");
    path_ = name;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  std::string operator/(const std::string& name) const {
    return (path_ / name).string();
  }
  std::string path() const { return path_.string(); }

  std::string write(const std::string& name, std::string_view bytes) const {
    const std::string path = *this / name;
    std::filesystem::create_directories(
        std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path;
  }

private:
  std::filesystem::path path_;
};

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at) lines.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

inline std::string joined(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

inline const CompiledPlan& compiled_plan() {
  static const CompiledPlan plan = [] {
    Settings settings;
    settings.schema = "connectivity";
    return compile_plan(settings, true);
  }();
  return plan;
}

// --- one document ---------------------------------------------------------

// "TL0206 /servers/0/auth/ip" a line.
class PlaceReport : public Report {
public:
  void document(ReportPart& out, const Subject&,
                std::span<const Finding> findings) const override {
    for (const Finding& finding : findings) {
      out.text += std::string(finding.rule->id) + " " + finding.pointer + "\n";
    }
  }
  void finish(ReportStream&, const RunSummary&) override {}
};

// All that a finding says, but for its place.
class WordReport : public Report {
public:
  void document(ReportPart& out, const Subject&,
                std::span<const Finding> findings) const override {
    for (const Finding& finding : findings) {
      out.text += finding.message + " " + finding.discriminator + "\n";
    }
  }
  void finish(ReportStream&, const RunSummary&) override {}
};

// A document after all stages; its rows stay valid as long as it lives.
class Result {
public:
  explicit Result(std::string_view text, Plan plan = compiled_plan().plan) {
    InputNames names;
    names.add({"in", ""});
    const PlaceReport places;
    const WordReport words;
    plan.reports = {&places, &words};
    plan.inputs = &names;
    batch_.bytes = Buffer(text.size());
    std::memcpy(batch_.bytes.data(), text.data(), text.size());
    batch_.bytes.size = text.size();
    batch_.segments.push_back(
        {Piece::Kind::document, 0, batch_.bytes.size, {0, 0, 1}});
    Processor(plan).process(batch_, result_);
  }
  const Processed& operator*() const { return result_.documents.at(0); }
  const Processed* operator->() const { return &result_.documents.at(0); }

  std::vector<Row> rows(TableId table) const {
    std::vector<Row> out;
    for (const Row& row : (**this).records.rows) {
      if (row.table == table) out.push_back(row);
    }
    return out;
  }
  Row row(TableId table, std::size_t index = 0) const {
    return rows(table).at(index);
  }
  // "TL0206 /servers/0/auth/ip" for each finding, in order.
  std::vector<std::string> findings() const {
    return lines_in(result_.rendered.at(0).text);
  }
  const Tally& tally() const { return result_.tally; }
  const std::string& words() const { return result_.rendered.at(1).text; }
  bool has(const std::string& finding) const {
    const auto all = findings();
    return std::find(all.begin(), all.end(), finding) != all.end();
  }

private:
  Batch batch_;
  ProcessedBatch result_;
};

// "null", or the text of a cell.
inline std::string text_of(const Cell& cell) {
  if (cell.is_null()) return "null";
  return std::string(CellText().print(cell));
}

inline const std::string account = "0123456789abcdef0123456789abcdef";

// A whole document around `body`, which starts with a comma or is empty.
inline std::string document(std::string_view body, std::string_view id = "ts1",
                            std::string_view revision = "1-a") {
  std::string out = R"({"_id":")" + std::string(id) + R"(","_rev":")" +
                    std::string(revision) +
                    R"(","pvt_type":"sys_info","pvt_account_id":")" + account +
                    '"';
  if (body.find("\"account\":") == std::string_view::npos) {
    out += R"(,"account":{"auth_realm":"pbx.example.com","trunks":2})";
  }
  return out + std::string(body) + "}";
}

// A document of one server that registers as trunk1; `more` are members of
// the server, with a comma in front, and `options` those of its options.
inline std::string one_server(std::string_view options,
                              std::string_view more = "") {
  return document(
      R"(,"servers":[{"auth":{"auth_method":"password","auth_user":"trunk1",)"
      R"("auth_password":"s3cretpw"},"options":{)" +
      std::string(options) + "}" + std::string(more) + "}]");
}

// --- whole runs -----------------------------------------------------------

class Text : public ReportStream {
public:
  void write(std::string_view text) override { text_ += text; }
  const std::string& str() const { return text_; }

private:
  std::string text_;
};

struct Outcome {
  std::vector<std::string> findings;  // of the jsonl report
  std::string rejects;
  RunSummary summary;
  std::vector<InputProblem> problems;

  std::uint64_t count(std::string_view name) const {
    for (const auto& item : summary.balance) {
      if (item.name == name) return item.value;
    }
    return 0;
  }
  // "read 3 loaded 2 superseded 1": what is not zero.
  std::string balance() const {
    std::string out;
    for (const auto& item : summary.balance) {
      if (!item.value) continue;
      out += (out.empty() ? "" : " ") + item.name + " " +
             std::to_string(item.value);
    }
    return out;
  }
};

// `target` as the command line has it ("sqlite:FILE"), or "".
inline Outcome run_files(const std::vector<std::string>& files,
                         const std::string& target = {}, unsigned threads = 1) {
  Text report_text, rejects;
  const auto report = find_report_format("jsonl")->open({});
  std::unique_ptr<Sink> sink;
  if (!target.empty()) {
    const auto colon = target.find(':');
    sink = find_sink_kind(target.substr(0, colon))
               ->open({.place = target.substr(colon + 1),
                       .run = {"1.0", "rules", "[\"in\"]", "{}"}});
  }
  Inputs inputs(files, {}, {});
  Plan plan = compiled_plan().plan.of_inputs(inputs.names());
  plan.reports = {report.get()};
  plan.keep_reasons = true;
  Run run({&plan,
           &inputs.names(),
           {{report.get(), &report_text}},
           {},
           sink.get(),
           &rejects});
  run_pipeline<ProcessedBatch>(
      [&] { return inputs.next(); }, threads,
      [&] { return std::make_unique<Processor>(plan); },
      [&](const Batch&, const ProcessedBatch& batch, bool) {
        run.consume(batch);
      },
      [] { return false; });
  Outcome out;
  out.summary = run.finish({});
  out.findings = lines_in(report_text.str());
  out.findings.pop_back();  // the summary
  out.rejects = rejects.str();
  out.problems = inputs.status().problems;
  return out;
}

inline Outcome run_text(std::string_view text, const std::string& target = {}) {
  const TempDir dir;
  return run_files({dir.write("in", text)}, target);
}

// A finding without where it was read, for comparing runs.
inline std::string without_origin(const std::string& finding) {
  const Json json(finding);
  std::string out;
  for (const Member& member : members(*json)) {
    if (member.key == "input" || member.key == "line" ||
        member.key == "offset") {
      continue;
    }
    out += std::string(member.key) + "=" + to_json(member.value) + ";";
  }
  return out;
}

inline std::vector<std::string> sorted_findings(const Outcome& outcome) {
  std::vector<std::string> out;
  for (const std::string& finding : outcome.findings) {
    out.push_back(without_origin(finding));
  }
  std::sort(out.begin(), out.end());
  return out;
}

// The rows of a query, each "a|b|c", nulls as "null".
inline std::vector<std::string> query(const std::string& path,
                                      const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr);
  std::vector<std::string> out;
  if (code != SQLITE_OK) out.push_back(sqlite3_errmsg(database));
  while (code == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
    std::string row;
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      if (i) row += '|';
      const auto* bytes =
          static_cast<const char*>(sqlite3_column_blob(statement, i));
      const auto size =
          static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
      row += sqlite3_column_type(statement, i) == SQLITE_NULL ? "null"
             : bytes ? std::string(bytes, size)
                     : "";
    }
    out.push_back(row);
  }
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return out;
}

// All rows of the target, sorted, without what differs from run to run: the
// table of runs, the run and the origin of a document.
inline std::vector<std::string> contents(const std::string& path) {
  std::vector<std::string> out;
  for (const Table& table : all_tables()) {
    if (table.id == TableId::run) continue;
    std::string columns;
    for (const Column& column : table.columns) {
      if (column.name == "run_id" || column.name == "input" ||
          column.name == "byte_offset" || column.name == "line") {
        continue;
      }
      columns += (columns.empty() ? "" : ",") + std::string(column.name);
    }
    const std::string name(table.name);
    for (const std::string& row :
         query(path, "SELECT " + columns + " FROM " + name)) {
      out.push_back(name + ": " + row);
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

// --- what the platform does, as data: fixtures/platform ---------------------

inline std::vector<std::string> platform_lines(const std::string& name) {
  return lines_in(read_file(
      (std::filesystem::path(TRUNKLIFT_SOURCE_DIR) / "fixtures/platform" / name)
          .string()));
}

struct Case {
  std::string id, account_id;
  std::vector<std::string> documents;  // trunkstore
  std::vector<std::string> context;    // account and number documents
};

inline std::string with_members(
    const Value& object,
    const std::vector<std::pair<std::string, std::string>>& members_) {
  Arena arena;
  Value copy = arena.clone(object);
  for (const auto& [key, text] : members_) {
    if (copy.find(key) && copy.find(key)->size > 0) {
      *copy.find(key) = Value::of(arena.copy(text));
    } else {
      add_member(copy, arena, key, Value::of(arena.copy(text)));
    }
  }
  return to_json(copy);
}

// Every case document, in `kind` "crafted" or "random", as a dump has it.
inline std::vector<Case> cases(const std::string& kind) {
  std::vector<Case> out;
  for (const std::string& line : platform_lines(kind + "/cases.ndjson")) {
    const Json json(line);
    Case item;
    item.id = json->find("id")->string();
    item.account_id = json->find("account_id")->string();
    const auto add = [&](const Value& value) {
      item.documents.push_back(
          value.find("pvt_account_id")
              ? to_json(value)
              : with_members(value, {{"pvt_account_id", item.account_id}}));
    };
    if (const Value* doc = json->find("doc")) add(*doc);
    if (const Value* docs = json->find("docs")) {
      for (const Value& doc : items(*docs)) add(doc);
    }
    if (const Value* context = json->find("account")) {
      item.context.push_back(with_members(
          *context,
          {{"pvt_type", "account"}, {"pvt_account_id", item.account_id}}));
    }
    if (const Value* numbers = json->find("numbers")) {
      for (const Member& number : members(*numbers)) {
        item.context.push_back(
            with_members(number.value, {{"_id", std::string(number.key)},
                                        {"pvt_type", "number"},
                                        {"pvt_assigned_to", item.account_id},
                                        {"pvt_state", "in_service"}}));
      }
    }
    out.push_back(std::move(item));
  }
  return out;
}

inline std::vector<Case> all_cases() {
  std::vector<Case> out = cases("crafted");
  for (Case& item : cases("random")) out.push_back(std::move(item));
  return out;
}

// Every line of a dump of all cases.
inline std::vector<std::string> case_lines() {
  std::vector<std::string> out;
  for (const Case& item : all_cases()) {
    out.insert(out.end(), item.context.begin(), item.context.end());
    out.insert(out.end(), item.documents.begin(), item.documents.end());
  }
  return out;
}

}  // namespace trunklift::test
