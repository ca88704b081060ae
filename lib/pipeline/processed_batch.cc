// How much memory the results of a batch hold, and which of it is kept.
#include "pipeline/processed_batch.h"

#include <utility>

#include "base/give_back.h"
#include "pipeline/turn.h"

namespace trunklift {
namespace {

// clear() keeps the memory of a member if it takes no more bytes than this.
constexpr std::size_t most_kept = share_of_batch / 4;

std::size_t bytes_of(const Records& records) {
  std::size_t cells = 0;
  for (const Row& row : records.rows) cells += row.cells.capacity();
  return records.rows.capacity() * sizeof(Row) + cells * sizeof(Cell);
}

std::size_t bytes_of(const Summary& summary) {
  return summary.mentions.size() * sizeof(Summary::CorpusKey) +
         summary.failovers.size() * sizeof(Summary::Failover) +
         summary.record.size();
}

// Bytes of the document without the text of its records, which is in the
// batch's arena.
std::size_t bytes_of(const Processed& document) {
  const Identity& identity = document.identity;
  std::size_t bytes = sizeof document + identity.account_id.size() +
                      identity.document_id.size() + identity.revision.size() +
                      identity.ancestors.size() * sizeof(Rank) +
                      document.reasons.size() + document.changes.size() +
                      bytes_of(document.records) +
                      document.marks.size() * sizeof(Mark);
  for (const Doubt& doubt : document.doubts) {
    bytes += sizeof doubt + doubt.account_id.size() + doubt.document_id.size();
  }
  if (document.summary) bytes += bytes_of(*document.summary);
  return bytes;
}

}  // namespace

void ProcessedBatch::add(Processed&& document) {
  bytes += bytes_of(document);
  documents.push_back(std::move(document));
}

void ProcessedBatch::clear() {
  documents.clear();
  numbers.clear();
  if (documents.capacity() * sizeof(Processed) > most_kept)
    give_back(documents);
  if (numbers.capacity() * sizeof(NumberDocument) > most_kept)
    give_back(numbers);
  arena.reset();
  tally = {};
  bytes = 0;
  for (ReportPart& part : rendered) part.clear(most_kept);
}

}  // namespace trunklift
