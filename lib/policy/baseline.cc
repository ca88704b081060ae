// Findings that were there before, by fingerprint: only what is new counts.
#include "policy/baseline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>

#include "base/error.h"
#include "base/part_file.h"
#include "base/spill_log.h"
#include "base/spill_sorter.h"
#include "base/text.h"
#include "check/rules.h"
#include "parse/parser.h"

namespace trunklift {
namespace {

constexpr std::string_view first_line = R"({"trunklift_baseline":1})";

// Calls `look(line, number, entry)` for each entry.
template <typename Look>
void each_entry(const std::string& path, const Look& look) {
  const auto refuse = [&](std::uint64_t line, const std::string& reason) {
    throw Error(Exit::usage, "use baseline", fmt::format("{}:{}", path, line),
                reason);
  };
  std::ifstream file(path);
  std::string line;
  errno = 0;
  if (!file) {
    throw Error(Exit::usage, "read baseline", path, std::strerror(errno),
                "--write-baseline writes one");
  }
  if (!std::getline(file, line) || trimmed(line) != first_line) {
    refuse(1, "it is no baseline");
  }
  Parser parser;
  for (std::uint64_t number = 2; std::getline(file, line); ++number) {
    if (trimmed(line).empty()) continue;
    const Value* root = parser.parse_copy(line);
    if (!root) refuse(number, "not JSON: " + parser.problem());
    const Value* fingerprint = root->find("fingerprint");
    if (!fingerprint || fingerprint->string_or_empty().size() != 32) {
      refuse(number, "it has no fingerprint");
    }
    look(line, number, *root);
  }
}

Hash128 fingerprint_in(const Value& entry) {
  return hash_from_hex(entry.find("fingerprint")->string());
}

}  // namespace

Baseline Baseline::read(const std::string& path) {
  Baseline out;
  out.path_ = path;
  each_entry(path,
             [&](const std::string&, std::uint64_t line, const Value& entry) {
               out.entries_.push_back({fingerprint_in(entry), line});
             });
  std::sort(out.entries_.begin(), out.entries_.end(),
            [](const Entry& a, const Entry& b) {
              return std::pair(a.fingerprint, a.line) <
                     std::pair(b.fingerprint, b.line);
            });
  out.used_ = std::make_unique<std::atomic<bool>[]>(out.entries_.size());
  return out;
}

bool Baseline::knows(Hash128 fingerprint) const {
  const auto at = std::lower_bound(
      entries_.begin(), entries_.end(), fingerprint,
      [](const Entry& a, const Hash128& b) { return a.fingerprint < b; });
  if (at == entries_.end() || at->fingerprint != fingerprint) return false;
  used_[static_cast<std::size_t>(at - entries_.begin())].store(
      true, std::memory_order_relaxed);
  return true;
}

bool Baseline::is_stale(const Hash128& fingerprint) const {
  const auto at = std::lower_bound(
      entries_.begin(), entries_.end(), fingerprint,
      [](const Entry& a, const Hash128& b) { return a.fingerprint < b; });
  return !used_[static_cast<std::size_t>(at - entries_.begin())].load(
      std::memory_order_relaxed);
}

void Baseline::report_stale(const EmitAt& emit) const {
  each_entry(path_, [&](const std::string&, std::uint64_t line,
                        const Value& entry) {
    if (!is_stale(fingerprint_in(entry))) return;
    const auto text = [&](const Key& key) {
      const Value* value = entry.find(key);
      return std::string(value ? value->string_or_empty() : "");
    };
    Findings findings;
    findings
        .add(rule::baseline_stale, "",
             fmt::format("{} of {}/{} is not found any more{}{}", text("rule"),
                         text("account_id"), text("document_id"),
                         text("pointer").empty() ? "" : ": ", text("pointer")))
        .discriminator = text("fingerprint");
    emit(line, findings.list().front());
  });
}

std::uint64_t Baseline::prune() const {
  std::uint64_t pruned = 0;
  PartFile file(path_);
  std::string text(first_line);
  text += '\n';
  each_entry(path_,
             [&](const std::string& line, std::uint64_t, const Value& entry) {
               if (is_stale(fingerprint_in(entry))) {
                 ++pruned;
                 return;
               }
               text += line + '\n';
               if (text.size() < std::size_t{1} << 16) return;
               file.write(text);
               text.clear();
             });
  file.write(text);
  file.commit();
  return pruned;
}

namespace {

class BaselineReport : public Report {
public:
  // The fingerprint, then the entry, a line each.
  void document(std::string& out, const Subject& subject,
                std::span<const Finding> findings) const override {
    for (const Finding& finding : findings) {
      const std::string hex = fingerprint(subject, finding);
      out += fmt::format(R"({}{{"fingerprint":"{}","rule":{},"account_id":{},)"
                         R"("document_id":{},"pointer":{}}})"
                         "\n",
                         hex, hex, json_string(finding.rule->id),
                         json_string(subject.account_id),
                         json_string(subject.document_id),
                         json_string(finding.pointer));
    }
  }

  void take(ReportStream&, std::string_view made) override {
    constexpr std::size_t digits = 32;
    while (!made.empty()) {
      const std::size_t end = made.find('\n') + 1;
      const std::string_view entry = made.substr(digits, end - digits);
      sorter_.add({hash_from_hex(made.substr(0, digits)), log_.append(entry),
                   entry.size()});
      made.remove_prefix(end);
    }
  }

  void finish(ReportStream& to, const RunSummary&) override {
    to.write(std::string(first_line) + '\n');
    sorter_.for_each_group(
        [](const Entry& a, const Entry& b) {
          return a.fingerprint == b.fingerprint;
        },
        [&](std::span<const Entry> same) {
          to.write(log_.text(same.front().offset, same.front().size));
        });
  }

private:
  struct Entry {
    Hash128 fingerprint;
    std::uint64_t offset, size;
    bool operator<(const Entry& other) const {
      return std::pair(fingerprint, offset) <
             std::pair(other.fingerprint, other.offset);
    }
  };
  static constexpr std::size_t memory = std::size_t{8} << 20;
  SpillLog log_{memory};
  SpillSorter<Entry> sorter_{memory};
};

}  // namespace

std::unique_ptr<Report> open_baseline_report() {
  return std::make_unique<BaselineReport>();
}

}  // namespace trunklift
