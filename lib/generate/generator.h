// A synthetic dump for rehearsals and benchmarks, flaws and skew of the wild.
#pragma once

#include <cstdint>

#include "generate/output.h"

namespace trunklift::generate {

struct Settings {
  std::uint64_t documents = 0;  // trunkstore documents
  std::uint64_t seed = 0;
  double flaws = 0.05;  // share of them with planted flaws, 0 to 1
};

// Lines written.
struct Totals {
  std::uint64_t lines = 0;
  std::uint64_t documents = 0;
  std::uint64_t flawed = 0;
  std::uint64_t bytes = 0;
};

// Writes NDJSON to `dump`: the same arguments give the same bytes everywhere,
// the first documents of a longer dump are those of a shorter one, and sound
// documents do not depend on `flaws`. Memory does not grow with the dump.
//
// `key`, unless null, gets a line for each flawed document: `{"line": n,
// "account_id": ..., "document_id": ..., "flaws": [...], "rules": [[...]],
// "allied": [...]}`, n from 1. `rules` has a list for each flaw, the slugs of
// which one finds it; `allied` has those that may come with them as warnings or
// errors.
//
// Throws Error: Exit::target from the outputs, Exit::usage when `flaws` is out
// of range or the numbering plan has no more numbers.
Totals write_dump(const Settings& settings, Output& dump,
                  Output* key = nullptr);

}  // namespace trunklift::generate
