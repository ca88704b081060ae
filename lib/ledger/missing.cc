// Only documents with records can vanish, and only if the inputs cover them.
#include "ledger/missing.h"

namespace trunklift {

AtEnd at_end(const Known& known, std::string_view account_id,
             std::string_view document_id, const Covers& covers, bool prune) {
  if (known.seen) return known.vanished ? AtEnd::restore : AtEnd::stays;
  if (!known.loaded) return AtEnd::stays;
  if (!covers || !covers(account_id, document_id, known.rank())) {
    return AtEnd::elsewhere;
  }
  if (prune) return AtEnd::prune;
  return known.vanished ? AtEnd::stays : AtEnd::vanish;
}

void Missing::count(AtEnd what) {
  switch (what) {
    case AtEnd::elsewhere: ++elsewhere; break;
    case AtEnd::vanish: ++vanished; break;
    case AtEnd::prune: ++pruned; break;
    case AtEnd::stays:
    case AtEnd::restore: break;
  }
}

}  // namespace trunklift
