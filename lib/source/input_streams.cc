// Packed files get an Unpacker; plain ones are read directly.
#include "source/input_streams.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/interrupt.h"
#include "base/text.h"
#include "source/file_stream.h"
#include "source/format.h"
#include "source/head_stream.h"
#include "source/input_paths.h"
#include "source/unpacker.h"

namespace trunklift {

void keep_few(std::vector<InputProblem>& problems, std::uint64_t& more) {
  const std::size_t kept = most_problems + (more > 0);
  if (problems.size() <= kept) return;
  more += problems.size() - kept;
  problems.resize(most_problems);
  problems.push_back({"other inputs", grouped(more) + " more failed"});
}

struct InputStreams::State {
  State(std::vector<std::string> given, InputLimits limited, InputNames& named)
      : arguments(std::move(given)), limits(std::move(limited)), names(named) {}

  std::optional<std::string> next_path();
  void look_for_outputs();
  std::unique_ptr<FileStream> open(const std::string& path);
  OpenInput opened(const std::string& name, std::unique_ptr<ByteStream> stream,
                   std::string packing) {
    return {names.add({name, account_of_path(name)}), std::move(stream),
            static_cast<std::uint32_t>(argument - 1), std::move(packing)};
  }

  const std::vector<std::string> arguments;
  const InputLimits limits;
  InputNames& names;
  std::size_t argument = 0;         // index of the next one
  std::optional<InputPaths> paths;  // of the argument before it
  bool found = false;               // whether that has any path
  std::size_t listed_problems = 0;
  std::uint64_t listings = 0;
  // Device and inode of the outputs that existed when the last directory was
  // listed.
  std::vector<std::pair<dev_t, ino_t>> outputs;
  std::unique_ptr<Unpacker> unpacker;  // of the open file, if it is packed
  std::vector<InputProblem> problems;
  std::uint64_t more_problems = 0;
  std::vector<std::string> unmatched;
};

// Looks for outputs again after each listing. Outputs that appear later cannot
// be among the entries of the listing.
void InputStreams::State::look_for_outputs() {
  outputs.clear();
  for (const std::string& path : limits.outputs) {
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
      outputs.emplace_back(status.st_dev, status.st_ino);
    }
  }
}

std::optional<std::string> InputStreams::State::next_path() {
  while (interrupted() == 0) {
    if (paths) {
      std::optional<std::string> path = paths->next();
      const std::vector<InputProblem>& all = paths->problems();
      problems.insert(
          problems.end(),
          all.begin() + static_cast<std::ptrdiff_t>(listed_problems),
          all.end());
      listed_problems = all.size();
      keep_few(problems, more_problems);
      if (std::exchange(listings, paths->listings()) != paths->listings()) {
        look_for_outputs();
      }
      if (path) {
        found = true;
        return path;
      }
      if (!found && paths->is_many() && all.empty()) {
        unmatched.push_back(arguments[argument - 1]);
      }
      paths.reset();
    }
    if (argument == arguments.size()) break;
    const std::string& next = arguments[argument++];
    look_for_outputs();
    if (next == "-") return next;
    paths.emplace(next);
    found = false;
    listed_problems = 0;
    listings = 0;
  }
  return {};
}

std::unique_ptr<FileStream> InputStreams::State::open(const std::string& path) {
  auto file = FileStream::open(path);
  if (!file) {
    problems.push_back({path, std::strerror(errno)});
  } else if (std::find(outputs.begin(), outputs.end(),
                       std::pair(file->status().st_dev,
                                 file->status().st_ino)) != outputs.end()) {
    problems.push_back({path, "this run writes it"});
    return nullptr;
  }
  return file;
}

InputStreams::InputStreams(std::vector<std::string> arguments,
                           InputLimits limits, InputNames& names)
    : state_(std::make_unique<State>(std::move(arguments), std::move(limits),
                                     names)) {}

InputStreams::~InputStreams() = default;

std::optional<OpenInput> InputStreams::next() {
  State& state = *state_;
  while (true) {
    keep_few(state.problems, state.more_problems);
    if (state.unpacker) {
      if (auto input = state.unpacker->next(state.problems)) {
        return state.opened(input->name, std::move(input->stream),
                            std::move(input->packing));
      }
      state.unpacker.reset();
    }
    const auto path = state.next_path();
    if (!path) return {};
    auto file = state.open(*path);
    if (!file) continue;
    FileStream& bottom = *file;
    auto stream = std::make_unique<HeadStream>(std::move(file));
    if (format_of(stream->head()) == Format::plain) {
      return state.opened(*path, std::move(stream), "");
    }
    state.unpacker = std::make_unique<Unpacker>(*path, std::move(stream),
                                                bottom, state.limits);
  }
}

const std::vector<InputProblem>& InputStreams::problems() const {
  return state_->problems;
}

const std::vector<std::string>& InputStreams::unmatched() const {
  return state_->unmatched;
}

std::uint64_t InputStreams::total_bytes() const {
  std::uint64_t total = 0;
  for (const std::string& argument : state_->arguments) {
    struct stat status {};
    if (::stat(argument.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
      return 0;
    }
    total += static_cast<std::uint64_t>(status.st_size);
  }
  return total;
}

}  // namespace trunklift
