// The format `text`: findings by document, then what to do next, then counts.
#include <fmt/format.h>

#include <algorithm>

#include "base/shortened.h"
#include "base/text.h"
#include "report/words.h"

namespace trunklift {
namespace {

// As many as fit on a screen. The others are only counted.
constexpr std::size_t most_accounts = 5, most_rules = 10, most_steps = 3;

std::string counted(std::uint64_t count, std::string_view thing) {
  return fmt::format("{} {}{}", grouped(count), thing, count == 1 ? "" : "s");
}

// As in "TL0206 TL0211".
std::string ids(const std::vector<const Rule*>& rules) {
  std::string out;
  for (const Rule* rule : rules) {
    out += (out.empty() ? "" : " ") + std::string(rule->id);
  }
  return out;
}

class TextReport : public Report {
public:
  explicit TextReport(bool color) : color_(color) {}

  void document(ReportPart& part, const Subject& subject,
                std::span<const Finding> findings) const override {
    std::string& out = part.text;
    append_printable(out, subject.input);
    out += fmt::format(":{}", subject.origin.line);
    if (!subject.document_id.empty()) {
      out += ' ';
      append_printable(out, subject.account_id);
      out += '/';
      append_printable(out, subject.document_id);
    }
    out += '\n';
    for (const Finding& finding : findings) {
      out += "  ";
      append_words(out, finding, {}, color_);
    }
  }

  // Keeps the first `most_accounts` accounts, by readiness and id.
  void account(ReportStream&, const AccountReadiness& account) override {
    const auto comes_first = [](const auto& a, const auto& b) {
      if (a.ready != b.ready) return a.ready > b.ready;
      return a.account_id < b.account_id;
    };
    ++unready_;
    worst_.insert(
        std::upper_bound(worst_.begin(), worst_.end(), account, comes_first),
        account);
    if (worst_.size() > most_accounts) worst_.pop_back();
  }

  void finish(ReportStream& to, const RunSummary& summary) override {
    std::string out;
    unread(out, summary);
    rules(out, summary);
    if (summary.readiness) readiness(out, *summary.readiness);
    next_steps(out, summary);
    if (!out.empty()) to.write('\n' + out);
  }

private:
  void unread(std::string& out, const RunSummary& summary) const {
    std::string_view head = "not read";
    for (const std::string& words : unread_in_words(summary)) {
      out += fmt::format("{:<11}{}: {}\n", head,
                         in_color(Severity::error, color_), words);
      head = "";
    }
  }

  void readiness(std::string& out, const Readiness& is) const {
    std::uint64_t accounts = 0;
    std::string line;
    for (std::size_t i = 0; i < ready_count; ++i) {
      accounts += is.accounts[i];
      line += fmt::format("{}{} {}", i > 0 ? ", " : "", grouped(is.accounts[i]),
                          ready_name(static_cast<Ready>(i)));
    }
    if (accounts + is.unassigned == 0) return;
    out += fmt::format("accounts   {}\n", line);
    if (is.unassigned > 0) {
      out += fmt::format("           {} of no known account\n",
                         counted(is.unassigned, "document"));
    }
    std::string_view head = "not ready";
    for (const AccountReadiness& account : worst_) {
      out += fmt::format(
          "{:<11}{:<8} {}  {}\n", head, ready_name(account.ready),
          printable(shortened(account.account_id)), ids(account.rules));
      head = "";
    }
    if (unready_ > worst_.size()) {
      out += fmt::format("{:<11}and {} more: --report jsonl has all\n", "",
                         grouped(unready_ - worst_.size()));
    }
  }

  // These lines come last, because a terminal shows the end of the output.
  static void next_steps(std::string& out, const RunSummary& summary) {
    std::vector<std::string> steps;
    if (summary.readiness) {
      for (const auto& blocker : summary.readiness->blockers) {
        if (steps.size() == most_steps) break;
        steps.push_back(fmt::format(
            "repair {} {}: it blocks {}, {} of them alone", blocker.rule->id,
            blocker.rule->slug, counted(blocker.accounts, "account"),
            grouped(blocker.alone)));
      }
    }
    std::uint64_t safe = 0, lossy = 0;
    for (const auto& [rule, severity, count] : summary.rules) {
      if (rule->fix == Fix::safe) safe += count;
      if (rule->fix == Fix::lossy) lossy += count;
    }
    if (safe + lossy > 0) {
      steps.push_back(fmt::format("trunklift fix repairs {}, --lossy {} more",
                                  counted(safe, "finding"), grouped(lossy)));
    }
    if (!summary.rules.empty()) {
      steps.emplace_back("trunklift explain RULE says what each one means");
    }
    if (steps.empty()) return;
    std::string_view head = "next";
    for (const std::string& step : steps) {
      out += fmt::format("{:<11}{}\n", head, step);
      head = "";
    }
  }

  // The most severe rules come first, then the most frequent.
  void rules(std::string& out, const RunSummary& summary) const {
    std::vector<RunSummary::RuleCount> list = summary.rules;
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) {
                       return a.severity != b.severity ? a.severity > b.severity
                                                       : a.count > b.count;
                     });
    std::size_t shown = 0;
    std::uint64_t rest = 0;
    for (const auto& [rule, severity, count] : list) {
      if (++shown > most_rules) {
        rest += count;
        continue;
      }
      out += fmt::format("{:>12}  {}{} {} {}\n", grouped(count),
                         in_color(severity, color_),
                         std::string(7 - severity_name(severity).size(), ' '),
                         rule->id, rule->slug);
    }
    if (rest > 0) {
      out +=
          fmt::format("{:>12}  of {} more rules: --report jsonl counts them\n",
                      grouped(rest), shown - most_rules);
    }
    for (const RunSummary::Count& hidden : summary.hidden) {
      if (hidden.value == 0) continue;
      out += fmt::format("{:>12}  not shown: {}\n", grouped(hidden.value),
                         hidden.name);
    }
  }

  bool color_;
  std::vector<AccountReadiness> worst_;
  std::uint64_t unready_ = 0;
};

}  // namespace

std::unique_ptr<Report> open_text_report(const ReportSetting& setting) {
  return std::make_unique<TextReport>(setting.color);
}

}  // namespace trunklift
