// Routes calls of whole accounts, on any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "accounts/account_checker.h"
#include "accounts/account_store.h"
#include "accounts/account_trees.h"
#include "accounts/standings.h"
#include "pipeline/turn.h"
#include "routing/questions.h"
#include "routing/route.h"

namespace trunklift {

// What is asked, of all accounts. Made once, then shared by all threads.
class RouteQuery {
public:
  bool all = false;  // every number and every user that a document names
  std::string caller_name, caller_number;  // of outbound calls
  // By what the documents are meant to say, instead of by what the platform
  // does today: what they are checked against, and whose numbers are.
  const CheckerPlan* intended = nullptr;
  const Standings* standings = nullptr;
  bool explain = false;  // text for people instead of JSON lines
  std::size_t max_depth = Parser::default_max_depth;

  // A number as it is dialled; a user whatever its case; an address.
  void ask_number(const std::string& dialled);
  void ask_user(const std::string& user, const std::string& realm);
  void ask_address(const std::string& address);
  // In the order in which they were asked.
  const std::vector<std::string>& asked() const { return asked_; }

  // Whether a trunkstore document has anything that is asked for.
  bool wants(const Value& trunk) const;

  // The questions of which a number, a user or an address is the answer.
  using Found = std::span<const std::size_t>;
  Found of_number(std::string_view written) const;
  Found of_user(const routing::UserName& user) const;
  Found of_address(std::string_view address) const;

private:
  using Questions = std::unordered_map<std::string, std::vector<std::size_t>>;
  static Found find(const Questions& questions, const std::string& key);
  void ask(Questions& questions, const std::string& key,
           const std::string& as_asked);

  Questions numbers_, users_, addresses_;
  std::unordered_set<std::string> user_names_;  // without realms
  std::vector<std::string> asked_;
};

struct RoutedBatch {
  std::string text;
  std::uint64_t accounts = 0, numbers = 0, users = 0;
  std::vector<std::size_t> answered;  // questions, some more than once

  void clear();
};

// One a thread.
class Router {
public:
  explicit Router(const RouteQuery& query);
  void process(const AccountBatch& batch, RoutedBatch& out, Turn*);

private:
  struct Named;
  struct Account;
  void account(const AccountTexts& texts,
               const routing::AccountDocuments& documents, const Named& named,
               routing::CallRouter& router, RoutedBatch& out);
  void answer(const Account& account, RoutedBatch& out);
  void inbound(const Account& account, std::string_view number,
               RoutedBatch& out);
  void outbound(const Account& account, routing::Call call, RoutedBatch& out);

  const RouteQuery& query_;
  AccountTrees trees_;
  std::optional<AccountChecker> checker_;
  routing::Route route_;
};

}  // namespace trunklift
