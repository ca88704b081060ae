// Documents of a batch, one by one: what each is, and what becomes of it.
#include "pipeline/processor.h"

#include <malloc.h>

#include <utility>

#include "base/give_back.h"
#include "base/shortened.h"
#include "base/text.h"
#include "check/rules.h"
#include "convert/convert.h"
#include "pipeline/context.h"
#include "pipeline/context_findings.h"
#include "pipeline/other_kinds.h"
#include "pipeline/stand_in.h"
#include "report/rejects.h"
#include "source/cut.h"

namespace trunklift {

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

void Processor::process(const Batch& batch, ProcessedBatch& out, Turn* turn) {
  out.clear();
  out.rendered.resize(plan_.reports.size());
  turn_ = turn;
  cut(
      batch,
      [&](const Blob& blob) {
        if (plan_.fingerprint) out.tally.add_source(content_of(blob));
        dispatch(blob, out);
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
  give_back(written_);
  give_back(canonical_);
  give_back(changes_);
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
  dispatch(document, out);
}

void Processor::dispatch(const Blob& blob, ProcessedBatch& batch) {
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
    ReportPart& part = batch.rendered[i];
    const std::size_t before = part.bytes();
    report->document(part, subject, capped ? listed : shown);
    batch.bytes += part.bytes() - before;
  }
}

}  // namespace trunklift
