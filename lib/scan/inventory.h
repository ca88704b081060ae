// What the inputs of a run hold, one by one and together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/tally.h"
#include "scan/survey.h"
#include "source/batch.h"
#include "source/input_names.h"

namespace trunklift {

// One input, or several together.
struct InputStats {
  std::string name;  // of the input or the argument
  bool is_one = false;
  std::uint64_t inputs = 0;
  Counts<std::string, std::string_view> forms, packings;  // of inputs
  std::uint64_t bytes = 0;                                // unpacked
  // Read from files; for one entry of an archive it says nothing.
  std::uint64_t file_bytes = 0;
  Survey survey;

  void add(const InputStats& other);
};

// Fed with batches in input order, by one thread. Memory does not grow with
// the number of inputs, but for those that are listed.
class Inventory {
public:
  // An argument that comes to more than `listed` inputs is one line.
  Inventory(std::vector<std::string> arguments, std::size_t listed,
            const InputNames& names);

  void consume(const Batch& batch, const SurveyedBatch& surveyed);
  // `rest`: Reader::rest.
  void finish(const std::vector<InputProgress>& rest);

  std::uint64_t documents() const { return documents_; }

  // After `finish`: the inputs, or arguments in place of theirs.
  std::vector<const InputStats*> lines() const;
  InputStats total() const;

private:
  struct Argument {
    InputStats all;
    std::vector<InputStats> inputs;  // as long as they are few
  };

  void go_on(const InputProgress& progress);
  void close();

  std::size_t listed_;
  const InputNames& names_;
  std::vector<Argument> arguments_;
  std::uint64_t documents_ = 0;
  // The input that is open.
  bool is_open_ = false;
  InputProgress progress_;
  InputStats stats_;
  Forms forms_;
};

}  // namespace trunklift
