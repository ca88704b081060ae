// trunklift target: prepares a PostgreSQL target.
#include <fmt/format.h>

#include <cstdio>

#include "base/error.h"
#include "command.h"
#include "run/output.h"
#include "sink/postgres.h"

namespace trunklift {
namespace {

std::string versions(const postgres::TargetVersion& state) {
  if (state.version == 0) {
    return "no tables of trunklift; run trunklift target init";
  }
  std::string out =
      fmt::format("version {} of {}", state.version, state.latest);
  if (state.version < state.latest) out += "; run trunklift target upgrade";
  if (state.version > state.latest) out += "; use a later trunklift";
  return out;
}

}  // namespace

int run_target(const Settings& settings) {
  const std::string& action = settings.inputs.front();
  if (action != "init" && action != "upgrade" && action != "status") {
    throw Error(Exit::usage, "run", "target " + action,
                "the actions are init, status and upgrade");
  }
  if (settings.distributed) {
    std::fputs(
        "trunklift: --distributed is experimental: on a real Citus, migrate, "
        "plan and undo end with an error on such a target\n",
        stderr);
  }
  const postgres::TargetName target{settings.to.place, settings.target_schema};
  if (settings.print) {
    if (action != "init") {
      throw Error(Exit::usage, "run", "target " + action, "--print is of init");
    }
    write_output(postgres::target_sql(target, settings.distributed));
    return 0;
  }
  if (settings.to.place.empty()) {
    throw Error(Exit::usage, "run", "target", "it needs --to TARGET");
  }
  if (action != "status") {
    const postgres::TargetVersion before = postgres::version_of(target);
    if (action == "upgrade" && before.version == 0) {
      throw Error(Exit::target, "upgrade", settings.target_schema,
                  "there are no tables of trunklift in it",
                  "run trunklift target init");
    }
    for (const std::string& name :
         postgres::upgrade(target, settings.distributed)) {
      write_output("applied " + name + "\n");
    }
  }
  const postgres::TargetVersion now = postgres::version_of(target);
  write_output(
      fmt::format("schema {}: {}\n", settings.target_schema, versions(now)));
  return action == "status" && now.version != now.latest ? 1 : 0;
}

}  // namespace trunklift
