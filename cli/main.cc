#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <iostream>

#include "cli/escape.h"
#include "cli/run.h"

namespace {

// A reader that has seen enough (`| head`) is no error.
bool nobody_reads_output() {
  pollfd output{STDOUT_FILENO, POLLOUT, 0};
  return poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

}  // namespace

int main(int argc, char** argv) {
  // Whoever reads our messages may leave; that must not end an analysis.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    std::cout.exceptions(std::ios::badbit);
    std::cerr.tie(nullptr);  // a message must not try again to write what cannot be written
    const int status = sojourn::run(argc, argv, std::cout, std::cerr);
    std::cout.flush();
    return status;
  } catch (const std::exception& error) {
    const int reason = errno;
    if (!std::cout && nobody_reads_output()) return 0;
    const std::string what =
        std::cout ? error.what() : std::string("cannot write the output: ") + std::strerror(reason);
    std::cerr << "sojourn: " << sojourn::escape(what) << '\n';
  }
  return 1;
}
