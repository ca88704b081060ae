// Lanes are picked by the hash of the account.
#include "sink/postgres/parts.h"

#include <utility>

#include "base/hash.h"

namespace trunklift::postgres {
namespace {

// Parts are large enough that a transaction costs little, and small enough that
// little is lost and that those under way take little memory.
constexpr std::size_t documents_a_part = 4000;
constexpr std::size_t bytes_a_part = std::size_t{4} << 20;

}  // namespace

Parts::Parts(LoaderOptions options, std::function<void()> before_submit)
    : before_submit_(std::move(before_submit)),
      loader_(std::move(options)),
      parts_(loader_.lanes()) {}

std::size_t Parts::lane_of(const Identity& identity) const {
  return hash128(identity.account_id).low % parts_.size();
}

LoadBatch& Parts::of(const Identity& identity) {
  std::unique_ptr<LoadBatch>& part = parts_[lane_of(identity)];
  if (!part) part = std::make_unique<LoadBatch>();
  return *part;
}

void Parts::submit_full(const Identity& identity, LoadMode mode) {
  const LoadBatch& part = of(identity);
  if (part.documents() >= documents_a_part || part.bytes() >= bytes_a_part) {
    submit(identity, mode);
  }
}

void Parts::submit(const Identity& identity, LoadMode mode) {
  submit_lane(lane_of(identity), mode);
}

void Parts::drain(LoadMode mode) {
  for (std::size_t lane = 0; lane < parts_.size(); ++lane) {
    submit_lane(lane, mode);
  }
  loader_.drain();
}

void Parts::submit_lane(std::size_t lane, LoadMode mode) {
  if (!parts_[lane] || parts_[lane]->documents() == 0) return;
  before_submit_();
  loader_.submit(lane, std::move(parts_[lane]), mode);
}

}  // namespace trunklift::postgres
