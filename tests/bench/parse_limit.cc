// The limit that `check` is measured against: simdjson's DOM parse of every
// line of a file, and nothing else. Usage: parse_limit FILE THREADS
#include <simdjson.h>

#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "lines.h"

namespace {

struct Count {
  std::size_t documents = 0;
  std::size_t broken = 0;
};

Count parse_lines(trunklift::bench::File& file) {
  simdjson::dom::parser parser;
  Count count;
  const auto parse = [&](const char* line, std::size_t size, std::size_t) {
    // In place: there is padding behind it, so that simdjson copies nothing.
    count.broken += parser.parse(line, size, false).error() != 0;
    ++count.documents;
  };
  trunklift::bench::for_each_line(file, simdjson::SIMDJSON_PADDING, parse);
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  trunklift::bench::File file(argv[1]);
  std::vector<Count> counts(std::stoul(argv[2]));
  std::vector<std::jthread> workers;
  for (Count& count : counts) {
    workers.emplace_back([&] { count = parse_lines(file); });
  }
  workers.clear();  // joins
  Count total;
  for (const Count& count : counts) {
    total.documents += count.documents;
    total.broken += count.broken;
  }
  std::printf(R"({"documents":%zu,"broken":%zu,"kernel":"%s"})"
              "\n",
              total.documents, total.broken,
              simdjson::get_active_implementation()->name().c_str());
}
