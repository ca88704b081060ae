// trunklift: reads the command line, runs one command, and turns what goes
// wrong into a message and an exit code.
#include <malloc.h>

#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "options/choices.h"
#include "options/options.h"
#include "options/secrets.h"
#include "run/output.h"

namespace trunklift {
namespace {

void complain(const std::string& text, const std::string& advice = {}) {
  std::fprintf(stderr, "trunklift: %s\n",
               printable(without_secrets(text)).c_str());
  if (advice.empty()) return;
  std::fprintf(stderr, "  %s\n", without_secrets(advice).c_str());
}

int give(const Answer& answer) {
  if (answer.code == Exit::done) {
    write_output(answer.text);
  } else {
    std::fputs(answer.text.c_str(), stderr);
  }
  return static_cast<int>(answer.code);
}

int run(int argc, char** argv) {
  const Invocation call =
      read_command_line({argv + (argc > 0 ? 1 : 0), argv + argc}, choices());
  const int code =
      call.answer ? give(*call.answer) : call.command->run(call.settings);
  finish_output();
  return code;
}

// Only inside a catch block.
int explain_failure() {
  try {
    throw;
  } catch (const BrokenPipe&) {
    return static_cast<int>(Exit::reader_gone);
  } catch (const Error& error) {
    complain(error.what(), error.advice());
    return static_cast<int>(error.code());
  } catch (const std::bad_alloc&) {
    complain("out of memory", "fewer --jobs need less");
  } catch (const std::exception& error) {
    complain(std::string("internal error: ") + error.what());
  } catch (...) {
    complain("internal error: an exception of unknown type");
  }
  return static_cast<int>(Exit::internal);
}

}  // namespace
}  // namespace trunklift

int main(int argc, char** argv) {
  // As by itself, but for good: glibc raises it with the blocks that it sees
  // freed, and the peak of memory would follow the length of the input.
  mallopt(M_TRIM_THRESHOLD, 128 << 10);
  using namespace trunklift;
  reserve_standard_streams();
  watch_signals();
  try {
    return run(argc, argv);
  } catch (...) {
    return explain_failure();
  }
}
