#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <new>
#include <string>

#include "cli/escape.h"
#include "cli/run.h"

namespace {

// A reader that has seen enough (`| head`) is no error.
bool nobody_reads_output() {
  pollfd output{STDOUT_FILENO, POLLOUT, 0};
  return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

// Where not even a message can be made, one that is there already.
void say_that_memory_lacks() noexcept {
  constexpr char kWords[] = "sojourn: there is not enough memory\n";
  if (write(STDERR_FILENO, kWords, sizeof kWords - 1) < 0) return;
}

// Where there is less at the start, not even an exception can be thrown. Runs before all that
// throws one.
[[gnu::constructor(101)]] void need_memory_for_exceptions() {
  constexpr std::size_t kEnough = std::size_t{1} << 18;
  void* const room = std::malloc(kEnough);
  if (room == nullptr) {
    say_that_memory_lacks();
    _exit(1);
  }
  std::free(room);
}

void say(const char* what) noexcept {
  try {
    std::cerr << "sojourn: " << sojourn::escape(what) << '\n';
  } catch (...) {
    say_that_memory_lacks();
  }
}

}  // namespace

int main(int argc, char** argv) {
  // Whoever reads our messages may leave, and a file may grow too large: that is an error like
  // others, and must not end an analysis without a word.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    std::cout.exceptions(std::ios::badbit);
    std::cerr.tie(nullptr);  // a message must not try again to write what cannot be written
    const int status = sojourn::run(argc, argv, std::cout, std::cerr);
    std::cout.flush();
    return status;
  } catch (const std::bad_alloc&) {
    say("there is not enough memory");
  } catch (const std::exception& error) {
    const int reason = errno;
    if (std::cout) {
      say(error.what());
    } else if (nobody_reads_output()) {
      return 0;
    } else {
      say((std::string("cannot write the output: ") + std::strerror(reason)).c_str());
    }
  }
  return 1;
}
