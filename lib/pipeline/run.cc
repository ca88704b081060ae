// The part of a run that goes on while documents are read.
#include "pipeline/run.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/shortened.h"
#include "base/text.h"
#include "check/rules.h"
#include "report/rejects.h"

namespace trunklift {

namespace {

// Bytes of memory; the rest goes to temporary files. They are read once from
// begin to end, so more memory would not make a run faster, and with this
// little the memory of a run hardly depends on the input.
constexpr std::size_t corpus_memory = std::size_t{4} << 20;
constexpr std::size_t readiness_memory = std::size_t{4} << 20;
constexpr std::size_t coverage_memory = std::size_t{32} << 20;
constexpr std::size_t late_memory = std::size_t{6} << 20;

}  // namespace

Run::Run(Parts parts)
    : parts_(std::move(parts)),
      versions_(parts_.memory),
      corpus_(std::min(parts_.memory, corpus_memory)),
      coverage_(parts_.sink ? parts_.complete : Complete::none,
                std::min(parts_.memory, coverage_memory)),
      readiness_(std::min(parts_.memory, readiness_memory)) {
  const Plan& plan = *parts_.plan;
  if (plan.most_of_rule > 0) late_.emplace(late_memory, plan.most_of_rule);
}

void Run::consume(const ProcessedBatch& batch) {
  tally_.add(batch.tally);
  balance_.count(Bucket::skipped, batch.tally.skipped);
  balance_.count(Bucket::loaded, batch.tally.accepted);
  for (std::size_t i = 0; i < parts_.reports.size(); ++i) {
    if (batch.rendered[i].empty()) continue;
    parts_.reports[i].report->take(*parts_.reports[i].stream,
                                   batch.rendered[i]);
  }
  for (const Processed& document : batch.documents) {
    balance_.count(settle(document));
  }
  for (const NumberDocument& number : batch.numbers) {
    corpus_.add_number(number);
  }
  balance_.read(batch.tally.read);
}

// The name of an input, in valid UTF-8. It stays valid until the next call with
// another input. Documents come input by input, so one name is enough.
const std::string& Run::input_name(std::uint32_t input) {
  if (named_input_ != input) {
    input_name_ = valid_utf8(parts_.inputs->get(input).name);
    named_input_ = input;
  }
  return input_name_;
}

Subject Run::subject(const Processed& document) {
  return {document.identity.account_id, document.identity.document_id,
          input_name(document.blob.origin.input), document.blob.origin};
}

Bucket Run::settle(const Processed& document) {
  if (document.fate == Fate::skipped) return Bucket::skipped;
  const bool generic = parts_.plan->generic;
  const Identity& identity = document.identity;
  cover(document);
  Version version;
  if (!generic) {
    version = {version_key(identity), rank_of(identity)};
    // Among versions of the same revision, the hash of the rows decides, as it
    // does in a target.
    if (parts_.sink && document.fate == Fate::context) {
      version.rank.content = document.record_hash.high;
    }
    remember(document, version);
  }
  if (parts_.plan->readiness && document.fate != Fate::context) {
    if (identity.account_id.empty()) {
      readiness_.add_unassigned();
    } else {
      readiness_.add(identity.account_id, version.key, version.rank,
                     document.fate == Fate::deleted, document.marks);
    }
  }
  if (document.fate == Fate::rejected) {
    reject(document);
    return Bucket::rejected;
  }
  if (generic) return Bucket::loaded;
  if (parts_.sink) return versioned(document, version);
  if (parts_.plan->explain_skips) offer(document, version);
  // At the end, the corpus tells which versions count and corrects this.
  return document.fate == Fate::accepted ? Bucket::loaded : Bucket::skipped;
}

bool Run::met_any() const {
  return parts_.plan->generic || tally_.kinds.has_any_of_interest() ||
         balance_.of(Bucket::rejected) > 0;
}

// Notes which documents the inputs cover, and which may be in them unread.
void Run::cover(const Processed& document) {
  if (parts_.complete == Complete::none || !parts_.sink) return;
  const bool may_be_any = document.fate == Fate::rejected && !document.is_known;
  const auto left =
      coverage_.observe(document.blob, document.identity, may_be_any);
  const Origin& origin = document.blob.origin;
  if (left) doubt(*left, input_name(origin.input), origin.line);
  for (const Doubt& doubt : document.doubts) {
    coverage_.doubt(doubt);
    this->doubt(doubt, input_name(origin.input), origin.line);
  }
}

void Run::doubt(const Doubt& doubt, const std::string& input,
                std::uint64_t line) {
  if (doubts_.size() < most_named) {
    doubts_.push_back({shortened(doubt.account_id),
                       shortened(doubt.document_id), shown_input(input), line});
  }
  ++doubt_count_;
}

void Run::doubt_input(const std::string& input, const std::string& account_id) {
  if (parts_.complete == Complete::none || !parts_.sink) return;
  const Doubt all{account_id, ""};
  coverage_.doubt(all);
  doubt(all, valid_utf8(input), 0);
}

Versions::Verdict Run::offer(const Processed& document,
                             const Version& version) {
  const auto& [key, rank] = version;
  const Identity& identity = document.identity;
  const Versions::Verdict verdict =
      identity.kind == Kind::number ? versions_.offer_number(key, rank)
      : identity.deleted
          ? versions_.offer_deleted(key, rank, identity.ancestors)
          : versions_.offer(key, rank);
  if (parts_.plan->explain_skips && verdict != Versions::Verdict::first) {
    Findings findings;
    findings.add(rule::document_skipped, "",
                 verdict == Versions::Verdict::worse
                     ? "not used: this version or a later one came before"
                     : "not used: an older version of it, which came before");
    report(subject(document), findings.list().front());
  }
  return verdict;
}

// Delivers the document if it is the best version so far.
Bucket Run::versioned(const Processed& document, const Version& version) {
  const bool is_context = document.fate == Fate::context;
  const Versions::Verdict verdict = offer(document, version);
  if (verdict == Versions::Verdict::worse) {
    return is_context ? Bucket::skipped : Bucket::superseded;
  }
  const bool replaces = verdict == Versions::Verdict::better;
  // A settled document has no records. If an earlier version replaced it in the
  // target, the records are needed after all.
  const Bucket bucket = deliver(
      replaces && document.settled ? converted(document) : document, replaces);
  if (is_context) return Bucket::skipped;
  const Bucket before = versions_.note(version.key, bucket);
  if (replaces) balance_.recount(before, Bucket::superseded);
  return bucket;
}

// Converts a document that was not converted because it was settled. The result
// stays valid until the next call.
const Processed& Run::converted(const Processed& document) {
  if (!converter_) {
    converting_plan_ = *parts_.plan;
    converting_plan_.settled = nullptr;
    converting_plan_.reports.clear();
    converter_ = std::make_unique<Processor>(converting_plan_);
  }
  converter_->process(document.blob, converted_);
  return converted_.documents.front();
}

void Run::remember(const Processed& document, const Version& version) {
  const Identity& identity = document.identity;
  if (document.fate == Fate::deleted) {
    // If the document is in conflict, one branch may be deleted while another
    // one with a lower revision counts.
    corpus_.add_deleted(version.key,
                        identity.ancestors.empty() ? version.rank : Rank{});
  } else if (document.summary) {
    corpus_.add(version.key, version.rank, *document.summary);
  } else if (document.context && !identity.account_id.empty()) {
    corpus_.add_context(identity.account_id, identity.kind, version.rank,
                        *document.context);
  }
}

Bucket Run::deliver(const Processed& document, bool replaces) {
  Delivery delivery{.identity = document.identity,
                    .blob = document.blob,
                    .input = input_name(document.blob.origin.input),
                    .replaces = replaces,
                    .what = Delivery::Remove{}};
  if (document.fate == Fate::context) {
    delivery.what.emplace<Delivery::Context>(
        Delivery::Context{document.records, document.record_hash});
  } else if (document.fate != Fate::deleted) {
    delivery.what.emplace<Delivery::Load>(
        Delivery::Load{document.records, document.record_hash, document.changes,
                       document.settled});
  }
  return parts_.sink->write(delivery);
}

void Run::reject(const Processed& document) {
  if (!parts_.sink && !parts_.rejects) return;
  const Subject subject = this->subject(document);
  const std::string_view stage = stage_name(document.stage);
  if (parts_.rejects) {
    write_reject(*parts_.rejects, subject, stage, document.reasons,
                 document.blob.bytes);
  }
  if (parts_.sink) {
    parts_.sink->write({.identity = document.identity,
                        .blob = document.blob,
                        .input = subject.input,
                        .what = Delivery::Reject{stage, document.reasons}});
  }
}

void Run::report(const Subject& whole, Finding finding) {
  std::string account, id;
  const std::string input = shown_input(whole.input);
  const Subject subject{shown(whole.account_id, account),
                        shown(whole.document_id, id), input, whole.origin};
  const Policy::Verdict verdict =
      parts_.plan->policy ? parts_.plan->policy->judge(subject, finding)
                          : Policy::Verdict::shown;
  ++tally_.verdicts[static_cast<std::size_t>(verdict)];
  if (verdict != Policy::Verdict::shown) return;
  tally_.add(finding);
  list(false, subject, finding);
  if (late_) late_->add(subject, finding);
}

// Lists a finding in the capped reports or in the other ones.
void Run::list(bool capped, const Subject& subject, const Finding& finding) {
  for (std::size_t i = 0; i < parts_.reports.size(); ++i) {
    const bool is_capped = late_ && parts_.plan->reports[i].capped;
    if (is_capped != capped) continue;
    const Parts::Output& output = parts_.reports[i];
    ReportPart part;
    output.report->document(part, subject, {&finding, 1});
    output.report->take(*output.stream, part);
  }
}

}  // namespace trunklift
