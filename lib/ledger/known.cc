// Reads the columns of a ledger row into few bytes.
#include "ledger/known.h"

#include <algorithm>
#include <string>

namespace trunklift {
namespace {

constexpr std::size_t context_hashes = 33;  // two times 16 digits and a hyphen
constexpr std::size_t hyphen_at = 16;

}  // namespace

void Known::set_revision(std::string_view text) {
  const Rank rank = rank_of(text, {});
  generation = rank.generation & ((std::uint64_t{1} << 56) - 1);
  revision = rank.revision;
}

void Known::set_document(std::string_view its_revision,
                         std::string_view content_hash,
                         std::string_view record_hash, bool is_loaded) {
  set_revision(its_revision);
  content = hash_from_hex(content_hash).high;
  records = hash_from_hex(record_hash);
  in_target = 1;
  this_run = 0;
  loaded = is_loaded;
}

void Known::set_context(std::string_view its_revision,
                        std::string_view hashes) {
  const bool is_whole = hashes.size() == context_hashes;
  std::string text(hashes);
  if (is_whole) text.erase(hyphen_at, 1);
  set_revision(its_revision);
  records = hash_from_hex(text);
  content = is_whole ? records.high : 0;
  in_target = 1;
  this_run = 0;
}

void Known::set_written(const Identity& identity, Hash128 its_records) {
  set_revision(identity.revision);
  content = identity.content.high;
  records = its_records;
  in_target = this_run = 1;
  unnoted = 0;
}

}  // namespace trunklift
