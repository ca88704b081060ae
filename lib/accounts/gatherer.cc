// Looks at the text first, as Processor does: of most documents of other kinds
// there is no tree.
#include "accounts/gatherer.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "model/number.h"
#include "pipeline/hidden_trunks.h"
#include "pipeline/other_kinds.h"
#include "routing/lookup.h"
#include "source/cut.h"

namespace trunklift {
namespace {

bool is_gathered(Kind kind) {
  return kind == Kind::trunkstore || kind == Kind::account ||
         kind == Kind::number;
}

// The states in which the platform routes calls to the account of a number.
bool answers_calls(std::string_view state) {
  return state == "in_service" || state == "port_in" || state == "port_out" ||
         state == "reserved";
}

}  // namespace

void GatheredBatch::clear() {
  arena.reset();
  documents.clear();
  read = unread = 0;
}

void Gatherer::process(const Batch& batch, GatheredBatch& out, Turn* turn) {
  out.clear();
  bool is_large = false;
  cut(
      batch,
      [&](const Blob& blob) {
        take(blob, out);
        if (std::exchange(is_large, false)) parser_.let_go();
      },
      [&](std::size_t bytes) {
        if (bytes <= large_document || !turn) return;
        turn->await();
        is_large = true;
      });
}

void Gatherer::take(const Blob& blob, GatheredBatch& out) {
  if (blob.sort == Blob::Sort::beside) {
    const Value* root = parser_.parse(blob.bytes);
    const bool counts = !root || hidden_trunks(*root) ||
                        (root->is(Type::object) && looks_like_trunk(*root));
    out.read += counts ? 1 : 0;
    out.unread += counts ? 1 : 0;
    return;
  }
  if (blob.sort != Blob::Sort::document) {
    ++out.read;
    const bool is_nothing = blob.sort == Blob::Sort::tombstone ||
                            blob.sort == Blob::Sort::missing ||
                            blob.sort == Blob::Sort::fragment;
    out.unread += is_nothing ? 0 : 1;
    return;
  }
  std::optional<IndexedText> indexed = parser_.index(blob.bytes);
  std::optional<JsonText> text;
  if (indexed) {
    text = indexed->seems_to_have("pvt_type", "sys_info") ? indexed->with_tree()
                                                          : indexed->verdict();
  }
  if (text) return document(blob, *text, out);
  if (cut_again(blob, [&](const Blob& part) { take(part, out); })) return;
  ++out.read;
  ++out.unread;
}

void Gatherer::document(const Blob& blob, const JsonText& text,
                        GatheredBatch& out) {
  ++out.read;
  const auto type = text.text_member("pvt_type");
  if (type && !type->empty() && !is_gathered(kind_of_type(*type)) &&
      !blob.other_id && !may_hold_trunk(text)) {
    return;
  }
  if (type && kind_of_type(*type) == Kind::number && !blob.other_id &&
      !may_hold_trunk(text)) {
    return number(blob, text, out);
  }
  const Tree& tree = text.tree();
  if (!tree.root->is(Type::object) || blob.other_id) {
    ++out.unread;
    return;
  }
  gather(blob, tree, out);
}

// Of most numbers nothing matters but whose they are, so there is no tree.
// Their documents say of calls where they fail over to, if anything.
void Gatherer::number(const Blob& blob, const JsonText& text,
                      GatheredBatch& out) {
  static constexpr std::array<Key, 8> keys = {
      "_id",         "_rev",     "pvt_assigned_to", "pvt_account_id",
      "pvt_deleted", "_deleted", "failover",        "pvt_state"};
  const auto [id, revision, assigned_to, account, pvt_deleted, deleted,
              failover, state] = text.find_members(keys);
  const auto is_set = [](const FoundMember& member) {
    return !member.begins.empty() && !member.begins.starts_with("false") &&
           !member.begins.starts_with("null") &&
           !member.begins.starts_with('0');
  };
  GatheredDocument found{};
  found.kind = Kind::number;
  found.is_tombstone = is_set(pvt_deleted) || is_set(deleted);
  found.account_id = out.arena.copy(
      assigned_to.text.empty() ? account.text : assigned_to.text);
  found.document_id = out.arena.copy(normalized_number(id.text));
  found.rank =
      rank_of(revision.text.empty() ? blob.revision : revision.text, {});
  if (!found.is_tombstone && !failover.begins.empty()) found.text = blob.bytes;
  found.answers_calls = state.text.empty() || answers_calls(state.text);
  out.documents.push_back(std::move(found));
}

void Gatherer::gather(const Blob& blob, const Tree& tree, GatheredBatch& out) {
  Value& root = *tree.root;
  const Identity identity = identify(
      root, tree.content, blob.account.empty() ? plan_.account : blob.account);
  const bool is_trunk =
      identity.kind == Kind::trunkstore || routing::is_seen(root);
  if ((!is_trunk && looks_like_trunk(root)) || hidden_trunks(root)) {
    ++out.unread;
  }
  if (!is_trunk && !is_gathered(identity.kind)) return;
  GatheredDocument found;
  found.kind = is_trunk ? Kind::trunkstore : identity.kind;
  // A trunkstore document that is deleted by a flag of the platform's own still
  // lends its users their options.
  found.is_tombstone =
      is_trunk ? is_truthy(root.find("_deleted")) : identity.deleted;
  found.is_wanted = is_trunk && (!plan_.wants || plan_.wants(root));
  found.account_id = out.arena.copy(identity.account_id);
  found.document_id = out.arena.copy(
      identity.kind == Kind::number ? normalized_number(identity.document_id)
                                    : identity.document_id);
  const std::string_view revision = identity.revision.empty()
                                        ? blob.revision
                                        : std::string_view(identity.revision);
  found.rank =
      rank_of(revision, found.is_tombstone ? Hash128{} : identity.content);
  if (found.is_tombstone) {
    if (const Value* history = root.find("_revisions")) {
      found.ancestors = ancestors_of(*history);
    }
  } else {
    found.text = blob.bytes;
  }
  out.documents.push_back(std::move(found));
}

}  // namespace trunklift
