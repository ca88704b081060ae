// Accounts are answered one after the other, in their order.
#include "accounts/router.h"

#include <set>

#include "base/text.h"
#include "model/number.h"
#include "routing/explain.h"

namespace trunklift {

using routing::Effective;

struct Router::Account {
  const routing::AccountDocuments& documents;
  Effective& effective;
  routing::Explainer& explainer;
  routing::RoutePrinter& printer;
};

namespace {

routing::Call call_of(const routing::UserName& user) {
  routing::Call call;
  call.user = user.user;
  call.realm = user.realm;
  return call;
}

// The platform knows no trunk by its address: such a call has no user.
routing::Call call_from(std::string_view address) {
  routing::Call call;
  call.has_user = false;
  call.address = address;
  return call;
}

}  // namespace

void RouteQuery::ask(Questions& questions, const std::string& key,
                     const std::string& as_asked) {
  questions[key].push_back(asked_.size());
  asked_.push_back(as_asked);
}

void RouteQuery::ask_number(const std::string& dialled) {
  ask(numbers_, normalized_number(dialled), dialled);
}

void RouteQuery::ask_user(const std::string& user, const std::string& realm) {
  ask(users_, to_lower(user + "@" + realm), user + "@" + realm);
  user_names_.insert(to_lower(user));
}

void RouteQuery::ask_address(const std::string& address) {
  ask(addresses_, address, address);
}

RouteQuery::Found RouteQuery::find(const Questions& questions,
                                   const std::string& key) {
  const auto found = questions.find(key);
  return found == questions.end() ? Found() : Found(found->second);
}

RouteQuery::Found RouteQuery::of_number(std::string_view written) const {
  if (numbers_.empty()) return {};
  return find(numbers_, normalized_number(written));
}

RouteQuery::Found RouteQuery::of_user(const routing::UserName& user) const {
  if (users_.empty()) return {};
  return find(users_, to_lower(user.user + "@" + std::string(user.realm)));
}

RouteQuery::Found RouteQuery::of_address(std::string_view address) const {
  if (addresses_.empty()) return {};
  return find(addresses_, std::string(address));
}

namespace {

std::size_t size_of(const AccountTexts& account) {
  std::size_t size = 0;
  for (const AccountTexts::Document& document : account.documents) {
    size += document.size;
  }
  return size;
}

}  // namespace

bool RouteQuery::wants(const Value& trunk) const {
  if (all) return true;
  bool found = false;
  if (!numbers_.empty()) {
    routing::for_each_number(trunk, [&](std::string_view number) {
      found = found || !of_number(number).empty();
    });
  }
  if (!users_.empty()) {
    routing::for_each_user(trunk, [&](std::string_view user) {
      found = found || user_names_.contains(to_lower(user));
    });
  }
  if (!addresses_.empty()) {
    routing::for_each_address(trunk, [&](std::string_view address) {
      found = found || !of_address(address).empty();
    });
  }
  return found;
}

void RoutedBatch::clear() {
  text.clear();
  accounts = numbers = users = 0;
  answered.clear();
}

void Router::process(const AccountBatch& batch, RoutedBatch& out, Turn*) {
  out.clear();
  for (const AccountTexts& texts : batch.accounts) {
    const routing::AccountDocuments& documents = trees_.read(batch, texts);
    Effective effective(documents, trees_.arena());
    routing::Explainer explainer(documents, texts.account_id);
    routing::RoutePrinter printer(texts.account_id, size_of(texts));
    answer({documents, effective, explainer, printer}, out);
    ++out.accounts;
  }
}

// A number that is asked for is answered as it was dialled; several questions
// for one number are one.
void Router::answer(const Account& account, RoutedBatch& out) {
  const auto note = [&](RouteQuery::Found questions) {
    out.answered.insert(out.answered.end(), questions.begin(), questions.end());
  };
  std::set<std::string> asked;
  for (const std::string_view number :
       routing::dialled_numbers(account.documents)) {
    const RouteQuery::Found questions = query_.of_number(number);
    note(questions);
    if (query_.all) {
      inbound(account, number, out);
    } else if (!questions.empty() &&
               asked.insert(normalized_number(number)).second) {
      inbound(account, query_.asked()[questions.front()], out);
    }
  }
  for (const routing::UserName& user : routing::users(account.documents)) {
    const RouteQuery::Found questions = query_.of_user(user);
    note(questions);
    if (query_.all || !questions.empty()) {
      outbound(account, call_of(user), out);
    }
  }
  for (const std::string_view address : routing::addresses(account.documents)) {
    const RouteQuery::Found questions = query_.of_address(address);
    note(questions);
    if (!questions.empty()) outbound(account, call_from(address), out);
  }
}

void Router::inbound(const Account& account, std::string_view number,
                     RoutedBatch& out) {
  account.effective.inbound(number, route_);
  ++out.numbers;
  if (query_.explain) {
    account.explainer.inbound(out.text, number, route_);
  } else {
    account.printer.inbound(out.text, number, route_);
  }
}

void Router::outbound(const Account& account, routing::Call call,
                      RoutedBatch& out) {
  call.caller_name = query_.caller_name;
  call.caller_number = query_.caller_number;
  account.effective.outbound(call, route_);
  ++out.users;
  if (query_.explain) {
    account.explainer.outbound(out.text, call, route_);
  } else {
    account.printer.outbound(out.text, call, route_);
  }
}

}  // namespace trunklift
