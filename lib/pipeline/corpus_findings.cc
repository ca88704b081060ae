// Sorts findings by group to count them, then by place in the log to list them.
#include "pipeline/corpus_findings.h"

#include <cstring>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace trunklift {
namespace {

// The start of a record in the log. The texts follow in the order of their
// sizes here.
struct Head {
  const Rule* rule;
  Origin origin;
  // Sizes of the texts, in bytes.
  std::uint64_t account_id, document_id, input, pointer, message, discriminator;
  Severity severity;
  Effect effect;
};

}  // namespace

CorpusFindings::CorpusFindings(std::size_t memory, std::uint64_t most)
    : memory_(memory / 3), most_(most), log_(memory_), entries_(memory_) {}

void CorpusFindings::add(const Subject& subject, const Finding& finding) {
  const Head head{finding.rule,
                  subject.origin,
                  subject.account_id.size(),
                  subject.document_id.size(),
                  subject.input.size(),
                  finding.pointer.size(),
                  finding.message.size(),
                  finding.discriminator.size(),
                  finding.severity,
                  finding.effect};
  std::string record(sizeof head, '\0');
  std::memcpy(record.data(), &head, sizeof head);
  for (const std::string_view text :
       {subject.account_id, subject.document_id, subject.input,
        std::string_view(finding.pointer), std::string_view(finding.message),
        std::string_view(finding.discriminator)}) {
    record += text;
  }
  FieldHash group;
  group.add(subject.account_id)
      .add(subject.document_id)
      .add(subject.input)
      .add(static_cast<std::int64_t>(subject.origin.offset))
      .add(finding.rule->id)
      .add(severity_name(finding.severity));
  entries_.add({group.finish(), log_.append(record), record.size()});
}

void CorpusFindings::for_each(const Visit& visit) {
  SpillSorter<Listed> listed(memory_);
  std::optional<Listed> last;  // of the current group
  Hash128 group;
  std::uint64_t found = 0;
  entries_.for_each([&](const Entry& entry) {
    if (!last || entry.group != group) {
      if (last) listed.add(*last);
      last.reset();
      group = entry.group;
      found = 0;
    }
    if (++found > most_) {
      ++last->more;
      return;
    }
    if (last) listed.add(*last);
    last = Listed{entry.offset, entry.size, 0};
  });
  if (last) listed.add(*last);
  listed.for_each([&](const Listed& one) { load(one, visit); });
}

void CorpusFindings::load(const Listed& listed, const Visit& visit) const {
  const std::string record = log_.text(listed.offset, listed.size);
  Head head{};
  std::memcpy(&head, record.data(), sizeof head);
  std::string_view rest = std::string_view(record).substr(sizeof head);
  const auto next = [&](std::uint64_t size) {
    const std::string_view text = rest.substr(0, size);
    rest.remove_prefix(size);
    return text;
  };
  Subject subject;
  subject.account_id = next(head.account_id);
  subject.document_id = next(head.document_id);
  subject.input = next(head.input);
  subject.origin = head.origin;
  Finding finding;
  finding.rule = head.rule;
  finding.severity = head.severity;
  finding.effect = head.effect;
  finding.pointer = next(head.pointer);
  finding.message = next(head.message);
  finding.discriminator = next(head.discriminator);
  finding.more = listed.more;
  visit(subject, finding);
}

}  // namespace trunklift
