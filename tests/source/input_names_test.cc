// Names of inputs, in memory and out of it, and the accounts they tell.
#include "source/input_names.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <thread>
#include <vector>

namespace trunklift {
namespace {

TEST_CASE("names are found again, however many there are") {
  InputNames names;
  const auto name = [](int i) { return "directory/file-" + std::to_string(i); };
  const auto account = [](int i) { return i % 3 ? "" : std::to_string(i); };
  constexpr int many = 50'000;
  std::atomic<int> added = 0, wrong = 0;
  std::thread other([&] {
    while (added < many) {
      const int last = added - 1;
      if (last < 0) continue;
      wrong += names.get(static_cast<std::uint32_t>(last)).name != name(last);
    }
  });
  for (int i = 0; i < many; ++i) {
    const std::uint32_t index = names.add({name(i), account(i)});
    wrong += index != static_cast<std::uint32_t>(i);
    ++added;
  }
  other.join();
  for (int i = many; i-- > 0;) {
    const Input input = names.get(static_cast<std::uint32_t>(i));
    wrong += input.name != name(i) || input.account != account(i);
  }
  CHECK(wrong == 0);
}

TEST_CASE("names stay in memory where no file can be written") {
  const char* set = std::getenv("TMPDIR");
  const std::string before = set ? set : "";
  ::setenv("TMPDIR", "/does/not/exist", 1);
  InputNames names;
  const std::string long_name(1000, 'x');
  for (int i = 0; i < 1000; ++i) names.add({long_name + std::to_string(i), ""});
  if (set) {
    ::setenv("TMPDIR", before.c_str(), 1);
  } else {
    ::unsetenv("TMPDIR");
  }
  CHECK(names.get(0).name == long_name + "0");
  CHECK(names.get(999).name == long_name + "999");
}

TEST_CASE("a path may name an account") {
  const std::string id = "0123456789abcdef0123456789abcdef";
  const std::string rest = id.substr(4);
  const std::string coded = "account%2F01%2f23%2F" + rest;
  const std::string plain = "account/01/23/" + rest;
  for (const std::string& path :
       {coded, plain, coded + ".json", coded + ".ndjson.gz", plain + ".json",
        "dumps/" + coded + "/x.json", "dumps/" + plain + "/docs/x.json",
        "dump.tar:" + plain + ".json", "dump.tar:./" + coded + "/x",
        coded + "-202401/x.json", "account/ab/" + coded}) {
    CAPTURE(path);
    CHECK(account_of_path(path) == id);
  }
  for (const std::string& path :
       {std::string(), std::string("-"), std::string("account/01/23"),
        "accounts/01/23/" + rest, "account/01/23/" + rest + "0",
        "account/01/23/" + rest.substr(1), "account/0g/23/" + rest,
        "account/012/3/" + rest, "my" + plain}) {
    CAPTURE(path);
    CHECK(account_of_path(path).empty());
  }
}

}  // namespace
}  // namespace trunklift
