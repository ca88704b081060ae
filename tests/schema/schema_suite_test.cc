// The public draft-04 suite, all of it, optional parts included.
#include <algorithm>
#include <catch2/catch.hpp>

#include "support.h"

namespace trunklift::schema::test {
namespace {

namespace fs = std::filesystem;

// Serves the suite's remotes under the address their references use.
class Remotes {
public:
  explicit Remotes(fs::path folder) : folder_(std::move(folder)) {}

  const Value* operator()(const std::string& uri) {
    constexpr std::string_view host = "http://localhost:1234/";
    if (!uri.starts_with(host)) return nullptr;
    const fs::path path = folder_ / uri.substr(host.size());
    if (!fs::is_regular_file(path)) return nullptr;
    return &*files_.try_emplace(uri, read_file(path)).first->second;
  }

private:
  fs::path folder_;
  std::map<std::string, Json> files_;
};

std::string text_of(const Value& object, std::string_view key) {
  return std::string(object.find(key)->string());
}

}  // namespace

TEST_CASE("the public draft-04 suite passes, without exclusions",
          "[schema][suite]") {
  const fs::path suite = platform_dir() / "json-schema-draft4";
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::recursive_directory_iterator(suite / "tests" / "draft4")) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  CHECK(files.size() >= 40);
  Remotes remotes(suite / "remotes");
  const Json metaschema(draft4_metaschema);
  const Loader loader = [&](const std::string& uri) {
    return uri == draft4_uri ? &*metaschema : remotes(uri);
  };
  std::size_t tests = 0;
  for (const fs::path& file : files) {
    const Json groups(read_file(file));
    for (const Value& group : items(*groups)) {
      INFO(file.filename().string() << ": " << text_of(group, "description"));
      const Program program = Program::compile(*group.find("schema"), loader);
      for (const Value& test : items(*group.find("tests"))) {
        INFO(text_of(test, "description"));
        CHECK(violations(program, *test.find("data")).empty() ==
              test.find("valid")->truth);
        ++tests;
      }
    }
  }
  CHECK(tests >= 900);
}

}  // namespace trunklift::schema::test
