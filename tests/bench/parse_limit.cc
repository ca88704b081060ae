// The limit that `check` is measured against: simdjson's DOM parse of every
// line of a file, and nothing else. Usage: parse_limit FILE THREADS
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

// Lines that start in [begin, end) of `text`.
std::size_t parse_lines(std::string_view text, std::size_t begin,
                        std::size_t end) {
  simdjson::dom::parser parser;
  std::size_t parsed = 0;
  while (begin < end) {
    const std::size_t stop = std::min(text.find('\n', begin), text.size());
    const auto result = parser.parse(text.data() + begin, stop - begin, false);
    parsed += result.error() == simdjson::SUCCESS;
    begin = stop + 1;
  }
  return parsed;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto loaded = simdjson::padded_string::load(argv[1]);
  if (loaded.error()) return 3;
  const std::string_view text = loaded.value_unsafe();
  const std::size_t threads = std::stoul(argv[2]);
  std::vector<std::size_t> cuts(threads + 1, text.size());
  cuts[0] = 0;
  for (std::size_t i = 1; i < threads; ++i) {
    cuts[i] =
        std::min(text.find('\n', text.size() / threads * i) + 1, text.size());
  }
  std::vector<std::size_t> parsed(threads);
  std::vector<std::jthread> workers;
  for (std::size_t i = 0; i < threads; ++i) {
    workers.emplace_back(
        [&, i] { parsed[i] = parse_lines(text, cuts[i], cuts[i + 1]); });
  }
  workers.clear();  // joins
  std::size_t total = 0;
  for (const std::size_t count : parsed) total += count;
  std::printf("%zu documents\n", total);
}
