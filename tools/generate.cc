// trunklift generate: writes a synthetic dump.
#include <optional>

#include "command.h"
#include "generate/generator.h"
#include "run/output_files.h"

namespace trunklift {

int run_generate(const Settings& settings) {
  OutputFiles(settings).refuse_overwriting(settings);
  const std::string path = settings.output.empty() ? "-" : settings.output;
  generate::FileOutput dump(path);
  std::optional<generate::FileOutput> key;
  if (!settings.key.empty()) key.emplace(settings.key);
  generate::write_dump({.documents = settings.documents,
                        .seed = settings.seed,
                        .flaws = settings.flaws},
                       dump, key ? &*key : nullptr);
  dump.commit();
  if (key) key->commit();
  return 0;
}

}  // namespace trunklift
