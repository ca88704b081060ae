// Fuzz target: calls of an account, one of whose documents is anything. The
// first line is its trunkstore document, the second its own, the third that of
// a number.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/account_checker.h"
#include "accounts/account_trees.h"
#include "options/compiled_plan.h"
#include "parse/padding.h"
#include "parse/parser.h"
#include "require.h"
#include "routing/effective.h"
#include "routing/explain.h"
#include "routing/intended.h"
#include "routing/questions.h"

namespace trunklift {
namespace {

using fuzz::require;

struct Setup {
  Setup() {
    Settings settings;
    settings.schema = "connectivity";
    compiled = compile_plan(settings, false);
    const Plan& of = compiled.plan;
    plan = std::make_unique<CheckerPlan>(CheckerPlan{
        *of.schema, *of.normalization, of.rules, of.options, of.strict});
    checker = std::make_unique<AccountChecker>(*plan);
  }
  CompiledPlan compiled;
  std::unique_ptr<CheckerPlan> plan;
  std::unique_ptr<AccountChecker> checker;
  AccountTrees trees{Parser::default_max_depth};
  Parser parser;
};

// The answers are lines of JSON, and the texts are lines.
void ask(Setup& setup, routing::CallRouter& router,
         const routing::AccountDocuments& documents,
         const std::vector<std::string>& numbers,
         const std::vector<routing::UserName>& users) {
  routing::Explainer explainer(documents, "account");
  routing::RoutePrinter printer("account", 100);
  routing::Route route;
  std::string json, text;
  for (const std::string& number : numbers) {
    router.inbound(number, route);
    printer.inbound(json, number, route);
    explainer.inbound(text, number, route);
  }
  for (const routing::UserName& user : users) {
    routing::Call call;
    call.user = user.user;
    call.realm = user.realm;
    router.outbound(call, route);
    printer.outbound(json, call, route);
    explainer.outbound(text, call, route);
  }
  require(text.empty() || text.back() == '\n', "a text ends with a newline",
          text);
  for (std::size_t at = 0; at < json.size();) {
    const std::size_t end = json.find('\n', at);
    require(end != std::string::npos, "an answer ends with a newline", json);
    require(setup.parser.parse_copy(json.substr(at, end - at)) != nullptr,
            "an answer is JSON", json);
    at = end + 1;
  }
}

void route_all(Setup& setup, std::string_view input) {
  AccountBatch batch;
  AccountTexts texts;
  texts.account_id = "account";
  const Kind kinds[] = {Kind::trunkstore, Kind::account, Kind::number};
  for (const Kind kind : kinds) {
    const std::string_view line = input.substr(0, input.find('\n'));
    input.remove_prefix(std::min(line.size() + 1, input.size()));
    const Value* root = setup.parser.parse_copy(line);
    if (!root || !root->is(Type::object)) continue;
    texts.documents.push_back({kind,
                               kind == Kind::number ? "+14155550101" : "d",
                               batch.bytes.size(), line.size()});
    batch.bytes += line;
  }
  batch.bytes.append(parse_padding, '\0');

  const auto& written = setup.trees.read(batch, texts);
  std::vector<std::string> numbers;
  for (const std::string_view number : routing::dialled_numbers(written)) {
    numbers.emplace_back(number);
  }
  numbers.emplace_back("+14155550101");
  std::vector<routing::UserName> users = routing::users(written);
  {
    routing::Effective effective(written, setup.trees.arena());
    ask(setup, effective, written, numbers, users);
  }
  const auto& converted = setup.checker->convert(setup.trees, written, texts);
  routing::Intended intended(
      written, converted,
      [](std::string_view) { return routing::Standing::live; },
      setup.trees.arena());
  ask(setup, intended, written, numbers, users);
}

}  // namespace
}  // namespace trunklift

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  static trunklift::Setup setup;
  trunklift::route_all(setup, {reinterpret_cast<const char*>(data), size});
  return 0;
}
