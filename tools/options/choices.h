// The names that options accept and other parts of the house define.
#pragma once

#include <string>
#include <vector>

namespace trunklift {

struct Choice {
  std::string name;
  std::string place;  // what stands behind the name: "FILE" in sqlite:FILE
};

struct Choices {
  std::vector<Choice> formats;    // --report
  std::vector<Choice> targets;    // --to
  std::vector<Choice> databases;  // --from
  std::vector<Choice> servers;    // --to of target
  std::vector<Choice> schemas;    // --schema
};

const Choices& choices();

// "sqlite:FILE, jsonl:DIR or csv:DIR", for people; `mark` stands between name
// and place.
std::string listed(const std::vector<Choice>& list, char mark);

}  // namespace trunklift
