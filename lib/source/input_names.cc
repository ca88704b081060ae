// Records with a name and an account, in memory or in a temporary file.
#include "source/input_names.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/temp_file.h"

namespace trunklift {
namespace {

// In bytes: a few thousand names.
constexpr std::size_t most_in_memory = std::size_t{1} << 18;

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdefABCDEF") ==
         std::string_view::npos;
}

// Splits a path at slashes, at coded slashes within names, and at the colon
// between an archive and its entry.
std::vector<std::string_view> components(std::string_view path) {
  std::vector<std::string_view> out{{}};
  std::size_t start = 0;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const std::string_view here = path.substr(i, 3);
    const bool coded = here == "%2F" || here == "%2f";
    if (!coded && path[i] != '/' && path[i] != ':') continue;
    out.back() = path.substr(start, i - start);
    out.emplace_back();
    if (coded) i += 2;
    start = i + 1;
  }
  out.back() = path.substr(start);
  return out;
}

}  // namespace

std::string account_of_path(std::string_view path) {
  constexpr std::size_t head = 2, rest = 28;
  const std::vector<std::string_view> parts = components(path);
  for (std::size_t i = parts.size(); i-- > 3;) {
    if (parts[i - 3] != "account") continue;
    const std::string_view last = parts[i];
    const std::string_view id = last.substr(0, rest);
    // The id may be followed by the ending of a file name, or by a month.
    const bool ends =
        last.size() == rest ||
        (last.size() > rest && (last[rest] == '.' || last[rest] == '-'));
    if (!ends || parts[i - 2].size() != head || parts[i - 1].size() != head ||
        !is_hex(parts[i - 2]) || !is_hex(parts[i - 1]) || !is_hex(id)) {
      continue;
    }
    return std::string(parts[i - 2]).append(parts[i - 1]).append(id);
  }
  return {};
}

struct InputNames::State {
  // The bytes of a record, from memory or from the file.
  std::string record(std::uint64_t start, std::size_t size) const {
    if (start >= in_file) {
      return memory.substr(static_cast<std::size_t>(start - in_file), size);
    }
    std::string out(size, '\0');
    file->read(start, out.data(), size);
    return out;
  }

  // Moves the names to the file. If that fails, all names stay in memory.
  void spill() {
    if (memory.size() < most_in_memory || given_up) return;
    try {
      if (!file) file.emplace();
      file->append(memory.data(), memory.size());
    } catch (const Error&) {
      given_up = true;
      return;
    }
    in_file += memory.size();
    memory.clear();
  }

  mutable std::mutex mutex;
  // Where the records start, in the file and then in `memory`. A record is a
  // name, a NUL and an account.
  std::vector<std::uint64_t> starts{0};
  std::string memory;
  std::uint64_t in_file = 0;  // bytes of records; a failed write is not counted
  std::optional<TempFile> file;
  bool given_up = false;
};

InputNames::InputNames() : state_(std::make_unique<State>()) {}
InputNames::~InputNames() = default;

std::uint32_t InputNames::add(const Input& input) {
  const std::lock_guard lock(state_->mutex);
  State& state = *state_;
  state.spill();
  state.memory.append(input.name).append(1, '\0').append(input.account);
  state.starts.push_back(state.in_file + state.memory.size());
  return static_cast<std::uint32_t>(state.starts.size() - 2);
}

Input InputNames::get(std::uint32_t index) const {
  const std::lock_guard lock(state_->mutex);
  const std::uint64_t start = state_->starts.at(index);
  const std::uint64_t end = state_->starts.at(index + std::size_t{1});
  const std::string record =
      state_->record(start, static_cast<std::size_t>(end - start));
  const std::size_t middle = std::min(record.find('\0'), record.size());
  const std::size_t rest = std::min(middle + 1, record.size());
  return {record.substr(0, middle), record.substr(rest)};
}

}  // namespace trunklift
