// How many documents a run may reject.
#include "run/max_rejects.h"

#include <catch2/catch.hpp>

namespace trunklift {
namespace {

Balance balance(std::uint64_t rejected, std::uint64_t loaded,
                std::uint64_t skipped) {
  Balance out;
  out.read(rejected + loaded + skipped);
  out.count(Bucket::rejected, rejected);
  out.count(Bucket::loaded, loaded);
  out.count(Bucket::skipped, skipped);
  return out;
}

TEST_CASE("more than so many documents are too many") {
  Settings settings;
  CHECK_FALSE(has_too_many_rejects(settings, balance(9, 0, 0)));
  CHECK_FALSE(is_known_early(settings));
  settings.max_rejects = MaxRejects{.count = 2};
  CHECK_FALSE(has_too_many_rejects(settings, balance(2, 0, 0)));
  CHECK(has_too_many_rejects(settings, balance(3, 1000, 1000)));
  CHECK(is_known_early(settings));
  settings.max_rejects = MaxRejects{.count = 0};
  CHECK_FALSE(has_too_many_rejects(settings, balance(0, 1, 0)));
  CHECK(has_too_many_rejects(settings, balance(1, 0, 0)));
}

TEST_CASE("a share is of what was not skipped") {
  Settings settings;
  settings.max_rejects = MaxRejects{.percent = 2.5};
  CHECK_FALSE(is_known_early(settings));
  CHECK_FALSE(has_too_many_rejects(settings, balance(1, 39, 0)));
  CHECK(has_too_many_rejects(settings, balance(1, 38, 1000)));
  CHECK_FALSE(has_too_many_rejects(settings, balance(0, 0, 5)));
  settings.max_rejects = MaxRejects{.percent = 0};
  CHECK(has_too_many_rejects(settings, balance(1, 100000, 0)));
  settings.max_rejects = MaxRejects{.percent = 100};
  CHECK_FALSE(has_too_many_rejects(settings, balance(7, 0, 0)));
}

}  // namespace
}  // namespace trunklift
