// Accounts are answered one after the other, in their order.
#include "accounts/router.h"

#include <set>

#include "base/text.h"
#include "model/number.h"
#include "routing/effective.h"
#include "routing/explain.h"

namespace trunklift {

// What the documents of an account name, as they are written.
struct Router::Named {
  explicit Named(const routing::AccountDocuments& documents)
      : numbers(routing::dialled_numbers(documents)),
        users(routing::users(documents)),
        addresses(routing::addresses(documents)) {}
  std::vector<std::string_view> numbers;
  std::vector<routing::UserName> users;
  std::vector<std::string_view> addresses;
};

struct Router::Account {
  const Named& named;
  routing::CallRouter& router;
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

Router::Router(const RouteQuery& query)
    : query_(query), trees_(query.max_depth) {
  if (query.intended) checker_.emplace(*query.intended);
}

void Router::process(const AccountBatch& batch, RoutedBatch& out, Turn*) {
  out.clear();
  for (const AccountTexts& texts : batch.accounts) {
    const routing::AccountDocuments& documents = trees_.read(batch, texts);
    const Named named(documents);  // before normalization changes it
    if (checker_) {
      const auto& trunks = checker_->convert(trees_, documents, texts);
      routing::Intended router(
          documents, trunks,
          [&](std::string_view number) {
            return query_.standings->of(texts.account_id, number);
          },
          trees_.arena());
      account(texts, documents, named, router, out);
    } else {
      routing::Effective router(documents, trees_.arena());
      account(texts, documents, named, router, out);
    }
  }
}

void Router::account(const AccountTexts& texts,
                     const routing::AccountDocuments& documents,
                     const Named& named, routing::CallRouter& router,
                     RoutedBatch& out) {
  routing::Explainer explainer(documents, texts.account_id);
  routing::RoutePrinter printer(texts.account_id, texts.size());
  answer({named, router, explainer, printer}, out);
  ++out.accounts;
}

// A number that is asked for is answered as it was dialled; several questions
// for one number are one.
void Router::answer(const Account& account, RoutedBatch& out) {
  const auto note = [&](RouteQuery::Found questions) {
    out.answered.insert(out.answered.end(), questions.begin(), questions.end());
  };
  std::set<std::string> asked;
  for (const std::string_view number : account.named.numbers) {
    const RouteQuery::Found questions = query_.of_number(number);
    note(questions);
    if (query_.all) {
      inbound(account, number, out);
    } else if (!questions.empty() &&
               asked.insert(normalized_number(number)).second) {
      inbound(account, query_.asked()[questions.front()], out);
    }
  }
  for (const routing::UserName& user : account.named.users) {
    const RouteQuery::Found questions = query_.of_user(user);
    note(questions);
    if (query_.all || !questions.empty()) {
      outbound(account, call_of(user), out);
    }
  }
  for (const std::string_view address : account.named.addresses) {
    const RouteQuery::Found questions = query_.of_address(address);
    note(questions);
    if (!questions.empty()) outbound(account, call_from(address), out);
  }
}

void Router::inbound(const Account& account, std::string_view number,
                     RoutedBatch& out) {
  account.router.inbound(number, route_);
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
  account.router.outbound(call, route_);
  ++out.users;
  if (query_.explain) {
    account.explainer.outbound(out.text, call, route_);
  } else {
    account.printer.outbound(out.text, call, route_);
  }
}

}  // namespace trunklift
