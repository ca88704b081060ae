// What the inputs of a run are called: findings name them long after they were
// closed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace trunklift {

struct Input {
  std::string name;  // as it is shown: the path, "-", or "dump.tar:a/b.json"
  // The account whose database the path names (account_of_path), "" if it does
  // not.
  std::string account;
};

// The account whose database a path names, by a component or a row of them:
// "account%2Fab%2Fcd%2F0123...", "account/ab/cd/0123....json"; "" if none.
std::string account_of_path(std::string_view path);

// Any thread may add and ask. Beyond a few thousand names they are kept in an
// unnamed temporary file, so that a million inputs cost 8 bytes each.
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
