// The unit tests: Catch2 brings main.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
