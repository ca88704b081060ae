// Repairs legacy documents: what `trunklift fix` does with a batch of them.
#include "fix/fixer.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/give_back.h"
#include "base/line_diff.h"
#include "base/shortened.h"
#include "base/text.h"
#include "check/bind.h"
#include "check/rule.h"
#include "fix/preview.h"
#include "fix/repair.h"
#include "fix/text_edit.h"
#include "normalize/normalize.h"
#include "source/cut.h"

namespace trunklift {

namespace {

constexpr int most_rounds = 4;

// Whether two servers claim a number: which one answers depends on how they
// are written, down to the case of a method.
bool has_contested_number(const Value& root) {
  std::set<std::string_view> seen;
  bool twice = false;
  each_server(root, [&](const Value& server, const Place&) {
    const Value* numbers = server.find("DIDs");
    if (!numbers) return;
    for (const Member& number : members(*numbers)) {
      twice |= !seen.insert(number.key).second;
    }
  });
  return twice;
}

// Rules of warnings and errors, sorted, one a finding.
std::vector<std::uint16_t> of_note(std::span<const Finding> findings) {
  std::vector<std::uint16_t> out;
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::info) continue;
    out.push_back(number_of(*finding.rule));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

void FixCounts::add(const FixCounts& other) {
  read += other.read;
  repaired += other.repaired;
  in_part += other.in_part;
  unchanged += other.unchanged;
  left += other.left;
  unreadable += other.unreadable;
  given_up += other.given_up;
  missing += other.missing;
  oversized += other.oversized;
  repairs.add(other.repairs);
}

void FixedBatch::clear() {
  text.clear();
  if (text.capacity() > share_of_batch) text.shrink_to_fit();
  counts = {};
}

Fixer::Fixer(const FixPlan& plan)
    : plan_(plan),
      processor_(*plan.check),
      before_(plan.check->max_depth),
      after_(plan.check->max_depth) {}

void Fixer::process(const Batch& batch, FixedBatch& out, Turn* turn) {
  out.clear();
  bool is_large = false;
  cut(
      batch,
      [&](const Blob& blob) {
        take(blob, out);
        if (turn && out.text.size() > share_of_batch) {
          turn->hand_over();
          out.clear();
        }
        if (std::exchange(is_large, false)) let_go();
      },
      [&](std::size_t bytes) {
        if (bytes <= large_document || !turn) return;
        turn->await();
        is_large = true;
      });
}

void Fixer::take(const Blob& blob, FixedBatch& out) {
  if (blob.sort == Blob::Sort::document) {
    const std::string after = fixed(blob, out);
    if (plan_.diff) return;
    out.text += after.empty() ? blob.bytes : std::string_view(after);
    out.text += '\n';
  } else {
    ++(blob.sort == Blob::Sort::oversized ? out.counts.oversized
                                          : out.counts.missing);
  }
}

// Of what grew with a large document.
void Fixer::let_go() {
  processor_.let_go();
  before_.let_go();
  after_.let_go();
  processed_ = {};
  give_back(found_);
}

std::string Fixer::fixed(const Blob& blob, FixedBatch& out) {
  std::span<const Finding> found = processor_.process(blob, processed_);
  const std::vector<std::uint16_t> before = of_note(found);
  if (processed_.tally.read > 1) return fixed_line(blob, out);
  ++out.counts.read;
  const bool is_kept =
      processed_.documents.empty() ||
      processed_.documents.front().identity.kind != Kind::trunkstore ||
      processed_.documents.front().fate == Fate::deleted ||
      // Its id is made from what it holds.
      (!plan_.lossy && !processed_.documents.front().identity.has_id);
  if (is_kept) {
    const bool broken =
        !processed_.documents.empty() &&
        processed_.documents.front().identity.kind == Kind::unreadable;
    ++(broken ? out.counts.unreadable : out.counts.unchanged);
    return {};
  }
  const Identity& identity = processed_.documents.front().identity;
  subject_ =
      shortened(identity.account_id) + '/' + shortened(identity.document_id);
  // What a repair leaves may itself be repaired: text is only replaced by what
  // has no more findings than it.
  std::vector<const Rule*> rules;
  std::vector<std::uint16_t> left = before;
  std::string after;
  Blob now = blob;
  now.is_line = false;
  bool sound = true;
  for (int round = 0; round < most_rounds; ++round) {
    std::vector<const Rule*> done;
    std::string next = repaired(now, found, done);
    if (next.empty()) break;
    next.append(parse_padding, ' ');
    now.bytes = std::string_view(next).substr(0, next.size() - parse_padding);
    found = processor_.process(now, processed_);
    std::vector<std::uint16_t> rest = of_note(found);
    sound = std::includes(left.begin(), left.end(), rest.begin(), rest.end());
    if (!sound) break;
    left = std::move(rest);
    rules.insert(rules.end(), done.begin(), done.end());
    after = std::move(next);
    now.bytes = std::string_view(after).substr(0, after.size() - parse_padding);
  }
  if (after.empty()) {
    ++(before.empty() ? out.counts.unchanged : out.counts.left);
    out.counts.given_up += !sound;
    return {};
  }
  ++(left.empty() ? out.counts.repaired : out.counts.in_part);
  for (const Rule* rule : rules) out.counts.repairs.add(rule);
  if (plan_.diff) {
    show(blob, std::string_view(after).substr(0, after.size() - parse_padding),
         out);
  }
  after.resize(after.size() - parse_padding);
  return after;
}

// Several documents, each in its place.
std::string Fixer::fixed_line(const Blob& blob, FixedBatch& out) {
  std::string text;
  std::size_t at = 0;
  cut_again(blob, [&](const Blob& part) {
    const std::string after = fixed(part, out);
    const auto begin =
        static_cast<std::size_t>(part.bytes.data() - blob.bytes.data());
    text += blob.bytes.substr(at, begin - at);
    text += after.empty() ? part.bytes : std::string_view(after);
    at = begin + part.bytes.size();
  });
  return text += blob.bytes.substr(at);
}

// The text of the document once it is repaired; "" if nothing is.
std::string Fixer::repaired(const Blob& blob, std::span<const Finding> found,
                            std::vector<const Rule*>& done) {
  if (std::none_of(found.begin(), found.end(), [&](const Finding& finding) {
        return may_repair(finding.rule->fix, plan_.lossy);
      })) {
    return {};
  }
  const std::optional<Tree> written = before_.read(blob.bytes);
  Value* after = after_.parse(blob.bytes);
  if (!written || !after || written->may_have_duplicates) return {};
  const Value* before = written->root;
  done = repair(found, plan_.lossy, *after, after_.arena());
  note_found(found);
  Findings findings;
  std::vector<Change> changes;
  // A step is taken only where the check found its rule: elsewhere it could
  // change what a step that is left out here would have repaired otherwise.
  normalize_document(
      *plan_.check->normalization, *after, after_.arena(), findings, changes,
      [&](const normalize::Step& step, const Place& place) {
        return may_repair(step.fix, plan_.lossy) && is_found(*step.rule, place);
      });
  for (const Finding& finding : findings.list()) done.push_back(finding.rule);
  if (done.empty() || equal_json(*before, *after)) return {};
  if (!plan_.lossy && has_contested_number(*before) &&
      claim_order(*before) != claim_order(*after)) {
    return {};
  }
  return with_changes(blob.bytes, *before, *after);
}

// By rule, the places of its findings, and the two above: a step works on a
// value, or on an object whose members it names by one or two keys.
void Fixer::note_found(std::span<const Finding> found) {
  found_.clear();
  for (const Finding& finding : found) {
    if (finding.leads_nowhere) continue;
    std::string_view place = finding.pointer;
    for (int up = 0; up <= 2; ++up) {
      std::string entry(finding.rule->id);
      found_.insert(entry.append(place));
      if (place.empty()) break;
      place = place.substr(0, place.rfind('/'));
    }
  }
}

// Whether normalization as a whole does something there by that rule.
bool Fixer::is_found(const Rule& rule, const Place& place) const {
  return is_kept_whole(place) &&
         found_.contains(std::string(rule.id) + to_pointer(place));
}

void Fixer::show(const Blob& blob, std::string_view after, FixedBatch& out) {
  const std::string name =
      printable(shown_input(plan_.check->inputs->get(blob.origin.input).name)) +
      ':' + std::to_string(blob.origin.line) + ' ' + printable(subject_);
  const Value* from = before_.parse(blob.bytes);
  const Value* to = after_.parse(after);
  out.text +=
      unified_diff(redacted_json(*from), redacted_json(*to), name, name);
}

}  // namespace trunklift
