// One document through all stages: parse, check, normalize, bind, convert.
#include "pipeline/processor.h"

#include <malloc.h>

#include <set>
#include <utility>

#include "base/shortened.h"
#include "base/text.h"
#include "check/bind.h"
#include "check/repeated.h"
#include "check/rules.h"
#include "convert/convert.h"
#include "pipeline/context.h"
#include "pipeline/context_findings.h"
#include "pipeline/document_findings.h"
#include "pipeline/other_kinds.h"
#include "pipeline/salvage.h"
#include "pipeline/stand_in.h"
#include "report/rejects.h"
#include "source/cut.h"

namespace trunklift {
namespace {

using schema::Violation;

// Tells quickly whether a violation is in a list.
class ViolationIndex {
public:
  explicit ViolationIndex(const std::vector<Violation>& list) {
    for (const Violation& violation : list) places_.insert(place_of(violation));
  }
  bool contains(const Violation& violation) const {
    return places_.contains(place_of(violation));
  }

private:
  using Place = std::pair<schema::Keyword, std::string_view>;
  static Place place_of(const Violation& violation) {
    return {violation.keyword, violation.pointer};
  }
  std::set<Place> places_;
};

void add_violation(const Violation& violation, bool repaired,
                   Findings& findings) {
  Finding finding{&rule::schema,
                  repaired ? Severity::warning : Severity::error,
                  repaired ? Effect::rewrite : Effect::block,
                  schema::keyword_name(violation.keyword),
                  violation.pointer,
                  violation.message(),
                  std::string(schema::keyword_name(violation.keyword))};
  if (repaired) finding.message += " (normalization repairs it)";
  findings.add(std::move(finding));
}

}  // namespace

std::string_view stage_name(Stage stage) {
  switch (stage) {
    case Stage::parse: return "parse";
    case Stage::identify: return "identify";
    case Stage::check: return "check";
    case Stage::bind: return "bind";
    case Stage::load: return "load";
  }
  return "";
}

Processor::Processor(const Plan& plan)
    : plan_(plan),
      parser_(plan.max_depth),
      validator_(*plan.schema),
      written_rules_(plan.rules.written),
      document_rules_(plan.rules.document) {}

namespace {

// What a batch needs no more than this is kept for the next one.
constexpr std::size_t most_kept = share_of_batch / 4;

std::size_t bytes_of(const Records& records) {
  std::size_t cells = 0;
  for (const Row& row : records.rows) cells += row.cells.capacity();
  return records.rows.capacity() * sizeof(Row) + cells * sizeof(Cell);
}

std::size_t bytes_of(const Summary& summary) {
  return summary.mentions.size() * sizeof(Summary::Mention) +
         summary.failovers.size() * sizeof(Summary::Failover) +
         summary.record.size();
}

// What it holds beside the records' text, which is in the batch's arena.
std::size_t bytes_of(const Processed& document) {
  const Identity& identity = document.identity;
  std::size_t bytes = sizeof document + identity.account_id.size() +
                      identity.document_id.size() + identity.revision.size() +
                      identity.ancestors.size() * sizeof(Rank) +
                      document.reasons.size() + document.changes.size() +
                      bytes_of(document.records) +
                      document.marks.size() * sizeof(Mark);
  for (const Doubt& doubt : document.doubts) {
    bytes += sizeof doubt + doubt.account_id.size() + doubt.document_id.size();
  }
  if (document.summary) bytes += bytes_of(*document.summary);
  return bytes;
}

}  // namespace

void ProcessedBatch::add(Processed&& document) {
  bytes += bytes_of(document);
  documents.push_back(std::move(document));
}

void ProcessedBatch::clear() {
  documents.clear();
  numbers.clear();
  if (documents.capacity() * sizeof(Processed) > most_kept) documents = {};
  if (numbers.capacity() * sizeof(NumberDocument) > most_kept) numbers = {};
  arena.reset();
  tally = {};
  bytes = 0;
  for (std::string& text : rendered) {
    text.clear();
    if (text.capacity() > most_kept) text.shrink_to_fit();
  }
}

void Processor::process(const Batch& batch, ProcessedBatch& out, Turn* turn) {
  out.clear();
  out.rendered.resize(plan_.reports.size());
  turn_ = turn;
  cut(
      batch,
      [&](const Blob& blob) {
        if (plan_.fingerprint) out.tally.add_source(content_of(blob));
        take(blob, out);
      },
      [&](std::size_t bytes) { await_turn(bytes); });
  turn_ = nullptr;
}

// Before anything is made of a piece that may take much memory.
void Processor::await_turn(std::size_t bytes) {
  if (bytes <= large_document || !turn_) return;
  turn_->await();
  is_large_ = true;
  is_huge_ |= bytes > 4 * large_document;
}

void Processor::hand_over(ProcessedBatch& batch) {
  if (!turn_) return;
  if (batch.held() > share_of_batch) {
    turn_->hand_over();
    batch.clear();
  }
  if (is_large_) let_go();
}

void Processor::let_go() {
  constexpr std::size_t many = 1 << 12;
  const bool took_much = is_huge_ || findings_.list().size() > many;
  is_large_ = is_huge_ = false;
  parser_.let_go();
  written_ = {};
  canonical_ = {};
  changes_ = {};
  findings_ = {};
  normalized_ = {};
#ifdef __GLIBC__
  // Each thread has a heap of its own, which would keep what the next one
  // needs.
  if (took_much) ::malloc_trim(0);
#endif
}

void Processor::process(const Blob& document, ProcessedBatch& out) {
  out.clear();
  out.rendered.resize(plan_.reports.size());
  take(document, out);
}

void Processor::take(const Blob& blob, ProcessedBatch& batch) {
  findings_.clear();
  if (blob.sort == Blob::Sort::beside) {
    if (!plan_.generic) beside(blob, batch);
  } else if (blob.sort != Blob::Sort::document) {
    stand_in(blob, batch);
  } else if (plan_.generic) {
    generic(blob, batch);
  } else if (read(blob.bytes)) {
    document(blob, batch);
  } else {
    broken(blob, batch);
  }
  hand_over(batch);
}

// Whether it is JSON. What will be looked at gets its tree at once.
bool Processor::read(std::string_view text) {
  if (!parser_.index(text)) return false;
  if (plan_.convert || parser_.seems_to_have("pvt_type", "sys_info")) {
    return parser_.tree();
  }
  return parser_.verdict();
}

// A line may hold several documents; if it does not, it is one that is broken.
void Processor::broken(const Blob& blob, ProcessedBatch& batch) {
  std::string message = parser_.is_too_deep()
                            ? "nested too deeply, the limit is " +
                                  grouped(plan_.max_depth) + " (--max-depth)"
                            : "not JSON: " + parser_.problem();
  if (!cut_again(blob, [&](const Blob& part) { take(part, batch); })) {
    unreadable(blob, rule::json_syntax, std::move(message), batch);
  }
}

void Processor::check_schema(const Value& root,
                             std::vector<Violation>& violations) {
  violations.clear();
  validator_.validate(root, &violations);
}

namespace {

// Whether an input begins with this, in the middle of something: documents may
// be missing in front of it.
bool begins_in_the_middle(const Blob& blob) {
  return blob.origin.offset == 0 && !blob.bytes.starts_with('{') &&
         !blob.bytes.starts_with('[');
}

// Which document it may be, of a text that was not read as one.
void attribute(Processed& out) {
  if (begins_in_the_middle(out.blob)) {
    out.is_known = false;
    return;
  }
  const bool is_row = out.blob.sort == Blob::Sort::bare_row;
  Salvage known =
      is_row ? salvage_row(out.blob.bytes) : salvage(out.blob.bytes);
  if (known.account_id.empty()) known.account_id = out.blob.account;
  out.is_known = !known.is_trunk || !known.account_id.empty() ||
                 !known.document_id.empty();
  if (!out.is_known || !known.is_trunk) return;
  out.doubts.push_back(
      {std::move(known.account_id), std::move(known.document_id)});
}

}  // namespace

// What stands in a document's place.
void Processor::stand_in(const Blob& blob, ProcessedBatch& batch) {
  Processed out;
  out.blob = blob;
  out.identity.kind_name = sort_name(blob.sort);
  const Rule* rule = rule_of(blob.sort);
  if (!rule) {
    batch.tally.count(out.identity.kind_name);
    ++batch.tally.skipped;
    return;
  }
  out.identity.content = content_of(blob);
  findings_.add(*rule, "", explain(blob, plan_.max_document)).discriminator =
      out.identity.content.hex();
  if (findings_.blocked()) {
    out.fate = Fate::rejected;
    if (blob.sort == Blob::Sort::bare_row) attribute(out);
  }
  finish(std::move(out), batch);
}

void Processor::unreadable(const Blob& blob, const Rule& rule,
                           std::string message, ProcessedBatch& batch) {
  Processed out;
  out.blob = blob;
  out.identity.kind = Kind::unreadable;
  out.identity.kind_name = "unreadable";
  out.identity.content = hash128(blob.bytes);
  out.fate = Fate::rejected;
  attribute(out);
  findings_.add(rule, "", std::move(message)).discriminator =
      out.identity.content.hex();
  finish(std::move(out), batch);
}

void Processor::generic(const Blob& blob, ProcessedBatch& batch) {
  const Value* root = parser_.parse_bare(blob.bytes);
  if (!root) return broken(blob, batch);
  check_schema(*root, written_);
  if (written_.empty()) {
    batch.tally.count(kind_name_of(*root));
    ++batch.tally.accepted;
    return;
  }
  Processed out;
  out.blob = blob;
  root = parser_.tree();  // now with its content
  if (root->is(Type::object)) {
    out.identity = identity_of(*root, blob);
  }
  out.identity.kind_name = kind_name_of(*root);
  report_schema(written_, written_);
  out.stage = Stage::check;
  out.fate = findings_.blocked() ? Fate::rejected : Fate::accepted;
  finish(std::move(out), batch);
}

// That of the path, else that of the command line.
std::string_view Processor::account_of(const Blob& blob) const {
  return blob.account.empty() ? plan_.account : blob.account;
}

// Whether nothing but their number is of interest.
bool Processor::skips(Kind kind) const {
  return kind == Kind::other || (kind == Kind::number && !plan_.convert);
}

// Whether it has the text "undefined" for something.
bool Processor::number(ProcessedBatch& batch) {
  if (plan_.rules.number.empty()) return false;
  bool is_undefined = false;
  if (const auto number = read_number(parser_, batch.arena, is_undefined)) {
    batch.numbers.push_back(*number);
  }
  return is_undefined;
}

// Reports on a number's document, of which there is no tree yet.
void Processor::undefined(const Blob& blob, ProcessedBatch& batch) {
  const Value* root = whole_tree();
  Processed out;
  out.blob = blob;
  out.identity = identify(*root, parser_.content(), account_of(blob));
  report_context(*root, out.identity, findings_);
  finish(std::move(out), batch);
}

// As the document says it, else as what it stands in does.
Identity Processor::identity_of(const Value& root, const Blob& blob) {
  Identity identity = identify(root, parser_.content(), account_of(blob));
  if (identity.revision.empty() && !blob.revision.empty()) {
    identity.revision = blob.revision;
    identity.has_revision = false;
  }
  return identity;
}

void Processor::hold(const HiddenTrunks& hidden, Processed& out) {
  findings_.add(rule::trunk_not_read, hidden.first,
                hidden.count == 1
                    ? "a trunkstore document that is not read here"
                    : "the first of " + grouped(hidden.count) +
                          " trunkstore documents that are not read here");
  for (const std::string& account : hidden.accounts) {
    out.doubts.push_back(
        {account.empty() ? out.identity.account_id : account, ""});
  }
}

// Whether it is, or holds, what is not read as the trunkstore document that it
// seems to be.
bool Processor::is_misread(const Value& root, Processed& out) {
  if (out.blob.other_id) {
    findings_.add(rule::row_of_another, "/_id",
                  "expected the id of the row that it stands in");
  }
  if (out.identity.kind != Kind::trunkstore && looks_like_trunk(root)) {
    findings_.add(rule::servers_in_another_kind, "/pvt_type",
                  "expected sys_info beside servers");
  }
  if (const auto hidden = hidden_trunks(root)) hold(*hidden, out);
  if (!findings_.blocked()) return false;
  out.fate = Fate::rejected;
  out.stage = Stage::identify;
  return true;
}

// What is no document, and must not hold any.
void Processor::beside(const Blob& blob, ProcessedBatch& batch) {
  const Value* root = parser_.parse(blob.bytes);
  if (!root) return broken(blob, batch);
  Processed out;
  out.blob = blob;
  out.identity.kind_name = sort_name(blob.sort);
  out.identity.content = parser_.content();
  out.identity.account_id = account_of(blob);
  std::optional<HiddenTrunks> hidden = hidden_trunks(*root);
  if (root->is(Type::object) && looks_like_trunk(*root)) {
    hidden = {1, "", {identify(*root, {}, "").account_id}};
  }
  if (!hidden) return;
  hold(*hidden, out);
  out.fate = Fate::rejected;
  out.stage = Stage::identify;
  finish(std::move(out), batch);
}

// What couchbackup adds to a document is no part of it.
Value* Processor::whole_tree() {
  Value* root = parser_.tree();
  ancestors_.clear();
  const Value* history = root->find("_revisions");
  if (!history) return root;
  ancestors_ = ancestors_of(*history);
  for (const Member& member : members(*root)) {
    if (&member.value != history) continue;
    remove_member(*root, member);
    break;
  }
  return parser_.parse_copy(to_json(*root));
}

void Processor::document(const Blob& blob, ProcessedBatch& batch) {
  const auto type = parser_.text_member("pvt_type");
  if (type && !type->empty() && skips(kind_of_type(*type)) && !blob.other_id &&
      !may_hold_trunk(parser_)) {
    const bool is_number = kind_of_type(*type) == Kind::number;
    if (is_number && number(batch)) return undefined(blob, batch);
    batch.tally.count(*type);
    ++batch.tally.skipped;
    return;
  }
  Value* root = whole_tree();
  if (!root->is(Type::object)) {
    return unreadable(
        blob, rule::not_an_object,
        "expected an object, found " + std::string(type_name(root->type)),
        batch);
  }
  Processed out;
  out.blob = blob;
  out.identity = identity_of(*root, blob);
  if (out.identity.deleted) out.identity.ancestors = std::move(ancestors_);
  const Kind kind = out.identity.kind;
  const bool misread = is_misread(*root, out);
  if (misread && kind != Kind::trunkstore) {
    return finish(std::move(out), batch);
  }
  if (kind == Kind::number && number(batch) && skips(kind)) {
    return undefined(blob, batch);
  }
  if (skips(kind)) {
    batch.tally.count(out.identity.kind_name);
    ++batch.tally.skipped;
    return;
  }
  if (kind == Kind::trunkstore) {
    trunkstore(*root, out, batch.arena);
    if (misread) out.fate = Fate::rejected;  // one that is deleted, too
  } else {
    out.fate = Fate::context;
    report_context(*root, out.identity, findings_);
    out.context = context_of(*root, out.identity);
    if (plan_.convert) {
      out.records = convert_context(*root, out.identity, batch.arena);
      out.record_hash = context_hash(out.records);
    }
  }
  finish(std::move(out), batch);
}

// Counts and prints here, in parallel, what needs no other document.
void Processor::finish(Processed&& document, ProcessedBatch& batch) {
  batch.tally.count(document.identity.kind_name);
  if (document.fate == Fate::rejected && plan_.keep_reasons) {
    document.reasons =
        reasons_json(cap_.of(findings_.list(), most_reasons_of_rule));
  }
  if (plan_.readiness) document.marks = marks_of(findings_.list());
  if (!findings_.list().empty()) render(document, batch);
  batch.add(std::move(document));
}

// As it may be printed.
std::string_view Processor::input_name(std::uint32_t input) {
  if (input != named_input_) {
    named_input_ = input;
    input_name_ = shown_input(plan_.inputs->get(input).name);
  }
  return input_name_;
}

void Processor::render(const Processed& document, ProcessedBatch& batch) {
  std::string account, id;
  const Subject subject{shown(document.identity.account_id, account),
                        shown(document.identity.document_id, id),
                        input_name(document.blob.origin.input),
                        document.blob.origin};
  findings_.keep_if([&](Finding& finding) {
    const Policy::Verdict verdict = plan_.policy
                                        ? plan_.policy->judge(subject, finding)
                                        : Policy::Verdict::shown;
    ++batch.tally.verdicts[static_cast<std::size_t>(verdict)];
    return verdict == Policy::Verdict::shown;
  });
  const std::span<const Finding> shown = findings_.list();
  if (shown.empty()) return;
  for (const Finding& finding : shown) batch.tally.add(finding);
  const std::span<const Finding> listed = cap_.of(shown, plan_.most_of_rule);
  for (std::size_t i = 0; i < plan_.reports.size(); ++i) {
    const auto& [report, capped] = plan_.reports[i];
    const std::size_t before = batch.rendered[i].size();
    report->document(batch.rendered[i], subject, capped ? listed : shown);
    batch.bytes += batch.rendered[i].size() - before;
  }
}

namespace {

// Most documents have few: their room is kept for the next one.
void forget(std::vector<Violation>& list) {
  constexpr std::size_t most = 1 << 10;
  list.clear();
  if (list.capacity() > most) list = {};
}

}  // namespace

void Processor::trunkstore(Value& root, Processed& out, Arena& arena) {
  Findings& findings = findings_;
  report_identity(root, out.identity, findings);
  for (const Finding& finding : findings.list()) {
    if (finding.rule != &rule::account_db_mismatch) continue;
    out.doubts.push_back(
        {account_from_database(root.find("pvt_account_db")->string_or_empty()),
         ""});
  }
  out.stage = findings.blocked() ? Stage::identify : Stage::check;
  if (parser_.may_have_duplicates()) {
    find_duplicate_keys(root, findings);
  }
  if (parser_.has_escapes() &&
      out.blob.bytes.find("\\u0000") != std::string_view::npos) {
    find_nul_characters(root, findings);
  }
  check_schema(root, written_);
  written_rules_.check(root, plan_.options, findings);
  const std::vector<std::int64_t> order = claim_order(root);
  changes_.clear();
  const bool rewritten = normalize_document(
      *plan_.normalization, root, parser_.arena(), normalized_, changes_);
  const bool again = rewritten || (!written_.empty() && !changes_.empty());
  if (again) check_schema(root, canonical_);
  report_schema(written_, again ? canonical_ : written_);
  forget(written_);
  forget(canonical_);
  findings.append(std::move(normalized_));
  const bool checked = !findings.blocked();
  const Connectivity document = bind_document(root, changes_, order, findings);
  const bool repeats_too_much =
      report_repeated(document, out.identity, out.blob.bytes.size(), findings);
  if (checked && findings.blocked()) out.stage = Stage::bind;
  document_rules_.check(root, plan_.options, findings);
  out.fate = out.identity.deleted ? Fate::deleted
             : findings.blocked() ? Fate::rejected
                                  : Fate::accepted;
  if (out.fate != Fate::deleted && !out.identity.account_id.empty() &&
      !repeats_too_much) {
    out.summary = summarize(document, out.identity, out.blob.origin);
    out.summary->rejected = out.fate == Fate::rejected;
  }
  if (out.fate == Fate::accepted) {
    // The order of several servers may depend on that of members, which the
    // content does not tell.
    out.settled =
        plan_.settled && order.empty() && plan_.settled->has(out.identity);
    if (plan_.convert && !out.settled) {
      out.records = convert(document, out.identity, arena);
      out.changes = changes_json(changes_);
      out.record_hash = record_hash(out.records, out.changes);
    }
  }
}

// `written` are the violations of the document as it stands, `canonical` those
// that are left (or came up) after normalization; the same list if that had
// nothing to do.
void Processor::report_schema(const std::vector<Violation>& written,
                              const std::vector<Violation>& canonical) {
  if (&written == &canonical) {
    for (const Violation& violation : written) {
      add_violation(violation, false, findings_);
    }
    return;
  }
  const ViolationIndex before(written), left(canonical);
  for (const Violation& violation : written) {
    const bool repaired = !plan_.strict && !left.contains(violation);
    add_violation(violation, repaired, findings_);
  }
  if (plan_.strict) return;
  for (const Violation& violation : canonical) {
    if (!before.contains(violation)) add_violation(violation, false, findings_);
  }
}

}  // namespace trunklift
