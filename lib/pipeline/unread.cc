// Processes pieces that stand beside or in place of documents, and pieces that
// cannot be read.
#include <utility>

#include "base/text.h"
#include "check/rules.h"
#include "pipeline/processor.h"
#include "pipeline/salvage.h"
#include "pipeline/skipped.h"
#include "pipeline/stand_in.h"
#include "source/cut.h"

namespace trunklift {

// A line that does not parse may hold several documents. If it does not, it is
// a broken document.
void Processor::broken(const Blob& blob, ProcessedBatch& batch) {
  std::string message = parser_.is_too_deep()
                            ? "nested too deeply, the limit is " +
                                  grouped(plan_.max_depth) + " (--max-depth)"
                            : "not JSON: " + parser_.problem();
  if (!cut_again(blob, [&](const Blob& part) { dispatch(part, batch); })) {
    unreadable(blob, rule::json_syntax, std::move(message), batch);
  }
}

namespace {

// Whether the input begins in the middle of something with this piece.
// Documents may be missing in front of it then.
bool begins_in_the_middle(const Blob& blob) {
  return blob.origin.offset == 0 && !blob.bytes.starts_with('{') &&
         !blob.bytes.starts_with('[');
}

// Adds the document that an unread text may be to the doubts, as far as it is
// certain.
void attribute(Processed& out) {
  if (begins_in_the_middle(out.blob)) {
    out.is_known = false;
    return;
  }
  const bool is_row = out.blob.sort == Blob::Sort::bare_row;
  Salvage known =
      is_row ? salvage_row(out.blob.bytes) : salvage(out.blob.bytes);
  if (known.account_id.empty()) known.account_id = out.blob.account;
  out.is_known = !known.is_trunk || !known.account_id.empty() ||
                 !known.document_id.empty();
  if (!out.is_known || !known.is_trunk) return;
  out.doubts.push_back(
      {std::move(known.account_id), std::move(known.document_id)});
}

}  // namespace

void Processor::stand_in(const Blob& blob, ProcessedBatch& batch) {
  Processed out;
  out.blob = blob;
  out.identity.kind_name = sort_name(blob.sort);
  const Rule* rule = rule_of(blob.sort);
  if (!rule) return skip(std::move(out), batch);
  out.identity.content = content_of(blob);
  checked_.findings.add(*rule, "", explain(blob, plan_.max_document))
      .discriminator = out.identity.content.hex();
  if (checked_.findings.blocked()) {
    out.fate = Fate::rejected;
    if (blob.sort == Blob::Sort::bare_row) attribute(out);
  }
  finish(std::move(out), batch);
}

void Processor::unreadable(const Blob& blob, const Rule& rule,
                           std::string message, ProcessedBatch& batch) {
  Processed out;
  out.blob = blob;
  out.identity.kind = Kind::unreadable;
  out.identity.kind_name = "unreadable";
  out.identity.content = hash128(blob.bytes);
  out.fate = Fate::rejected;
  attribute(out);
  checked_.findings.add(rule, "", std::move(message)).discriminator =
      out.identity.content.hex();
  finish(std::move(out), batch);
}

void Processor::hold(const HiddenTrunks& hidden, Processed& out) {
  checked_.findings.add(
      rule::trunk_not_read, hidden.first,
      hidden.count == 1 ? "a trunkstore document that is not read here"
                        : "the first of " + grouped(hidden.count) +
                              " trunkstore documents that are not read here");
  for (const std::string& account : hidden.accounts) {
    out.doubts.push_back(
        {account.empty() ? out.identity.account_id : account, ""});
  }
}

// Whether the document looks like a trunkstore document but is not read as one,
// or holds one that is not read, or has another id than its row.
bool Processor::is_misread(const Value& root, Processed& out) {
  if (out.blob.other_id) {
    checked_.findings.add(rule::row_of_another, "/_id",
                          "expected the id of the row that it stands in");
  }
  if (out.identity.kind != Kind::trunkstore && looks_like_trunk(root)) {
    checked_.findings.add(rule::servers_in_another_kind, "/pvt_type",
                          "expected sys_info beside servers");
  }
  if (const auto hidden = hidden_trunks(root)) hold(*hidden, out);
  if (!checked_.findings.blocked()) return false;
  out.fate = Fate::rejected;
  out.stage = Stage::identify;
  return true;
}

// Checks that another member of a body holds no trunkstore document.
void Processor::beside(const Blob& blob, ProcessedBatch& batch) {
  const std::optional<Tree> tree = parser_.read(blob.bytes);
  if (!tree) return broken(blob, batch);
  const Value* root = tree->root;
  Processed out;
  out.blob = blob;
  out.identity.kind_name = sort_name(blob.sort);
  out.identity.content = tree->content;
  out.identity.account_id = account_of(blob);
  std::optional<HiddenTrunks> hidden = hidden_trunks(*root);
  if (root->is(Type::object) && looks_like_trunk(*root)) {
    hidden = {1, "", {identify(*root, {}, "").account_id}};
  }
  if (!hidden) return;
  hold(*hidden, out);
  out.fate = Fate::rejected;
  out.stage = Stage::identify;
  finish(std::move(out), batch);
}

}  // namespace trunklift
