// Pairs of what is known of a document and what is delivered, and what is
// decided of each: one table for the decisions and for the targets.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/decision.h"

namespace trunklift::test {

// What is known, in words; see `known_of`.
struct State {
  std::string origin;    // absent, unnoted, earlier (run), this (run)
  std::string revision;  // older, same or newer than what is delivered; none;
                         // unasked: what is delivered has none
  std::string content;   // a lower, equal or higher hash
  std::string records;   // same as or other than those delivered
  std::string outcome;   // loaded or deleted; of context whole or old

  std::string words() const {
    return origin + ' ' + revision + ' ' + content + ' ' + records + ' ' +
           outcome;
  }
};

// A row stands for all states that its words match; "*" matches every word.
struct PairRow {
  State known;
  std::map<std::string, Decision> decided;  // by delivery
};

inline const std::vector<std::string> document_deliveries = {
    "load", "settled", "remove", "remove branch", "reject"};
inline const std::vector<std::string> context_deliveries = {"row", "nothing"};

inline std::vector<State> all_states(const std::vector<std::string>& outcomes) {
  std::vector<State> out;
  for (const auto* origin : {"absent", "unnoted", "earlier", "this"}) {
    for (const auto* revision : {"older", "same", "newer", "none", "unasked"}) {
      for (const auto* content : {"lower", "equal", "higher"}) {
        for (const auto* records : {"same", "other"}) {
          for (const std::string& outcome : outcomes) {
            out.push_back({origin, revision, content, records, outcome});
          }
        }
      }
    }
  }
  return out;
}
inline std::vector<State> document_states() {
  return all_states({"loaded", "deleted"});
}
inline std::vector<State> context_states() {
  return all_states({"whole", "old"});
}

inline PairRow document_row(const State& known, Decision load, Decision settled,
                            Decision remove, Decision remove_branch) {
  return {known,
          {{"load", load},
           {"settled", settled},
           {"remove", remove},
           {"remove branch", remove_branch},
           {"reject", Decision::keep}}};
}

// The removal of a branch lists its ancestors, which are not what is known,
// unless that has the same revision.
inline std::vector<PairRow> document_rows() {
  using enum Decision;
  std::vector<PairRow> rows = {
      document_row({"absent", "*", "*", "*", "*"},  //
                   insert, insert, note_removal, note_removal),
      document_row({"unnoted", "*", "*", "*", "*"},  //
                   update, update, remove, remove),
      document_row({"this", "same", "equal", "*", "*"},  //
                   update, update, unchanged, unchanged),
      document_row({"this", "same", "lower", "*", "*"},  //
                   update, update, remove, remove),
      document_row({"this", "same", "higher", "*", "*"},  //
                   update, update, remove, remove),
      document_row({"earlier", "newer", "*", "*", "*"},  //
                   superseded, superseded, superseded, superseded),
      document_row({"earlier", "same", "*", "same", "loaded"},  //
                   unchanged, unchanged, superseded, superseded),
      document_row({"earlier", "same", "lower", "other", "loaded"},  //
                   update, unchanged, superseded, superseded),
      document_row({"earlier", "same", "equal", "other", "loaded"},  //
                   update, unchanged, superseded, superseded),
      document_row({"earlier", "same", "higher", "other", "loaded"},  //
                   superseded, unchanged, superseded, superseded),
      document_row({"earlier", "same", "lower", "same", "deleted"},  //
                   unchanged, unchanged, remove, remove),
      document_row({"earlier", "same", "equal", "same", "deleted"},  //
                   unchanged, unchanged, unchanged, unchanged),
      document_row({"earlier", "same", "higher", "same", "deleted"},  //
                   unchanged, unchanged, superseded, superseded),
      document_row({"earlier", "same", "lower", "other", "deleted"},  //
                   update, unchanged, remove, remove),
      document_row({"earlier", "same", "equal", "other", "deleted"},  //
                   update, unchanged, unchanged, unchanged),
      document_row({"earlier", "same", "higher", "other", "deleted"},  //
                   update, unchanged, superseded, superseded),
  };
  for (const auto* revision : {"older", "newer", "none", "unasked"}) {
    rows.push_back(document_row({"this", revision, "equal", "*", "*"},  //
                                update, update, unchanged, unchanged));
    for (const auto* content : {"lower", "higher"}) {
      rows.push_back(document_row({"this", revision, content, "*", "*"},  //
                                  update, update, remove, unchanged));
    }
  }
  // One that has no revision is as good as any other.
  for (const auto* revision : {"older", "none", "unasked"}) {
    for (const auto* records : {"same", "other"}) {
      const Decision load = *records == 's' ? unchanged : update;
      rows.push_back(document_row({"earlier", revision, "equal", records, "*"},
                                  load, unchanged, unchanged, unchanged));
      for (const auto* content : {"lower", "higher"}) {
        rows.push_back(
            document_row({"earlier", revision, content, records, "*"}, load,
                         unchanged, remove, unchanged));
      }
    }
  }
  return rows;
}

inline PairRow context_row(const State& known, Decision row, Decision nothing) {
  return {known, {{"row", row}, {"nothing", nothing}}};
}

// Rows of the old style have no hash of their document: it counts as lowest.
inline std::vector<PairRow> context_rows() {
  using enum Decision;
  std::vector<PairRow> rows = {
      context_row({"absent", "*", "*", "*", "*"}, insert, none),
      context_row({"unnoted", "*", "*", "*", "*"}, update, remove),
      context_row({"this", "*", "*", "same", "*"}, unchanged, remove),
      context_row({"this", "*", "*", "other", "*"}, update, remove),
      context_row({"earlier", "newer", "*", "*", "*"}, superseded, superseded),
      context_row({"earlier", "same", "higher", "*", "whole"},  //
                  superseded, superseded),
      context_row({"earlier", "same", "*", "same", "old"},  //
                  unchanged, superseded),
      context_row({"earlier", "same", "*", "other", "old"},  //
                  update, superseded),
  };
  for (const auto* content : {"lower", "equal"}) {
    rows.push_back(context_row({"earlier", "same", content, "same", "whole"},
                               unchanged, superseded));
    rows.push_back(context_row({"earlier", "same", content, "other", "whole"},
                               update, superseded));
  }
  for (const auto* revision : {"older", "none", "unasked"}) {
    rows.push_back(context_row({"earlier", revision, "*", "same", "*"},
                               unchanged, remove));
    rows.push_back(
        context_row({"earlier", revision, "*", "other", "*"}, update, remove));
  }
  return rows;
}

// The decision of the one row that a state matches.
inline Decision decision_in(const std::vector<PairRow>& rows,
                            const State& state, const std::string& delivery) {
  const auto fits = [](const std::string& word, const std::string& its) {
    return word == "*" || word == its;
  };
  const PairRow* found = nullptr;
  for (const PairRow& row : rows) {
    const State& known = row.known;
    if (!fits(known.origin, state.origin) ||
        !fits(known.revision, state.revision) ||
        !fits(known.content, state.content) ||
        !fits(known.records, state.records) ||
        !fits(known.outcome, state.outcome)) {
      continue;
    }
    if (found) throw std::logic_error("two rows fit " + state.words());
    found = &row;
  }
  if (!found) throw std::logic_error("no row fits " + state.words());
  return found->decided.at(delivery);
}

// --- what the words mean ----------------------------------------------------

inline constexpr Hash128 offered_content{0x5000, 0x5001};
inline constexpr Hash128 offered_records{0x6000, 0x6001};

inline std::string revision_of(const State& state) {
  return state.revision == "older"  ? "1-a"
         : state.revision == "same" ? "2-a"
         : state.revision == "none" ? ""
                                    : "3-a";
}

inline Hash128 content_of(const State& state) {
  return {state.content == "lower"   ? 0x4000U
          : state.content == "equal" ? 0x5000U
                                     : 0x7000U,
          0x5001};
}

inline Hash128 records_of(const State& state) {
  return state.records == "same" ? offered_records : Hash128{0x6002, 0x6003};
}

// The hash column of a row of context: of the document and of the row, or, in
// the old style, of the row alone.
inline std::string context_hashes_of(const State& state) {
  const Hash128 hash{content_of(state).high, records_of(state).low};
  return state.outcome == "old" ? records_of(state).hex()
                                : hash.hex().insert(16, "-");
}

// What is delivered, beside a state. Owns what the delivery points to.
class Offer {
public:
  Offer(const State& state, std::string delivery, std::string_view account,
        std::string_view document)
      : what_(std::move(delivery)) {
    identity_.kind = is_context() ? Kind::number : Kind::trunkstore;
    identity_.account_id = account;
    identity_.document_id = document;
    identity_.has_id = true;
    if (state.revision != "unasked") identity_.revision = "2-a";
    identity_.content = offered_content;
    identity_.deleted = what_.starts_with("remove");
    if (what_ == "remove branch") {
      identity_.ancestors = {rank_of("2-a", {}), rank_of("1-b", {})};
    }
    blob_.bytes = what_;
  }
  Offer(const Offer&) = delete;
  Offer& operator=(const Offer&) = delete;

  bool is_context() const { return what_ == "row" || what_ == "nothing"; }
  Records& records() { return records_; }

  Delivery delivery(bool replaces = false) const {
    Delivery out{identity_, blob_, "in", replaces, Delivery::Remove{}};
    if (what_ == "load" || what_ == "settled") {
      out.what.emplace<Delivery::Load>(
          Delivery::Load{records_, offered_records, "", what_ == "settled"});
    } else if (what_ == "reject") {
      out.what.emplace<Delivery::Reject>(Delivery::Reject{"check", "[]"});
    } else if (is_context()) {
      out.what.emplace<Delivery::Context>(Delivery::Context{
          records_, what_ == "row"
                        ? Hash128{offered_content.high, offered_records.low}
                        : Hash128{}});
    }
    return out;
  }

private:
  std::string what_;
  Identity identity_;
  Blob blob_;
  Records records_;
};

inline Known known_of(const State& state, bool is_context) {
  Known out;
  if (state.origin == "absent") return out;
  if (state.origin == "unnoted") {
    out.unnoted = 1;
    return out;
  }
  if (is_context) {
    out.set_context(revision_of(state), context_hashes_of(state));
  } else {
    out.set_document(revision_of(state), content_of(state).hex(),
                     records_of(state).hex(), state.outcome == "loaded");
  }
  out.this_run = state.origin == "this";
  return out;
}

}  // namespace trunklift::test
