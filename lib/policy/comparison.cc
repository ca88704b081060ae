// Both reports go into one sorter, which brings equal fingerprints together.
#include "policy/comparison.h"

#include <fmt/format.h>

#include <tuple>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/shortened.h"
#include "base/text_file.h"
#include "parse/parser.h"

namespace trunklift {
namespace {

ReportedFinding finding_in(const Value& line) {
  const auto text = [&](const Key& key) {
    const Value* value = line.find(key);
    return std::string(value ? value->string_or_empty() : "");
  };
  const auto name = [&](const Key& key) { return shortened(text(key)); };
  return {text("rule"),       text("slug"),        text("severity"),
          name("account_id"), name("document_id"), name("pointer"),
          text("message")};
}

}  // namespace

bool Comparison::Entry::operator<(const Entry& other) const {
  return std::tie(fingerprint, run, offset) <
         std::tie(other.fingerprint, other.run, other.offset);
}

Comparison::Comparison(std::size_t memory)
    : lines_(memory / 2), entries_(memory / 2) {}

Comparison::Scope Comparison::read(Run run, const std::string& path) {
  TextFile file(path, {Exit::input, "read report"});
  Parser parser;
  std::uint64_t number = 0;
  const Value* summary = nullptr;
  Scope scope;
  for (std::string line; interrupted() == 0 && file.next(line);) {
    ++number;
    const Value* root = parser.parse_copy(line);
    const Value* fingerprint = root ? root->find("fingerprint") : nullptr;
    summary = root ? root->find("summary") : nullptr;
    if (summary) {
      const Value* interrupted = summary->find("interrupted");
      const Value* complete = summary->find("complete");
      scope.read_all = !(interrupted && interrupted->truth) &&
                       (!complete || complete->truth);
    } else if (fingerprint && fingerprint->string_or_empty().size() == 32) {
      if (root->find("more")) scope.lists_all = false;
      entries_.add({hash_from_hex(fingerprint->string()), lines_.append(line),
                    static_cast<std::uint32_t>(line.size()), run});
    } else if (!root || !root->find("account")) {
      throw Error(Exit::input, "read report",
                  fmt::format("{}:{}", path, number),
                  "it is no line of a report in JSON lines",
                  "check --report jsonl=FILE writes one");
    }
  }
  if (number == 0 && interrupted() == 0) {
    throw Error(Exit::input, "read report", path, "it is empty");
  }
  if (!summary && interrupted() == 0) {
    throw Error(Exit::input, "read report", path,
                "it has no summary at its end: cut short?");
  }
  if (run == Run::second) {
    second_is_complete_ = scope.read_all && scope.lists_all;
  }
  return scope;
}

void Comparison::finish(
    const std::function<void(const ReportedFinding&)>& added) {
  Parser parser;
  entries_.for_each_group(
      [](const Entry& a, const Entry& b) {
        return a.fingerprint == b.fingerprint;
      },
      [&](std::span<const Entry> same) {
        const Entry& last = same.back();  // of the second run, if it has it
        const Value* line =
            parser.parse_copy(lines_.text(last.offset, last.size));
        const ReportedFinding finding = finding_in(*line);
        const bool was = same.front().run == Run::first;
        const bool is = last.run == Run::second;
        const auto count = [&](Changes& changes) {
          ++(was && is             ? changes.persisting
             : !was                ? changes.added
             : second_is_complete_ ? changes.fixed
                                   : changes.unknown);
        };
        count(total_);
        count(rules_[finding.rule + ' ' + finding.slug]);
        count(accounts_[finding.account_id]);
        if (!was) added(finding);
      });
}

}  // namespace trunklift
