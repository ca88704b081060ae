// trunklift rebuild: prints the legacy documents that a database stands for.
#include "pipeline/rebuild.h"

#include <optional>

#include "base/part_file.h"
#include "command.h"
#include "run/output.h"
#include "run/output_files.h"
#include "sink/sink.h"

namespace trunklift {

int run_rebuild(const Settings& settings) {
  OutputFiles(settings).refuse_overwriting(settings);
  std::optional<PartFile> file;
  if (!settings.output.empty()) file.emplace(settings.output);
  const auto print = [&](std::string line) {
    line += '\n';
    if (file) {
      file->write(line);
    } else {
      write_output(line);
    }
  };
  read_sqlite(settings.from.place,
              {.converted = [&](const auto& stored) { print(rebuild(stored)); },
               .unconverted = [&](auto bytes) { print(std::string(bytes)); }});
  if (file) file->commit();
  return 0;
}

}  // namespace trunklift
