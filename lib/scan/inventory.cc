// Counts come batch by batch; an input ends where the next one begins.
#include "scan/inventory.h"

#include <utility>

namespace trunklift {

void InputStats::add(const InputStats& other) {
  inputs += other.inputs;
  forms.add(other.forms);
  packings.add(other.packings);
  bytes += other.bytes;
  file_bytes += other.file_bytes;
  survey.add(other.survey);
}

Inventory::Inventory(std::vector<std::string> arguments, std::size_t listed,
                     const InputNames& names)
    : listed_(listed), names_(names), arguments_(arguments.size()) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    arguments_[i].all.name = std::move(arguments[i]);
  }
}

void Inventory::consume(const Batch& batch, const SurveyedBatch& surveyed) {
  auto part = surveyed.parts.begin();
  for (const InputProgress& progress : batch.inputs) {
    go_on(progress);
    if (part != surveyed.parts.end() && part->input == progress.input) {
      stats_.survey.add(part->survey);
      forms_.add(part->forms);
      documents_ += part->survey.documents;
      ++part;
    }
    if (progress.closed) close();
  }
}

void Inventory::finish(const std::vector<InputProgress>& rest) {
  for (const InputProgress& progress : rest) {
    go_on(progress);
    if (progress.closed) close();
  }
  if (is_open_) close();  // the run was interrupted
}

void Inventory::go_on(const InputProgress& progress) {
  is_open_ = true;
  progress_ = progress;
}

void Inventory::close() {
  stats_.is_one = true;
  stats_.inputs = 1;
  stats_.bytes = progress_.bytes;
  stats_.file_bytes = progress_.file_bytes;
  stats_.forms.add(progress_.ids_only ? "ids only" : forms_.name());
  stats_.packings.add(progress_.packing.empty() ? "none" : progress_.packing);
  Argument& argument = arguments_[progress_.argument];
  argument.all.add(stats_);
  if (argument.all.inputs <= listed_) {
    stats_.name = names_.get(progress_.input).name;
    argument.inputs.push_back(std::exchange(stats_, {}));
  } else {
    argument.inputs = {};
  }
  stats_ = {};
  forms_ = {};
  is_open_ = false;
}

std::vector<const InputStats*> Inventory::lines() const {
  std::vector<const InputStats*> out;
  for (const Argument& argument : arguments_) {
    for (const InputStats& input : argument.inputs) out.push_back(&input);
    if (argument.all.inputs > argument.inputs.size()) {
      out.push_back(&argument.all);
    }
  }
  return out;
}

InputStats Inventory::total() const {
  InputStats out;
  for (const Argument& argument : arguments_) out.add(argument.all);
  return out;
}

}  // namespace trunklift
