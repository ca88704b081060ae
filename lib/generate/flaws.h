// The flaws that can be planted in a sound document: one table.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "generate/document.h"
#include "generate/flaw_planter.h"
#include "generate/random.h"

namespace trunklift::generate {

// What a migration should make of a flaw.
enum class Fate {
  repaired,  // normalized, with a note
  reported,  // converted as it is, with a finding
  rejected,  // nothing to convert safely
  skipped,   // not a live trunkstore document
};
std::string_view fate_name(Fate fate);

struct Flaw {
  std::string_view name;
  // Where, as a JSON Pointer with * for any index or number. Of two flaws of
  // one document, neither place contains the other.
  std::string_view place;
  Fate fate;
  // Slugs, separated by blanks: one of `rules` finds it, and those of `allied`
  // may come with it as warnings or errors.
  std::string_view rules, allied;
  std::string_view description;
  // Plants it, or returns false and leaves the document as it was.
  bool (*plant)(FlawPlanter&);
};

// All of them, in the order of the groups below.
const std::vector<Flaw>& flaw_table();

// The groups, one file each.
std::span<const Flaw> document_flaws();
std::span<const Flaw> server_flaws();
std::span<const Flaw> auth_flaws();
std::span<const Flaw> option_flaws();
std::span<const Flaw> did_flaws();

// Plants one to three flaws and returns them.
std::vector<const Flaw*> plant_flaws(Draft& draft, Random& random);

}  // namespace trunklift::generate
