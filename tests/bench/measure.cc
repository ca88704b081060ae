// Runs a program and writes what it took. The kernel counts the memory that a
// process had before exec to its peak, so what starts it has to be small:
// Python is not. Usage: measure RESULT STDOUT PROGRAM [ARGUMENT]...
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

namespace {

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) +
         static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child < 0) return 71;
  if (child == 0) {
    const int out =
        ::open(argv[2], O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (out < 0 || ::dup2(out, STDOUT_FILENO) < 0) ::_exit(126);
    ::execvp(argv[3], argv + 3);
    ::_exit(127);
  }
  int status = 0;
  rusage usage{};
  if (::wait4(child, &status, 0, &usage) != child) return 71;
  const std::chrono::duration<double> wall =
      std::chrono::steady_clock::now() - start;
  std::FILE* result = std::fopen(argv[1], "w");
  if (!result) return 71;
  std::fprintf(result,
               R"({"exit":%d,"wall":%.6f,"cpu":%.6f,"peak_kib":%ld})"
               "\n",
               WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
               wall.count(), seconds(usage.ru_utime) + seconds(usage.ru_stime),
               usage.ru_maxrss);
  return std::fclose(result) == 0 ? 0 : 71;
}
