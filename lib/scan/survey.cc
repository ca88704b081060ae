// Which traits tell generations apart, and how each is found in a document.
#include "scan/survey.h"

#include <algorithm>
#include <span>
#include <utility>

#include "base/hash.h"
#include "base/time.h"
#include "pipeline/hidden_trunks.h"
#include "source/cut.h"
#include "source/extract.h"

namespace trunklift {
namespace {

// Sources: what the schemas of rules/schema take, and the dates at which the
// platform's API began to write, or to refuse, a shape.
constexpr TraitInfo traits[] = {
    {Generation::five, "trunk_server", "a document for a single server"},
    {Generation::five, "server_id", "servers have ids of their own"},
    {Generation::after_4_3, "strip_plus", "the invite format strip_plus"},
    {Generation::until_4_3, "old_invite_format",
     "an invite format that is refused today"},
    {Generation::until_4_3, "server_invite_format",
     "an invite format outside of options"},
    {Generation::until_4_3, "auth_ip_list", "addresses under AuthIP"},
    {Generation::until_4_3, "public_type", "sys_info as a public type"},
    {Generation::until_4_3, "public_trunks", "trunks outside of account"},
    {Generation::until_4_3, "low_number",
     "a trunk count or progress timeout that is too low today"},
};
static_assert(std::size(traits) == trait_count);

// What invite formats the schemas name; until 2017 any text was taken.
constexpr std::string_view invite_formats[] = {"e164", "npan", "1npan",
                                               "username", "strip_plus"};

// The documents of a platform that keeps a document for each server.
constexpr std::string_view single_server = "trunk_server";

const Value* find(const Value* object, const Key& key) {
  return object ? object->find(key) : nullptr;
}

std::string_view text_at(const Value* object, const Key& key) {
  const Value* value = find(object, key);
  return value ? value->string_or_empty() : std::string_view{};
}

bool is_below(const Value* value, std::int64_t least) {
  return value && value->is(Type::integer) && value->integer < least;
}

class Traits {
public:
  void add(Trait trait) { has_[static_cast<std::size_t>(trait)] = true; }
  void add_if(bool has, Trait trait) {
    if (has) add(trait);
  }
  void count(Survey& survey) const {
    auto generation = Generation::undecided;
    for (std::size_t i = 0; i < trait_count; ++i) {
      if (!has_[i]) continue;
      ++survey.traits[i];
      generation = std::min(generation, traits[i].generation);
    }
    ++survey.generations[static_cast<std::size_t>(generation)];
  }

private:
  std::array<bool, trait_count> has_ = {};
};

void look_at_server(const Value& server, Survey& survey, Traits& found) {
  ++survey.servers;
  if (const Value* numbers = server.find("DIDs")) {
    const bool has_some = numbers->is(Type::object) || numbers->is(Type::array);
    if (has_some) survey.numbers += numbers->size;
  }
  const Value* options = server.find("options");
  const std::string_view format = text_at(options, "inbound_format");
  const bool is_known =
      std::find(std::begin(invite_formats), std::end(invite_formats), format) !=
      std::end(invite_formats);
  found.add_if(!format.empty() && !is_known, Trait::old_invite_format);
  found.add_if(format == "strip_plus", Trait::strip_plus);
  found.add_if(is_below(find(options, "progress_timeout"), 1),
               Trait::low_number);
  found.add_if(!text_at(&server, "server_id").empty(), Trait::server_id);
  found.add_if(server.find("inbound_format"), Trait::server_invite_format);
  found.add_if(find(server.find("auth"), "AuthIP"), Trait::auth_ip_list);
}

void look_at_trunks(const Value& root, Survey& survey) {
  Traits found;
  if (const Value* servers = root.find("servers")) {
    for (const Value& server : items(*servers)) {
      look_at_server(server, survey, found);
    }
    for (const Member& server : members(*servers)) {  // numbered: old exports
      look_at_server(server.value, survey, found);
    }
  }
  found.add_if(text_at(&root, "type") == "sys_info", Trait::public_type);
  found.add_if(root.find("trunks"), Trait::public_trunks);
  found.add_if(is_below(find(root.find("account"), "trunks"), 0),
               Trait::low_number);
  found.count(survey);
}

void add_time(const Value* value, TimeSpan& span) {
  if (value && value->is(Type::integer) &&
      is_plausible_gregorian(value->integer)) {
    span.add(value->integer);
  }
}

// What a deleted document leaves: the database's own keys.
bool is_tombstone(const Value& root) {
  return is_truthy(root.find("_deleted")) &&
         std::all_of(members(root).begin(), members(root).end(),
                     [](const Member& member) {
                       return member.key.text().starts_with('_');
                     });
}

}  // namespace

const TraitInfo& info_of(Trait trait) {
  return traits[static_cast<std::size_t>(trait)];
}

void Distinct::add(std::uint64_t hash) {
  take(hash);
  settle_if_due();
}

void Distinct::add(const Distinct& other) {
  for (const std::uint64_t hash : other.hashes_) take(hash);
  is_full_ |= other.is_full_;
  // Of one that is full all below its last are known, and so the lowest of
  // both.
  if (other.is_full_) return settle();
  settle_if_due();
}

void Distinct::take(std::uint64_t hash) {
  if (settled_ == most && hash > hashes_[most - 1]) {
    is_full_ = true;
  } else {
    hashes_.push_back(hash);
  }
}

void Distinct::settle_if_due() {
  constexpr std::size_t few = 1 << 10;
  if (hashes_.size() - settled_ > std::max(few, settled_ / 2)) settle();
}

void Distinct::settle() {
  const auto fresh = hashes_.begin() + static_cast<std::ptrdiff_t>(settled_);
  std::sort(fresh, hashes_.end());
  hashes_.erase(std::unique(fresh, hashes_.end()), hashes_.end());
  std::inplace_merge(hashes_.begin(),
                     hashes_.begin() + static_cast<std::ptrdiff_t>(settled_),
                     hashes_.end());
  hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
  if (hashes_.size() > most) {
    hashes_.resize(most);
    is_full_ = true;
  }
  settled_ = hashes_.size();
}

std::uint64_t Distinct::count() const {
  if (settled_ < hashes_.size()) {
    Distinct all = *this;
    all.settle();
    return all.count();
  }
  if (!is_full_) return settled_;
  constexpr double all = 0x1p64;
  return static_cast<std::uint64_t>(static_cast<double>(most - 1) * all /
                                    static_cast<double>(hashes_.back()));
}

void TimeSpan::add(std::int64_t time) {
  first = first ? std::min(*first, time) : time;
  last = last ? std::max(*last, time) : time;
}

void TimeSpan::add(const TimeSpan& other) {
  if (other.first) add(*other.first);
  if (other.last) add(*other.last);
}

void Forms::add(const Blob& blob) {
  ++documents_[static_cast<std::size_t>(blob.form)];
  if (blob.form != Form::array_line) return;
  has_array_lines_ |= array_line_ != 0 && array_line_ != blob.origin.line;
  array_line_ = blob.origin.line;
}

void Forms::add(const Forms& other) {
  for (std::size_t i = 0; i < form_count; ++i) {
    documents_[i] += other.documents_[i];
  }
  has_backup_head_ |= other.has_backup_head_;
  has_array_lines_ |= other.has_array_lines_;
  if (other.array_line_ == 0) return;
  has_array_lines_ |= array_line_ != 0 && array_line_ != other.array_line_;
  array_line_ = other.array_line_;
}

std::string Forms::name() const {
  const auto has = [&](Form form) {
    return documents_[static_cast<std::size_t>(form)];
  };
  const auto lines = has(Form::line), documents = has(Form::document);
  std::string out;
  const auto add = [&](bool is_there, std::string_view name) {
    if (!is_there) return;
    if (!out.empty()) out += ", ";
    out += name;
  };
  const bool is_one = lines + documents == 1;
  const bool is_backup =
      has_backup_head_ || (has_array_lines_ && lines + documents == 0);
  add(is_one, "document");
  add(!is_one && lines > 0, "ndjson");
  add(!is_one && documents > 0, "documents");
  add(is_backup, "couchbackup");
  add(has(Form::element) || (has(Form::array_line) && !is_backup), "array");
  add(has(Form::row), "couchdb rows");
  add(has(Form::found), "couchdb _find");
  add(has(Form::posted), "couchdb _bulk_docs");
  add(has(Form::leaf), "couchdb revisions");
  add(has(Form::api), "api");
  add(has(Form::change), "couchdb _changes");
  add(has(Form::noted), "rejects");
  return out.empty() ? "none" : out;
}

void Survey::add(const Survey& other) {
  documents += other.documents;
  kinds.add(other.kinds);
  deleted += other.deleted;
  servers += other.servers;
  numbers += other.numbers;
  for (std::size_t i = 0; i < generation_count; ++i) {
    generations[i] += other.generations[i];
  }
  for (std::size_t i = 0; i < trait_count; ++i) traits[i] += other.traits[i];
  created.add(other.created);
  modified.add(other.modified);
  accounts.add(other.accounts);
}

std::uint64_t Survey::of_kind(std::string_view kind) const {
  return kinds.of(kind);
}

Generation Survey::generation() const {
  for (std::size_t i = 0; i < generation_count; ++i) {
    if (generations[i] > 0) return static_cast<Generation>(i);
  }
  return Generation::undecided;
}

void Surveyor::process(const Batch& batch, SurveyedBatch& out, Turn* turn) {
  out.parts.clear();
  for (const Segment& segment : batch.segments) {
    if (out.parts.empty() || out.parts.back().input != segment.origin.input) {
      out.parts.push_back({segment.origin.input, {}, {}});
    }
    // Not among the documents, but at the front of the segment.
    if (segment.origin.line == 1 &&
        is_backup_head(batch.bytes.view().substr(
            segment.begin, segment.end - segment.begin))) {
      out.parts.back().forms.add_backup_head();
    }
  }
  auto part = out.parts.begin();
  bool is_large = false;
  cut(
      batch,
      [&](const Blob& blob) {
        while (part->input != blob.origin.input) ++part;
        take(blob, *part);
        if (std::exchange(is_large, false)) parser_.let_go();
      },
      [&](std::size_t bytes) {
        if (bytes <= large_document || !turn) return;
        turn->await();
        is_large = true;
      });
  for (SurveyedBatch::Part& each : out.parts) each.survey.accounts.settle();
}

void Surveyor::take(const Blob& blob, SurveyedBatch::Part& out) {
  const auto count = [&](std::string_view kind) {
    ++out.survey.documents;
    out.survey.kinds.add(kind);
  };
  if (blob.sort == Blob::Sort::beside) {
    const Value* root = parser_.parse(blob.bytes);
    const bool counts = !root || hidden_trunks(*root) ||
                        (root->is(Type::object) && looks_like_trunk(*root));
    if (counts) count(root ? sort_name(blob.sort) : "unreadable");
    return;
  }
  if (blob.sort != Blob::Sort::document) {
    out.forms.add(blob);
    return count(sort_name(blob.sort));
  }
  const std::optional<Tree> tree = parser_.read(blob.bytes);
  if (tree && tree->root->is(Type::object)) {
    out.forms.add(blob);
    return document(*tree, blob, out.survey);
  }
  if (!tree && cut_again(blob, [&](const Blob& part) { take(part, out); })) {
    return;
  }
  // Where what is broken ends says little of what it stands in.
  if (blob.form != Form::line && blob.form != Form::document) {
    out.forms.add(blob);
  }
  count("unreadable");
}

void Surveyor::document(const Tree& tree, const Blob& blob, Survey& out) {
  const Value& root = *tree.root;
  const Identity identity = identify(root, tree.content, blob.account);
  ++out.documents;
  if (!identity.account_id.empty()) {
    out.accounts.add(hash128(identity.account_id).low);
  }
  if (is_tombstone(root)) return out.kinds.add("tombstone");
  out.kinds.add(identity.kind_name);
  add_time(root.find("pvt_created"), out.created);
  add_time(root.find("pvt_modified"), out.modified);
  if (identity.deleted) {
    ++out.deleted;
  } else if (identity.kind == Kind::trunkstore) {
    look_at_trunks(root, out);
  } else if (identity.kind_name == single_server) {
    Traits found;
    found.add(Trait::trunk_server);
    found.count(out);
  }
}

}  // namespace trunklift
