#include "engine/run_custody.h"

#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "engine/libraries.h"
#include "parsers/well_formed.h"
#include "schema/time.h"

namespace sojourn {
namespace {

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

// Not asked of the system's list of users, which may be on another machine.
std::string user_of_run() {
  std::string name = from_environment("LOGNAME");
  if (name.empty()) name = from_environment("USER");
  const std::string number = std::to_string(geteuid());
  return name.empty() ? number : as_utf8(name) + " (" + number + ")";
}

std::string machine_of_run() {
  std::array<char, 256> name{};
  if (gethostname(name.data(), name.size() - 1) != 0) return {};
  return as_utf8(name.data());
}

std::string folder_of_run() {
  std::error_code error;
  return as_utf8(std::filesystem::current_path(error).string());
}

std::string libraries_of_run() {
  std::string all;
  for (const Library& library : engine_libraries()) {
    if (!all.empty()) all += ", ";
    all += library.name + ' ' + library.version;
  }
  return all;
}

}  // namespace

std::string time_of_run() {
  using std::chrono::floor, std::chrono::seconds, std::chrono::system_clock;
  const std::string fixed = from_environment("SOURCE_DATE_EPOCH");
  constexpr std::int64_t kLast = 253'402'300'799;  // of the year 9999
  std::int64_t number = 0;
  const auto read = std::from_chars(fixed.data(), fixed.data() + fixed.size(), number);
  const bool is_fixed = !fixed.empty() && read.ec == std::errc() &&
                        read.ptr == fixed.data() + fixed.size() && 0 <= number && number <= kLast;
  if (is_fixed) return format_time(Timestamp(seconds(number)));
  return format_time(std::chrono::time_point_cast<Ticks>(floor<Ticks>(system_clock::now())));
}

RunRow begin_run(const std::string& version, const std::string& arguments) {
  return {.version = version,
          .started = time_of_run(),
          .arguments = as_utf8(arguments),
          .user = user_of_run(),
          .machine = machine_of_run(),
          .libraries = libraries_of_run(),
          .folder = folder_of_run()};
}

}  // namespace sojourn
