// How values of the domain stand in columns. Empty text is stored as NULL: the records do not say.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/hex.h"
#include "schema/event.h"
#include "schema/time.h"

namespace sojourn {

inline std::string time_text(const std::optional<Timestamp>& time) {
  return time ? format_time(*time) : std::string{};
}

inline std::string logon_id_text(std::uint64_t logon_id) {
  return logon_id == 0 ? std::string{} : hex_text(logon_id);
}

inline std::optional<std::int64_t> logon_type_number(std::uint8_t type) {
  return type == kNoLogonType ? std::optional<std::int64_t>{} : type;
}

}  // namespace sojourn
