// One document through all stages: parse, check, normalize, bind, convert.
#include "pipeline/processor.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "check/bind.h"
#include "check/rules.h"
#include "convert/convert.h"
#include "model/pointer.h"
#include "source/cut.h"

namespace trunklift {
namespace {

using schema::Violation;

bool same_violation(const Violation& a, const Violation& b) {
  return a.keyword == b.keyword && a.pointer == b.pointer;
}

bool contains(const std::vector<Violation>& list, const Violation& violation) {
  return std::any_of(list.begin(), list.end(), [&](const Violation& other) {
    return same_violation(violation, other);
  });
}

void add_violation(const Violation& violation, bool repaired,
                   Findings& findings) {
  Finding finding{&rule::schema,
                  repaired ? Severity::warning : Severity::error,
                  repaired ? Effect::rewrite : Effect::block,
                  schema::keyword_name(violation.keyword),
                  violation.pointer,
                  violation.message(),
                  std::string(schema::keyword_name(violation.keyword))};
  if (repaired) finding.message += " (normalization repairs it)";
  findings.add(std::move(finding));
}

// Whether `key` stands among the members before `index`.
bool has_earlier(const Value& object, std::size_t index) {
  const std::string_view key = object.members[index].key;
  for (std::size_t i = 0; i < index; ++i) {
    const std::string_view other = object.members[i].key;
    if (other.size() == key.size() && other == key) return true;
  }
  return false;
}

constexpr std::size_t few_members = 32;

void find_duplicate_keys(const Value& value, const Place& place,
                         Findings& findings) {
  if (value.is(Type::array)) {
    for (std::size_t i = 0; i < value.size; ++i) {
      find_duplicate_keys(value.items[i], Place(place, i), findings);
    }
    return;
  }
  if (!value.is(Type::object)) return;
  std::set<std::string_view> seen;  // only where comparing all would be slow
  for (std::size_t i = 0; i < value.size; ++i) {
    const Member& member = value.members[i];
    const bool twice = value.size <= few_members
                           ? has_earlier(value, i)
                           : !seen.insert(member.key).second;
    const Place here(place, member.key);
    if (twice) {
      findings.add(rule::duplicate_key, to_pointer(here),
                   "expected each key once");
    }
    find_duplicate_keys(member.value, here, findings);
  }
}

std::string_view database_account(const Value& root) {
  const Value* database = root.find("pvt_account_db");
  return database ? database->string_or_empty() : std::string_view{};
}

// What the document says of itself, where that is odd.
void report_identity(const Value& root, const Identity& identity,
                     Findings& findings) {
  if (identity.account_id.empty()) {
    findings.add(rule::account_unknown, "/pvt_account_id",
                 "expected an account id, found none");
  }
  if (!identity.has_id) {
    findings.add(rule::document_id_missing, "/_id",
                 "expected an id, found none");
  }
  const Value* type = root.find("type");
  if (!root.find("pvt_type") && type && type->string_or_empty() == "sys_info") {
    findings.add(rule::type_without_pvt_type, "/pvt_type",
                 "expected sys_info, found none beside a public type");
  } else if (!root.find("pvt_type")) {
    findings.add(rule::pvt_type_missing, "/pvt_type",
                 "expected sys_info, found none");
  }
  if (identity.deleted) {
    findings.add(rule::soft_deleted, "/pvt_deleted", "soft-deleted; skipped");
  }
  const std::string_view database = database_account(root);
  if (!database.empty() &&
      account_from_database(database) != identity.account_id) {
    findings.add(rule::account_db_mismatch, "/pvt_account_db",
                 "expected the database of pvt_account_id");
  }
}

// Of account and limits documents; a deleted one says that there is nothing.
std::optional<AccountContext> context_of(const Value& root,
                                         const Identity& identity) {
  AccountContext context;
  if (identity.kind != Kind::account && identity.kind != Kind::limits) {
    return {};
  }
  if (identity.deleted) return context;
  if (identity.kind == Kind::account) {
    const Value* realm = root.find("realm");
    context.realm = realm ? realm->string_or_empty() : "";
    return context;
  }
  const auto count = [&](std::string_view key) {
    const Value* value = root.find(key);
    return value && value->is(Type::integer) && value->integer >= 0
               ? std::optional(value->integer)
               : std::nullopt;
  };
  context.has_limits = true;
  context.twoway_trunks = count("twoway_trunks");
  context.inbound_trunks = count("inbound_trunks");
  return context;
}

}  // namespace

std::string_view stage_name(Stage stage) {
  switch (stage) {
    case Stage::parse: return "parse";
    case Stage::identify: return "identify";
    case Stage::check: return "check";
    case Stage::bind: return "bind";
  }
  return "";
}

Processor::Processor(const Plan& plan)
    : plan_(plan), validator_(*plan.schema) {}

ProcessedBatch Processor::process(Batch batch) {
  ProcessedBatch out;
  const std::vector<Blob> blobs = cut(batch);
  out.documents.reserve(blobs.size());
  for (const Blob& blob : blobs) {
    Processed done = document(blob, out.arena);
    const bool broken = done.identity.kind == Kind::unreadable;
    const std::vector<Blob> parts =
        broken ? cut_again(blob) : std::vector<Blob>{};
    for (const Blob& part : parts) {
      out.documents.push_back(document(part, out.arena));
    }
    if (parts.empty()) out.documents.push_back(std::move(done));
  }
  out.batch = std::move(batch);
  return out;
}

void Processor::check_schema(const Value& root,
                             std::vector<Violation>& violations) {
  violations.clear();
  validator_.validate(root, &violations);
}

// What stands in a document's place.
Processed Processor::stand_in(const Blob& blob) const {
  struct Meaning {
    std::string_view kind;
    const Rule* rule;
    std::string_view message;
  };
  const auto meaning = [&]() -> Meaning {
    switch (blob.sort) {
      case Blob::Sort::document:
      case Blob::Sort::tombstone: return {"tombstone", nullptr, ""};
      case Blob::Sort::missing:
        return {"missing", &rule::document_missing,
                "the server has no such document"};
      case Blob::Sort::bare_row:
        return {"row", &rule::row_without_document,
                "expected the document in its row, found none (include_docs)"};
      case Blob::Sort::server_error:
        return {"error", &rule::server_error,
                "expected a document, found an error of the server"};
      case Blob::Sort::fragment:
        return {"fragment", &rule::backup_fragment,
                "a document that is cut off; couchbackup wrote it again"};
      case Blob::Sort::oversized: break;
    }
    return {"oversized", &rule::document_too_large, ""};
  }();
  Processed out;
  out.blob = blob;
  out.identity.kind_name = meaning.kind;
  if (!meaning.rule) return out;
  const bool oversized = blob.sort == Blob::Sort::oversized;
  out.identity.content = oversized ? blob.content : hash128(blob.bytes);
  Findings findings;
  findings
      .add(*meaning.rule, "",
           oversized ? grouped(blob.size) + " bytes, the limit is " +
                           grouped(plan_.max_document) + " (--max-document)"
                     : std::string(meaning.message))
      .discriminator = out.identity.content.hex();
  if (findings.blocked()) out.fate = Fate::rejected;
  out.findings = std::move(findings).take();
  return out;
}

Processed Processor::document(const Blob& blob, Arena& arena) {
  if (blob.sort != Blob::Sort::document) return stand_in(blob);
  const std::string_view account =
      blob.account.empty() ? plan_.account : blob.account;
  Processed out;
  out.blob = blob;
  Findings findings;
  Value* root = parser_.parse(blob.bytes);
  if (!root) {
    out.identity.kind = Kind::unreadable;
    out.identity.content = hash128(blob.bytes);
    out.fate = Fate::rejected;
    findings.add(rule::json_syntax, "", "not JSON: " + parser_.problem())
        .discriminator = out.identity.content.hex();
  } else if (plan_.generic) {
    if (root->is(Type::object)) {
      out.identity = identify(*root, blob.bytes, account);
    } else {
      out.identity.kind_name = type_name(root->type);
    }
    check_schema(*root, written_);
    report_schema(written_, written_, findings);
    out.stage = Stage::check;
    out.fate = findings.blocked() ? Fate::rejected : Fate::accepted;
  } else if (!root->is(Type::object)) {
    out.identity.kind = Kind::unreadable;
    out.identity.content = hash128(blob.bytes);
    out.fate = Fate::rejected;
    findings
        .add(rule::not_an_object, "",
             "expected an object, found " + std::string(type_name(root->type)))
        .discriminator = out.identity.content.hex();
  } else {
    out.identity = identify(*root, blob.bytes, account);
    if (out.identity.kind == Kind::trunkstore) {
      out.findings = {};
      trunkstore(*root, out, arena);
      return out;
    }
    out.context = context_of(*root, out.identity);
    if (out.identity.kind != Kind::other) {
      out.fate = Fate::context;
      out.records = convert_context(*root, out.identity, arena);
    }
  }
  out.findings = std::move(findings).take();
  return out;
}

void Processor::trunkstore(Value& root, Processed& out, Arena& arena) {
  Findings findings;
  report_identity(root, out.identity, findings);
  out.stage = findings.blocked() ? Stage::identify : Stage::check;
  find_duplicate_keys(root, Place{}, findings);
  check_schema(root, written_);
  const std::vector<std::int64_t> order = claim_order(root);
  changes_.clear();
  Findings normalized;
  normalize_document(*plan_.normalization, root, parser_.arena(), normalized,
                     changes_);
  canonical_ = written_;
  if (!changes_.empty()) check_schema(root, canonical_);
  report_schema(written_, canonical_, findings);
  for (const Finding& finding : normalized.list()) findings.add(finding);
  const bool checked = !findings.blocked();
  const Connectivity document = bind_document(root, changes_, order, findings);
  if (checked && findings.blocked()) out.stage = Stage::bind;
  for (const DocumentRule* rule : plan_.rules.document) {
    DocumentReport report(rule->rule, findings);
    rule->check(root, report);
  }
  out.fate = out.identity.deleted ? Fate::deleted
             : findings.blocked() ? Fate::rejected
                                  : Fate::accepted;
  if (out.fate != Fate::deleted && !out.identity.account_id.empty()) {
    out.summary = summarize(document, out.identity, out.blob.origin);
    out.summary->rejected = out.fate == Fate::rejected;
  }
  if (out.fate == Fate::accepted) {
    if (plan_.convert) {
      out.records = convert(document, out.identity, arena);
      out.record_hash = record_hash(out.records);
      out.changes = changes_json(changes_);
    }
  }
  out.findings = std::move(findings).take();
}

// `written` are the violations of the document as it stands, `canonical` those
// that are left (or came up) after normalization.
void Processor::report_schema(const std::vector<Violation>& written,
                              const std::vector<Violation>& canonical,
                              Findings& findings) const {
  for (const Violation& violation : written) {
    const bool repaired = !plan_.strict && !contains(canonical, violation);
    add_violation(violation, repaired, findings);
  }
  for (const Violation& violation : canonical) {
    if (!plan_.strict && !contains(written, violation)) {
      add_violation(violation, false, findings);
    }
  }
}

}  // namespace trunklift
