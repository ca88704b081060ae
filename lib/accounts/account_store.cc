// Records are sorted by account, kind, document and rank; texts are read when
// their account is handed out.
#include "accounts/account_store.h"

#include <algorithm>
#include <cstring>
#include <set>
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

void append_bytes(std::string& out, const void* from, std::size_t size) {
  out.append(static_cast<const char*>(from), size);
}

}  // namespace

AccountStore::AccountStore()
    : log_(log_memory), sorter_(sorter_memory), numbers_(sorter_memory) {}

void AccountStore::add(const GatheredDocument& document) {
  Record record{};
  const std::string_view account = document.account_id;
  const std::size_t begins = std::min(account.size(), record.begins.size());
  std::copy_n(account.begin(), begins, record.begins.begin());
  record.account = hash_of(account);
  record.kind = static_cast<std::uint8_t>(document.kind);
  record.is_tombstone = document.is_tombstone;
  record.is_wanted = document.is_wanted;
  record.document = hash_of(document.document_id);
  record.rank = document.rank;

  std::string entry;
  const Head head{static_cast<std::uint32_t>(account.size()),
                  static_cast<std::uint32_t>(document.document_id.size())};
  append_bytes(entry, &head, sizeof head);
  entry += account;
  entry += document.document_id;
  record.text = static_cast<std::uint32_t>(entry.size());
  if (document.is_tombstone) {
    append_bytes(entry, document.ancestors.data(),
                 document.ancestors.size() * sizeof(Rank));
  } else {
    entry += document.text;
  }
  record.size = static_cast<std::uint32_t>(entry.size());
  record.offset = log_.append(entry);
  if (document.kind != Kind::number) return sorter_.add(record);
  // A number belongs to whom the version that counts assigns it to.
  Record of_number = record;
  of_number.owner = record.account;
  of_number.begins = {};
  of_number.account = record.document;
  numbers_.add(of_number);
}

// Of one revision, or without one, there may be documents of several accounts:
// each of them keeps its own.
void AccountStore::settle_numbers() {
  numbers_.for_each_group(
      [](const Record& a, const Record& b) { return a.is_of_document(b); },
      [&](std::span<const Record> versions) {
        const Record* best =
            counting(versions.data(), versions.data() + versions.size());
        if (!best) return;
        std::set<std::uint64_t> owners;
        for (const Record* version = best; version >= versions.data();
             --version) {
          if (version->rank.generation != best->rank.generation ||
              version->rank.revision != best->rank.revision) {
            break;
          }
          if (!version->is_tombstone && owners.insert(version->owner).second) {
            add_number(*version);
          }
        }
      });
}

// It becomes one of the documents of its account.
void AccountStore::add_number(Record record) {
  const std::string entry = log_.text(record.offset, record.size);
  Head head;
  std::memcpy(&head, entry.data(), sizeof head);
  const std::size_t begins =
      std::min<std::size_t>(head.account, record.begins.size());
  std::copy_n(entry.data() + sizeof head, begins, record.begins.begin());
  record.account = record.owner;
  sorter_.add(record);
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

// The records of one account that count.
void AccountStore::read_group() {
  group_.clear();
  if (!ahead_) return;
  Record first = *ahead_;
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
  while (ahead_ && batch.bytes.size() < batch_bytes) {
    read_group();
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
