// What documents there are: counted as they stand, not checked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/document.h"
#include "model/value.h"
#include "parse/parser.h"
#include "pipeline/kind_counts.h"
#include "pipeline/turn.h"
#include "source/batch.h"

namespace trunklift {

// Which platform a trunkstore document was written for, as far as it shows. A
// document is edited in place, so the youngest trait tells who wrote it last.
enum class Generation : std::uint8_t { five, after_4_3, until_4_3, undecided };
inline constexpr std::size_t generation_count = 4;

// What only documents of one generation have; survey.cc says where from.
enum class Trait : std::uint8_t {
  trunk_server,
  server_id,
  strip_plus,
  old_invite_format,
  server_invite_format,
  auth_ip_list,
  public_type,
  public_trunks,
  low_number,
};
struct TraitInfo {
  Generation generation;
  std::string_view name;  // for programs
  std::string_view text;  // for people
};
inline constexpr std::size_t trait_count = 9;
const TraitInfo& info_of(Trait trait);

// How many different things there are, by their hashes: 8 bytes each, and up to
// three times as much while they are added to. Beyond `most` the lowest hashes
// are kept, and how close they lie tells the number, to half a percent. Neither
// the order nor how they were divided among threads matters.
class Distinct {
public:
  static constexpr std::size_t most = std::size_t{1} << 20;
  void add(std::uint64_t hash);
  void add(const Distinct& other);
  void settle();  // lets go of what is there twice
  std::uint64_t count() const;

private:
  void take(std::uint64_t hash);
  void settle_if_due();

  std::vector<std::uint64_t> hashes_;
  std::size_t settled_ = 0;  // so many are sorted, and there once
  bool is_full_ = false;     // others were let go of
};

// The first and the last of some times, in Gregorian seconds.
struct TimeSpan {
  std::optional<std::int64_t> first, last;
  void add(std::int64_t time);
  void add(const TimeSpan& other);
};

// The forms that the documents of one input stand in.
class Forms {
public:
  void add(const Blob& blob);
  void add(const Forms& other);
  void add_backup_head() { has_backup_head_ = true; }

  // For programs and people: "ndjson", "couchbackup", or several of them with
  // commas between; "none" if nothing was found.
  std::string name() const;

private:
  std::array<std::uint64_t, form_count> documents_ = {};
  // couchbackup has its own line at the front; before it had that, nothing but
  // arrays, mostly in several lines.
  bool has_backup_head_ = false, has_array_lines_ = false;
  std::uint64_t array_line_ = 0;  // the last; 0: none
};

// Mergeable, in input order. Every version of a document counts.
struct Survey {
  std::uint64_t documents = 0;  // as check counts them
  KindCounts kinds;
  std::uint64_t deleted = 0;  // of these
  // Counted in trunkstore documents that are not deleted:
  std::uint64_t servers = 0, numbers = 0;
  // The same, and documents of single servers:
  std::array<std::uint64_t, generation_count> generations = {};
  std::array<std::uint64_t, trait_count> traits = {};  // documents with it
  TimeSpan created, modified;                          // of all documents
  Distinct accounts;                                   // that documents name

  void add(const Survey& other);
  std::uint64_t of_kind(std::string_view kind) const;
  // That of the youngest document.
  Generation generation() const;
};

// A batch, input by input.
struct SurveyedBatch {
  struct Part {
    std::uint32_t input;
    Survey survey;
    Forms forms;
  };
  std::vector<Part> parts;
};

// One a thread.
class Surveyor {
public:
  // Documents that are nested more deeply are unreadable.
  explicit Surveyor(std::size_t max_depth = Parser::default_max_depth)
      : parser_(max_depth) {}
  // With a turn, large documents wait for it.
  void process(const Batch& batch, SurveyedBatch& out, Turn* turn = nullptr);

private:
  void take(const Blob& blob, SurveyedBatch::Part& out);
  void document(const Tree& tree, const Blob& blob, Survey& out);

  Parser parser_;
};

}  // namespace trunklift
