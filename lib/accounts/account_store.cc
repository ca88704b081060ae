// Records are sorted by account, kind, document and rank; texts are read when
// their account is handed out.
#include "accounts/account_store.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <tuple>

#include "base/hash.h"
#include "parse/padding.h"

namespace trunklift {
namespace {

constexpr std::size_t log_memory = std::size_t{4} << 20;
constexpr std::size_t sorter_memory = std::size_t{16} << 20;
// Of texts, in one batch, unless a single account has more.
constexpr std::size_t batch_bytes = std::size_t{256} << 10;

std::uint64_t hash_of(std::string_view text) { return hash128(text).low; }

// Sizes in front of ids and text in the log.
struct Head {
  std::uint32_t account, document;
};

std::array<char, 16> beginning_of(std::string_view id) {
  std::array<char, 16> out{};
  std::copy_n(id.begin(), std::min(id.size(), out.size()), out.begin());
  return out;
}

void append_bytes(std::string& out, const void* from, std::size_t size) {
  out.append(static_cast<const char*>(from), size);
}

}  // namespace

std::size_t AccountTexts::size() const {
  std::size_t out = 0;
  for (const Document& document : documents) out += document.size;
  return out;
}

AccountStore::AccountStore()
    : log_(log_memory),
      sorter_(sorter_memory),
      numbers_(sorter_memory),
      assignments_(sorter_memory),
      handed_out_(log_memory) {}

std::uint64_t AccountStore::key_of(std::string_view id) { return hash_of(id); }

// Valid until the next call.
std::string_view AccountStore::entry_of(const GatheredDocument& document,
                                        std::uint32_t& text) {
  const Head head{static_cast<std::uint32_t>(document.account_id.size()),
                  static_cast<std::uint32_t>(document.document_id.size())};
  entry_.clear();
  append_bytes(entry_, &head, sizeof head);
  entry_ += document.account_id;
  entry_ += document.document_id;
  text = static_cast<std::uint32_t>(entry_.size());
  if (document.is_tombstone) {
    append_bytes(entry_, document.ancestors.data(),
                 document.ancestors.size() * sizeof(Rank));
  } else {
    entry_ += document.text;
  }
  return entry_;
}

void AccountStore::add(const GatheredDocument& document) {
  if (document.kind == Kind::number) return add_number(document);
  Record record{};
  record.begins = beginning_of(document.account_id);
  record.account = hash_of(document.account_id);
  record.kind = static_cast<std::uint8_t>(document.kind);
  record.document = hash_of(document.document_id);
  record.rank = document.rank;
  record.is_tombstone = document.is_tombstone;
  record.is_wanted = document.is_wanted;
  const std::string_view entry = entry_of(document, record.text);
  record.size = static_cast<std::uint32_t>(entry.size());
  record.offset = log_.append(entry);
  sorter_.add(record);
}

void AccountStore::add_number(const GatheredDocument& document) {
  NumberRecord record{};
  record.number = hash_of(document.document_id);
  record.generation = document.rank.generation;
  record.revision = document.rank.revision;
  record.account = hash_of(document.account_id);
  record.answers_calls = document.answers_calls;
  record.is_tombstone = document.is_tombstone;
  if (!document.text.empty()) {
    const std::string_view entry = entry_of(document, record.text);
    record.size = static_cast<std::uint32_t>(entry.size());
    record.offset = log_.append(entry);
  }
  numbers_.add(record);
}

void AccountStore::settle_numbers() {
  numbers_.for_each_group(
      [](const NumberRecord& a, const NumberRecord& b) {
        return a.number == b.number;
      },
      [&](std::span<const NumberRecord> versions) { settle_number(versions); });
}

// A number belongs to whom its last revision assigns it to. Of one revision, or
// without one, there may be documents of several accounts: each keeps its own.
void AccountStore::settle_number(std::span<const NumberRecord> versions) {
  std::uint64_t settled = 0;
  for (std::size_t i = versions.size(); i > 0; --i) {
    const NumberRecord& version = versions[i - 1];
    if (!version.is_of_revision(versions.back())) break;
    if (i < versions.size() && version.account == settled) continue;
    settled = version.account;
    if (keeps_ && version.answers_calls && !version.is_tombstone) {
      assignments_.add({version.number, version.account});
    }
    if (version.size == 0) continue;
    Record record{};
    entry_.resize(version.size);
    log_.read(version.offset, entry_.data(), version.size);
    Head head;
    std::memcpy(&head, entry_.data(), sizeof head);
    record.begins = beginning_of(
        std::string_view(entry_).substr(sizeof head, head.account));
    record.account = version.account;
    record.kind = static_cast<std::uint8_t>(Kind::number);
    record.document = version.number;
    record.offset = version.offset;
    record.size = version.size;
    record.text = version.text;
    sorter_.add(record);
  }
}

std::vector<Rank> AccountStore::ancestors(const Record& record) const {
  std::vector<Rank> out((record.size - record.text) / sizeof(Rank));
  if (out.empty()) return out;
  const std::string entry = log_.text(record.offset, record.size);
  std::memcpy(out.data(), entry.data() + record.text,
              out.size() * sizeof(Rank));
  return out;
}

// The version that counts, of all of one document in order of rank; nullptr if
// the document is gone. A tombstone that lists its ancestors takes the place of
// those alone (see Versions).
const AccountStore::Record* AccountStore::counting(const Record* first,
                                                   const Record* last) const {
  std::vector<Rank> gone;
  for (const Record* record = first; record != last; ++record) {
    if (!record->is_tombstone) continue;
    const std::vector<Rank> its = ancestors(*record);
    gone.insert(gone.end(), its.begin(), its.end());
  }
  const auto is_gone = [&](const Rank& rank) {
    return std::any_of(gone.begin(), gone.end(), [&](const Rank& other) {
      return other.generation == rank.generation &&
             other.revision == rank.revision;
    });
  };
  while (last != first) {
    --last;
    const bool yields = last->is_tombstone && last->size > last->text;
    if (yields || (!last->is_tombstone && is_gone(last->rank))) continue;
    return last->is_tombstone ? nullptr : last;
  }
  return nullptr;
}

// The records of the next account that count; false at the end.
bool AccountStore::read_group() {
  group_.clear();
  if (again_) return read_kept_group();
  if (!ahead_) return false;
  const Record first = *ahead_;
  Records versions;
  const auto settle = [&] {
    if (versions.empty()) return;
    const Record* best =
        counting(versions.data(), versions.data() + versions.size());
    if (best) group_.push_back(*best);
    versions.clear();
  };
  while (ahead_ && ahead_->is_of_account(first)) {
    if (!versions.empty() && !versions.back().is_of_document(*ahead_)) {
      settle();
    }
    versions.push_back(*ahead_);
    ahead_ = sorter_.next();
  }
  settle();
  if (keeps_) keep_group();
  return true;
}

void AccountStore::keep_group() {
  const std::uint64_t count = group_.size();
  entry_.clear();
  append_bytes(entry_, &count, sizeof count);
  append_bytes(entry_, group_.data(), count * sizeof(Record));
  handed_out_.append(entry_);
}

bool AccountStore::read_kept_group() {
  if (at_ >= handed_out_.size()) return false;
  std::uint64_t count = 0;
  handed_out_.read(at_, &count, sizeof count);
  group_.resize(count);
  handed_out_.read(at_ + sizeof count, group_.data(), count * sizeof(Record));
  const std::uint64_t size = sizeof count + count * sizeof(Record);
  at_ += (size + SpillLog::alignment - 1) / SpillLog::alignment *
         SpillLog::alignment;
  return true;
}

void AccountStore::rewind() {
  again_ = true;
  at_ = 0;
}

void AccountStore::append(const Record& record, AccountBatch& batch) const {
  const std::size_t at = batch.bytes.size();
  batch.bytes.resize(at + record.size);
  log_.read(record.offset, batch.bytes.data() + at, record.size);
  Head head;
  std::memcpy(&head, batch.bytes.data() + at, sizeof head);
  AccountTexts& account = batch.accounts.back();
  const char* ids = batch.bytes.data() + at + sizeof head;
  account.account_id.assign(ids, head.account);
  account.documents.push_back({static_cast<Kind>(record.kind),
                               std::string(ids + head.account, head.document),
                               at + record.text, record.size - record.text});
}

std::optional<AccountBatch> AccountStore::next() {
  if (!is_settled_) {
    is_settled_ = true;
    settle_numbers();
    ahead_ = sorter_.next();
  }
  AccountBatch batch;
  while (batch.bytes.size() < batch_bytes && read_group()) {
    const auto is_trunk = [](const Record& record) {
      return static_cast<Kind>(record.kind) == Kind::trunkstore;
    };
    const auto is_wanted = [&](const Record& record) {
      return is_trunk(record) && (!wanted_only_ || record.is_wanted);
    };
    if (std::none_of(group_.begin(), group_.end(), is_wanted)) continue;
    batch.accounts.emplace_back();
    for (const Record& record : group_) append(record, batch);
    auto& documents = batch.accounts.back().documents;
    std::sort(documents.begin(), documents.end(),
              [](const auto& a, const auto& b) {
                return std::tie(a.kind, a.id) < std::tie(b.kind, b.id);
              });
  }
  if (batch.accounts.empty()) return {};
  batch.bytes.append(parse_padding, '\0');
  return batch;
}

}  // namespace trunklift
