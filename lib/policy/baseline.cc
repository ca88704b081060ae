// Entries are looked up in a sorted list; their lines stay in a log.
#include "policy/baseline.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <functional>

#include "base/error.h"
#include "base/json_writer.h"
#include "base/part_file.h"
#include "base/spill_log.h"
#include "base/spill_sorter.h"
#include "base/text.h"
#include "base/text_file.h"
#include "check/rules.h"
#include "parse/parser.h"

namespace trunklift {
namespace {

constexpr std::string_view first_line = R"({"trunklift_baseline":1})";

// Lines take so many bytes of memory before they go to a file.
constexpr std::size_t memory_of_lines = std::size_t{4} << 20;

// Calls `look(line, number, entry)` for each entry.
template <typename Look>
void each_entry(const std::string& path, const Look& look) {
  TextFile file(path,
                {Exit::usage, "read baseline", "--write-baseline writes one"});
  const auto refuse = [&](std::uint64_t line, const std::string& reason) {
    throw Error(Exit::usage, "use baseline", fmt::format("{}:{}", path, line),
                reason);
  };
  std::string line;
  if (!file.next(line) || trimmed(line) != first_line) {
    refuse(1, "it is no baseline");
  }
  Parser parser;
  for (std::uint64_t number = 2; file.next(line); ++number) {
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

// What tells that a file is still the one that was read; "" of a pipe, which
// cannot be written in its place.
std::string state_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  return fmt::format("{} {} {} {} {}", status.st_dev, status.st_ino,
                     status.st_size, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec);
}

}  // namespace

Baseline Baseline::read(const std::string& path) {
  Baseline out;
  out.path_ = path;
  out.state_ = state_of(path);
  out.lines_ = std::make_unique<SpillLog>(memory_of_lines);
  each_entry(path, [&](const std::string& line, std::uint64_t number,
                       const Value& entry) {
    out.entries_.push_back({fingerprint_in(entry), number,
                            out.lines_->append(line),
                            static_cast<std::uint32_t>(line.size())});
  });
  std::sort(out.entries_.begin(), out.entries_.end(),
            [](const Entry& a, const Entry& b) {
              return std::pair(a.fingerprint, a.line) <
                     std::pair(b.fingerprint, b.line);
            });
  out.used_ = std::make_unique<std::atomic<bool>[]>(out.entries_.size());
  return out;
}

std::size_t Baseline::first_with(Hash128 fingerprint) const {
  return static_cast<std::size_t>(
      std::lower_bound(
          entries_.begin(), entries_.end(), fingerprint,
          [](const Entry& a, const Hash128& b) { return a.fingerprint < b; }) -
      entries_.begin());
}

bool Baseline::knows(Hash128 fingerprint) const {
  const std::size_t at = first_with(fingerprint);
  if (at == entries_.size() || entries_[at].fingerprint != fingerprint) {
    return false;
  }
  used_[at].store(true, std::memory_order_relaxed);
  return true;
}

bool Baseline::is_stale(const Entry& entry) const {
  return !used_[first_with(entry.fingerprint)].load(std::memory_order_relaxed);
}

std::vector<Baseline::Entry> Baseline::in_order_of_lines() const {
  std::vector<Entry> out = entries_;
  std::sort(out.begin(), out.end(),
            [](const Entry& a, const Entry& b) { return a.line < b.line; });
  return out;
}

void Baseline::report_stale(const EmitAt& emit) const {
  Parser parser;
  for (const Entry& entry : in_order_of_lines()) {
    if (!is_stale(entry)) continue;
    const Value* root =
        parser.parse_copy(lines_->text(entry.offset, entry.size));
    const auto text = [&](const Key& key) {
      const Value* value = root->find(key);
      return std::string(value ? value->string_or_empty() : "");
    };
    Findings findings;
    findings
        .add(rule::baseline_stale, "",
             fmt::format("{} of {}/{} is not found any more{}{}", text("rule"),
                         text("account_id"), text("document_id"),
                         text("pointer").empty() ? "" : ": ", text("pointer")))
        .discriminator = text("fingerprint");
    emit(entry.line, findings.list().front());
  }
}

std::uint64_t Baseline::prune() const {
  if (state_.empty() || state_of(path_) != state_) {
    throw Error(Exit::target, "prune baseline", path_,
                state_.empty() ? "it is no file"
                               : "it was changed while this run went on");
  }
  std::uint64_t pruned = 0;
  PartFile file(path_, FileMode::shared);
  std::string text(first_line);
  text += '\n';
  for (const Entry& entry : in_order_of_lines()) {
    if (is_stale(entry)) {
      ++pruned;
      continue;
    }
    text += lines_->text(entry.offset, entry.size) + '\n';
    if (text.size() < std::size_t{1} << 16) continue;
    file.write(text);
    text.clear();
  }
  file.write(text);
  file.commit();
  return pruned;
}

namespace {

class BaselineReport : public Report {
public:
  void document(ReportPart& out, const Subject& subject,
                std::span<const Finding> findings) const override {
    for (const Finding& finding : findings) {
      const Hash128 fingerprint = fingerprint_of(subject, finding);
      out.begin(finding).fingerprint = fingerprint;
      JsonWriter(out.text)
          .object()
          .text("fingerprint", fingerprint.hex())
          .text("rule", finding.rule->id)
          .text("account_id", subject.account_id)
          .text("document_id", subject.document_id)
          .text("pointer", shortened_pointer(finding.pointer))
          .end_object()
          .end_line();
    }
  }

  void take(ReportStream&, const ReportPart& made) override {
    made.for_each(
        [&](const ReportEntry& entry, std::string_view, std::string_view line) {
          sorter_.add({entry.fingerprint, log_.append(line), line.size()});
        });
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
