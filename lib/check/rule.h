// The interface of a semantic rule: one document, or all of them.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "check/corpus.h"
#include "model/finding.h"
#include "model/pointer.h"
#include "model/value.h"

namespace trunklift {

// Looks at one canonical document, whatever its shape.
class DocumentReport {
public:
  DocumentReport(const Rule& rule, Findings& findings)
      : rule_(rule), findings_(findings) {}
  void add(const Place& place, std::string message) {
    findings_.add(rule_, to_pointer(place), std::move(message));
  }

private:
  const Rule& rule_;
  Findings& findings_;
};

// Calls `look(server, place)` for each server of a document.
template <typename Look>
void each_server(const Value& root, const Look& look) {
  const Value* servers = root.find("servers");
  if (!servers) return;
  const Place document;
  const Place list(document, "servers");
  for (std::uint32_t i = 0; servers->is(Type::array) && i < servers->size;
       ++i) {
    look(servers->items[i], Place(list, i));
  }
}

struct DocumentRule {
  Rule rule;
  void (*check)(const Value& root, DocumentReport& report);
};

// Looks at all documents once all are known.
class CorpusReport {
public:
  CorpusReport(const Rule& rule, std::vector<LateFinding>& findings)
      : rule_(rule), findings_(findings) {}
  void add(const Summary& document, std::string pointer, std::string message,
           std::string discriminator = {}) {
    findings_.push_back({document.account_id,
                         document.document_id,
                         document.origin,
                         {&rule_,
                          rule_.severity,
                          rule_.effect,
                          {},
                          std::move(pointer),
                          std::move(message),
                          std::move(discriminator)}});
  }

private:
  const Rule& rule_;
  std::vector<LateFinding>& findings_;
};

struct CorpusRule {
  Rule rule;
  void (*check)(const Corpus& corpus, CorpusReport& report);
};

// All rules of the build, handed in by the command line; see rules/rules.h.
struct RuleSet {
  std::span<const DocumentRule* const> document;
  std::span<const CorpusRule* const> corpus;
};

}  // namespace trunklift
