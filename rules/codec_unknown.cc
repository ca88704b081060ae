// Codecs that the platform's schema of endpoints does not list.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

constexpr std::array<std::string_view, 19> known = {
    "OPUS",         "CELT@32000h",  "G7221@32000h", "G7221@16000h", "G722",
    "speex@32000h", "speex@16000h", "PCMU",         "PCMA",         "G729",
    "GSM",          "CELT@48000h",  "CELT@64000h",  "G722_16",      "G722_32",
    "CELT_48",      "CELT_64",      "Speex",        "speex"};

void check_list(const Value* codecs, const Place& place,
                DocumentReport& report) {
  if (!codecs || !codecs->is(Type::array)) return;
  for (std::uint32_t i = 0; i < codecs->size; ++i) {
    const std::string_view name = codecs->items[i].string_or_empty();
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    report.add(Place(place, i), "not a codec of a modern device");
  }
}

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  check_list(server.find("codecs"), Place(place, "codecs"), report);
  const Place options(place, "options");
  check_list(child(server.find("options"), "codecs"), Place(options, "codecs"),
             report);
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule codec_unknown;
const DocumentRule codec_unknown{
    {.id = "TL0263",
     .slug = "codec-unknown",
     .group = "media",
     .severity = Severity::info,
     .effect = Effect::none,
     .fix = Fix::lossy,
     .repair = Repair::remove,
     .summary = "A codec that a modern device does not have: it is kept "
                "aside.",
     .looks_at = "/servers/*/options/codecs/* /servers/*/codecs/*",
     .message = "not a codec of a modern device",
     .why = "The platform sends the list as it is, and a name that nobody "
            "knows does nothing. A modern device refuses any name but those "
            "of its schema, case included."},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
