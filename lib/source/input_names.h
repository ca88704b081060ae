// The names of the inputs of a run. Findings need them long after the inputs
// were closed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace trunklift {

struct Input {
  std::string name;  // a path, "-", or "dump.tar:a/b.json"
  // See account_of_path.
  std::string account;
};

// The account whose database a path names, as in "account%2Fab%2Fcd%2F0123..."
// or "account/ab/cd/0123....json"; "" if it names none.
std::string account_of_path(std::string_view path);

// Any thread may use it. More than a few thousand names are kept in an unnamed
// temporary file, so a million inputs take 8 bytes of memory each.
class InputNames {
public:
  InputNames();
  ~InputNames();
  InputNames(const InputNames&) = delete;
  InputNames& operator=(const InputNames&) = delete;

  std::uint32_t add(const Input& input);
  Input get(std::uint32_t index) const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace trunklift
