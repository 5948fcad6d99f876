#include "cli/tone.h"

#include <array>
#include <cstdlib>
#include <string_view>

#include "cli/terminal.h"

namespace sojourn {
namespace {

std::string_view from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Tone tone_of(const NamedRow& row) {
  if (row.whole("followed_by_session_id") && !row.text("method").empty()) return Tone::got_in;
  if (row.text("outcome") == "failure" || row.text("what") == "failure") return Tone::failed;
  // Of a source or an account, from or as which nobody came though somebody tried.
  if (row.whole("sessions") == 0 && row.whole("failures").value_or(0) > 0) return Tone::failed;
  if (!row.text("method").empty()) return Tone::failed;
  if (row.text("why") == "known") return Tone::plain;
  const bool is_external =
      row.text("src_scope") == "external" || row.whole("external_sources").value_or(0) > 0;
  return is_external ? Tone::external : Tone::plain;
}

const char* control_of(Tone tone) {
  constexpr std::array kControls = {"", "\x1b[31m", "\x1b[33m", "\x1b[1;31m"};
  return kControls[static_cast<std::size_t>(tone)];
}

bool has_colors(ColorChoice choice, bool is_on_standard_output) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  return is_on_standard_output && is_terminal() && from_environment("NO_COLOR").empty() &&
         from_environment("TERM") != "dumb";
}

}  // namespace sojourn
