// The end of a run: rules across documents, refused documents, vanished
// documents, and the totals of the reports.
#include <algorithm>
#include <string>
#include <utility>

#include "check/rules.h"
#include "pipeline/run.h"
#include "report/rejects.h"

namespace trunklift {

// In an interrupted run these rules would report what is only missing.
void Run::corpus_findings(bool interrupted) {
  const RuleSet none;
  const Corpus::Superseded superseded = corpus_.finish(
      interrupted ? none : parts_.plan->rules,
      [&](const CorpusFinding& finding) {
        report({finding.account_id, finding.document_id,
                input_name(finding.origin.input), finding.origin},
               finding.finding);
      });
  if (parts_.sink) return;  // the versions were counted as they came
  balance_.recount(Bucket::loaded, Bucket::superseded, superseded.accepted);
  balance_.recount(Bucket::skipped, Bucket::superseded, superseded.deleted);
}

namespace {

bool by_name(const RunSummary::Count& a, const RunSummary::Count& b) {
  return a.name < b.name;
}

}  // namespace

RunSummary Run::summary() const {
  RunSummary out;
  out.balance = {{"read", balance_.documents_read()},
                 {"loaded", balance_.of(Bucket::loaded)},
                 {"unchanged", balance_.of(Bucket::unchanged)},
                 {"superseded", balance_.of(Bucket::superseded)},
                 {"rejected", balance_.of(Bucket::rejected)},
                 {"skipped", balance_.of(Bucket::skipped)}};
  for (const auto& [name, count] : tally_.kinds.list()) {
    out.kinds.push_back({name, count});
  }
  std::sort(out.kinds.begin(), out.kinds.end(), by_name);
  // "(others)" comes last.
  std::stable_partition(
      out.kinds.begin(), out.kinds.end(),
      [](const auto& kind) { return kind.name != KindCounts::others; });
  for (const Severity severity :
       {Severity::error, Severity::warning, Severity::info}) {
    out.severities.push_back(
        {std::string(severity_name(severity)), findings(severity)});
  }
  for (const auto& [rule, count] : tally_.rules.list()) {
    out.rules.push_back({rule.first, rule.second, count});
  }
  std::sort(out.rules.begin(), out.rules.end(),
            [](const auto& a, const auto& b) {
              return std::pair(a.rule->id, b.severity) <
                     std::pair(b.rule->id, a.severity);
            });
  if (parts_.plan->policy) {
    const auto hidden = [&](std::string name, Policy::Verdict verdict) {
      out.hidden.push_back(
          {std::move(name),
           tally_.verdicts[static_cast<std::size_t>(verdict)]});
    };
    hidden("suppressed", Policy::Verdict::suppressed);
    hidden("known", Policy::Verdict::known);
  }
  out.balanced = balance_.holds();
  if (missing_.vanished + missing_.pruned + missing_.elsewhere > 0) {
    out.missing = {{"vanished", missing_.vanished},
                   {"pruned", missing_.pruned},
                   {"elsewhere", missing_.elsewhere}};
  }
  return out;
}

// The bucket in which a refused document is counted now. If a later version
// came after it was counted as loaded, that is `superseded`.
Bucket Run::bucket_now(const Refusal& refusal) {
  const Identity& identity = refusal.identity;
  return refusal.counted == Bucket::loaded &&
                 !versions_.counts(version_key(identity), rank_of(identity))
             ? Bucket::superseded
             : refusal.counted;
}

// Rejects the documents that the target refused.
void Run::settle_target() {
  for (const Refusal& refusal : parts_.sink->settle()) {
    Findings findings;
    findings.add(rule::refused_by_target, "", refusal.reason);
    Processed document;
    document.identity = refusal.identity;
    document.blob.bytes = refusal.bytes;
    document.blob.origin = refusal.origin;
    document.fate = Fate::rejected;
    document.stage = Stage::load;
    document.reasons = reasons_json(findings.list());
    if (parts_.plan->readiness) {
      readiness_.add_late(refusal.identity.account_id,
                          version_key(refusal.identity),
                          marks_of(findings.list()));
    }
    report(subject(document), findings.list().front());
    // It was rejected before, and the target could not keep even that. The
    // rejects file has it already.
    if (refusal.counted == Bucket::rejected) continue;
    balance_.recount(bucket_now(refusal), Bucket::rejected);
    reject(document);
  }
}

// Without `covers` the target marks and prunes nothing: a run that did not read
// everything cannot tell what vanished.
void Run::finish_target(const ReadOutcome& ending) {
  RunEnd end{balance_, ending.interrupted};
  end.take_back = ending.take_back;
  if (!ending.interrupted &&
      (ending.inputs_complete || ending.inputs_attributed) &&
      parts_.complete != Complete::none && coverage_.unknown() == 0) {
    end.covers = [&](std::string_view account_id, std::string_view document_id,
                     const Rank& rank) {
      return coverage_.covers(account_id, document_id, rank);
    };
  }
  missing_ = parts_.sink->finish(end);
  unknown_vanished_ = missing_.elsewhere > 0 && !end.covers &&
                      !ending.interrupted && parts_.complete != Complete::none;
  if (!end.covers) missing_.elsewhere = 0;
}

RunSummary Run::finish(const ReadOutcome& how) {
  if (parts_.sink) settle_target();
  ReadOutcome ending = how;
  const bool stopped =
      !how.interrupted && how.too_many && how.too_many(balance_);
  ending.take_back &= stopped;
  ending.interrupted |= stopped;
  if (!parts_.plan->generic) corpus_findings(ending.interrupted);
  if (parts_.sink) finish_target(ending);
  policy_findings(ending);
  if (late_) {
    late_->for_each([&](const Subject& subject, const Finding& finding) {
      list(true, subject, finding);
    });
  }
  RunSummary out = summary();
  out.interrupted = ending.interrupted;
  out.unread = ending.unread;
  out.stopped = stopped;
  out.unknown_vanished = unknown_vanished_;
  // If the target has no documents that the run did not meet, doubts do not
  // matter.
  if (unknown_vanished_ || missing_.elsewhere > 0) {
    out.doubts = std::move(doubts_);
    out.doubt_count = doubt_count_;
  }
  if (parts_.plan->readiness && !ending.interrupted) {
    out.readiness = readiness();
  }
  for (const Parts::Output& output : parts_.reports) {
    output.report->finish(*output.stream, out);
  }
  return out;
}

void Run::policy_findings(const ReadOutcome& ending) {
  if (!parts_.plan->policy) return;
  parts_.plan->policy->report(
      !ending.interrupted && ending.inputs_complete,
      [&](const Subject& subject, const Finding& finding) {
        report(subject, finding);
      });
}

Readiness Run::readiness() {
  return readiness_.finish(parts_.rules, [&](const AccountReadiness& account) {
    for (const Parts::Output& output : parts_.reports) {
      output.report->account(*output.stream, account);
    }
  });
}

}  // namespace trunklift
