// The serial end of the pipeline: versions, balance, target, reports.
#include "pipeline/run.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "check/rules.h"
#include "report/rejects.h"

namespace trunklift {

Run::Run(Parts parts) : parts_(std::move(parts)) {}

void Run::consume(ProcessedBatch& batch) {
  for (const Processed& document : batch.documents) this->document(document);
}

// Lives until another is asked for: documents come input by input.
const std::string& Run::input_name(std::uint32_t input) {
  if (named_ != input) {
    name_ = parts_.inputs->get(input).name;
    named_ = input;
  }
  return name_;
}

Subject Run::subject(const Processed& document) {
  return {document.identity.account_id, document.identity.document_id,
          input_name(document.blob.origin.input), document.blob.origin};
}

void Run::document(const Processed& document) {
  balance_.read();
  balance_.kind(document.identity.kind == Kind::unreadable
                    ? "unreadable"
                    : document.identity.kind_name);
  balance_.count(settle(document));
  const Subject subject = this->subject(document);
  for (const Finding& finding : document.findings) report(subject, finding);
}

Bucket Run::settle(const Processed& document) {
  switch (document.fate) {
    case Fate::skipped: return Bucket::skipped;
    case Fate::rejected: reject(document); return Bucket::rejected;
    default: break;
  }
  return parts_.plan->generic ? Bucket::loaded : versioned(document);
}

// Of several versions of a document one counts, whatever their order.
Bucket Run::versioned(const Processed& document) {
  const bool is_context = document.fate == Fate::context;
  const Hash128 key = version_key(document.identity);
  const Versions::Verdict verdict = versions_.offer(
      key, rank_of(document.identity.revision, document.identity.content));
  if (verdict == Versions::Verdict::worse) {
    return is_context ? Bucket::skipped : Bucket::superseded;
  }
  const bool replaces = verdict == Versions::Verdict::better;
  remember(document);
  const Delivery::Kind kind = is_context ? Delivery::Kind::context
                              : document.fate == Fate::deleted
                                  ? Delivery::Kind::remove
                                  : Delivery::Kind::load;
  const Bucket bucket = deliver(document, kind, replaces);
  if (is_context) return Bucket::skipped;
  if (replaces) balance_.recount(versions_.bucket(key), Bucket::superseded);
  versions_.bucket(key) = bucket;
  return bucket;
}

void Run::remember(const Processed& document) {
  const Identity& identity = document.identity;
  std::string key = identity.account_id + '\n' + identity.document_id;
  if (document.fate == Fate::deleted) {
    corpus_.remove(key);
  } else if (document.summary) {
    corpus_.add(std::move(key), *document.summary);
  } else if (document.context && !identity.account_id.empty()) {
    corpus_.set_context(identity.account_id, identity.kind, *document.context);
  }
}

// Its claims are in force today, and it may be later than what is loaded.
void Run::remember_rejected(const Processed& document) {
  const Identity& identity = document.identity;
  corpus_.add(identity.account_id + '\n' + identity.document_id + '\n' +
                  identity.content.hex(),
              *document.summary);
  const Rank rank = rank_of(identity.revision, identity.content);
  const auto [place, inserted] = rejected_.try_emplace(
      version_key(identity),
      Rejected{rank, identity.account_id, identity.document_id,
               document.blob.origin});
  if (!inserted && place->second.rank < rank) {
    place->second.rank = rank;
    place->second.origin = document.blob.origin;
  }
}

Bucket Run::deliver(const Processed& document, Delivery::Kind kind,
                    bool replaces) {
  Bucket bucket =
      kind == Delivery::Kind::load ? Bucket::loaded : Bucket::skipped;
  if (!parts_.sink) return bucket;
  const Subject subject = this->subject(document);
  const Bucket done = parts_.sink->write({kind,
                                          document.identity,
                                          document.blob,
                                          subject.input,
                                          &document.records,
                                          document.record_hash,
                                          document.changes,
                                          {},
                                          {},
                                          replaces});
  return kind == Delivery::Kind::load ? done : bucket;
}

void Run::reject(const Processed& document) {
  if (document.summary) remember_rejected(document);
  if (!parts_.sink && !parts_.rejects) return;
  const Subject subject = this->subject(document);
  const std::string reasons = reasons_json(document.findings);
  const std::string_view stage = stage_name(document.stage);
  if (parts_.rejects) {
    write_reject(*parts_.rejects, subject, stage, reasons, document.blob.bytes);
  }
  if (parts_.sink) {
    parts_.sink->write({Delivery::Kind::reject,
                        document.identity,
                        document.blob,
                        subject.input,
                        nullptr,
                        {},
                        {},
                        stage,
                        reasons,
                        false});
  }
}

void Run::report(const Subject& subject, const Finding& finding) {
  ++severities_[static_cast<std::size_t>(finding.severity)];
  ++rules_[std::string(finding.rule->id) + ' ' +
           std::string(finding.rule->slug)];
  for (Report* report : parts_.reports) report->finding(subject, finding);
}

// In an order that only depends on what is said, not on when it was read.
void Run::corpus_findings() {
  std::vector<LateFinding> late;
  for (const CorpusRule* rule : parts_.plan->rules.corpus) {
    CorpusReport report(rule->rule, late);
    rule->check(corpus_, report);
  }
  for (const auto& [version, rejected] : rejected_) {
    if (!versions_.is_older(version, rejected.rank)) continue;
    late.push_back({rejected.account_id,
                    rejected.document_id,
                    rejected.origin,
                    {&rule::older_revision_loaded,
                     Severity::error,
                     Effect::none,
                     {},
                     "",
                     "this revision was rejected, an older one is loaded",
                     {}}});
  }
  const auto key = [](const LateFinding& f) {
    return std::tie(f.account_id, f.document_id, f.finding.rule->id,
                    f.finding.pointer, f.finding.message);
  };
  std::sort(late.begin(), late.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  for (const LateFinding& finding : late) {
    report({finding.account_id, finding.document_id,
            input_name(finding.origin.input), finding.origin},
           finding.finding);
  }
}

RunSummary Run::summary() const {
  RunSummary out;
  out.balance = {{"read", balance_.documents_read()},
                 {"loaded", balance_.of(Bucket::loaded)},
                 {"unchanged", balance_.of(Bucket::unchanged)},
                 {"superseded", balance_.of(Bucket::superseded)},
                 {"rejected", balance_.of(Bucket::rejected)},
                 {"skipped", balance_.of(Bucket::skipped)}};
  for (const auto& [name, count] : balance_.kinds()) {
    out.kinds.push_back({name, count});
  }
  for (const Severity severity :
       {Severity::error, Severity::warning, Severity::info}) {
    out.severities.push_back(
        {std::string(severity_name(severity)), findings(severity)});
  }
  for (const auto& [name, count] : rules_) out.rules.push_back({name, count});
  out.balanced = balance_.holds();
  return out;
}

RunSummary Run::finish(bool interrupted) {
  if (!parts_.plan->generic) corpus_findings();
  if (parts_.sink) parts_.sink->finish(balance_, interrupted);
  RunSummary out = summary();
  for (Report* report : parts_.reports) report->finish(out);
  return out;
}

}  // namespace trunklift
