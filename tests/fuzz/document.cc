// Fuzz target: one document through all stages and back.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "options/compiled_plan.h"
#include "parse/parser.h"
#include "pipeline/processor.h"
#include "pipeline/rebuild.h"
#include "report/report.h"
#include "require.h"
#include "source/cut.h"
#include "source/input_names.h"

namespace trunklift {
namespace {

using fuzz::require;

struct Setup {
  Setup() {
    Settings settings;
    settings.schema = "connectivity";
    settings.max_document = ReaderOptions{}.largest_document;
    compiled = compile_plan(settings, true);
    names.add({"in", ""});
    report = find_report_format("jsonl")->open({});
    compiled.plan.reports = {report.get()};
    compiled.plan.inputs = &names;
    compiled.plan.keep_reasons = true;
    processor = std::make_unique<Processor>(compiled.plan);
  }
  InputNames names;
  std::unique_ptr<Report> report;
  CompiledPlan compiled;
  std::unique_ptr<Processor> processor;  // the same for all documents
};

Value* parsed(Parser& parser, std::string_view text, std::string_view what) {
  Value* value = parser.parse_copy(text);
  require(value != nullptr, what, text);
  return value;
}

void check_findings(const ProcessedBatch& result) {
  const std::string_view text = result.rendered.at(0).text;
  Parser parser;
  std::uint64_t lines = 0;
  for (std::size_t at = 0; at < text.size(); ++lines) {
    const std::size_t end = text.find('\n', at);
    require(end != std::string_view::npos, "findings end with a newline", text);
    const Value* finding =
        parsed(parser, text.substr(at, end - at), "a finding is JSON");
    require(finding->is(Type::object), "a finding is an object", text);
    at = end + 1;
  }
  std::uint64_t counted = 0;
  for (const std::uint64_t count : result.tally.severities) counted += count;
  require(lines == counted, "all findings are counted", text);
}

void check_fate(const Processed& document) {
  const bool rejected = document.fate == Fate::rejected;
  const bool accepted = document.fate == Fate::accepted;
  require(rejected == !document.reasons.empty(),
          "who is rejected has reasons, and nobody else", document.reasons);
  if (rejected) {
    Parser parser;
    const Value* reasons = parsed(parser, document.reasons, "reasons are JSON");
    require(reasons->is(Type::array) && reasons->size > 0, "there are reasons",
            document.reasons);
  }
  require(accepted || document.fate == Fate::context ||
              document.records.rows.empty(),
          "who is not accepted has no records");
  require(document.records.rows.empty() == (document.record_hash == Hash128{}),
          "who has records has a hash of them");
}

Cell::Kind kind_of(ColumnType type) {
  switch (type) {
    case ColumnType::integer: return Cell::Kind::integer;
    case ColumnType::boolean: return Cell::Kind::boolean;
    case ColumnType::time: return Cell::Kind::time;
    case ColumnType::id: return Cell::Kind::id;
    default: return Cell::Kind::text;
  }
}

void check_rows(const Records& records) {
  Parser parser;
  for (const Row& row : records.rows) {
    const Table& shape = table(row.table);
    require(row.cells.size() == shape.columns.size(), "a row is whole",
            shape.name);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const Column& column = shape.columns[i];
      const Cell& cell = row[i];
      require(!column.required || !cell.is_null(), "what is required is there",
              column.name);
      if (cell.is_null()) continue;
      require(cell.kind() == kind_of(column.type),
              "a cell has its column's type", column.name);
      if (column.type == ColumnType::json || column.type == ColumnType::texts) {
        parsed(parser, cell.text(), "a cell of JSON is JSON");
      }
    }
  }
}

StoredDocument stored(const Processed& document, std::string_view hash) {
  StoredDocument out;
  std::size_t trunks = 0;
  for (const Row& row : document.records.rows) {
    if (row.table == TableId::trunk) {
      out.trunk = row;
      ++trunks;
    } else if (row.table == TableId::device) {
      out.devices.push_back(row);
    } else if (row.table == TableId::phone_number) {
      out.phone_numbers.push_back(row);
    }
  }
  require(trunks == 1, "who is accepted is one trunk");
  out.changes = document.changes;
  out.content_hash = hash;
  return out;
}

// What is accepted comes back as it was written.
void check_round_trip(const Processed& document) {
  Parser parser;
  const std::optional<Tree> tree = parser.read_copy(document.blob.bytes);
  require(tree.has_value(), "who is accepted is JSON", document.blob.bytes);
  const Value* written = tree->root;
  const std::string hash = document.identity.content.hex();
  const std::string text = rebuild(stored(document, hash));
  // One of two equal keys is kept; couchbackup's notes are not.
  if (tree->may_have_duplicates || written->find("_revisions")) return;
  Parser other;
  const Value* rebuilt = parsed(other, text, "what is rebuilt is JSON");
  require(equal_json(*written, *rebuilt), "a document comes back", text);
}

void check(Batch& batch, const ProcessedBatch& result) {
  const Tally& tally = result.tally;
  std::uint64_t blobs = 0;
  cut(batch, [&](const Blob&) { ++blobs; });
  require(tally.read == blobs, "each document is counted once");
  require(
      tally.read == result.documents.size() + tally.skipped + tally.accepted,
      "each document has one fate");
  check_findings(result);
  for (const Processed& document : result.documents) {
    check_fate(document);
    check_rows(document.records);
    if (document.fate == Fate::accepted) check_round_trip(document);
  }
}

Batch batch_of(const std::uint8_t* data, std::size_t size) {
  Batch batch;
  batch.bytes = Buffer(size);
  if (size > 0) std::memcpy(batch.bytes.data(), data, size);
  batch.bytes.size = size;
  batch.segments.push_back({Piece::Kind::document, 0, size, {0, 0, 1}});
  return batch;
}

// Leaves its marks all over the processor's memory.
constexpr std::string_view before =
    R"({"_id":"before","_rev":"1-a","pvt_type":"sys_info",)"
    R"("pvt_account_id":"0123456789abcdef0123456789abcdef","name":"Before",)"
    R"("pvt_created":63610123456,"pvt_modified":63801234567,"account":)"
    R"({"auth_realm":"pbx.example.com","trunks":2},"servers":[{"auth":)"
    R"({"auth_method":"password","auth_user":"u","auth_password":"p"},)"
    R"("options":{"enabled":true,"delay":1,"timeout":2,"codecs":["PCMU"]},)"
    R"("DIDs":{"+14155550100":{"delay":1,"force_outbound":true}}}]})";

}  // namespace
}  // namespace trunklift

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace trunklift;
  static const Setup setup;
  ProcessedBatch result;
  // So that what one document leaves to the next is the same each time.
  Batch first = batch_of(reinterpret_cast<const std::uint8_t*>(before.data()),
                         before.size());
  setup.processor->process(first, result);
  Batch batch = batch_of(data, size);
  setup.processor->process(batch, result);
  check(batch, result);
  // A processor remembers nothing of the documents before; looked at now and
  // then, since a new one is slow to make.
  if (size % 16 == 0) {
    ProcessedBatch again;
    Processor(setup.compiled.plan).process(batch, again);
    fuzz::require(again.rendered.at(0).text == result.rendered.at(0).text,
                  "a document has the same findings whatever was before it",
                  again.rendered.at(0).text);
  }
  return 0;
}
