#include "cli/open_case.h"

#include "cli/escape.h"

namespace sojourn {

Wait wait_for(const std::filesystem::path& path, int seconds, std::ostream& err) {
  return {std::chrono::seconds{seconds}, [path, seconds, &err] {
            err << "sojourn: another program uses " << escape(path.string()) << ": waiting up to "
                << seconds << " s\n"
                << std::flush;
          }};
}

CaseReader open_case(const std::filesystem::path& path, const ReadingOptions& options,
                     std::ostream& err) {
  return CaseReader(path, {.wait = wait_for(path, options.wait_seconds, err),
                           .time_limit = std::chrono::seconds{options.time_limit_seconds}});
}

}  // namespace sojourn
